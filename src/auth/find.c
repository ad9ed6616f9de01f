/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which open exchange a message belongs to: nonce first, realm second, Call-ID third.
 */
#include "exchanges.h"

enum { AUTH_MAX = 16 };

/* Sooner than this, a request with another Call-ID is another device's. */
#define OTHER_CALL_NS ((int64_t)T2_MS * MS_NS)

static struct open_exchange *
call_at(struct table_node *n, struct str call_id)
{
	for (; n != NULL; n = table_next(n)) {
		struct open_exchange *o = HOLDER(n, struct open_exchange, by_call);

		if (str_eq(o->x->call_id, call_id))
			return o;
	}
	return NULL;
}

struct open_exchange *
find_by_call(const struct exchanges *e, struct str call_id, const struct open_exchange *after)
{
	if (after != NULL)
		return call_at(table_next(&after->by_call), call_id);
	return call_at(table_first(&e->by_call, str_hash(&e->limits->key, call_id)), call_id);
}

struct open_exchange *
find_by_client(const struct exchanges *e, const struct address *client, const struct message *m,
	       const struct open_exchange *after)
{
	uint64_t hash = address_hash(&e->limits->key, client) * 3 +
			str_hash(&e->limits->key, m->sip.from_uri);
	struct table_node *n =
		after == NULL ? table_first(&e->by_from, hash) : table_next(&after->by_from);

	for (; n != NULL; n = table_next(n)) {
		struct open_exchange *o = HOLDER(n, struct open_exchange, by_from);

		if (address_eq(&o->x->client.ip, client) && str_eq(o->from_uri, m->sip.from_uri))
			return o;
	}
	return NULL;
}

/* The next open exchange of the sender of this request with its From URI. */
static struct open_exchange *
find_by_from(const struct exchanges *e, const struct message *m, const struct open_exchange *after)
{
	return find_by_client(e, &m->seen.src.ip, m, after);
}

/* Whether one of the offers that this exchange waits on has this nonce, or had it before damage. */
static bool
offers_nonce(const struct open_exchange *o, struct str nonce, bool damaged)
{
	for (size_t i = 0; i < o->round->offer_count; i++) {
		const struct challenge *offer = &o->round->offers[i];

		if (offer->kind != o->x->kind || !auth_value_is(offer->realm, o->x->realm))
			continue;
		if (damaged ? nonce_is_damaged_copy(nonce, offer->nonce)
			    : auth_value_eq(offer->nonce, nonce))
			return true;
	}
	return false;
}

/* How surely these credentials answer what this exchange waits for; 0 for not at all. */
static unsigned
rank_for(const struct exchanges *e, const struct open_exchange *o, const struct message *m,
	 const struct credentials *c)
{
	bool same_call = str_eq(o->x->call_id, m->sip.call_id);
	bool same_realm = auth_value_is(c->realm, o->x->realm);
	bool same_kind = c->kind == o->x->kind;

	if (o->state != STATE_CHALLENGED || o->round == NULL)
		return 0;
	if (!str_empty(c->nonce) && offers_nonce(o, c->nonce, false))
		return 8 + 4u * same_realm + 2u * same_kind + same_call;
	if (!address_eq(&o->x->client.ip, &m->seen.src.ip))
		return 0;
	if (!same_call)
		return same_realm && offers_nonce(o, c->nonce, true) ? 3 : 0;
	if (same_realm)
		return 5 + same_kind;
	/* With another realm and a nonce of another challenge it goes along for that one. */
	return nonce_book_find(e->book, c->nonce, NULL) == NULL ? 1u + same_kind : 0;
}

struct open_exchange *
find_for_credentials(const struct exchanges *e, const struct message *m,
		     const struct credentials *c)
{
	struct open_exchange *best = NULL, *o = NULL;
	const struct nonce_entry *known;
	unsigned best_rank = 0;

	while ((o = find_by_call(e, m->sip.call_id, o)) != NULL) {
		unsigned rank = rank_for(e, o, m, c);

		if (rank > best_rank) {
			best_rank = rank;
			best = o;
		}
	}
	/* The challenge with this nonce, whatever Call-ID and From the retry has; of a nonce that several were given
	 * this tells nothing. */
	known = nonce_book_find(e->book, c->nonce, &m->seen.dst);
	while (known != NULL && !known->shared &&
	       (o = find_by_call(e, known->call_id, o)) != NULL) {
		unsigned rank = rank_for(e, o, m, c);

		if (rank > best_rank) {
			best_rank = rank;
			best = o;
		}
	}
	/* A new Call-ID on the retry: the same user from the same host. */
	while ((o = find_by_from(e, m, o)) != NULL) {
		unsigned rank = rank_for(e, o, m, c);

		if (rank > best_rank) {
			best_rank = rank;
			best = o;
		}
	}
	return best;
}

/*
 * Whether the sender is the client of this exchange and not another behind the same address: by Call-ID; or
 * by its port or Contact and its User-Agent, since real clients change the Call-ID on the retry.
 */
static bool
same_device(const struct open_exchange *o, const struct message *m)
{
	if (!address_eq(&o->x->client.ip, &m->seen.src.ip))
		return false;
	if (str_eq(o->x->call_id, m->sip.call_id))
		return true;
	if (!str_eq(o->user_agent, m->sip.user_agent))
		return false;
	return o->x->client.port == m->seen.src.port ||
	       (!str_absent(o->contact) && str_eq(o->contact, m->sip.contact_uri));
}

/* What the client last asked for in this exchange; NULL when only responses were captured. */
static const struct message *
last_asked(const struct open_exchange *o)
{
	const struct round *r = o->round;

	return r->request.msg != NULL ? r->request.msg : r->answer.msg;
}

static bool
repeats_challenged(const struct open_exchange *o, const struct message *m)
{
	const struct message *asked;

	if ((o->state != STATE_CHALLENGED && o->state != STATE_REFUSED) || !same_device(o, m))
		return false;
	/* Who calls anew has perhaps hung up before: that is another call. */
	if (!str_eq(o->x->call_id, m->sip.call_id) &&
	    (str_eq(m->sip.method, S("INVITE")) || m->seen.ts_ns - o->touched_ns < OTHER_CALL_NS))
		return false;
	asked = last_asked(o);
	if (asked == NULL)
		return str_eq(o->round->challenge.msg->sip.cseq.method, m->sip.method);
	return str_eq(asked->sip.method, m->sip.method) && str_eq(asked->sip.to_uri, m->sip.to_uri);
}

struct open_exchange *
find_for_bare_retry(const struct exchanges *e, const struct message *m)
{
	struct open_exchange *o = NULL;

	while ((o = find_by_call(e, m->sip.call_id, o)) != NULL) {
		if (repeats_challenged(o, m))
			return o;
	}
	while ((o = find_by_from(e, m, o)) != NULL) {
		if (repeats_challenged(o, m))
			return o;
	}
	return NULL;
}

struct open_exchange *
find_unheard(const struct exchanges *e, const struct message *m)
{
	struct open_exchange *o = NULL;

	while ((o = find_by_from(e, m, o)) != NULL) {
		if (o->state == STATE_UNHEARD && same_device(o, m) &&
		    address_eq(&o->x->server.ip, &m->seen.dst.ip) &&
		    str_eq(o->round->request.msg->sip.method, m->sip.method) &&
		    str_eq(o->round->request.msg->sip.to_uri, m->sip.to_uri))
			return o;
	}
	return NULL;
}

/* How many of one client's open exchanges are looked at: who has more is no client. */
enum { ACTIVE_MAX = 32 };

void
find_note_activity(struct exchanges *e, const struct message *m)
{
	struct open_exchange *o = NULL;

	for (unsigned i = 0; i < ACTIVE_MAX && (o = find_by_from(e, m, o)) != NULL; i++) {
		if (same_device(o, m))
			o->client_seen_ns = m->seen.ts_ns;
	}
}

uint64_t
find_registering(const struct exchanges *e, const struct message *m)
{
	struct open_exchange *o = NULL;

	for (unsigned i = 0; i < ACTIVE_MAX && (o = find_by_from(e, m, o)) != NULL; i++) {
		const struct message *asked = o->round == NULL ? NULL : last_asked(o);

		if (asked != NULL && str_eq(asked->sip.method, S("REGISTER")) &&
		    (o->state == STATE_CHALLENGED || o->state == STATE_ANSWERED) &&
		    same_device(o, m))
			return o->x->serial;
	}
	return 0;
}

void
find_note_registered(struct exchanges *e, const struct open_exchange *o)
{
	const struct message *asked = o->round == NULL ? NULL : last_asked(o);
	struct open_exchange *other = NULL;

	if (asked == NULL || !str_eq(asked->sip.method, S("REGISTER")) ||
	    o->round->outcome.msg == NULL || o->round->outcome.msg->sip.status >= 300)
		return;
	for (unsigned i = 0; i < ACTIVE_MAX && (other = find_by_from(e, asked, other)) != NULL;
	     i++) {
		if (other->registering == o->x->serial)
			other->x->while_registering = true;
	}
}

void
find_note_cancel(struct exchanges *e, const struct message *m)
{
	struct open_exchange *o = NULL;

	while ((o = find_by_call(e, m->sip.call_id, o)) != NULL) {
		if (o->x->answered_rounds == 0)
			o->x->cancelled = true;
	}
}

bool
challenge_has_nonce(const struct message *response, struct str nonce)
{
	struct challenge all[AUTH_MAX];
	size_t n = challenges_of(&response->sip, all, COUNT(all));

	for (size_t i = 0; i < n && i < COUNT(all); i++) {
		if (all[i].is_digest && !str_empty(nonce) && auth_value_eq(all[i].nonce, nonce))
			return true;
	}
	return false;
}

struct open_exchange *
find_for_challenge(const struct exchanges *e, const struct call_step *step, enum auth_kind kind,
		   struct str realm)
{
	const struct message *response = step->response;
	struct open_exchange *o = NULL;

	while ((o = find_by_call(e, response->sip.call_id, o)) != NULL) {
		if (o->state == STATE_UNHEARD || o->x->kind != kind ||
		    !auth_value_is(realm, o->x->realm) ||
		    !address_eq(&o->x->client.ip, &response->seen.dst.ip))
			continue;
		/* Another request of the call that is challenged meanwhile is another exchange. */
		if (step->request == NULL || o->state == STATE_PASSED ||
		    o->challenged_txn == step->transaction)
			return o;
		/* Credentials that were captured before their challenge. */
		if (o->state == STATE_ANSWERED && o->round->challenge.msg == NULL &&
		    o->round->cred != NULL && challenge_has_nonce(response, o->round->cred->nonce))
			return o;
	}
	return NULL;
}
