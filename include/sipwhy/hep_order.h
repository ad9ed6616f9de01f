/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hep_order.h - the messages of capture agents in the order of their own times.
 *
 * Layer: 4 stream.  An agent with several workers, or several connections, sends a response before its
 * request: by the agent's times they are right.  So a message is held for a moment, in copy; no more than
 * a few are.
 */
#ifndef SIPWHY_HEP_ORDER_H
#define SIPWHY_HEP_ORDER_H

#include <sipwhy/flow.h>

enum { HEP_ORDER_MOST = 16 };

struct hep_held {
	struct seen seen;
	struct str raw, correlation_id; /* correlation_id: absent if there is none */
	size_t missing_bytes;
	int64_t due_ns; /* by the time of arrival */
	char *octets;
};

typedef void hep_held_fn(void *ctx, const struct hep_held *h);

struct hep_order {
	hep_held_fn *fn;
	void *ctx;
	struct hep_held held[HEP_ORDER_MOST]; /* by seen.ts_ns */
	size_t count;
};

/* Nothing is handed on. */
void hep_order_end(struct hep_order *o);
/*
 * Take a message in that came at `arrived_ns`; others may be handed on.  *h needs no octets and no due_ns.
 * Without memory it is handed on at once.
 */
void hep_order_add(struct hep_order *o, const struct hep_held *h, int64_t arrived_ns);
/* Hand on what has been held long enough by `now_ns`; INT64_MAX: all. */
void hep_order_expire(struct hep_order *o, int64_t now_ns);

#endif
