/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "search.h"

/* Which parts are rewritten. */
enum {
	REWRITE_JOIN = 1u << 0,
	REWRITE_HA2 = 1u << 1,
	REWRITE_HA1 = 1u << 2,
};

/* Fewer substitutions first: where two explanations fit, the simpler is told. */
static const unsigned plan[] = {
	REWRITE_JOIN,
	REWRITE_HA2,
	REWRITE_HA1,
	REWRITE_JOIN | REWRITE_HA2,
	REWRITE_JOIN | REWRITE_HA1,
	REWRITE_HA2 | REWRITE_HA1,
};

static bool
same_input(const struct digest_input *a, const struct digest_input *b)
{
	return a->form == b->form && str_eq(a->nonce, b->nonce) && str_eq(a->nc, b->nc) &&
	       str_eq(a->cnonce, b->cnonce) && str_eq(a->qop, b->qop);
}

void
search_propose_join(struct search *s, const struct digest_input *in, struct str sent,
		    struct str hashed)
{
	for (size_t i = 0; i < s->join_count; i++) {
		if (same_input(&s->join[i].in, in))
			return;
	}
	if (s->row != NULL && same_input(&s->sent, in))
		return;
	if (s->join_count < JOIN_GUESSES)
		s->join[s->join_count++] = (struct join_guess){ s->row, sent, hashed, *in };
}

void
search_propose_uri(struct search *s, struct str uri)
{
	struct digest_input in = s->sent;
	struct ha2_guess *g = &s->ha2[s->ha2_count];

	for (size_t i = 0; i < s->ha2_count; i++) {
		if (str_eq(s->ha2[i].value, uri))
			return;
	}
	if (s->ha2_count == HA2_GUESSES)
		return;
	*g = (struct ha2_guess){ .row = s->row, .value = uri };
	in.uri = uri;
	if (digest_is_auth_int(&in) && !s->answer->body_missing)
		s->failed |= !digest_ha2(s->digest, &in, &g->hex[1]);
	in.form = DIGEST_FORM_2069;
	s->failed |= !digest_ha2(s->digest, &in, &g->hex[0]);
	s->ha2_count++;
}

void
search_propose_ha1(struct search *s, struct str ha1)
{
	struct ha1_guess *g = &s->ha1[s->ha1_count];

	if (s->ha1_count == HA1_GUESSES || s->failed)
		return;
	*g = (struct ha1_guess){ .row = s->row, .account = s->account };
	s->failed |= !digest_session(s->digest, ha1, &s->sent, &g->hex);
	s->ha1_count++;
}

/* Hexadecimal digits compare in either case: the value is what counts. */
static void
read_want(struct search *s)
{
	struct str response = s->answer->response;

	s->want.len = 0;
	if (response.len != auth_algorithm_hex(s->sent.alg) || response.len > DIGEST_HEX_MAX)
		return;
	for (size_t i = 0; i < response.len; i++) {
		char c = response.p[i];

		s->want.text[i] = c >= 'A' && c <= 'F' ? (char)(c | 0x20) : c;
	}
	s->want.len = response.len;
}

/* What was sent is the first guess at each part; a part that has none leaves nothing to join. */
static void
propose_sent(struct search *s, const struct accounts *accounts)
{
	bool sess_broken = answer_lacks_session(s->answer, s->sent.alg);
	struct digest_hex hex;

	s->row = NULL;
	search_propose_uri(s, s->sent.uri);
	if (!s->answer->set_broken && !s->answer->body_missing)
		search_propose_join(s, &s->sent, STR_ABSENT, STR_ABSENT);
	for (size_t i = 0; i < accounts->count && !sess_broken; i++) {
		s->account = &accounts->list[i];
		if (account_ha1(s->digest, s->account, s->sent.alg, &hex))
			search_propose_ha1(s, digest_hex_str(&hex));
		secret_cleanse(&hex, sizeof(hex));
	}
	s->ha1_sent = s->ha1_count;
	s->ha2_sent = s->ha2_count;
	s->join_sent = s->join_count;
}

void
search_begin(struct search *s, struct verifier *v, const struct round *r,
	     const struct answer *answer, const struct accounts *accounts)
{
	*s = (struct search){
		.round = r,
		.answer = answer,
		.sent = answer->sent,
		.scratch = v->scratch,
		.digest = v->digest,
		.ha1 = v->ha1,
		.ha2 = v->ha2,
		.join = v->join,
	};
	read_want(s);
	propose_sent(s, accounts);
}

void
search_end(struct search *s)
{
	secret_cleanse(s->ha1, s->ha1_count * sizeof(*s->ha1));
	s->ha1_count = 0;
}

static bool
fits(struct search *s, const struct search_hit *g)
{
	const struct digest_hex *ha2 = &g->ha2->hex[digest_is_auth_int(&g->join->in)];
	struct digest_hex got;

	s->tried++;
	if (!digest_join(s->digest, digest_hex_str(&g->ha1->hex), digest_hex_str(ha2), &g->join->in,
			 &got)) {
		s->failed = true;
		return false;
	}
	return got.len == s->want.len && memcmp(got.text, s->want.text, got.len) == 0;
}

/* The guesses of one part that are as sent, or those that are not. */
struct span {
	size_t from, to;
};

static struct span
span_of(bool rewritten, size_t sent, size_t count)
{
	return rewritten ? (struct span){ sent, count } : (struct span){ 0, sent };
}

static bool
try_ha2(struct search *s, struct span span, struct search_hit *hit)
{
	for (size_t i = span.from; i < span.to; i++) {
		hit->ha2 = &s->ha2[i];
		if (fits(s, hit))
			return true;
	}
	return false;
}

/* Every combination in which just the parts of `mask` are rewritten. */
static bool
try_all(struct search *s, unsigned mask, struct search_hit *hit)
{
	struct span join = span_of(mask & REWRITE_JOIN, s->join_sent, s->join_count);
	struct span ha1 = span_of(mask & REWRITE_HA1, s->ha1_sent, s->ha1_count);
	struct span ha2 = span_of(mask & REWRITE_HA2, s->ha2_sent, s->ha2_count);

	for (size_t j = join.from; j < join.to; j++) {
		hit->join = &s->join[j];
		for (size_t i = ha1.from; i < ha1.to; i++) {
			hit->ha1 = &s->ha1[i];
			if (try_ha2(s, ha2, hit))
				return true;
		}
	}
	return false;
}

bool
search_as_sent(struct search *s, struct search_hit *hit)
{
	return !s->failed && s->want.len > 0 && try_all(s, 0, hit);
}

static void
propose_rows(struct search *s, const struct accounts *accounts)
{
	for (size_t i = 0; i < hypotheses_count; i++) {
		const struct hypothesis *row = &hypotheses_all[i];
		/* A row of HA1 speaks for one account; the others for what was sent to all. */
		size_t times = row->part == HYPOTHESIS_HA1 ? accounts->count : 1;

		s->row = row;
		for (size_t k = 0; row->propose != NULL && k < times; k++) {
			s->account = k < accounts->count ? &accounts->list[k] : NULL;
			row->propose(s);
		}
	}
}

bool
search_rows(struct search *s, const struct accounts *accounts, struct search_hit *hit)
{
	if (s->failed || s->want.len == 0)
		return false;
	propose_rows(s, accounts);
	for (size_t i = 0; i < COUNT(plan) && !s->failed; i++) {
		if (try_all(s, plan[i], hit))
			return true;
	}
	return false;
}
