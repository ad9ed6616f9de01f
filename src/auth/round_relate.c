/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an answer has to do with the challenges before it: which one it picked, and where its nonce is from.
 */
#include "round.h"

enum { AUTH_MAX = 16 };

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
	const struct witness *w = e->is_next ? witness_of(r, e->terms) : nonce_from;
	struct challenge *c = arena_alloc(r->arena, sizeof(*c));
	struct sip_hdr *h = arena_alloc(r->arena, sizeof(*h));
	struct str from = e->terms->header;

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

/* The nonce may serve others too: what this account at this host did with it. */
static void
note_own_use(struct round *r, const struct nonce_book *book, const struct nonce_entry *e)
{
	uint64_t who = nonce_book_user(book, r->answer.msg, r->cred->username);
	const struct nonce_user *u = nonce_entry_user(e, who);
	bool counted;

	if (u == NULL)
		return;
	counted = u->uses > 0 && u->last_request == nonce_book_request(book, r->answer.msg);
	r->own_uses = u->uses - counted;
	r->own_accepted = u->accepted;
	r->own_last_nc = counted ? u->nc_before : u->last_nc;
	r->own_gap = !counted && u->last_call == nonce_book_call(book, r->answer.msg) &&
		     r->answer.msg->sip.cseq.number != u->last_cseq + 1;
	r->own_cut = u->cut;
}

static void
note_use(struct round *r, const struct nonce_book *book, const struct nonce_entry *e)
{
	const struct seen *now = &r->answer.msg->seen;
	/* It may stand in two header fields of a request, and that be sent to one server after another. */
	bool counted = e->uses > 0 && e->last_request == nonce_book_request(book, r->answer.msg);

	r->nonce_uses = e->uses - counted;
	r->nonce_accepted = e->accepted;
	r->nonce_last_nc = counted ? e->nc_before : e->last_nc;
	r->nonce_last = counted ? e->use_before : e->last_use;
	r->nonce_shared = e->shared ||
			  (r->nonce_uses > 0 && !address_eq(&r->nonce_last.src.ip, &now->src.ip));
	note_own_use(r, book, e);
	r->nonce_issue = e->from.seen;
	r->nonce_age_ns = now->ts_ns - e->from.seen.ts_ns;
	(void)nonce_time_read(e->nonce, e->from.seen.ts_ns, &r->nonce_time);
}

/* The nonce is that of another challenge in the book. */
static bool
relate_known(struct round *r, const struct nonce_book *book, const struct nonce_entry *e,
	     struct str realm)
{
	const struct witness *w = witness_of(r, &e->from);

	if (w == NULL)
		return false;
	note_use(r, book, e);
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
	const struct nonce_entry *next = nonce_book_find(book, e->next, &r->answer.msg->seen.dst);

	if (r->nonce != NONCE_CACHED || next == NULL || !next->is_next ||
	    r->answer.msg->seen.ts_ns - next->from.seen.ts_ns < ON_ITS_WAY_NS)
		return true;
	r->nextnonce_from = witness_of(r, &next->from);
	if (r->nextnonce_from == NULL)
		return false;
	r->nextnonce = moved(next->offer.nonce, next->from.header, r->nextnonce_from->text);
	return true;
}

/*
 * The nonce was issued before the request that was challenged with it was sent.  To credentials with that
 * nonce it is said again when they are refused, and issued to nobody.
 */
static void
note_reissue(struct round *r, const struct nonce_entry *e)
{
	const struct message *request = r->request.msg;
	struct credentials sent[AUTH_MAX];
	size_t n;

	if (request == NULL || e->from.seen.ts_ns >= request->seen.ts_ns)
		return;
	/* This very challenge, captured before its request. */
	if (r->challenge.msg != NULL && e->from.seen.input == r->challenge.msg->seen.input &&
	    e->from.seen.frame == r->challenge.msg->seen.frame)
		return;
	n = credentials_of(&request->sip, sent, COUNT(sent));
	for (size_t i = 0; i < n && i < COUNT(sent); i++) {
		if (auth_value_eq(sent[i].nonce, r->cred->nonce))
			return;
	}
	r->reissued = witness_of(r, &e->from);
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
	e = nonce_book_find(book, nonce, &r->answer.msg->seen.dst);
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
			note_use(r, book, e);
		if (e != NULL && !chained)
			note_reissue(r, e);
		return true;
	}
	if (e != NULL)
		return relate_known(r, book, e, realm) && relate_next(r, book, e);
	r->nonce = NONCE_UNKNOWN;
	for (size_t i = 0; i < r->offer_count; i++) {
		if (nonce_is_damaged_copy(nonce, r->offers[i].nonce))
			r->nonce = NONCE_ALTERED;
	}
	return true;
}
