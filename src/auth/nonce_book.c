/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "nonce_book_priv.h"

struct nonce_book *
nonce_book_new(struct limits *limits)
{
	struct nonce_book *b = calloc(1, sizeof(*b));

	if (b == NULL)
		return NULL;
	b->limits = limits;
	list_begin(&b->by_age);
	b->scratch = arena_new(0);
	if (b->scratch == NULL || !table_begin(&b->by_nonce)) {
		arena_free(b->scratch);
		free(b);
		return NULL;
	}
	return b;
}

static void
forget(struct nonce_book *b, struct book_entry *e)
{
	table_remove(&b->by_nonce, &e->by_nonce);
	list_remove(&e->by_age);
	free(e->next);
	free(e->public.others);
	free(e);
}

void
nonce_book_free(struct nonce_book *b)
{
	struct list_node *n;

	if (b == NULL)
		return;
	while ((n = list_first(&b->by_age)) != NULL)
		forget(b, HOLDER(n, struct book_entry, by_age));
	table_end(&b->by_nonce);
	arena_free(b->scratch);
	free(b);
}

void
book_move_offer(struct book_entry *e, const struct challenge *c, struct str copy)
{
	struct str whole = c->hdr->raw;
	struct str *views[] = { &e->public.offer.raw,
				&e->public.offer.scheme,
				&e->public.offer.realm,
				&e->public.offer.nonce,
				&e->public.offer.opaque,
				&e->public.offer.domain,
				&e->public.offer.stale,
				&e->public.offer.algorithm,
				&e->public.offer.qop,
				&e->public.offer.userhash,
				&e->public.offer.charset,
				&e->hdr.name,
				&e->hdr.value };

	e->public.offer = *c;
	e->public.offer.hdr = &e->hdr;
	e->hdr = *c->hdr;
	e->hdr.raw = copy;
	for (size_t i = 0; i < COUNT(views); i++) {
		if (!str_absent(*views[i]))
			*views[i] = str_sub(copy, (size_t)(views[i]->p - whole.p), views[i]->len);
	}
}

static unsigned
nearness(const struct nonce_entry *e, const struct endpoint *server)
{
	const struct endpoint *issuer = &e->from.seen.src;

	if (server == NULL || !address_eq(&issuer->ip, &server->ip))
		return 1;
	return issuer->port == server->port ? 3 : 2;
}

struct nonce_entry *
nonce_book_find(const struct nonce_book *b, struct str nonce, const struct endpoint *server)
{
	uint64_t hash = str_hash(&b->limits->key, nonce);
	struct nonce_entry *found = NULL;
	unsigned best = 0;

	if (str_empty(nonce))
		return NULL;
	for (struct table_node *n = table_first(&b->by_nonce, hash); n != NULL; n = table_next(n)) {
		struct book_entry *e = HOLDER(n, struct book_entry, by_nonce);

		if (str_eq(e->public.nonce, nonce) && nearness(&e->public, server) > best) {
			found = &e->public;
			best = nearness(found, server);
		}
	}
	return found;
}

uint64_t
nonce_book_user(const struct nonce_book *b, const struct message *m, struct str username)
{
	const struct hash_key *k = &b->limits->key;

	return address_hash(k, &m->seen.src.ip) * 3 + str_hash(k, username);
}

const struct nonce_user *
nonce_entry_user(const struct nonce_entry *e, uint64_t who)
{
	if (e->user_count > 0 && e->user.who == who)
		return &e->user;
	for (unsigned i = 1; i < e->user_count; i++) {
		if (e->others[i - 1].who == who)
			return &e->others[i - 1];
	}
	return NULL;
}

struct nonce_user *
nonce_entry_add_user(struct nonce_entry *e, uint64_t who)
{
	struct nonce_user *u = &e->user;

	if (nonce_entry_user(e, who) != NULL) {
		for (unsigned i = 1; u->who != who; i++)
			u = &e->others[i - 1];
		return u;
	}
	if (e->user_count == NONCE_USERS)
		return NULL;
	if (e->user_count > 0 && e->others == NULL)
		e->others = calloc(NONCE_USERS - 1, sizeof(*e->others));
	if (e->user_count > 0 && e->others == NULL)
		return NULL;
	if (e->user_count > 0)
		u = &e->others[e->user_count - 1];
	*u = (struct nonce_user){ .who = who };
	e->user_count++;
	return u;
}

uint64_t
nonce_book_request(const struct nonce_book *b, const struct message *m)
{
	const struct hash_key *k = &b->limits->key;

	return str_hash(k, m->sip.call_id) * 3 + str_hash(k, m->sip.cseq.raw);
}

uint64_t
nonce_book_call(const struct nonce_book *b, const struct message *m)
{
	return str_hash(&b->limits->key, m->sip.call_id);
}

struct book_entry *
book_entry_new(struct nonce_book *b, size_t text_bytes)
{
	if (!limits_allow(b->limits, LIMIT_NONCES, b->by_nonce.count))
		forget(b, HOLDER(list_first(&b->by_age), struct book_entry, by_age));
	return calloc(1, sizeof(struct book_entry) + text_bytes);
}

void
book_enter(struct nonce_book *b, struct book_entry *e)
{
	table_add(&b->by_nonce, &e->by_nonce, str_hash(&b->limits->key, e->public.nonce));
	list_append(&b->by_age, &e->by_age);
}

struct nonce_entry *
nonce_book_add(struct nonce_book *b, const struct message *m, const struct challenge *c,
	       const struct message *request)
{
	bool ok = true;
	struct str nonce, realm, call_id = m->sip.call_id;
	struct nonce_entry *known;
	struct book_entry *e;
	char *at;

	arena_rewind(b->scratch);
	nonce = auth_unquote(c->nonce, b->scratch, &ok);
	realm = auth_unquote(c->realm, b->scratch, &ok);
	if (!ok || str_empty(nonce) || (c->odd & AUTH_CUT) != 0)
		return NULL;

	known = nonce_book_find(b, nonce, &m->seen.src);
	if (known != NULL && nearness(known, &m->seen.src) == 3 && str_eq(known->realm, realm) &&
	    known->offer.kind == c->kind) {
		known->repeats++;
		known->algorithms |= 1u << c->alg;
		known->shared = known->shared ||
				!endpoint_eq(&known->client,
					     request != NULL ? &request->seen.src : &m->seen.dst);
		return known;
	}
	e = book_entry_new(b, nonce.len + realm.len + call_id.len + c->hdr->raw.len);
	if (e == NULL)
		return NULL;
	at = (char *)(e + 1);
	e->public.algorithms = 1u << c->alg;
	e->public.nonce = str_put(&at, nonce);
	e->public.realm = str_put(&at, realm);
	e->public.call_id = str_put(&at, call_id);
	e->public.from = (struct nonce_source){ .header = str_put(&at, c->hdr->raw),
						.seen = m->seen,
						.offset = (size_t)(c->hdr->raw.p - m->sip.raw.p) };
	e->public.terms = &e->public.from;
	e->public.client = request != NULL ? request->seen.src : m->seen.dst;
	book_move_offer(e, c, e->public.from.header);
	book_enter(b, e);
	return &e->public;
}

static const struct book_entry *
entry_of(const struct list_node *n)
{
	return (const void *)((const char *)n - offsetof(struct book_entry, by_age));
}

const struct nonce_entry *
nonce_book_newest(const struct nonce_book *b)
{
	return list_is_empty(&b->by_age) ? NULL : &entry_of(b->by_age.head.prev)->public;
}

const struct nonce_entry *
nonce_book_older(const struct nonce_book *b, const struct nonce_entry *e)
{
	const struct book_entry *holder =
		(const void *)((const char *)e - offsetof(struct book_entry, public));

	return holder->by_age.prev == &b->by_age.head ? NULL
						      : &entry_of(holder->by_age.prev)->public;
}
