/* SPDX-License-Identifier: BSD-2-Clause */
#include "round.h"

#include "nonce_relation.h"

enum { ROUND_BYTES = 4096, AUTH_MAX = 16 };

struct round *
round_new(void)
{
	struct arena *a = arena_new(ROUND_BYTES);
	struct round *r = a == NULL ? NULL : arena_alloc(a, sizeof(*r));

	if (r == NULL) {
		arena_free(a);
		return NULL;
	}
	r->arena = a;
	r->nonce_age_ns = -1;
	return r;
}

static bool
set(struct round *r, struct step_message *slot, const struct message *m, unsigned copies)
{
	const struct message *own = message_adopt(m, r->arena);

	if (own == NULL)
		return false;
	*slot = (struct step_message){ .msg = own, .copies = copies, .last_ts_ns = m->seen.ts_ns };
	return true;
}

bool
round_set_request(struct round *r, const struct message *m, unsigned copies)
{
	return set(r, &r->request, m, copies);
}

bool
round_set_outcome(struct round *r, const struct message *m)
{
	return set(r, &r->outcome, m, 1);
}

void
round_set_elsewhere(struct round *r, struct step_message *slot, const struct message *m)
{
	if (slot->elsewhere == NULL && m != NULL)
		slot->elsewhere = message_adopt(m, r->arena);
}

bool
round_set_challenge(struct round *r, const struct message *m, enum auth_kind kind, struct str realm)
{
	struct challenge all[AUTH_MAX];
	size_t n;

	if (!set(r, &r->challenge, m, 1))
		return false;
	n = challenges_of(&r->challenge.msg->sip, all, COUNT(all));
	r->offer_count = n < COUNT(all) ? n : COUNT(all);
	if (r->offer_count == 0)
		return true;
	r->offers = arena_array(r->arena, r->offer_count, sizeof(all[0]));
	if (r->offers == NULL) {
		r->offer_count = 0;
		return false;
	}
	for (size_t i = 0; i < r->offer_count; i++)
		r->offers[i] = all[i];
	for (size_t i = r->offer_count; i-- > 0;) {
		const struct challenge *c = &r->offers[i];

		if (c->is_digest && c->kind == kind &&
		    (str_absent(realm) || auth_value_is(c->realm, realm)))
			r->offer = c;
	}
	return true;
}

bool
round_set_answer(struct round *r, const struct message *m, size_t which)
{
	struct credentials all[AUTH_MAX];
	size_t n;

	if (!set(r, &r->answer, m, 1))
		return false;
	n = credentials_of(&r->answer.msg->sip, all, COUNT(all));
	r->cred_count = n < COUNT(all) ? n : COUNT(all);
	r->creds = arena_array(r->arena, r->cred_count, sizeof(all[0]));
	if (r->creds == NULL) {
		r->cred_count = 0;
		return false;
	}
	for (size_t i = 0; i < r->cred_count; i++)
		r->creds[i] = all[i];
	r->cred = which < r->cred_count ? &r->creds[which] : NULL;
	return true;
}

/* How well an offer fits the credentials; 0 when its nonce is another. */
static unsigned
fit(const struct challenge *c, const struct credentials *cred)
{
	if (!c->is_digest || !auth_value_eq(c->nonce, cred->nonce))
		return 0;
	/* Several algorithms may share one nonce (RFC 8760 2.3): the algorithm tells which. */
	return 1 + 4u * (c->kind == cred->kind) + 2u * auth_value_eq(c->realm, cred->realm) +
	       1u * (c->alg == cred->alg);
}

static const struct challenge *
offer_answered(const struct round *r)
{
	const struct challenge *best = NULL;
	unsigned best_fit = 0;

	for (size_t i = 0; i < r->offer_count; i++) {
		unsigned f = fit(&r->offers[i], r->cred);

		if (f > best_fit) {
			best_fit = f;
			best = &r->offers[i];
		}
	}
	return best;
}

/* A copy of what the book knows of a message that is not in this round. */
static const struct witness *
witness_of(struct round *r, const struct nonce_source *from)
{
	bool ok = true;
	struct witness *w = arena_alloc(r->arena, sizeof(*w));

	if (w == NULL)
		return NULL;
	w->seen = from->seen;
	w->offset = from->offset;
	w->text = arena_dup(r->arena, from->header, &ok);
	return ok ? w : NULL;
}

/* Move a view into the book's copy to the same place in ours. */
static struct str
moved(struct str view, struct str from, struct str to)
{
	return str_absent(view) ? view : str_sub(to, (size_t)(view.p - from.p), view.len);
}

/* The challenge that the book's nonce goes with.  `nonce_from` is the witness of what issued the nonce. */
static bool
offer_from_book(struct round *r, const struct nonce_entry *e, const struct witness *nonce_from)
{
	const struct witness *w = e->is_next ? witness_of(r, &e->terms) : nonce_from;
	struct challenge *c = arena_alloc(r->arena, sizeof(*c));
	struct sip_hdr *h = arena_alloc(r->arena, sizeof(*h));
	struct str from = e->terms.header;

	if (c == NULL || h == NULL || w == NULL)
		return false;
	*c = e->offer;
	*h = *e->offer.hdr;
	h->raw = w->text;
	h->name = moved(h->name, from, w->text);
	h->value = moved(h->value, from, w->text);
	c->hdr = h;
	struct str *views[] = { &c->raw,   &c->scheme,    &c->realm, &c->opaque,   &c->domain,
				&c->stale, &c->algorithm, &c->qop,   &c->userhash, &c->charset };
	for (size_t i = 0; i < COUNT(views); i++)
		*views[i] = moved(*views[i], from, w->text);
	c->nonce = moved(c->nonce, e->from.header, nonce_from->text);
	r->witness = w;
	r->offer = c;
	r->algorithms = e->algorithms;
	return true;
}

static void
note_use(struct round *r, const struct nonce_entry *e)
{
	r->nonce_uses = e->uses;
	r->nonce_accepted = e->accepted;
	r->nonce_last_nc = e->last_nc;
	r->nonce_age_ns = r->answer.msg->seen.ts_ns - e->from.seen.ts_ns;
}

/* The nonce is that of another challenge in the book. */
static bool
relate_known(struct round *r, const struct nonce_entry *e, struct str realm)
{
	const struct witness *w = witness_of(r, &e->from);

	if (w == NULL)
		return false;
	note_use(r, e);
	if (!str_eq(e->realm, realm) || e->offer.kind != r->cred->kind) {
		r->nonce = NONCE_OTHER_REALM;
		r->nonce_from = w;
		return true;
	}
	if (!address_eq(&e->client.ip, &r->answer.msg->seen.src.ip)) {
		r->nonce = NONCE_OTHER_CLIENT;
		r->nonce_from = w;
		return true;
	}
	/* One more challenge of the same request, from a server that answered a copy of it anew. */
	if (r->challenge.msg != NULL && str_eq(e->call_id, r->answer.msg->sip.call_id) &&
	    !e->is_next && e->from.seen.ts_ns >= r->challenge.msg->seen.ts_ns) {
		r->nonce = NONCE_OF_OFFER;
		return offer_from_book(r, e, w);
	}
	r->nonce = NONCE_CACHED;
	r->nonce_from = w;
	if (r->challenge.msg == NULL && e->offer.is_digest)
		return offer_from_book(r, e, w);
	return true;
}

/* Sooner than this after a nextnonce, a request may have been on its way (RFC 3261 17.1.1.1 T1). */
#define ON_ITS_WAY_NS ((int64_t)500 * 1000 * 1000)

/* Whether the client was told to use another nonce than the one it kept (RFC 2617 3.2.3). */
static bool
relate_next(struct round *r, const struct nonce_book *book, const struct nonce_entry *e)
{
	const struct nonce_entry *next = nonce_book_find(book, e->next);

	if (r->nonce != NONCE_CACHED || next == NULL || !next->is_next ||
	    r->answer.msg->seen.ts_ns - next->from.seen.ts_ns < ON_ITS_WAY_NS)
		return true;
	r->nextnonce_from = witness_of(r, &next->from);
	if (r->nextnonce_from == NULL)
		return false;
	r->nextnonce = moved(next->offer.nonce, next->from.header, r->nextnonce_from->text);
	return true;
}

bool
round_relate(struct round *r, const struct nonce_book *book, struct str realm)
{
	const struct challenge *offer = offer_answered(r);
	bool ok = true;
	struct str nonce = auth_unquote(r->cred->nonce, r->arena, &ok);
	const struct nonce_entry *e;

	if (!ok)
		return false;
	if (str_empty(nonce)) {
		r->nonce = NONCE_ABSENT;
		return true;
	}
	e = nonce_book_find(book, nonce);
	if (offer != NULL) {
		bool chained = r->offer != NULL && offer != r->offer &&
			       offer->kind == r->cred->kind &&
			       !auth_value_eq(offer->realm, r->cred->realm) &&
			       auth_value_eq(r->offer->realm, r->cred->realm);

		/* One message challenged two realms: the nonce of the one under the name of the other. */
		r->nonce = chained ? NONCE_OTHER_REALM : NONCE_OF_OFFER;
		if (!chained)
			r->offer = offer;
		if (e != NULL)
			note_use(r, e);
		return true;
	}
	if (e != NULL)
		return relate_known(r, e, realm) && relate_next(r, book, e);
	r->nonce = NONCE_UNKNOWN;
	for (size_t i = 0; i < r->offer_count; i++) {
		if (nonce_is_damaged_copy(nonce, r->offers[i].nonce))
			r->nonce = NONCE_ALTERED;
	}
	return true;
}
