/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * idle.h - what has not been touched for how long.
 *
 * Layer: 6 call, for its own files.  Things linked through an idle_node, a list for each class of
 * patience; since the clock only moves forward, each list is in the order of time, and both what
 * is over and what is oldest stand at its head.  Owns nothing.
 */
#ifndef SIPWHY_CALL_IDLE_H
#define SIPWHY_CALL_IDLE_H

#include <sipwhy/table.h>

#define NS_PER_MS INT64_C(1000000)
#define NS_PER_S INT64_C(1000000000)

enum { IDLE_CLASSES = 4 };

struct idle_node {
	struct list_node link;
	int64_t touched_ns;
	uint64_t order; /* of the touches, since a capture's clock may stand still */
};

struct idle {
	struct list classes[IDLE_CLASSES];
	int64_t patience_ns[IDLE_CLASSES];
	int64_t now_ns; /* the greatest time told; never below 0, so differences cannot overflow */
	uint64_t touches;
};

/* `q` must stay where it is.  Classes from `count` on are not to be used. */
void idle_begin(struct idle *q, const int64_t *patience_ns, size_t count);
/* A time before the greatest one changes nothing. */
void idle_advance(struct idle *q, int64_t now_ns);
/* Now is its last touch; a zeroed node is taken in.  It may change its class. */
void idle_touch(struct idle *q, struct idle_node *node, unsigned class);
void idle_remove(struct idle_node *node);
/* The one untouched the longest, of all classes; NULL for none. */
struct idle_node *idle_oldest(const struct idle *q);
/* One that was left alone for longer than its class allows; NULL for none. */
struct idle_node *idle_over(const struct idle *q);

#endif
