/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "exchanges.h"

static uint64_t
from_hash(const struct exchanges *e, const struct address *client, struct str from_uri)
{
	return address_hash(&e->limits->key, client) * 3 + str_hash(&e->limits->key, from_uri);
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

struct open_exchange *
open_new(struct exchanges *e, const struct message *first, const struct message *client_side,
	 enum auth_kind kind, struct str realm)
{
	struct open_exchange *o;
	struct arena *a;

	if (!limits_allow(e->limits, LIMIT_OPEN_EXCHANGES, e->open_count))
		open_evict(e, first->seen.ts_ns);
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
open_add_round(struct open_exchange *o, struct round *r)
{
	struct exchange *x = o->x;

	if (x->kept == ROUNDS_KEPT) {
		/* The first tells how it began, the last how it ended. */
		arena_free(x->rounds[1]->arena);
		for (size_t i = 1; i + 1 < ROUNDS_KEPT; i++)
			x->rounds[i] = x->rounds[i + 1];
		x->kept--;
	}
	x->rounds[x->kept++] = r;
	x->round_count++;
	x->refusal_shared = x->refusal_told = false;
	o->round = r;
}

struct round *
open_next_round(struct open_exchange *o)
{
	struct round *r = round_new();

	if (r != NULL)
		open_add_round(o, r);
	return r;
}
