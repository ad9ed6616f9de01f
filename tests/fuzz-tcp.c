/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Segments of a few connections, from segment to message, with what must hold for any of them.
 *
 * The first octet chooses the bounds.  Then each segment is a record of eight octets, and octets of
 * its own if so chosen; else it has those of a real conversation that belong at its place, so that
 * a fuzzer plays with order, loss and repetition without having to invent SIP first.
 */
#include <stdlib.h>
#include <string.h>

#include <sipwhy/bytes.h>
#include <sipwhy/streams.h>

#include "talk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { RECORD = 8, STREAM_MAX = 4096, FIXED_FLAGS = TCP_FIN | TCP_SYN | TCP_RST | TCP_ACK };

static void
must(bool cond)
{
	if (!cond)
		abort();
}

/* What one end says in the conversation. */
struct said {
	char octets[STREAM_MAX];
	size_t len;
};

struct state {
	struct said said[2];
	struct limits limits;
	struct tcps *tcps;
	uint64_t frame;
	int64_t now_ns;
	uint64_t told; /* a sum of all that was */
};

static void
note(struct state *s, uint64_t what)
{
	s->told = (s->told ^ what) * UINT64_C(0x9e3779b97f4a7c15) + 1;
}

static void
on_message(void *ctx, const struct seen *seen, struct str raw, size_t missing_bytes)
{
	static const struct hash_key key = { 3, 4 };
	struct state *s = ctx;

	must(raw.len > 0 && raw.len <= s->limits.max[LIMIT_MESSAGE_BYTES]);
	must(seen->frame > 0 && seen->frame <= s->frame && seen->ts_ns <= s->now_ns);
	must(seen->src.port == 5060 || seen->dst.port == 5060 || seen->src.port == 80 ||
	     seen->dst.port == 80);
	must(seen->transport == TRANSPORT_TCP || seen->transport == TRANSPORT_WS);
	note(s, str_hash(&key, raw));
	note(s, missing_bytes);
	note(s, seen->frame);
}

static void
on_gap(void *ctx, const struct seen *seen, uint64_t bytes)
{
	struct state *s = ctx;

	must(bytes > 0 && seen->frame <= s->frame);
	note(s, bytes);
}

static void
begin(struct state *s, uint64_t key, uint8_t bounds)
{
	*s = (struct state){ .now_ns = 0 };
	for (size_t i = 0; i < TALK_MESSAGES; i++) {
		struct said *said = &s->said[talk_call[i].from];

		memcpy(said->octets + said->len, talk_call[i].text.p, talk_call[i].text.len);
		said->len += talk_call[i].text.len;
	}
	limits_begin(&s->limits, (struct hash_key){ key, 2 });
	if (bounds & 1)
		s->limits.max[LIMIT_MESSAGE_BYTES] = 400;
	if (bounds & 2)
		s->limits.max[LIMIT_STREAM_BYTES] = 1000;
	if (bounds & 4)
		s->limits.max[LIMIT_STREAM_MEMORY] = 3000;
	if (bounds & 8)
		s->limits.max[LIMIT_STREAMS] = 2;
	if (bounds & 16)
		s->limits.max[LIMIT_STREAM_PIECES] = 3;
	s->tcps = tcps_new(&s->limits, on_message, s);
	must(s->tcps != NULL);
	tcps_on_gap(s->tcps, on_gap);
}

static void
one_segment(struct state *s, struct bytes *in)
{
	struct endpoint client = { { 4, { 192, 0, 2, 10 } }, 40000 };
	struct endpoint server = { { 4, { 192, 0, 2, 1 } }, 5060 };
	uint8_t who = bytes_u8(in), flags = bytes_u8(in);
	uint16_t at = bytes_be16(in), ack = bytes_be16(in);
	uint8_t len = bytes_u8(in), later = bytes_u8(in);
	unsigned from = who & 1;
	struct unit u = { .kind = UNIT_TCP };

	client.port = (uint16_t)(client.port + (who >> 1 & 3));
	server.port = who & 8 ? 80 : 5060;
	s->now_ns += (int64_t)later * later * 1000000;
	u.seen.ts_ns = s->now_ns;
	u.seen.frame = ++s->frame;
	u.seen.src = from == 0 ? client : server;
	u.seen.dst = from == 0 ? server : client;
	u.tcp.flags = flags & FIXED_FLAGS;
	/* Some sequence numbers wrap; some are far away. */
	u.tcp.seq = (who & 16 ? 0xfffffff0u : 0u) + (who & 32 ? (uint32_t)at << 16 : at);
	u.tcp.ack = (who & 16 ? 0xfffffff0u : 0u) + ack;
	if (who & 64)
		u.payload = (struct str){ (const char *)bytes_take(in, len), len };
	else
		u.payload = str_sub((struct str){ s->said[from].octets, s->said[from].len }, at,
				    (size_t)len * 4);
	if (who & 128)
		u.missing_bytes = ack;
	if (in->short_)
		return;
	tcps_expire(s->tcps, s->now_ns);
	tcps_add(s->tcps, &u);
	must(tcps_held(s->tcps) <= s->limits.max[LIMIT_STREAM_MEMORY]);
	must(tcps_open(s->tcps) <= s->limits.max[LIMIT_STREAMS]);
}

static uint64_t
play(const uint8_t *data, size_t size, uint64_t key)
{
	struct state s;
	struct bytes in = bytes_of(data, size);
	struct stream_oddity odd[STREAM_ODDITIES];

	begin(&s, key, bytes_u8(&in));
	while (in.left >= RECORD && !in.short_)
		one_segment(&s, &in);
	tcps_finish(s.tcps);
	must(tcps_open(s.tcps) == 0 && tcps_held(s.tcps) == 0 && tcps_dropped(s.tcps) == 0);
	for (size_t i = tcps_oddities(s.tcps, odd); i-- > 0;)
		note(&s, odd[i].count + odd[i].first_frame);
	tcps_free(s.tcps);
	return s.told;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > 0)
		must(play(data, size, 1) == play(data, size, 0x123456789abcdef));
	return 0;
}
