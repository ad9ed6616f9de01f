/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include <sipwhy/transaction.h>

#include "legs.h"

struct legs {
	struct limits *limits;
	struct table by_hosts;
	struct list legs_by_age;
	struct table by_key;
	struct list sightings_by_age;
	size_t held; /* octets of the challenges kept */
};

struct legs *
legs_new(struct limits *limits)
{
	struct legs *l = calloc(1, sizeof(*l));

	if (l == NULL)
		return NULL;
	l->limits = limits;
	list_begin(&l->legs_by_age);
	list_begin(&l->sightings_by_age);
	if (!table_begin(&l->by_hosts) || !table_begin(&l->by_key)) {
		legs_free(l);
		return NULL;
	}
	return l;
}

static void
forget_leg(struct legs *l, struct leg *g)
{
	table_remove(&l->by_hosts, &g->by_hosts);
	list_remove(&g->by_age);
	free(g);
}

static void
drop_challenge(struct legs *l, struct sighting *s)
{
	if (s->arena == NULL)
		return;
	l->held -= arena_held(s->arena);
	arena_free(s->arena);
	s->arena = NULL;
	s->challenge = NULL;
}

static void
forget_sighting(struct legs *l, struct sighting *s)
{
	table_remove(&l->by_key, &s->by_key);
	list_remove(&s->by_age);
	drop_challenge(l, s);
	free(s);
}

void
legs_clear(struct legs *l)
{
	struct list_node *n;

	while ((n = list_first(&l->legs_by_age)) != NULL)
		forget_leg(l, HOLDER(n, struct leg, by_age));
	while ((n = list_first(&l->sightings_by_age)) != NULL)
		forget_sighting(l, HOLDER(n, struct sighting, by_age));
}

void
legs_free(struct legs *l)
{
	if (l == NULL)
		return;
	legs_clear(l);
	table_end(&l->by_hosts);
	table_end(&l->by_key);
	free(l);
}

static uint64_t
hosts_hash(const struct legs *l, const struct address *client, const struct address *server)
{
	/* Unlike factors, so that the two directions differ. */
	return address_hash(&l->limits->key, client) * 3 + address_hash(&l->limits->key, server);
}

struct leg *
legs_find(const struct legs *l, const struct address *client, const struct address *server)
{
	struct table_node *n = table_first(&l->by_hosts, hosts_hash(l, client, server));

	for (; n != NULL; n = table_next(n)) {
		struct leg *g = HOLDER(n, struct leg, by_hosts);

		if (address_eq(&g->client, client) && address_eq(&g->server, server))
			return g;
	}
	return NULL;
}

struct leg *
legs_get(struct legs *l, const struct address *client, const struct address *server)
{
	struct leg *g = legs_find(l, client, server);

	if (g != NULL) {
		list_remove(&g->by_age);
		list_append(&l->legs_by_age, &g->by_age);
		return g;
	}
	if (!limits_allow(l->limits, LIMIT_LEGS, l->by_hosts.count))
		forget_leg(l, HOLDER(list_first(&l->legs_by_age), struct leg, by_age));
	g = calloc(1, sizeof(*g));
	if (g == NULL)
		return NULL;
	g->client = *client;
	g->server = *server;
	table_add(&l->by_hosts, &g->by_hosts, hosts_hash(l, client, server));
	list_append(&l->legs_by_age, &g->by_age);
	return g;
}

static uint64_t
realm_hash(const struct legs *l, struct str realm, enum auth_algorithm alg)
{
	return str_hash(&l->limits->key, realm) * 3 + (uint64_t)alg;
}

void
leg_note_invite(const struct legs *l, struct leg *g, const struct credentials *c)
{
	uint64_t hash = realm_hash(l, c->realm, c->alg);

	for (size_t i = 0; i < g->invite_count && i < LEG_INVITES; i++) {
		if (g->invites[i] == hash)
			return;
	}
	g->invites[g->invite_count++ % LEG_INVITES] = hash;
}

bool
leg_answers_invite(const struct legs *l, const struct leg *g, const struct challenge *c)
{
	uint64_t hash = realm_hash(l, c->realm, c->alg);

	for (size_t i = 0; g != NULL && i < g->invite_count && i < LEG_INVITES; i++) {
		if (g->invites[i] == hash)
			return true;
	}
	return false;
}

/*
 * A forwarded request keeps Call-ID, CSeq and From tag (RFC 3261 16.6); 64 random-keyed bits of these
 * and the source of the comparison below keep strangers apart.
 */
static uint64_t
request_key(const struct legs *l, const struct sip_msg *m)
{
	const struct hash_key *k = &l->limits->key;

	return (str_hash(k, m->call_id) * 3 + str_hash(k, m->cseq.raw)) * 3 +
	       str_hash(k, m->from_tag);
}

/* From the same host and no further on its way it is a new attempt that reuses the CSeq number, perhaps
 * at another server; else somebody forwarded it, or translated its addresses. */
static bool
is_further(const struct sighting *s, const struct message *m)
{
	return !address_eq(&s->src.ip, &m->seen.src.ip) || s->via_count < m->sip.via_count;
}

/* A request is not forwarded so often; who sends the same one again and again must not cost more and more. */
enum { LOOK_AT = 16 };

static struct sighting *
sighting_at(struct table_node *n)
{
	return n == NULL ? NULL : HOLDER(n, struct sighting, by_key);
}

struct sighting *
legs_further(const struct legs *l, const struct call_step *step)
{
	uint64_t key = request_key(l, &step->request->sip);
	struct sighting *s = sighting_at(table_first(&l->by_key, key)), *found = NULL;

	for (unsigned i = 0; s != NULL && i < LOOK_AT;
	     i++, s = sighting_at(table_next(&s->by_key))) {
		if (s->transaction == step->transaction)
			return NULL;
		if (found == NULL && is_further(s, step->request))
			found = s;
	}
	return found;
}

void
legs_challenged(struct legs *l, struct sighting *s, const struct message *challenge)
{
	s->issuer = challenge->seen.src;
	drop_challenge(l, s);
	if (!limits_allow(l->limits, LIMIT_LEG_BYTES, l->held + challenge->sip.raw.len))
		return;
	s->arena = arena_new(challenge->sip.raw.len + 2048);
	if (s->arena == NULL)
		return;
	s->challenge = message_adopt(challenge, s->arena);
	l->held += arena_held(s->arena);
}

/* The sighting that this step's request is; NULL for none. */
static const struct sighting *
sighting_of(const struct legs *l, const struct call_step *step)
{
	const struct sighting *s;

	if (step->request == NULL)
		return NULL;
	s = sighting_at(table_first(&l->by_key, request_key(l, &step->request->sip)));
	for (unsigned i = 0; s != NULL && i < LOOK_AT;
	     i++, s = sighting_at(table_next(&s->by_key))) {
		if (s->transaction == step->transaction)
			return s;
	}
	return NULL;
}

const struct sighting *
legs_upstream(const struct legs *l, const struct call_step *step)
{
	const struct sighting *s = sighting_of(l, step);

	return s != NULL && s->issuer.ip.family != 0 ? s : NULL;
}

bool
legs_refused(const struct legs *l, const struct call_step *step)
{
	const struct sighting *s = sighting_of(l, step);

	return s != NULL && s->refused;
}

struct sighting *
legs_sight(struct legs *l, const struct call_step *step)
{
	const struct message *m = step->request;
	uint64_t key = request_key(l, &m->sip);
	struct sighting *s;

	s = sighting_at(table_first(&l->by_key, key));
	for (unsigned i = 0; s != NULL && i < LOOK_AT;
	     i++, s = sighting_at(table_next(&s->by_key))) {
		if (!is_further(s, m))
			continue;
		s->legs++;
		s->translated = s->translated || s->via_count == m->sip.via_count;
		return s;
	}
	if (!limits_allow(l->limits, LIMIT_OPEN_TRANSACTIONS, l->by_key.count))
		forget_sighting(l,
				HOLDER(list_first(&l->sightings_by_age), struct sighting, by_age));
	s = calloc(1, sizeof(*s));
	if (s == NULL)
		return NULL;
	s->transaction = step->transaction;
	s->src = m->seen.src;
	s->dst = m->seen.dst;
	s->via_count = m->sip.via_count;
	s->ts_ns = m->seen.ts_ns;
	table_add(&l->by_key, &s->by_key, key);
	list_append(&l->sightings_by_age, &s->by_age);
	return NULL;
}

bool
legs_translated(const struct legs *l, const struct sip_msg *request)
{
	const struct sighting *s = sighting_at(table_first(&l->by_key, request_key(l, request)));

	for (unsigned i = 0; s != NULL && i < LOOK_AT;
	     i++, s = sighting_at(table_next(&s->by_key))) {
		if (s->translated)
			return true;
	}
	return false;
}

void
legs_expire(struct legs *l, int64_t now_ns)
{
	struct list_node *n;

	while ((n = list_first(&l->sightings_by_age)) != NULL) {
		struct sighting *s = HOLDER(n, struct sighting, by_age);

		if (now_ns - s->ts_ns < (int64_t)TIMER_B_MS * 1000000)
			return;
		forget_sighting(l, s);
	}
}
