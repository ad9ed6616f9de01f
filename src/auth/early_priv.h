/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * early_priv.h - the messages that wait; shared by what keeps them and what orders them.
 *
 * Layer: 7 auth.
 */
#ifndef SIPWHY_AUTH_EARLY_PRIV_H
#define SIPWHY_AUTH_EARLY_PRIV_H

#include <sipwhy/early.h>
#include <sipwhy/table.h>

/* As many as one call may keep waiting. */
enum { QUEUE_MAX = 64 };

/* A call in which messages wait; never an empty one. */
struct early_queue {
	struct table_node by_call;
	struct list waiting; /* struct early_message, in the order in which they are to go on */
	size_t count;
};

struct early_message {
	struct list_node in_queue, by_age;
	struct early_queue *queue;
	struct arena *arena; /* owns it, and the message */
	const struct message *msg;
	int64_t until_ns;
};

struct early {
	struct early_options o;
	struct table by_call;
	struct list by_age; /* of all calls, in the order in which they came */
	uint64_t held_bytes;
};

/* early_order.c */
struct early_message *early_head(const struct early_queue *q);
/* Whether what this message follows from has not been handed on. */
bool early_is(const struct early *e, const struct message *m);
/* Give it its place in the queue: behind its cause and before its effects. */
void early_put(const struct early *e, struct early_queue *q, struct early_message *w);

#endif
