/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wire.h - packets in, SIP messages out, whatever carried them.
 *
 * Layer: 12 app.  Joins the stages of layers 3 and 4: links, tunnels, fragments, UDP, TCP, WebSocket, SCTP
 * and HEP; a message that was seen twice comes out once.
 */
#ifndef SIPWHY_APP_WIRE_H
#define SIPWHY_APP_WIRE_H

#include <sipwhy/exchange.h>
#include <sipwhy/framer.h>
#include <sipwhy/source.h>

#include "tally.h"

struct wire_options {
	struct limits *limits; /* kept */
	struct tally *tally;   /* kept; gets what cannot be read */
	stream_message_fn *on_message;
	/* Called with the sighting of a loss between two hosts; NULL: not wanted. */
	void (*on_loss)(void *ctx, const struct seen *seen, enum loss loss);
	oddity_fn *on_odd; /* as of pipeline_options */
	void *ctx;
};

struct wire;

/* NULL when memory is short. */
struct wire *wire_new(const struct wire_options *o);
void wire_free(struct wire *w);
void wire_packet(struct wire *w, uint32_t input, const struct packet *packet);
/* Give up what has waited long enough for its missing parts. */
void wire_expire(struct wire *w, int64_t now_ns);
/* The input has ended: hand on what is left. */
void wire_finish(struct wire *w);
/* Of the message that is being handed on: what the agent that saw it says it belongs to; absent if
 * it does not say. */
struct str wire_correlation_id(const struct wire *w);
/* What the streams counted, into the tally; once, at the end. */
void wire_count(struct wire *w, struct summary *out);
uint64_t wire_dropped(const struct wire *w);

#endif
