/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench-parse.c - what parsing costs: ns a message, MB/s, and how many times as long it takes as
 * looking for the line ends of the same octets with memchr, the least that any reader must do.
 *
 * Usage: bench-parse [ROUNDS]   Each line is the best of several runs, walk and parser in turn.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sipwhy/auth_hdr.h>

enum { RUNS = 7, ROUNDS = 200000, HEADERS_MAX = 512 };

static const struct {
	const char *name;
	struct str text;
} messages[] = {
	{ "REGISTER with credentials",
	  S("REGISTER sip:pbx.example.com SIP/2.0\r\n"
	    "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-524287-1---8f3c1d2e7a9b4c56;rport\r\n"
	    "Max-Forwards: 70\r\n"
	    "Contact: <sip:1001@192.0.2.10:5060;rinstance=1b2c3d4e5f607182;transport=UDP>\r\n"
	    "To: \"Alice\" <sip:1001@pbx.example.com;transport=UDP>\r\n"
	    "From: \"Alice\" <sip:1001@pbx.example.com;transport=UDP>;tag=6f1d2a3b\r\n"
	    "Call-ID: Yk3vJ0hQm1x2o9Tz7bN5cA..\r\n"
	    "CSeq: 2 REGISTER\r\n"
	    "Expires: 60\r\n"
	    "Allow: INVITE, ACK, CANCEL, BYE, NOTIFY, REFER, MESSAGE, OPTIONS, INFO, SUBSCRIBE\r\n"
	    "User-Agent: Softphone v1.2.3 rv42\r\n"
	    "Authorization: Digest username=\"1001\",realm=\"pbx.example.com\",nonce=\"156730866\","
	    "uri=\"sip:pbx.example.com\",response=\"0f343b0931126a20f133d67c2b018a3b\","
	    "cnonce=\"1110991143\",nc=00000001,qop=auth,algorithm=MD5\r\n"
	    "Content-Length: 0\r\n\r\n") },
	{ "401 with two challenges",
	  S("SIP/2.0 401 Unauthorized\r\n"
	    "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-524287-1---8f3c1d2e;rport=5060;"
	    "received=192.0.2.10\r\n"
	    "To: \"Alice\" <sip:1001@pbx.example.com>;tag=as0d1e2f3a\r\n"
	    "From: \"Alice\" <sip:1001@pbx.example.com>;tag=6f1d2a3b\r\n"
	    "Call-ID: Yk3vJ0hQm1x2o9Tz7bN5cA..\r\n"
	    "CSeq: 1 REGISTER\r\n"
	    "Server: PBX 18.2\r\n"
	    "WWW-Authenticate: Digest realm=\"pbx.example.com\",nonce=\"1700000000/4f3e2d1c0b\","
	    "opaque=\"0a1b2c3d\",algorithm=SHA-256,qop=\"auth\"\r\n"
	    "WWW-Authenticate: Digest realm=\"pbx.example.com\",nonce=\"1700000000/4f3e2d1c0b\","
	    "opaque=\"0a1b2c3d\",algorithm=MD5,qop=\"auth\"\r\n"
	    "Content-Length: 0\r\n\r\n") },
	{ "INVITE with a body",
	  S("INVITE sip:1002@pbx.example.com;user=phone SIP/2.0\r\n"
	    "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-9d8c7b6a;rport\r\n"
	    "From: \"Alice\" <sip:1001@pbx.example.com>;tag=1928301774\r\n"
	    "To: <sip:1002@pbx.example.com;user=phone>\r\n"
	    "Call-ID: a84b4c76e66710@192.0.2.10\r\n"
	    "CSeq: 314159 INVITE\r\n"
	    "Max-Forwards: 70\r\n"
	    "Contact: <sip:1001@192.0.2.10:5060>\r\n"
	    "Supported: replaces, timer\r\n"
	    "Content-Type: application/sdp\r\n"
	    "Content-Length: 202\r\n\r\n"
	    "v=0\r\no=- 3901234567 3901234567 IN IP4 192.0.2.10\r\ns=-\r\nc=IN IP4 192.0.2.10\r\n"
	    "t=0 0\r\nm=audio 40000 RTP/AVP 0 8 101\r\na=rtpmap:0 PCMU/8000\r\n"
	    "a=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n") },
};

static double
now_ns(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* Each pass gives back something of its result, so that none is optimised away. */
typedef size_t pass(struct str text, struct arena *a);

static size_t
walk(struct str text, struct arena *a)
{
	const char *p = text.p, *end = text.p + text.len;
	size_t lines = 0;

	(void)a;
	while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		lines++;
		p++;
	}
	return lines;
}

static size_t
parse(struct str text, struct arena *a)
{
	struct sip_msg m;

	arena_rewind(a);
	return sip_msg_parse(text, 0, HEADERS_MAX, a, &m) ? m.hdr_count + m.call_id.len : 0;
}

static size_t
parse_auth(struct str text, struct arena *a)
{
	struct credentials creds[4];
	struct challenge offers[4];
	struct sip_msg m;

	arena_rewind(a);
	if (!sip_msg_parse(text, 0, HEADERS_MAX, a, &m))
		return 0;
	return m.hdr_count + challenges_of(&m, offers, COUNT(offers)) +
	       credentials_of(&m, creds, COUNT(creds));
}

static volatile size_t sink;

static double
best_ns(pass *run, struct str text, struct arena *a, long rounds)
{
	double best = 0;

	for (int i = 0; i < RUNS; i++) {
		double start = now_ns(), took;

		for (long n = 0; n < rounds; n++)
			sink += run(text, a);
		took = (now_ns() - start) / (double)rounds;
		if (i == 0 || took < best)
			best = took;
	}
	return best;
}

int
main(int argc, char **argv)
{
	long rounds = argc > 1 ? strtol(argv[1], NULL, 10) : ROUNDS;
	struct arena *a = arena_new(0);

	if (a == NULL || rounds <= 0)
		return EXIT_FAILURE;
	printf("%-26s %6s %9s %9s %7s %9s %7s\n", "message", "octets", "parse ns", "MB/s", "x walk",
	       "+auth ns", "x walk");
	for (size_t i = 0; i < COUNT(messages); i++) {
		struct str text = messages[i].text;
		double floor_ns = best_ns(walk, text, a, rounds);
		double parse_ns = best_ns(parse, text, a, rounds);
		double auth_ns = best_ns(parse_auth, text, a, rounds);

		printf("%-26s %6zu %9.0f %9.0f %7.1f %9.0f %7.1f\n", messages[i].name, text.len,
		       parse_ns, (double)text.len / parse_ns * 1e3, parse_ns / floor_ns, auth_ns,
		       auth_ns / floor_ns);
	}
	arena_free(a);
	return EXIT_SUCCESS;
}
