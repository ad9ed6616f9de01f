/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "several.h"

static const int64_t wait_ns[WAIT_CLASSES] = { WAIT_TRANSACTION, WAIT_ANSWER, WAIT_INVITE };

struct exchanges *
exchanges_new(struct limits *limits, exchange_fn *fn, void *ctx)
{
	struct exchanges *e = calloc(1, sizeof(*e));

	if (e == NULL)
		return NULL;
	e->limits = limits;
	e->fn = fn;
	e->ctx = ctx;
	for (size_t i = 0; i < WAIT_CLASSES; i++)
		list_begin(&e->by_age[i]);
	e->book = nonce_book_new(limits);
	e->habits = nonce_habits_new(limits);
	e->marks = cseq_marks_new(limits);
	e->answered = answered_new(limits);
	e->legs = legs_new(limits);
	e->realms = realms_new(limits);
	if (e->book == NULL || e->habits == NULL || e->marks == NULL || e->legs == NULL ||
	    e->realms == NULL || e->answered == NULL || !table_begin(&e->by_call) ||
	    !table_begin(&e->by_from) || !table_begin(&e->by_txn)) {
		exchanges_free(e);
		return NULL;
	}
	return e;
}

/* Take it out of everything; what remains is the exchange itself. */
static struct exchange *
detach(struct exchanges *e, struct open_exchange *o)
{
	struct exchange *x = o->x;

	roles_drop(e, o);
	several_forget(o);
	table_remove(&e->by_call, &o->by_call);
	table_remove(&e->by_from, &o->by_from);
	list_remove(&o->by_age);
	e->held_bytes -= o->held_bytes;
	e->open_count--;
	free(o);
	return x;
}

void
exchanges_free(struct exchanges *e)
{
	if (e == NULL)
		return;
	for (size_t i = 0; i < WAIT_CLASSES; i++) {
		struct list_node *n;

		while ((n = list_first(&e->by_age[i])) != NULL)
			exchange_free(detach(e, HOLDER(n, struct open_exchange, by_age)));
	}
	table_end(&e->by_call);
	table_end(&e->by_from);
	table_end(&e->by_txn);
	nonce_book_free(e->book);
	nonce_habits_free(e->habits);
	cseq_marks_free(e->marks);
	answered_free(e->answered);
	legs_free(e->legs);
	realms_free(e->realms);
	free(e);
}

/* The one that has waited longest, of any class, for the room of a new one. */
static struct open_exchange *
oldest(const struct exchanges *e)
{
	struct open_exchange *old = NULL;

	for (size_t i = 0; i < WAIT_CLASSES; i++) {
		struct list_node *n = list_first(&e->by_age[i]);
		struct open_exchange *o =
			n == NULL ? NULL : HOLDER(n, struct open_exchange, by_age);

		if (o != NULL && (old == NULL || o->touched_ns < old->touched_ns))
			old = o;
	}
	return old;
}

void
open_evict(struct exchanges *e, int64_t now_ns)
{
	struct open_exchange *old = oldest(e);

	old->x->loss |= LOSS_EVICTED;
	open_end(e, old, now_ns, false);
}

void
open_forget(struct exchanges *e, struct open_exchange *o)
{
	exchange_free(detach(e, o));
}

void
open_drop(struct exchanges *e, struct open_exchange *o)
{
	e->dropped++;
	open_forget(e, o);
}

void
open_touch(struct exchanges *e, struct open_exchange *o, int64_t ts_ns, unsigned wait_class)
{
	size_t held = exchange_held(o->x);

	e->held_bytes = e->held_bytes - o->held_bytes + held;
	o->held_bytes = held;
	/* Clocks step back; the lists must stay in order. */
	if (ts_ns > o->touched_ns)
		o->touched_ns = ts_ns;
	o->wait_class = wait_class;
	list_remove(&o->by_age);
	list_append(&e->by_age[wait_class], &o->by_age);
}

void
open_end(struct exchanges *e, struct open_exchange *o, int64_t now_ns, bool input_ended)
{
	struct exchange *x;
	bool silent;

	exchange_conclude(e, o, now_ns, input_ended);
	/* That a resource is not there is no matter of authentication, unless its client came too early. */
	silent = o->x->round_count == 0 ||
		 (o->x->never_challenged && o->x->how == HOW_NOT_FOUND &&
		  !o->x->while_registering) ||
		 (o->state == STATE_UNHEARD && o->x->outcome != OUTCOME_NO_RESPONSE);
	x = detach(e, o);
	if (silent)
		exchange_free(x);
	else
		e->fn(e->ctx, x);
}

void
exchanges_add(struct exchanges *e, const struct call_step *step)
{
	const struct message *m = step->response != NULL ? step->response : step->request;

	/* Here, where nobody has one in hand. */
	while (e->open_count > 0 && !limits_allow(e->limits, LIMIT_EXCHANGE_BYTES, e->held_bytes))
		open_evict(e, m->seen.ts_ns);
	switch (step->kind) {
	case CALL_REQUEST:
		exchanges_on_request(e, step);
		break;
	case CALL_REQUEST_AGAIN:
		exchanges_on_copy(e, step);
		break;
	case CALL_RESPONSE:
	case CALL_RESPONSE_STRAY:
		exchanges_on_response(e, step);
		break;
	case CALL_RESPONSE_AGAIN:
		exchanges_on_challenge_again(e, step);
		break;
	case CALL_ACK:
		exchanges_on_ack(e, step);
		break;
	}
}

void
exchanges_note_loss(struct exchanges *e, const struct seen *seen, enum loss loss)
{
	struct leg *pair[2] = { legs_get(e->legs, &seen->src.ip, &seen->dst.ip),
				legs_get(e->legs, &seen->dst.ip, &seen->src.ip) };

	for (size_t i = 0; i < COUNT(pair); i++) {
		if (pair[i] == NULL)
			continue;
		pair[i]->loss |= loss;
		pair[i]->loss_last_ns = seen->ts_ns;
	}
}

void
exchanges_expire(struct exchanges *e, int64_t now_ns)
{
	for (size_t i = 0; i < WAIT_CLASSES; i++) {
		struct list_node *n;

		while ((n = list_first(&e->by_age[i])) != NULL) {
			struct open_exchange *o = HOLDER(n, struct open_exchange, by_age);

			if (now_ns - o->touched_ns < wait_ns[i])
				break;
			open_end(e, o, now_ns, false);
		}
	}
	legs_expire(e->legs, now_ns);
	cseq_marks_expire(e->marks, now_ns);
	answered_expire(e->answered, now_ns);
}

void
exchanges_finish(struct exchanges *e, int64_t now_ns)
{
	struct open_exchange *o;

	while ((o = oldest(e)) != NULL)
		open_end(e, o, now_ns, true);
	legs_clear(e->legs);
}

size_t
exchanges_open(const struct exchanges *e)
{
	return e->open_count;
}

const struct nonce_book *
exchanges_book(const struct exchanges *e)
{
	return e->book;
}

uint64_t
exchanges_dropped(const struct exchanges *e)
{
	return e->dropped;
}
