/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * walk.h - from packets to transport payloads: through the links and tunnels, with IP fragments
 * put together.
 *
 * Layer: 3 net.  Owns the fragments that wait (frag.h) and its counts; all it hands on is
 * borrowed, good during the call.  No function of `ctx` may call walk_ functions.
 */
#ifndef SIPWHY_WALK_H
#define SIPWHY_WALK_H

#include <sipwhy/frag.h>
#include <sipwhy/unit.h>

/* How often something could not be read, and where first. */
struct walk_count {
	uint64_t count;
	uint64_t first_frame;
	uint32_t first_input;
};

/*
 * A datagram that did not become whole.  l->seen has the ports, and l->start begins behind the
 * UDP header, if the fragment with that came; for a tunnel they are the tunnel's.  What is there
 * of a UDP datagram was handed on before, as a unit with missing_bytes > 0, with the time and
 * frame of its first fragment; LOST_OVERLAP apart.
 */
typedef void lost_fn(void *ctx, const struct lost *l);
/* What could not be read, once for each time it is counted; its addresses are set if known. */
typedef void walk_odd_fn(void *ctx, enum decode what, const struct seen *seen);

struct walk;

/* NULL when memory is short. */
struct walk *walk_new(struct limits *limits, unit_fn *fn, void *ctx);
void walk_free(struct walk *w);
/* Both are optional, NULL at first, and get the ctx of walk_new. */
void walk_on_lost(struct walk *w, lost_fn *fn);
void walk_on_odd(struct walk *w, walk_odd_fn *fn);
/*
 * Hand on each transport payload in the packet: one, several for a wireless frame that has
 * several, none if it cannot be read or waits for fragments.  Those put together have the frame
 * and the time of the fragment that was the last to come.  Time is the greatest seen.
 */
void walk_packet(struct walk *w, uint32_t input, const struct packet *p);
/* What has waited long enough for its fragments by `now_ns` is lost. */
void walk_expire(struct walk *w, int64_t now_ns);
/* The input has ended: what still waits is told, as LOST_END. */
void walk_finish(struct walk *w);
/* By enum decode, DECODE_COUNT_ of them. */
const struct walk_count *walk_counts(const struct walk *w);
/* Fragments dropped because memory was short. */
uint64_t walk_dropped(const struct walk *w);

#endif
