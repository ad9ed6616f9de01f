/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sipcase.h - SIP dialogues written as text, and the packets they would have been.
 *
 *     # Comment lines, before the first message only.
 *     @ all snap=400                                     (words for every message; optional)
 *     @ 0.000 udp 192.0.2.10:5060 > 192.0.2.1:5060       (time, transport, endpoints, words)
 *     REGISTER sip:example.com SIP/2.0
 *     Content-Length: @len@
 *
 *     body
 *     @ 0.031 udp [2001:db8::1]:5060 > [2001:db8::10]:5060 frag=600 swap
 *     SIP/2.0 401 Unauthorized
 *
 * The transports are udp, tcp, ws and sctp.  A message runs to the next line that begins with "@ ".  Its lines end in CRLF; blank lines at
 * its end are dropped, and a message without a body ends in exactly one.  Blank lines alone are a
 * keep-alive.  In the header "@len@" is the length of the body; "@xHH@" is the octet HH.  Words
 * after the endpoints:
 *
 *     snap=N     the capture keeps N octets of each of its packets
 *     cut=N      the sender sends only the first N octets
 *     frag=N     IP fragments of at most N octets
 *     seg=N,M    segments of TCP, chunks of SCTP: of N, M and the remaining octets
 *     each=N     … all of N octets
 *     join       the last of them goes in one packet with what its sender sends next
 *     again      all of them are sent twice
 *     frames=N   WebSocket: frames of at most N octets, a Ping behind the first
 *     deflate    WebSocket: compressed, as permessage-deflate (RFC 7692); of the connection's
 *                first message it asks for that
 *     swap       the first two fragments, segments or chunks change places
 *     lose=N     of its IP fragments the N-th is not in the capture
 *     drop       it was sent, but is not in the capture
 *     lf         its lines end in LF
 *     tunnel=A,B its packets are in tunnels, the outermost first; wrap_tunnel.c has their names
 */
#ifndef SIPWHY_TESTS_SIPCASE_H
#define SIPWHY_TESTS_SIPCASE_H

#include <sipwhy/arena.h>
#include <sipwhy/err.h>
#include <sipwhy/flow.h>

enum { CASE_SEGMENTS = 16 };

struct sipcase_msg {
	int64_t at_ns; /* since the case began */
	enum transport transport;
	struct endpoint src, dst;
	struct str text;              /* as sent */
	size_t snap, cut, frag, lose; /* 0: whole */
	size_t seg[CASE_SEGMENTS];
	unsigned seg_count;
	size_t each, frames;
	bool swap, drop, lf, join, again, deflate;
	char tunnels[64]; /* "": none */
	unsigned line;    /* of its "@" in the file */
	size_t order;     /* among messages of the same time */
};

/* Messages in the order of their times, then of the file. */
struct sipcase {
	struct arena *arena; /* of the texts */
	struct sipcase_msg *msgs;
	size_t count, room;
};

/* NULL and *err, which names file and line, when it cannot be read.  The caller frees it. */
struct sipcase *sipcase_read(const char *path, struct err *err);
/* The same from memory; `name` is for *err.  An empty text is a case without messages, to merge into. */
struct sipcase *sipcase_parse(struct str text, const char *name, struct err *err);
void sipcase_free(struct sipcase *c);

/*
 * Weave a copy of the messages of `other` in, `later_ns` later, and from other hosts: `shift`
 * is added to the first two octets of an IPv4 address, the third group of an IPv6 one.
 * `other` may be `c`.
 */
bool sipcase_merge(struct sipcase *c, const struct sipcase *other, int64_t later_ns, unsigned shift,
		   struct err *err);

#endif
