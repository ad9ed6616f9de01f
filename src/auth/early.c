/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "early_priv.h"

struct early *
early_new(const struct early_options *o)
{
	struct early *e = calloc(1, sizeof(*e));

	if (e == NULL)
		return NULL;
	e->o = *o;
	list_begin(&e->by_age);
	if (!table_begin(&e->by_call)) {
		free(e);
		return NULL;
	}
	return e;
}

static struct early_message *
oldest(const struct early *e)
{
	struct list_node *n = list_first(&e->by_age);

	return n == NULL ? NULL : HOLDER(n, struct early_message, by_age);
}

/* Take it out; it is then the caller's.  True when its call has others. */
static bool
detach(struct early *e, struct early_message *w)
{
	struct early_queue *q = w->queue;

	list_remove(&w->in_queue);
	list_remove(&w->by_age);
	e->held_bytes -= arena_held(w->arena);
	if (--q->count > 0)
		return true;
	table_remove(&e->by_call, &q->by_call);
	free(q);
	return false;
}

void
early_free(struct early *e)
{
	struct early_message *w;

	if (e == NULL)
		return;
	while ((w = oldest(e)) != NULL) {
		(void)detach(e, w);
		arena_free(w->arena);
	}
	table_end(&e->by_call);
	free(e);
}

static bool
hand_on(struct early *e, struct early_message *w)
{
	bool more = detach(e, w);

	e->o.fn(e->o.ctx, w->msg);
	arena_free(w->arena);
	return more;
}

/* What has all that it follows from goes on, up to the first that has not. */
static void
drain(struct early *e, struct early_queue *q)
{
	bool more = true;

	while (more && !early_is(e, early_head(q)->msg))
		more = hand_on(e, early_head(q));
}

/* It waits no longer, and what is before it neither. */
static void
give_up(struct early *e, const struct early_message *w)
{
	struct early_queue *q = w->queue;
	struct early_message *head;
	bool more;

	do {
		head = early_head(q);
		more = hand_on(e, head);
	} while (head != w);
	if (more)
		drain(e, q);
}

void
early_expire(struct early *e, int64_t now_ns)
{
	const struct early_message *w;

	while ((w = oldest(e)) != NULL && w->until_ns <= now_ns)
		give_up(e, w);
}

void
early_finish(struct early *e)
{
	const struct early_message *w;

	while ((w = oldest(e)) != NULL)
		give_up(e, w);
}

static struct early_queue *
queue_of(const struct early *e, const struct message *m, uint64_t hash)
{
	struct table_node *n = e->by_call.count > 0 ? table_first(&e->by_call, hash) : NULL;

	for (; n != NULL; n = table_next(n)) {
		struct early_queue *q = HOLDER(n, struct early_queue, by_call);

		if (str_eq(early_head(q)->msg->sip.call_id, m->sip.call_id))
			return q;
	}
	return NULL;
}

static struct early_message *
copy_of(const struct message *m, int64_t now_ns)
{
	struct arena *a = arena_new(sizeof(struct early_message) + sizeof(*m) + m->sip.raw.len +
				    m->sip.hdr_count * sizeof(struct sip_hdr) + 64);
	struct early_message *w = a == NULL ? NULL : arena_alloc(a, sizeof(*w));
	const struct message *msg = w == NULL ? NULL : message_adopt(m, a);

	if (msg == NULL) {
		arena_free(a);
		return NULL;
	}
	w->arena = a;
	w->msg = msg;
	w->until_ns = now_ns + EARLY_NS;
	return w;
}

static struct early_queue *
new_queue(struct early *e, uint64_t hash)
{
	struct early_queue *q = calloc(1, sizeof(*q));

	if (q == NULL)
		return NULL;
	list_begin(&q->waiting);
	table_add(&e->by_call, &q->by_call, hash);
	return q;
}

/* False when memory is short; what is before it in its call has then gone on. */
static bool
keep(struct early *e, struct early_queue *q, const struct message *m, int64_t now_ns)
{
	struct early_message *w = copy_of(m, now_ns);

	if (w != NULL && q == NULL)
		q = new_queue(e, str_hash(&e->o.limits->key, m->sip.call_id));
	if (w == NULL || q == NULL) {
		arena_free(w == NULL ? NULL : w->arena);
		if (q != NULL)
			give_up(e, HOLDER(q->waiting.head.prev, struct early_message, in_queue));
		return false;
	}
	early_put(e, q, w);
	list_append(&e->by_age, &w->by_age);
	e->held_bytes += arena_held(w->arena);
	drain(e, q);
	return true;
}

void
early_add(struct early *e, const struct message *m, int64_t now_ns)
{
	struct early_queue *q;

	early_expire(e, now_ns);
	while (oldest(e) != NULL && !limits_allow(e->o.limits, LIMIT_EARLY_BYTES, e->held_bytes))
		give_up(e, oldest(e));
	if (str_empty(m->sip.call_id)) {
		e->o.fn(e->o.ctx, m);
		return;
	}
	q = queue_of(e, m, str_hash(&e->o.limits->key, m->sip.call_id));
	while (q != NULL && q->count >= QUEUE_MAX) {
		give_up(e, early_head(q));
		q = queue_of(e, m, str_hash(&e->o.limits->key, m->sip.call_id));
	}
	if ((q == NULL && !early_is(e, m)) || !keep(e, q, m, now_ns))
		e->o.fn(e->o.ctx, m);
}
