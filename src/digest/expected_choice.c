/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which challenge a correct client would answer, and with what: everything but the response.
 */
#include <inttypes.h>
#include <stdio.h>

#include "expected_priv.h"

static bool
is_usable(const struct challenge *c)
{
	bool qop_known = str_empty(str_trim(c->qop, str_is_lws)) || qop_has(c->qop, S("auth")) ||
			 qop_has(c->qop, S("auth-int"));

	return c->is_digest && !str_absent(c->realm) && !str_absent(c->nonce) && qop_known &&
	       c->alg != ALGORITHM_UNKNOWN;
}

/* Whether the digits that were sent are as many as this algorithm gives: then the client can do it. */
static bool
fits_response(const struct challenge *offer, const struct credentials *c)
{
	return c->response.len == auth_algorithm_hex(offer->alg);
}

/* The topmost challenge of the same realm that could be answered, or NULL. */
static const struct challenge *
topmost(const struct round *r, const struct credentials *fitting)
{
	for (size_t i = 0; i < r->offer_count; i++) {
		const struct challenge *c = &r->offers[i];

		if (is_usable(c) && c->kind == r->offer->kind &&
		    auth_value_eq(c->realm, r->offer->realm) &&
		    (fitting == NULL || fits_response(c, fitting)))
			return c;
	}
	return NULL;
}

/*
 * RFC 8760 2.4: the topmost that the client supports.  Which it supports shows in what it sent: it answers
 * the one that it picked, unless its digits are those of another algorithm, which was offered too.
 */
static const struct challenge *
choose_offer(const struct round *r, const struct credentials *c)
{
	const struct challenge *best;

	if (r->offer == NULL)
		return NULL;
	if (is_usable(r->offer) && (fits_response(r->offer, c) || str_empty(c->response)))
		return r->offer;
	best = topmost(r, c);
	if (best != NULL)
		return best;
	return is_usable(r->offer) ? r->offer : topmost(r, NULL);
}

/* It must only differ from offer to offer, so that the report is the same each time. */
static void
make_cnonce(struct wanted *w, struct str call_id)
{
	struct hash_key key = { 0, 0 };
	uint64_t first, second;

	key.k0 = str_hash(&key, call_id);
	first = str_hash(&key, w->offer->nonce);
	key.k1 = first;
	second = str_hash(&key, w->offer->nonce);
	(void)snprintf(w->cnonce, sizeof(w->cnonce), "%016" PRIx64 "%016" PRIx64, first, second);
}

static bool
has_decoration(struct str uri)
{
	for (size_t i = 0; i < uri.len; i++) {
		unsigned char c = (unsigned char)uri.p[i];

		if (c <= ' ' || c == '<' || c == '>' || c == '"' || c == '\\')
			return true;
	}
	return false;
}

/* RFC 3261 25.1 Request-URI, as far as a uri parameter is told from what is none. */
static bool
is_uri(struct str uri)
{
	static const char *const schemes[] = { "sip", "sips", "tel", "urn", "im", "pres" };
	struct str rest = uri, scheme = str_cut(&rest, ':');

	if (rest.len == 0 || has_decoration(uri))
		return false;
	for (size_t i = 0; i < COUNT(schemes); i++) {
		if (str_eq_nocase(scheme, str_of(schemes[i])))
			return true;
	}
	return false;
}

/* RFC 3261 22.4 item 6: it need not be the Request-URI that arrives, but it is a URI. */
static void
choose_uri(struct wanted *w)
{
	const struct sip_msg *m = &w->answered->answer.msg->sip;
	struct str sent = w->answered->cred->uri;

	w->plain_uri = !is_uri(sent) && !str_empty(m->request_uri);
	w->uri = w->plain_uri ? m->request_uri : sent;
}

/* RFC 3261 22.4 item 8: one that was offered, if any was. */
static void
choose_qop(struct wanted *w)
{
	static const struct str known[] = { { "auth", 4 }, { "auth-int", 8 } };

	for (size_t i = COUNT(known); i-- > 0;) {
		if (!qop_has(w->offer->qop, known[i]))
			continue;
		if (str_absent(w->qop) || !str_eq_nocase(w->answered->cred->qop, w->qop))
			w->qop = known[i];
	}
}

/* RFC 7616 3.4: how many requests were sent with this nonce, this one included. */
static void
choose_nc(struct wanted *w)
{
	const struct round *r = w->answered;
	bool again = r->nonce == NONCE_CACHED && r->nonce_uses > 0 &&
		     r->nonce_last_nc < UINT32_MAX && str_eq(w->offer->nonce, r->cred->nonce);

	(void)snprintf(w->nc, sizeof(w->nc), "%08" PRIx32, again ? r->nonce_last_nc + 1 : 1);
}

static void
choose_user(struct wanted *w)
{
	const struct credentials *c = w->answered->cred;
	bool hashed = str_eq_nocase(c->userhash, S("true"));
	bool asked = str_eq_nocase(w->offer->userhash, S("true"));

	w->extended = str_empty(c->username);
	w->user = w->extended ? c->username_star : c->username;
	w->userhash = hashed && asked;
	w->user_hidden = hashed && !asked;
}

bool
expected_decide(const struct expected_ask *ask, struct wanted *w)
{
	const struct round *r = ask->answered;

	*w = (struct wanted){ .answered = r };
	if (r->cred == NULL || r->answer.msg == NULL)
		return false;
	w->offer = choose_offer(ask->offered != NULL ? ask->offered : r, r->cred);
	if (w->offer == NULL)
		return false;
	choose_user(w);
	choose_uri(w);
	if (str_empty(w->user) || str_empty(w->uri))
		return false;
	choose_qop(w);
	choose_nc(w);
	/* RFC 2617 3.2.2 forbids it without qop, but no -sess HA1 can do without. */
	w->with_cnonce = !str_absent(w->qop) || auth_algorithm_is_sess(w->offer->alg);
	make_cnonce(w, r->answer.msg->sip.call_id);
	return true;
}
