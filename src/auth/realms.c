/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include <sipwhy/table.h>

#include "realms.h"

/* One allocation: the entry, then the octets of the challenge's header field. */
struct asked_realm {
	uint64_t key; /* of client, server's endpoint and account: 64 random-keyed bits */
	enum auth_kind kind;
	struct str text, realm; /* the header field, and the realm in it */
	struct seen seen;
	size_t offset; /* of `text` in its message */
	struct table_node by_key;
	struct list_node by_age;
};

struct realms {
	struct limits *limits;
	struct table by_key;
	struct list by_age;
};

struct realms *
realms_new(struct limits *limits)
{
	struct realms *r = calloc(1, sizeof(*r));

	if (r == NULL)
		return NULL;
	r->limits = limits;
	list_begin(&r->by_age);
	if (!table_begin(&r->by_key)) {
		free(r);
		return NULL;
	}
	return r;
}

static void
forget(struct realms *r, struct asked_realm *a)
{
	table_remove(&r->by_key, &a->by_key);
	list_remove(&a->by_age);
	free(a);
}

void
realms_free(struct realms *r)
{
	struct list_node *n;

	if (r == NULL)
		return;
	while ((n = list_first(&r->by_age)) != NULL)
		forget(r, HOLDER(n, struct asked_realm, by_age));
	table_end(&r->by_key);
	free(r);
}

static uint64_t
key_of(const struct realms *r, const struct message *request)
{
	const struct hash_key *k = &r->limits->key;

	/* Another port of one host may be another service. */
	return (address_hash(k, &request->seen.src.ip) * 3 + endpoint_hash(k, &request->seen.dst)) *
		       3 +
	       str_hash(k, request->sip.to_uri);
}

/* A REGISTER that carries no credentials yet and met one realm alone. */
static bool
counts(const struct round *round)
{
	const struct message *m = round->request.msg;
	struct credentials any[1];

	if (m == NULL || round->challenge.msg == NULL || round->offer == NULL ||
	    str_empty(round->offer->realm) || !str_eq(m->sip.method, S("REGISTER")) ||
	    !sip_msg_headers_whole(&m->sip) || (round->offer->odd & AUTH_CUT) != 0 ||
	    credentials_of(&m->sip, any, 1) > 0)
		return false;
	for (size_t i = 0; i < round->offer_count; i++) {
		if (!auth_value_eq(round->offers[i].realm, round->offer->realm))
			return false;
	}
	return true;
}

static struct asked_realm *
find(const struct realms *r, uint64_t key)
{
	for (struct table_node *n = table_first(&r->by_key, key); n != NULL; n = table_next(n)) {
		struct asked_realm *a = HOLDER(n, struct asked_realm, by_key);

		if (a->key == key)
			return a;
	}
	return NULL;
}

static void
tell(struct round *round, const struct asked_realm *a)
{
	struct witness *w = arena_alloc(round->arena, sizeof(*w));
	bool ok = true;

	if (w == NULL)
		return;
	w->seen = a->seen;
	w->offset = a->offset;
	w->text = arena_dup(round->arena, a->text, &ok);
	if (ok)
		round->realm_before = w;
}

static void
add(struct realms *r, const struct round *round, uint64_t key)
{
	const struct message *m = round->challenge.msg;
	struct str text = round->offer->hdr->raw, realm = round->offer->realm;
	struct asked_realm *a;
	char *copy;

	if (!limits_allow(r->limits, LIMIT_LEGS, r->by_key.count))
		forget(r, HOLDER(list_first(&r->by_age), struct asked_realm, by_age));
	a = calloc(1, sizeof(*a) + text.len);
	if (a == NULL)
		return;
	copy = (char *)(a + 1);
	memcpy(copy, text.p, text.len);
	a->key = key;
	a->kind = round->offer->kind;
	a->text = (struct str){ copy, text.len };
	a->realm = str_sub(a->text, (size_t)(realm.p - text.p), realm.len);
	a->seen = m->seen;
	a->offset = (size_t)(text.p - m->sip.raw.p);
	table_add(&r->by_key, &a->by_key, key);
	list_append(&r->by_age, &a->by_age);
}

void
realms_note(struct realms *r, struct round *round)
{
	struct asked_realm *a;
	uint64_t key;

	if (!counts(round))
		return;
	key = key_of(r, round->request.msg);
	a = find(r, key);
	if (a != NULL && a->seen.ts_ns < round->request.msg->seen.ts_ns &&
	    a->kind == round->offer->kind && !auth_value_eq(a->realm, round->offer->realm))
		tell(round, a);
	if (a != NULL)
		forget(r, a);
	add(r, round, key);
}
