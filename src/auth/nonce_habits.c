/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include <sipwhy/table.h>

#include "nonce_habits.h"

/* More clients than this need not be told apart. */
enum { CLIENTS_MAX = 8 };

struct habit_entry {
	struct nonce_habit public;
	struct endpoint issuer; /* servers of one host may differ */
	struct str realm;       /* after the entry, in its allocation */
	struct endpoint clients[CLIENTS_MAX];
	struct table_node by_key;
	struct list_node by_age;
};

struct nonce_habits {
	struct limits *limits;
	struct table by_key;
	struct list by_age;
};

static const struct nonce_habit unknown = { .accepted_age_ns = -1, .stale_age_ns = -1 };

struct nonce_habits *
nonce_habits_new(struct limits *limits)
{
	struct nonce_habits *h = calloc(1, sizeof(*h));

	if (h == NULL)
		return NULL;
	h->limits = limits;
	list_begin(&h->by_age);
	if (!table_begin(&h->by_key)) {
		free(h);
		return NULL;
	}
	return h;
}

static void
forget(struct nonce_habits *h, struct habit_entry *e)
{
	table_remove(&h->by_key, &e->by_key);
	list_remove(&e->by_age);
	free(e);
}

void
nonce_habits_free(struct nonce_habits *h)
{
	struct list_node *n;

	if (h == NULL)
		return;
	while ((n = list_first(&h->by_age)) != NULL)
		forget(h, HOLDER(n, struct habit_entry, by_age));
	table_end(&h->by_key);
	free(h);
}

static uint64_t
key_of(const struct nonce_habits *h, const struct endpoint *issuer, struct str realm)
{
	return (address_hash(&h->limits->key, &issuer->ip) + issuer->port) * 3 +
	       str_hash(&h->limits->key, realm);
}

static struct habit_entry *
find(const struct nonce_habits *h, const struct endpoint *issuer, struct str realm)
{
	struct table_node *n = table_first(&h->by_key, key_of(h, issuer, realm));

	for (; n != NULL; n = table_next(n)) {
		struct habit_entry *e = HOLDER(n, struct habit_entry, by_key);

		if (endpoint_eq(&e->issuer, issuer) && str_eq(e->realm, realm))
			return e;
	}
	return NULL;
}

static struct habit_entry *
get(struct nonce_habits *h, const struct nonce_fate *f)
{
	struct habit_entry *e = find(h, f->issuer, f->realm);
	char *text;

	if (e != NULL)
		return e;
	if (!limits_allow(h->limits, LIMIT_NONCE_SERVERS, h->by_key.count))
		forget(h, HOLDER(list_first(&h->by_age), struct habit_entry, by_age));
	e = calloc(1, sizeof(*e) + f->realm.len);
	if (e == NULL)
		return NULL;
	text = (char *)(e + 1);
	if (f->realm.len > 0)
		memcpy(text, f->realm.p, f->realm.len);
	e->public = unknown;
	e->issuer = *f->issuer;
	e->realm = (struct str){ text, f->realm.len };
	table_add(&h->by_key, &e->by_key, key_of(h, f->issuer, f->realm));
	list_append(&h->by_age, &e->by_age);
	return e;
}

bool
nonce_habits_accepted(struct nonce_habits *h, const struct nonce_fate *f)
{
	struct habit_entry *e = get(h, f);
	int64_t age_ns = f->used_ns - f->issued_ns;

	if (e == NULL)
		return false;
	e->public.accepted++;
	e->public.reused += f->was_accepted;
	if (age_ns > e->public.accepted_age_ns)
		e->public.accepted_age_ns = age_ns;
	/* It knows one from before: then it has not forgotten them. */
	if (e->public.forgot_clients > 0 && f->issued_ns < e->public.forgot_ns)
		e->public.forgot_clients = 0;
	return true;
}

/* One more client whose young nonce was refused. */
static void
note_forgotten(struct habit_entry *e, const struct nonce_fate *f)
{
	struct nonce_habit *p = &e->public;

	if (p->forgot_clients > 0 && f->issued_ns >= p->forgot_ns)
		return;
	if (p->forgot_clients == 0)
		p->forgot_ns = f->told_ns;
	for (unsigned i = 0; i < p->forgot_clients; i++) {
		if (endpoint_eq(&e->clients[i], f->client))
			return;
	}
	if (p->forgot_clients < CLIENTS_MAX)
		e->clients[p->forgot_clients++] = *f->client;
}

bool
nonce_habits_stale(struct nonce_habits *h, const struct nonce_fate *f)
{
	struct habit_entry *e = get(h, f);
	int64_t age_ns = f->used_ns - f->issued_ns;

	if (e == NULL)
		return false;
	e->public.stale++;
	if (f->first_use && (e->public.stale_age_ns < 0 || age_ns < e->public.stale_age_ns))
		e->public.stale_age_ns = age_ns;
	/* Not one that is too old, used up, or replayed. */
	if (!f->outlived && age_ns < e->public.accepted_age_ns && !f->repeats_nc &&
	    (f->first_use || e->public.reused > 0))
		note_forgotten(e, f);
	return true;
}

struct nonce_habit
nonce_habits_of(const struct nonce_habits *h, const struct endpoint *issuer, struct str realm)
{
	const struct habit_entry *e = find(h, issuer, realm);

	return e != NULL ? e->public : unknown;
}
