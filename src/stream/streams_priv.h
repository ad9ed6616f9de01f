/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * streams_priv.h - what the files of streams share.
 *
 * Layer: 4 stream.
 */
#ifndef SIPWHY_STREAM_STREAMS_PRIV_H
#define SIPWHY_STREAM_STREAMS_PRIV_H

#include <sipwhy/streams.h>
#include <sipwhy/tcp.h>
#include <sipwhy/websocket.h>

#include "begin.h"

enum streams_odd { STREAMS_ODD_TLS_SIP, STREAMS_ODD_TLS_OTHER, STREAMS_ODD_COUNT_ };

struct tcps {
	struct tcp *tcp;
	stream_message_fn *fn;
	stream_gap_fn *on_gap;
	oddity_fn *on_odd; /* NULL: not wanted */
	void *ctx;
	struct framer_shared framers;
	struct websocket_shared websockets;
	struct stream_count framer_odd[FRAMER_ODD_COUNT_];
	struct stream_count websocket_odd[WEBSOCKET_ODD_COUNT_];
	struct stream_count odd[STREAMS_ODD_COUNT_];
	uint64_t dropped;
};

/* A connection that is, or may be, read. */
struct stream {
	struct tcps *t;
	enum begin what;       /* BEGIN_MAYBE, BEGIN_SIP, BEGIN_WEBSOCKET */
	struct gather head[2]; /* the first octets, until that is known */
	bool under_way[2];     /* they are not the first of a message, as far as is known */
	struct framer framer[2];
	struct websocket *websocket[2];
	bool agreed; /* the client's direction knows what the server agreed to */
};

/* Count it, and tell. */
void streams_odd(struct tcps *t, enum streams_odd odd, const struct seen *seen);
void stream_free(struct stream *s);
/* Octets of a connection of which it is not known what it carries; *s is NULL before any. */
enum tcp_want stream_decide(struct tcps *t, struct stream **s, const struct stream_event *e);
/* Octets of one that is read. */
enum tcp_want stream_feed(struct stream *s, const struct stream_event *e);
/* STREAM_GAP or STREAM_END. */
void stream_gap(struct stream *s, const struct stream_event *e);

#endif
