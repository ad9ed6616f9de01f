/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench-tcp.c - what TCP costs: ns a segment, from the segment to whole messages, and how many
 * times as long that takes as looking for the line ends of the same octets with memchr.
 *
 * Usage: bench-tcp [ROUNDS]   Each line is the best of several runs, walk and streams in turn.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sipwhy/streams.h>

enum { RUNS = 7, ROUNDS = 200000, CONNS = 64, TEXT = 4096 };

static const char request[] =
	"REGISTER sip:pbx.example.com SIP/2.0\r\n"
	"Via: SIP/2.0/TCP 192.0.2.10:5060;branch=z9hG4bK-524287-1---8f3c1d2e7a9b4c56;rport\r\n"
	"Max-Forwards: 70\r\n"
	"Contact: <sip:1001@192.0.2.10:5060;rinstance=1b2c3d4e5f607182;transport=TCP>\r\n"
	"To: \"Alice\" <sip:1001@pbx.example.com;transport=TCP>\r\n"
	"From: \"Alice\" <sip:1001@pbx.example.com;transport=TCP>;tag=6f1d2a3b\r\n"
	"Call-ID: Yk3vJ0hQm1x2o9Tz7bN5cA..\r\n"
	"CSeq: 2 REGISTER\r\n"
	"Expires: 60\r\n"
	"Allow: INVITE, ACK, CANCEL, BYE, NOTIFY, REFER, MESSAGE, OPTIONS, INFO, SUBSCRIBE\r\n"
	"User-Agent: Softphone v1.2.3 rv42\r\n"
	"Authorization: Digest username=\"1001\",realm=\"pbx.example.com\",nonce=\"156730866\","
	"uri=\"sip:pbx.example.com\",response=\"0f343b0931126a20f133d67c2b018a3b\","
	"cnonce=\"1110991143\",nc=00000001,qop=auth,algorithm=MD5\r\n"
	"Content-Length: 0\r\n\r\n";

static const char page[] =
	"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 100000\r\n\r\n"
	"This stands for what most of TCP carries; none of it is SIP.\r\n";

enum load { WHOLE, HALVES, SWAPPED, ACKED, OTHER };

static const struct {
	const char *name;
	enum load load;
	unsigned segments; /* of one round */
} loads[] = {
	{ "a message in each segment", WHOLE, 1 }, { "half a message in each", HALVES, 2 },
	{ "the second half first", SWAPPED, 2 },   { "a message, an acknowledgement", ACKED, 2 },
	{ "not SIP, 1400 octets", OTHER, 1 },
};

struct state {
	struct tcps *tcps;
	uint32_t next[CONNS];
	uint64_t frame;
	size_t messages;
};

static void
on_message(void *ctx, const struct seen *seen, struct str raw, size_t missing_bytes)
{
	struct state *s = ctx;

	(void)seen;
	s->messages += raw.len > 0 && missing_bytes == 0;
}

static double
now_ns(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void
send(struct state *s, unsigned conn, uint32_t at, struct str payload, uint8_t flags)
{
	struct unit u = { .kind = UNIT_TCP, .payload = payload };

	u.seen.frame = ++s->frame;
	u.seen.ts_ns = (int64_t)s->frame * 1000;
	u.seen.src = (struct endpoint){ { 4, { 192, 0, 2, 10 } }, (uint16_t)(40000 + conn) };
	u.seen.dst = (struct endpoint){ { 4, { 192, 0, 2, 1 } }, 8080 };
	u.tcp.seq = s->next[conn] + at;
	u.tcp.flags = flags;
	if (flags == TCP_ACK) {
		struct endpoint src = u.seen.src;

		u.seen.src = u.seen.dst;
		u.seen.dst = src;
		u.tcp.seq = 1;
		u.tcp.ack = s->next[conn] + at;
	}
	tcps_expire(s->tcps, u.seen.ts_ns);
	tcps_add(s->tcps, &u);
}

static void
one_round(struct state *s, enum load load, unsigned conn, struct str text)
{
	uint32_t len = (uint32_t)text.len, half = len / 2;
	struct str first = str_sub(text, 0, half), second = str_sub(text, half, len);

	switch (load) {
	case WHOLE:
	case OTHER:
		send(s, conn, 0, text, 0);
		break;
	case ACKED:
		send(s, conn, 0, text, 0);
		send(s, conn, len, STR_ABSENT, TCP_ACK);
		break;
	case HALVES:
		send(s, conn, 0, first, 0);
		send(s, conn, half, second, 0);
		break;
	case SWAPPED:
		send(s, conn, half, second, 0);
		send(s, conn, 0, first, 0);
		break;
	}
	s->next[conn] += len;
}

static double
run(enum load load, size_t rounds, struct str text)
{
	struct state s = { .frame = 0 };
	struct limits limits;
	double begun;

	limits_begin(&limits, (struct hash_key){ 1, 2 });
	s.tcps = tcps_new(&limits, on_message, &s);
	for (unsigned i = 0; i < CONNS; i++)
		send(&s, i, UINT32_MAX, STR_ABSENT, TCP_SYN);
	begun = now_ns();
	for (size_t i = 0; i < rounds; i++)
		one_round(&s, load, (unsigned)(i % CONNS), text);
	begun = now_ns() - begun;
	if (s.messages != (load == OTHER ? 0 : rounds))
		printf("%zu messages were read of %zu\n", s.messages, rounds);
	tcps_free(s.tcps);
	return begun / (double)rounds;
}

static double
walk(size_t rounds, struct str text)
{
	volatile size_t lines = 0;
	double begun = now_ns();

	for (size_t i = 0; i < rounds; i++) {
		for (struct str in = text; in.len > 0;) {
			(void)str_cut(&in, '\n');
			lines++;
		}
	}
	return (now_ns() - begun) / (double)rounds;
}

int
main(int argc, char **argv)
{
	static char filler[1400];
	uint64_t rounds = ROUNDS;

	if (argc > 1 && !str_to_u64(str_of(argv[1]), UINT32_MAX, &rounds))
		return EXIT_FAILURE;
	memset(filler, 'x', sizeof(filler));
	memcpy(filler, page, sizeof(page) - 1);
	for (size_t i = 0; i < COUNT(loads); i++) {
		struct str text = loads[i].load == OTHER ? (struct str){ filler, sizeof(filler) }
							 : str_of(request);
		double best = 0, least = 0;

		for (unsigned k = 0; k < RUNS; k++) {
			double took = run(loads[i].load, rounds, text);
			double walked = walk(rounds, text);

			best = k == 0 || took < best ? took : best;
			least = k == 0 || walked < least ? walked : least;
		}
		printf("%-30s %7.1f ns a segment, %5.2f times memchr\n", loads[i].name,
		       best / loads[i].segments, best / least);
	}
	return EXIT_SUCCESS;
}
