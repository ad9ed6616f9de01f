/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * streams.h - from TCP segments to whole SIP messages.
 *
 * Layer: 4 stream.  Joins tcp, framer and websocket.  What a connection carries is told by the
 * first octets of either direction, on any port; one that carries neither SIP nor WebSocket nor
 * TLS is forgotten at once.  Of a connection that was open when the capture began, or that was
 * forgotten, reading begins with a segment that begins so, or with any if a port is 5060.
 * TLS is counted, once for each connection, and not read.
 */
#ifndef SIPWHY_STREAMS_H
#define SIPWHY_STREAMS_H

#include <sipwhy/framer.h>
#include <sipwhy/unit.h>

struct tcps;

/* NULL when memory is short.  seen->transport tells TRANSPORT_TCP, TRANSPORT_WS, …. */
struct tcps *tcps_new(struct limits *limits, stream_message_fn *fn, void *ctx);
/* Frees what is still open without telling it. */
void tcps_free(struct tcps *t);
/*
 * Called with the same `ctx` when `bytes` octets of a stream of SIP are missing: messages from
 * seen->src to seen->dst may be among them.  *seen: the packet by which that was found out.
 */
typedef void stream_gap_fn(void *ctx, const struct seen *seen, uint64_t bytes);
void tcps_on_gap(struct tcps *t, stream_gap_fn *fn);
/* Called with the same `ctx` for each oddity, where its place is known. */
void tcps_on_odd(struct tcps *t, oddity_fn *fn);

/* One UNIT_TCP. */
void tcps_add(struct tcps *t, const struct unit *u);
/* Hand on, as cut, what has waited too long by `now_ns`.  O(1) when nothing has. */
void tcps_expire(struct tcps *t, int64_t now_ns);
/* The input has ended: hand on what is left. */
void tcps_finish(struct tcps *t);

struct stream_oddity {
	const char *name; /* "tcp.gap", "stream.garbage", "tls.sip", … */
	const char *text; /* for people */
	uint64_t count;
	uint64_t first_frame;
	uint32_t first_input;
};

enum { STREAM_ODDITIES = 32 };

/* What was odd, in an order that does not change; gives back how many of `out` are set. */
size_t tcps_oddities(const struct tcps *t, struct stream_oddity out[STREAM_ODDITIES]);
/* Segments, connections and messages lost, in part or all, because memory was short. */
uint64_t tcps_dropped(const struct tcps *t);
/* Connections known, and octets held for what is not whole yet. */
size_t tcps_open(const struct tcps *t);
size_t tcps_held(const struct tcps *t);

#endif
