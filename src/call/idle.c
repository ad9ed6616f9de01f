/* SPDX-License-Identifier: BSD-2-Clause */
#include <assert.h>

#include "idle.h"

void
idle_begin(struct idle *q, const int64_t *patience_ns, size_t count)
{
	assert(count <= IDLE_CLASSES);
	*q = (struct idle){ 0 };
	for (size_t i = 0; i < IDLE_CLASSES; i++)
		list_begin(&q->classes[i]);
	for (size_t i = 0; i < count; i++)
		q->patience_ns[i] = patience_ns[i];
}

void
idle_advance(struct idle *q, int64_t now_ns)
{
	if (now_ns > q->now_ns)
		q->now_ns = now_ns;
}

void
idle_touch(struct idle *q, struct idle_node *node, unsigned class)
{
	list_remove(&node->link);
	node->touched_ns = q->now_ns;
	node->order = q->touches++;
	list_append(&q->classes[class], &node->link);
}

void
idle_remove(struct idle_node *node)
{
	list_remove(&node->link);
}

static struct idle_node *
head_of(const struct idle *q, size_t class)
{
	struct list_node *first = list_first(&q->classes[class]);

	return first == NULL ? NULL : HOLDER(first, struct idle_node, link);
}

struct idle_node *
idle_oldest(const struct idle *q)
{
	struct idle_node *oldest = NULL;

	for (size_t i = 0; i < IDLE_CLASSES; i++) {
		struct idle_node *n = head_of(q, i);

		if (n != NULL && (oldest == NULL || n->order < oldest->order))
			oldest = n;
	}
	return oldest;
}

struct idle_node *
idle_over(const struct idle *q)
{
	for (size_t i = 0; i < IDLE_CLASSES; i++) {
		struct idle_node *n = head_of(q, i);

		if (n != NULL && q->now_ns - n->touched_ns > q->patience_ns[i])
			return n;
	}
	return NULL;
}
