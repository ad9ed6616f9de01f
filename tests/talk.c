/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include "talk.h"

#define VIA "Via: SIP/2.0/TCP 192.0.2.10:40000;branch=z9hG4bK"
#define ENDS "From: <sip:alice@example.com>;tag=1\r\nTo: <sip:bob@example.com>\r\n"
#define SDP                                                                           \
	"v=0\r\no=- 1 1 IN IP4 192.0.2.10\r\ns=-\r\nc=IN IP4 192.0.2.10\r\nt=0 0\r\n" \
	"m=audio 40000 RTP/AVP 0 8\r\n"

const struct talk_message talk_call[TALK_MESSAGES] = {
	{ 0, S("REGISTER sip:example.com SIP/2.0\r\n" VIA "1\r\n" ENDS
	       "Call-ID: one\r\nCSeq: 1 REGISTER\r\nContent-Length: 0\r\n\r\n") },
	{ 1,
	  S("SIP/2.0 401 Unauthorized\r\n" VIA "1\r\n" ENDS "Call-ID: one\r\nCSeq: 1 REGISTER\r\n"
	    "WWW-Authenticate: Digest realm=\"example.com\",nonce=\"156730866\",qop=\"auth\"\r\n"
	    "Content-Length:  0\r\n\r\n") },
	{ 0, S("REGISTER sip:example.com SIP/2.0\r\n" VIA "2\r\n" ENDS
	       "Call-ID: one\r\nCSeq: 2 REGISTER\r\nAuthorization: Digest username=\"alice\",\r\n"
	       " realm=\"example.com\",nonce=\"156730866\",uri=\"sip:example.com\",qop=auth,\r\n"
	       "\tnc=00000001,cnonce=\"1110991143\",response=\"0f343b0931126a20f133d67c2b018a3b\""
	       "\r\nl: 0\r\n\r\n") },
	{ 1, S("SIP/2.0 200 OK\r\n" VIA "2\r\n" ENDS
	       "Call-ID: one\r\nCSeq: 2 REGISTER\r\nContent-Length:\r\n 0\r\n\r\n") },
	{ 0, S("INVITE sip:bob@example.com SIP/2.0\r\n" VIA "3\r\n" ENDS
	       "Call-ID: two\r\nCSeq: 1 INVITE\r\nContent-Type: application/sdp\r\n"
	       "Content-Length: 92\r\n\r\n" SDP) },
	{ 0, S("OPTIONS sip:bob@example.com SIP/2.0\r\n" VIA "4\r\n" ENDS
	       "Call-ID: three\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n") },
	{ 1, S("SIP/2.0 100 Trying\r\n" VIA "3\r\n" ENDS
	       "Call-ID: two\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n") },
	{ 1, S("SIP/2.0 200 OK\r\n" VIA "4\r\n" ENDS
	       "Call-ID: three\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n") },
	{ 1, S("SIP/2.0 200 OK\r\n" VIA "3\r\n" ENDS
	       "Call-ID: two\r\nCSeq: 1 INVITE\r\nContent-Length: 92\r\n\r\n" SDP) },
	{ 0, S("ACK sip:bob@example.com SIP/2.0\r\n" VIA "5\r\n" ENDS
	       "Call-ID: two\r\nCSeq: 1 ACK\r\nContent-Length: 0\r\n\r\n") },
};

uint64_t
talk_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* The two streams, and how much of each was sent. */
struct maker {
	const struct talk_mischief *m;
	uint64_t random;
	char *octets[2];
	size_t sent[2];
	struct unit *units;
	uint64_t *place;
	size_t count, room;
};

enum { CLIENT_BASE = 0xfffffe00, SERVER_BASE = 0x7fffff00 };

static size_t
below(struct maker *k, size_t n)
{
	uint64_t random = talk_random(&k->random) >> 11;

	return n > 0 ? (size_t)(random % n) : 0;
}

static void
add(struct maker *k, unsigned from, uint8_t flags, size_t at, size_t len)
{
	static const uint32_t bases[] = { CLIENT_BASE, SERVER_BASE };
	struct endpoint ends[] = { { { 4, { 192, 0, 2, 10 } }, 40000 },
				   { { 4, { 192, 0, 2, 1 } }, 5060 } };
	struct unit *u;
	size_t late;

	if ((k->m->no_syn && (flags & TCP_SYN) != 0) || k->count == k->room)
		return;
	if (len > 0 && below(k, 100) < k->m->drop)
		return;
	/* Before its SYN only what lies in one segment can be read. */
	late = (flags & TCP_SYN) != 0 && k->m->shuffle > 3 ? 3 : k->m->shuffle;
	k->place[k->count] = k->count + below(k, late + 1);
	u = &k->units[k->count++];
	*u = (struct unit){ .kind = UNIT_TCP, .payload = { k->octets[from] + at, len } };
	u->seen.src = ends[from];
	u->seen.dst = ends[1 - from];
	u->tcp.seq = bases[from] + (uint32_t)at - ((flags & TCP_SYN) != 0 ? 1 : 0);
	u->tcp.flags = flags;
	if (!k->m->no_acks && (from == 1 || flags != TCP_SYN)) {
		u->tcp.flags |= TCP_ACK;
		u->tcp.ack = bases[1 - from] + (uint32_t)k->sent[1 - from];
	}
	if (len > 0 && below(k, 100) < k->m->cut) {
		u->missing_bytes = 1 + below(k, len);
		u->payload.len -= u->missing_bytes;
	}
}

/* What one end says at a time, and the other's acknowledgements. */
static void
say(struct maker *k, unsigned from, size_t end)
{
	size_t *sent = &k->sent[from];

	while (*sent < end) {
		size_t n = 1 + below(k, k->m->piece_max);

		n = n < end - *sent ? n : end - *sent;
		add(k, from, 0, *sent, n);
		*sent += n;
		if (below(k, 100) < k->m->repeat) {
			size_t back = 1 + below(k, *sent < 3 * n ? *sent : 3 * n);

			add(k, from, 0, *sent - back, 1 + below(k, back));
		}
		if (!k->m->no_acks && below(k, 3) == 0)
			add(k, 1 - from, 0, k->sent[1 - from], 0);
	}
}

static int
by_place(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Put the units in the order of their places; of equal ones the first made is first. */
static void
sort(struct maker *k, struct unit *sorted)
{
	for (size_t i = 0; i < k->count; i++)
		k->place[i] = k->place[i] << 32 | i;
	qsort(k->place, k->count, sizeof(*k->place), by_place);
	for (size_t i = 0; i < k->count; i++) {
		sorted[i] = k->units[k->place[i] & UINT32_MAX];
		sorted[i].seen.frame = i + 1;
		sorted[i].seen.ts_ns = (int64_t)(i + 1) * 1000000;
	}
}

struct talk
talk_new(const struct talk_message *messages, size_t count, const struct talk_mischief *mischief,
	 struct arena *a)
{
	struct maker k = { .m = mischief, .random = mischief->seed * 0x9e3779b97f4a7c15u + 1 };
	struct unit *sorted;
	size_t len[2] = { 0, 0 };

	for (size_t i = 0; i < count; i++)
		len[messages[i].from] += messages[i].text.len;
	k.room = 3 * (len[0] + len[1]) + 16;
	k.units = arena_array(a, k.room, sizeof(*k.units));
	sorted = arena_array(a, k.room, sizeof(*sorted));
	k.place = arena_array(a, k.room, sizeof(*k.place));
	k.octets[0] = arena_alloc(a, len[0] + 1);
	k.octets[1] = arena_alloc(a, len[1] + 1);
	if (k.units == NULL || sorted == NULL || k.place == NULL || k.octets[0] == NULL ||
	    k.octets[1] == NULL)
		return (struct talk){ NULL, 0 };
	add(&k, 0, TCP_SYN, 0, 0);
	add(&k, 1, TCP_SYN, 0, 0);
	len[0] = len[1] = 0;
	for (size_t i = 0; i < count; i++) {
		unsigned from = messages[i].from;

		memcpy(k.octets[from] + len[from], messages[i].text.p, messages[i].text.len);
		len[from] += messages[i].text.len;
		if (i + 1 == count || messages[i + 1].from != from)
			say(&k, from, len[from]);
	}
	add(&k, 0, TCP_FIN, len[0], 0);
	add(&k, 1, TCP_FIN, len[1], 0);
	sort(&k, sorted);
	return (struct talk){ sorted, k.count };
}

void
talk_check_message(struct talk_check *c, const struct seen *seen, struct str raw,
		   size_t missing_bytes)
{
	unsigned from = seen->src.port == 5060 ? 1 : 0;

	for (size_t i = c->next[from]; i < TALK_MESSAGES; i++) {
		struct str text = talk_call[i].text;

		if (talk_call[i].from == from && str_starts(text, raw) &&
		    (missing_bytes == 0) == (raw.len == text.len)) {
			*(missing_bytes == 0 ? &c->whole : &c->parts) += 1;
			c->next[from] = i + 1;
			return;
		}
	}
	c->wrong++;
}
