/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which other nonce may have been hashed.
 */
#include "near.h"
#include "rewrite.h"
#include "texts.h"

/* What was sent is then this nonce all the same, in other quotes or with damage done on the way. */
static bool
is_of_nonce_sent(const struct search *s, struct str issued)
{
	return nonce_is_damaged_copy(s->sent.nonce, issued) ||
	       nonce_differs_by_quotes(s->sent.nonce, issued);
}

static void
propose_whole(struct search *s, struct str nonce)
{
	if (!is_of_nonce_sent(s, nonce))
		search_propose(s, nonce);
}

static void
propose_near(struct search *s, bool same_realm)
{
	struct near_walk w = near_walk_begin(s);
	const struct nonce_entry *e;

	while ((e = near_walk_next(&w)) != NULL) {
		if (str_eq(e->realm, s->realm) == same_realm)
			propose_whole(s, e->nonce);
	}
}

/* Of the challenges that are in the messages at hand. */
static void
propose_offers(struct search *s, bool same_realm)
{
	const struct round *r = s->round;
	bool ok = true;

	for (size_t i = 0; i < r->offer_count; i++) {
		struct str realm = auth_unquote(r->offers[i].realm, s->scratch, &ok);
		struct str nonce = auth_unquote(r->offers[i].nonce, s->scratch, &ok);

		if (str_eq(realm, s->realm) == same_realm)
			propose_whole(s, nonce);
	}
	s->failed |= !ok;
}

/* Of the answers before and after this one. */
static void
propose_answers(struct search *s)
{
	const struct exchange *x = s->near->exchange;
	bool ok = true;

	for (size_t i = 0; x != NULL && i < x->kept; i++) {
		if (x->rounds[i]->cred != NULL)
			search_propose(s, auth_unquote(x->rounds[i]->cred->nonce, s->scratch, &ok));
		if (x->rounds[i]->offer != NULL)
			propose_whole(s, auth_unquote(x->rounds[i]->offer->nonce, s->scratch, &ok));
	}
	s->failed |= !ok;
}

void
rewrite_nonce_issued(struct search *s)
{
	const struct round *r = s->round;
	bool ok = true;

	for (size_t i = 0; i < r->offer_count; i++) {
		struct str nonce = auth_unquote(r->offers[i].nonce, s->scratch, &ok);

		if (nonce_is_damaged_copy(s->sent.nonce, nonce) &&
		    !nonce_differs_by_quotes(s->sent.nonce, nonce))
			search_propose(s, nonce);
	}
	s->failed |= !ok;
}

/* Without the quotes that were sent as a part of it. */
static void
propose_unquoted(struct search *s)
{
	const struct round *r = s->round;
	bool ok = true;

	for (size_t i = 0; i < r->offer_count; i++) {
		struct str nonce = auth_unquote(r->offers[i].nonce, s->scratch, &ok);

		if (nonce_differs_by_quotes(s->sent.nonce, nonce))
			search_propose(s, nonce);
	}
	s->failed |= !ok;
}

void
rewrite_nonce_earlier(struct search *s)
{
	propose_offers(s, true);
	propose_answers(s);
	propose_near(s, true);
}

void
rewrite_nonce_other(struct search *s)
{
	propose_offers(s, false);
	propose_near(s, false);
}

static int
sextet(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* RFC 4648 4; absent when it is anything else. */
static struct str
base64_decoded(struct search *s, struct str text)
{
	struct str digits = text;
	size_t len = 0;
	uint32_t bits = 0;
	char *p;

	while (digits.len > 0 && digits.p[digits.len - 1] == '=' && text.len - digits.len < 2)
		digits.len--;
	if (text.len % 4 != 0 || digits.len == 0)
		return STR_ABSENT;
	p = arena_alloc(s->scratch, digits.len);
	s->failed |= p == NULL;
	for (size_t i = 0; p != NULL && i < digits.len; i++) {
		int value = sextet(digits.p[i]);

		if (value < 0)
			return STR_ABSENT;
		bits = bits << 6 | (uint32_t)value;
		if (i % 4 > 0)
			p[len++] = (char)(unsigned char)(bits >> (6 - 2 * (i % 4)) & 0xff);
	}
	return p != NULL ? (struct str){ p, len } : STR_ABSENT;
}

/* A buffer that is too small for a nonce leaves the first octets of it. */
static void
propose_cut(struct search *s, size_t octets)
{
	if (s->sent.nonce.len > octets)
		search_propose(s, str_sub(s->sent.nonce, 0, octets));
}

void
rewrite_nonce_spelling(struct search *s)
{
	const struct str nonce = s->sent.nonce;
	struct str rest = nonce;

	propose_unquoted(s);
	search_propose(s, text_quoted(s, nonce));
	search_propose(s, text_unescaped(s, nonce));
	search_propose(s, base64_decoded(s, nonce));
	search_propose(s, str_cut(&rest, '='));
	propose_cut(s, 63);
	propose_cut(s, 64);
	propose_cut(s, 127);
	search_propose(s, str_trim(nonce, str_is_lws));
	/* With the backslashes that stand before what they escape: RFC 3261 25.1. */
	search_propose(s, s->answer->cred->nonce);
}
