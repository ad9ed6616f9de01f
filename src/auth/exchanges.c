/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "exchanges.h"

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
	e->legs = legs_new(limits);
	if (e->book == NULL || e->legs == NULL || !table_begin(&e->by_call) ||
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
	legs_free(e->legs);
	free(e);
}

static uint64_t
from_hash(const struct exchanges *e, const struct address *client, struct str from_uri)
{
	return address_hash(&e->limits->key, client) * 3 + str_hash(&e->limits->key, from_uri);
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

static bool
fill(struct exchange *x, const struct message *first, const struct message *other, struct str realm)
{
	/* A request may be cut before its Call-ID; its response has the same. */
	const struct message *named = str_absent(first->sip.call_id) ? other : first;
	bool ok = true;

	x->realm = auth_unquote(realm, x->arena, &ok);
	/* auth_unquote may give the view itself: the exchange needs its own octets. */
	x->realm = arena_dup(x->arena, x->realm, &ok);
	x->call_id = arena_dup(x->arena, named->sip.call_id, &ok);
	x->in_dialog = first->sip.is_request && first->sip.to_tag.len > 0;
	x->first_ns = x->decided_ns = first->seen.ts_ns;
	return ok;
}

static void
evict(struct exchanges *e, int64_t now_ns)
{
	struct open_exchange *old = oldest(e);

	old->x->loss |= LOSS_EVICTED;
	open_end(e, old, now_ns, false);
}

struct open_exchange *
open_new(struct exchanges *e, const struct message *first, const struct message *client_side,
	 enum auth_kind kind, struct str realm)
{
	struct open_exchange *o;
	struct arena *a;

	if (!limits_allow(e->limits, LIMIT_OPEN_EXCHANGES, e->open_count))
		evict(e, first->seen.ts_ns);
	o = calloc(1, sizeof(*o));
	a = arena_new(1024);
	if (o == NULL || a == NULL || (o->x = arena_alloc(a, sizeof(*o->x))) == NULL ||
	    (o->x->arena = a, !fill(o->x, first, client_side, realm))) {
		arena_free(a);
		free(o);
		e->dropped++;
		return NULL;
	}
	bool ok = true;
	o->from_uri = arena_dup(a, first->sip.from_uri, &ok);
	if (first->sip.is_request) {
		o->user_agent = arena_dup(a, first->sip.user_agent, &ok);
		o->contact = arena_dup(a, first->sip.contact_uri, &ok);
	}
	o->x->serial = ++e->serial;
	o->x->kind = kind;
	o->x->legs = 1;
	/* A response came to the client; a request from it. */
	o->x->client = client_side->sip.is_request ? client_side->seen.src : client_side->seen.dst;
	o->x->server = client_side->sip.is_request ? client_side->seen.dst : client_side->seen.src;
	list_begin(&o->roles);
	o->touched_ns = first->seen.ts_ns;
	list_append(&e->by_age[0], &o->by_age);
	table_add(&e->by_call, &o->by_call, str_hash(&e->limits->key, o->x->call_id));
	table_add(&e->by_from, &o->by_from, from_hash(e, &o->x->client.ip, o->from_uri));
	e->open_count++;
	return o;
}

void
open_drop(struct exchanges *e, struct open_exchange *o)
{
	e->dropped++;
	exchange_free(detach(e, o));
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

struct round *
open_next_round(struct open_exchange *o)
{
	struct exchange *x = o->x;
	struct round *r = round_new();

	if (r == NULL)
		return NULL;
	if (x->kept == ROUNDS_KEPT) {
		/* The first tells how it began, the last how it ended. */
		arena_free(x->rounds[1]->arena);
		for (size_t i = 1; i + 1 < ROUNDS_KEPT; i++)
			x->rounds[i] = x->rounds[i + 1];
		x->kept--;
	}
	x->rounds[x->kept++] = r;
	x->round_count++;
	o->round = r;
	return r;
}

bool
role_add(struct exchanges *e, struct open_exchange *o, enum role_kind kind, uint64_t transaction)
{
	struct role *r = calloc(1, sizeof(*r));

	if (r == NULL) {
		e->dropped++;
		return false;
	}
	r->kind = kind;
	r->transaction = transaction;
	r->open = o;
	r->round_no = o->x->round_count;
	table_add(&e->by_txn, &r->by_txn, transaction * 0x9e3779b97f4a7c15u);
	list_append(&o->roles, &r->in_open);
	return true;
}

void
roles_drop(struct exchanges *e, struct open_exchange *o)
{
	struct list_node *n;

	while ((n = list_first(&o->roles)) != NULL) {
		struct role *r = HOLDER(n, struct role, in_open);

		table_remove(&e->by_txn, &r->by_txn);
		list_remove(&r->in_open);
		free(r);
	}
}

static struct role *
role_at(struct table_node *n, uint64_t transaction)
{
	for (; n != NULL; n = table_next(n)) {
		struct role *r = HOLDER(n, struct role, by_txn);

		if (r->transaction == transaction)
			return r;
	}
	return NULL;
}

struct role *
role_first(const struct exchanges *e, uint64_t transaction)
{
	return role_at(table_first(&e->by_txn, transaction * 0x9e3779b97f4a7c15u), transaction);
}

struct role *
role_next(const struct role *r)
{
	return role_at(table_next(&r->by_txn), r->transaction);
}

void
open_end(struct exchanges *e, struct open_exchange *o, int64_t now_ns, bool input_ended)
{
	struct exchange *x;
	bool silent;

	exchange_conclude(e, o, now_ns, input_ended);
	/* The user hung up before the answer: nobody failed. */
	silent = o->x->round_count == 0 || (o->x->cancelled && o->x->answered_rounds == 0);
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
		evict(e, m->seen.ts_ns);
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
