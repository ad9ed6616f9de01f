/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include <sipwhy/table.h>

#include "answers_priv.h"

/* With so many of one nonce the newest are looked at: who issues one nonce to all has another fault. */
enum { COMPARED_MAX = 256 };

/* One allocation: the entry, then the octets that its views show. */
struct entry {
	struct answer_seen public;
	struct table_node by_nonce;
	struct list_node by_age;
};

/* How one client registers, as far as it was accepted: RFC 3261 10.2.4 asks it to keep its Call-ID.
 * By the address alone two clients of one host would be taken for one. */
struct habit {
	struct endpoint client, server;
	struct str realm, username, call_id;
	unsigned shape;
	int64_t first_ns, last_ns;
	struct table_node by_key;
};

struct answers {
	struct limits *limits;
	struct table by_nonce, habits;
	struct list by_age;
	struct arena *texts; /* of the habits */
};

struct answers *
answers_new(struct limits *limits)
{
	struct answers *a = calloc(1, sizeof(*a));

	if (a == NULL)
		return NULL;
	a->limits = limits;
	list_begin(&a->by_age);
	a->texts = arena_new(0);
	if (a->texts == NULL || !table_begin(&a->by_nonce) || !table_begin(&a->habits)) {
		answers_free(a);
		return NULL;
	}
	return a;
}

static void
forget(struct answers *a, struct entry *e)
{
	table_remove(&a->by_nonce, &e->by_nonce);
	list_remove(&e->by_age);
	free(e);
}

void
answers_free(struct answers *a)
{
	struct list_node *n;

	if (a == NULL)
		return;
	while ((n = list_first(&a->by_age)) != NULL)
		forget(a, HOLDER(n, struct entry, by_age));
	table_end(&a->by_nonce);
	table_end(&a->habits);
	arena_free(a->texts);
	free(a);
}

/* Credentials with all views moved from the header field to a copy of it. */
static struct credentials
moved(const struct credentials *c, struct str copy)
{
	struct credentials out = *c;
	struct str *views[] = { &out.raw,   &out.scheme,   &out.username,  &out.username_star,
				&out.realm, &out.nonce,    &out.uri,       &out.response,
				&out.nc,    &out.cnonce,   &out.algorithm, &out.opaque,
				&out.qop,   &out.userhash, &out.auts };

	for (size_t i = 0; i < COUNT(views); i++) {
		if (!str_absent(*views[i]))
			*views[i] =
				str_sub(copy, (size_t)(views[i]->p - c->hdr->raw.p), views[i]->len);
	}
	out.hdr = NULL;
	return out;
}

static bool
is_whole(const struct round *r)
{
	return r->cred != NULL && r->answer.msg != NULL && r->cred->is_digest &&
	       (r->cred->odd & AUTH_CUT) == 0 && !str_empty(r->cred->nonce) &&
	       !str_empty(r->cred->response);
}

static void
add_round(struct answers *a, const struct exchange *x, const struct round *r, bool accepted)
{
	const struct message *m = r->answer.msg;
	struct str raw = r->cred->hdr->raw;
	struct entry *e;
	char *at;

	if (!limits_allow(a->limits, LIMIT_ANSWERS, a->by_nonce.count))
		forget(a, HOLDER(list_first(&a->by_age), struct entry, by_age));
	e = calloc(1, sizeof(*e) + raw.len + m->sip.method.len + m->sip.call_id.len);
	if (e == NULL)
		return;
	at = (char *)(e + 1);
	e->public = (struct answer_seen){
		.where = { .text = str_put(&at, raw),
			   .seen = m->seen,
			   .offset = (size_t)(raw.p - m->sip.raw.p) },
		.method = str_put(&at, m->sip.method),
		.call_id = str_put(&at, m->sip.call_id),
		.cseq = m->sip.cseq.number,
		.client = x->client,
		.server = x->server,
		.accepted = accepted,
	};
	e->public.cred = moved(r->cred, e->public.where.text);
	table_add(&a->by_nonce, &e->by_nonce, str_hash(&a->limits->key, e->public.cred.nonce));
	list_append(&a->by_age, &e->by_age);
}

/* What the answers of one client have in common. */
static unsigned
shape_of(const struct credentials *c)
{
	return (unsigned)c->alg << 4 | (unsigned)!str_absent(c->qop) << 3 |
	       (unsigned)!str_absent(c->cnonce) << 2 | (unsigned)!str_absent(c->nc) << 1 |
	       (unsigned)!str_absent(c->opaque);
}

static uint64_t
habit_hash(const struct answers *a, const struct exchange *x, const struct credentials *c)
{
	const struct hash_key *key = &a->limits->key;

	return address_hash(key, &x->client.ip) * 5 + address_hash(key, &x->server.ip) * 3 +
	       str_hash(key, c->username) + str_hash(key, x->call_id) * 7 + shape_of(c);
}

static struct habit *
habit_find(const struct answers *a, const struct exchange *x, const struct credentials *c)
{
	struct table_node *n = table_first(&a->habits, habit_hash(a, x, c));

	for (; n != NULL; n = table_next(n)) {
		struct habit *h = HOLDER(n, struct habit, by_key);

		if (address_eq(&h->client.ip, &x->client.ip) &&
		    address_eq(&h->server.ip, &x->server.ip) && str_eq(h->realm, x->realm) &&
		    str_eq(h->username, c->username) && str_eq(h->call_id, x->call_id) &&
		    h->shape == shape_of(c))
			return h;
	}
	return NULL;
}

static void
add_habit(struct answers *a, const struct exchange *x, const struct round *r)
{
	struct habit *h = habit_find(a, x, r->cred);
	int64_t now_ns = r->answer.msg->seen.ts_ns;
	bool ok = true;

	if (h != NULL) {
		h->first_ns = now_ns < h->first_ns ? now_ns : h->first_ns;
		h->last_ns = now_ns > h->last_ns ? now_ns : h->last_ns;
		return;
	}
	if (!limits_allow(a->limits, LIMIT_CONTRAST_PEERS, a->habits.count))
		return;
	h = arena_alloc(a->texts, sizeof(*h));
	if (h == NULL)
		return;
	h->client = x->client;
	h->server = x->server;
	h->realm = arena_dup(a->texts, x->realm, &ok);
	h->username = arena_dup(a->texts, r->cred->username, &ok);
	h->call_id = arena_dup(a->texts, x->call_id, &ok);
	h->shape = shape_of(r->cred);
	h->first_ns = h->last_ns = now_ns;
	if (ok)
		table_add(&a->habits, &h->by_key, habit_hash(a, x, r->cred));
}

void
answers_add(struct answers *a, const struct exchange *x)
{
	const struct round *last = exchange_last_answered(x);

	for (size_t i = 0; i < x->kept; i++) {
		const struct round *r = x->rounds[i];
		bool accepted = r == last && x->outcome == OUTCOME_ACCEPTED;

		if (!is_whole(r))
			continue;
		add_round(a, x, r, accepted);
		if (accepted && !str_empty(r->cred->username) &&
		    str_eq(r->answer.msg->sip.method, S("REGISTER")))
			add_habit(a, x, r);
	}
}

void
answers_view(const struct answers *a, const struct exchange *x, const struct round *r,
	     struct answer_kin *out)
{
	struct answer_pair p = { .x = x, .m = r->answer.msg, .c = r->cred };
	const struct habit *h;
	unsigned left = COMPARED_MAX;

	*out = (struct answer_kin){ 0 };
	if (!is_whole(r))
		return;
	for (struct table_node *n =
		     table_first(&a->by_nonce, str_hash(&a->limits->key, r->cred->nonce));
	     n != NULL && left > 0; n = table_next(n), left--) {
		p.other = &HOLDER(n, struct entry, by_nonce)->public;
		if (str_eq(p.other->cred.nonce, p.c->nonce) &&
		    auth_value_eq(p.other->cred.realm, p.c->realm) &&
		    p.other->cred.kind == p.c->kind && !answers_same_request(&p))
			answers_compare(&p, out);
	}
	h = habit_find(a, x, r->cred);
	if (h == NULL)
		return;
	out->alike_before = h->first_ns < p.m->seen.ts_ns;
	out->alike_after = h->last_ns > p.m->seen.ts_ns;
}
