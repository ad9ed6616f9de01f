/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * clock.h - what time it is in a capture, one packet of which may tell a time that cannot be.
 *
 * Layer: 12 app.  A packet whose time is far from that of the one before it is held until the next one
 * tells: if that is as far, there was silence, or the clock was set; if not, the held packet's time is wrong,
 * and it takes that of those around it.  Else one of them would end all that waits for an answer.
 */
#ifndef SIPWHY_APP_CLOCK_H
#define SIPWHY_APP_CLOCK_H

#include <sipwhy/source.h>

typedef void clock_packet_fn(void *ctx, uint32_t input, const struct packet *packet);

struct clock {
	clock_packet_fn *fn;
	/* Called with a packet whose time was wrong, before it is handed on with another. */
	clock_packet_fn *odd;
	void *ctx;
	int64_t now_ns; /* of the packets handed on */
	bool running;   /* now_ns is set */
	bool holds;
	uint32_t input;
	struct packet held;
	char *octets;
	size_t room;
};

void clock_begin(struct clock *c, clock_packet_fn *fn, clock_packet_fn *odd, void *ctx);
void clock_end(struct clock *c);
/* Take a packet in; it, and one held before it, may be handed on.  Without memory nothing is held. */
void clock_packet(struct clock *c, uint32_t input, const struct packet *packet);
/* No further packet is waited for. */
void clock_release(struct clock *c);

#endif
