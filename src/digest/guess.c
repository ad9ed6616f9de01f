/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the rows propose, by input, each text once.
 */
#include <string.h>

#include "search.h"

static void
add(struct search *s, enum hypothesis_input input, const struct guess *guess)
{
	struct guesses *g = &s->room->of[input];

	if (g->count < g->room)
		g->list[g->count++] = *guess;
	else
		s->left_out = true;
}

static bool
same_guess(const struct guess *a, const struct guess *b)
{
	return a->how == b->how && str_eq(a->value, b->value) && a->account == b->account;
}

static void
add_new(struct search *s, enum hypothesis_input input, const struct guess *guess)
{
	const struct guesses *g = &s->room->of[input];

	for (size_t i = 0; i < g->count; i++) {
		if (same_guess(&g->list[i], guess))
			return;
	}
	add(s, input, guess);
}

void
search_propose(struct search *s, struct str value)
{
	if (!str_absent(value))
		add_new(s, s->row->input, &(struct guess){ .row = s->row, .value = value });
}

void
search_propose_body(struct search *s, enum guess_how how, struct str body, struct str shown)
{
	struct guess g = { .row = s->row, .value = body, .shown = shown, .how = how };

	/* No body and an empty one are hashed alike. */
	if (str_absent(body))
		g.value = S("");
	add_new(s, HYPOTHESIS_BODY, &g);
}

void
search_propose_qop(struct search *s, enum guess_how how, struct str qop)
{
	bool with_body = digest_is_auth_int(&s->sent);

	if (!str_absent(qop) && (!str_eq(qop, s->sent.qop) || (how == QOP_BODY) != with_body))
		add_new(s, HYPOTHESIS_QOP,
			&(struct guess){ .row = s->row, .value = qop, .how = how });
}

char *
search_secret_room(struct search *s, size_t bytes)
{
	char *p = s->room->secret + s->secret_used;

	if (bytes > SECRET_ROOM - s->secret_used) {
		s->left_out = true;
		return NULL;
	}
	s->secret_used += bytes;
	return p;
}

static unsigned char
account_index(const struct search *s)
{
	return (unsigned char)(s->account - s->accounts->list);
}

void
search_propose_password(struct search *s, enum guess_how how, struct str octets)
{
	struct str known = s->account->secret->password;

	if (str_absent(octets) || (how == GUESS_TEXT && str_eq(octets, known)))
		return;
	add_new(s, HYPOTHESIS_PASSWORD,
		&(struct guess){ .row = s->row,
				 .value = octets,
				 .how = how,
				 .account = account_index(s),
				 .what = s->what });
}

static bool
same_form(const struct form *a, const struct form *b)
{
	return a->parts == b->parts && a->a2 == b->a2 && a->ha1_twice == b->ha1_twice &&
	       a->first_bare == b->first_bare && a->last_bare == b->last_bare &&
	       a->colon_behind == b->colon_behind && str_eq(a->nc, b->nc) &&
	       str_eq(a->cnonce, b->cnonce) && str_eq(a->qop, b->qop);
}

void
search_propose_form(struct search *s, const struct form *form, struct str shown)
{
	for (size_t i = 0; i < s->form_count; i++) {
		if (same_form(&s->room->forms[i], form))
			return;
	}
	if (s->form_count == GUESSES_FORM) {
		s->left_out = true;
		return;
	}
	s->room->forms[s->form_count] = *form;
	add(s, HYPOTHESIS_FORM,
	    &(struct guess){ .row = s->row, .shown = shown, .at = (unsigned char)s->form_count++ });
}

static bool
same_recipe(const struct recipe *a, const struct recipe *b)
{
	return a->ha1 == b->ha1 && a->rest == b->rest && a->session == b->session &&
	       a->upper_ha1 == b->upper_ha1 && a->upper_ha2 == b->upper_ha2;
}

void
search_propose_recipe(struct search *s, const struct recipe *recipe, struct str shown)
{
	for (size_t i = 0; i < s->recipe_count; i++) {
		if (same_recipe(&s->room->recipes[i], recipe))
			return;
	}
	if (s->recipe_count == GUESSES_ALGORITHM) {
		s->left_out = true;
		return;
	}
	s->room->recipes[s->recipe_count] = *recipe;
	add(s, HYPOTHESIS_ALGORITHM,
	    &(struct guess){
		    .row = s->row, .shown = shown, .at = (unsigned char)s->recipe_count++ });
}

/* The plain guesses: each input as it was sent. */
static void
propose_texts(struct search *s)
{
	const struct digest_input *in = &s->sent;
	const struct {
		enum hypothesis_input input;
		struct str value;
	} sent[] = {
		{ HYPOTHESIS_METHOD, in->method }, { HYPOTHESIS_URI, in->uri },
		{ HYPOTHESIS_USER, s->user },      { HYPOTHESIS_REALM, s->realm },
		{ HYPOTHESIS_NONCE, in->nonce },   { HYPOTHESIS_NC, in->nc },
		{ HYPOTHESIS_CNONCE, in->cnonce }, { HYPOTHESIS_QOP, in->qop },
	};

	for (size_t i = 0; i < COUNT(sent); i++)
		add(s, sent[i].input, &(struct guess){ .value = sent[i].value });
}

static void
mark_sent(struct guesses *g)
{
	g->sent = g->known = g->common = g->count;
}

static void
propose_sent(struct search *s)
{
	const struct digest_input *in = &s->sent;
	enum digest_function f = digest_function_of(in->alg);

	s->row = NULL;
	propose_texts(s);
	search_propose_form(s,
			    &(struct form){ .parts = in->form == DIGEST_FORM_2617 ? FORM_NONCE_SET
										  : FORM_NONCE },
			    STR_ABSENT);
	search_propose_recipe(s,
			      &(struct recipe){ .ha1 = f,
						.rest = f,
						.session = auth_algorithm_is_sess(in->alg)
								   ? SESSION_HEX
								   : SESSION_NONE },
			      STR_ABSENT);
	/* A body that is not whole is no text, and equals none. */
	if (s->answer->body_missing)
		add(s, HYPOTHESIS_BODY, &(struct guess){ .value = STR_ABSENT });
	else
		search_propose_body(s, GUESS_TEXT, in->body, STR_ABSENT);
	for (size_t i = 0; i < s->accounts->count; i++)
		add(s, HYPOTHESIS_PASSWORD, &(struct guess){ .account = (unsigned char)i });
	for (size_t i = 0; i < HYPOTHESIS_INPUTS_; i++)
		mark_sent(&s->room->of[i]);
}

/* The response as octets, its digits in either case: the value is what counts. */
static void
read_want(struct search *s)
{
	struct str response = s->answer->response;

	if (response.len == 0 || response.len % 2 != 0 || response.len > DIGEST_HEX_MAX)
		return;
	for (size_t i = 0; i < response.len; i += 2) {
		uint64_t octet;

		if (!str_hex_to_u64(str_sub(response, i, 2), UINT8_MAX, &octet))
			return;
		s->want[i / 2] = (unsigned char)octet;
	}
	s->want_digits = response.len;
}

void
search_begin(struct search *s, struct verifier *v, const struct round *r,
	     const struct answer *answer, const struct accounts *accounts)
{
	*s = (struct search){
		.round = r,
		.answer = answer,
		.near = &v->near,
		.cnonces = &v->cnonces,
		.sent = answer->sent,
		.user = answer->user_hashed && accounts->count > 0 ? accounts->list[0].user
								   : answer->user,
		.realm = answer->realm,
		.scratch = v->scratch,
		.digest = v->digest,
		.secrets = v->secrets,
		.accounts = accounts,
		.room = v->room,
		.max = v->limits != NULL ? v->limits->max[LIMIT_HYPOTHESES]
					 : limit_row(LIMIT_HYPOTHESES)->usual,
	};
	for (size_t i = 0; i < HYPOTHESIS_INPUTS_; i++)
		v->room->of[i].count = 0;
	read_want(s);
	propose_sent(s);
}

void
search_end(struct search *s)
{
	digest_forget(s->digest);
	secret_cleanse(s->room->ha1, HA1_BLOCK * sizeof(*s->room->ha1));
	secret_cleanse(s->room->secret, s->secret_used);
	s->secret_used = 0;
}

struct span
search_span(const struct search *s, const struct search_step *step, enum hypothesis_input input)
{
	const struct guesses *g = &s->room->of[input];

	if ((step->mask >> input & 1u) == 0)
		return (struct span){ 0, g->sent };
	if (step->part == PART_KNOWN)
		return (struct span){ g->sent, g->known };
	return (struct span){ g->sent, step->part == PART_COMMON ? g->common : g->count };
}
