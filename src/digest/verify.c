/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aka.h"
#include "locked.h"
#include "search.h"

enum { SCRATCH_BYTES = 65536 };

static void
room_free(struct search_room *room)
{
	if (room == NULL)
		return;
	for (size_t i = 0; i < HYPOTHESIS_INPUTS_; i++)
		free(room->of[i].list);
	locked_free(room->ha1);
	locked_free(room->secret);
	free(room);
}

/* False when memory is short. */
static bool
make_lists(struct search_room *room)
{
	bool ok = true;

	for (size_t i = 0; i < HYPOTHESIS_INPUTS_; i++) {
		struct guesses *g = &room->of[i];

		g->room = GUESSES_OTHER;
		if (i == HYPOTHESIS_URI)
			g->room = GUESSES_URI;
		else if (i == HYPOTHESIS_PASSWORD)
			g->room = GUESSES_PASSWORD;
		else if (i == HYPOTHESIS_NONCE)
			g->room = GUESSES_NONCE;
		g->list = calloc(g->room, sizeof(*g->list));
		ok = ok && g->list != NULL;
	}
	return ok;
}

static struct search_room *
room_new(void)
{
	struct search_room *room = calloc(1, sizeof(*room));

	if (room == NULL)
		return NULL;
	room->ha1 = locked_new(HA1_BLOCK * sizeof(*room->ha1));
	room->secret = locked_new(SECRET_ROOM);
	if (room->ha1 != NULL && room->secret != NULL && make_lists(room))
		return room;
	room_free(room);
	return NULL;
}

struct verifier *
verifier_new(struct digest *digest, const struct secrets *secrets)
{
	struct verifier *v = calloc(1, sizeof(*v));

	if (v == NULL)
		return NULL;
	*v = (struct verifier){
		.digest = digest,
		.secrets = secrets,
		.scratch = arena_new(SCRATCH_BYTES),
		.room = room_new(),
	};
	if (v->scratch != NULL && v->room != NULL)
		return v;
	verifier_free(v);
	return NULL;
}

void
verifier_free(struct verifier *v)
{
	if (v == NULL)
		return;
	arena_free(v->scratch);
	room_free(v->room);
	free(v);
}

void
verifier_near(struct verifier *v, const struct verify_near *near)
{
	v->near = near != NULL ? *near : (struct verify_near){ .book = NULL };
}

void
verifier_limits(struct verifier *v, struct limits *limits)
{
	v->limits = limits;
}

/* One answer with the secrets for it: what each step of the check looks at. */
struct check {
	struct verifier *v;
	const struct round *round;
	struct answer answer;
	struct accounts accounts;
	struct arena *arena;
	struct verify *out;
};

static void
conclude(struct check *c, enum verify_check check, enum verify_reason reason)
{
	c->out->check = check;
	c->out->reason = reason;
}

/* What was told so far may be half of it. */
static void
give_up(struct check *c)
{
	*c->out = (struct verify){
		.check = VERIFY_NOT_EVALUABLE,
		.reason = VERIFY_OUT_OF_MEMORY,
		.form = c->out->form,
		.alg = c->out->alg,
		.tried = c->out->tried,
	};
}

static void
add_diff(struct check *c, const struct guess *g, struct str sent, struct str hashed, bool *ok)
{
	const struct hypothesis *row = g->row;
	struct verify *out = c->out;

	/* The plan takes no more than there is room for. */
	if (row == NULL || out->substitutions == VERIFY_DIFFS)
		return;
	if (out->substitutions == 0)
		out->hashed = row;
	else if (out->substitutions == 1)
		out->also = row;
	out->differs[out->substitutions++] = (struct verify_diff){
		.row = row,
		.input = hypothesis_input_name(row->input),
		.sent = arena_dup(c->arena, sent, ok),
		.hashed = arena_dup(c->arena, hashed, ok),
		.what = g->what,
	};
}

/* What was sent in the place of that input, for people. */
static struct str
sent_as(const struct search *s, enum hypothesis_input input)
{
	const struct digest_input *in = &s->sent;
	const struct str sent[HYPOTHESIS_INPUTS_] = {
		[HYPOTHESIS_FORM] = in->form == DIGEST_FORM_2617
					    ? S("H(HA1:nonce:nc:cnonce:qop:HA2)")
					    : S("H(HA1:nonce:HA2)"),
		[HYPOTHESIS_ALGORITHM] = str_absent(s->answer->cred->algorithm)
						 ? STR_ABSENT
						 : str_of(auth_algorithm_name(in->alg)),
		[HYPOTHESIS_METHOD] = in->method,
		[HYPOTHESIS_URI] = in->uri,
		[HYPOTHESIS_BODY] = S("the body that was sent"),
		[HYPOTHESIS_USER] = s->answer->user,
		[HYPOTHESIS_REALM] = s->answer->realm,
		/* A password row shows neither what it took nor what it made of it. */
		[HYPOTHESIS_PASSWORD] = STR_ABSENT,
		[HYPOTHESIS_NONCE] = in->nonce,
		[HYPOTHESIS_NC] = in->nc,
		[HYPOTHESIS_CNONCE] = in->cnonce,
		[HYPOTHESIS_QOP] = in->qop,
	};

	return sent[input];
}

/* A formula names, behind itself, what it took for texts that were not sent. */
static struct str
formula_shown(struct check *c, const struct search_hit *hit, bool *ok)
{
	const struct guess *g = hit->of[HYPOTHESIS_FORM];
	const struct form *form = &c->v->room->forms[g->at];
	bool set = form->parts == FORM_NONCE_SET;
	bool nc = set && str_absent(hit->of[HYPOTHESIS_NC]->value);
	bool cnonce = set && str_absent(hit->of[HYPOTHESIS_CNONCE]->value);
	bool qop = set && str_absent(hit->of[HYPOTHESIS_QOP]->value);
	size_t room = g->shown.len + form->nc.len + form->cnonce.len + form->qop.len + 32;
	char *p = arena_alloc(c->v->scratch, room);

	if (p == NULL) {
		*ok = false;
		return STR_ABSENT;
	}
	(void)snprintf(p, room, "%.*s%s%.*s%s%.*s%s%.*s", STR_ARG(g->shown), nc ? ", nc=" : "",
		       nc ? (int)form->nc.len : 0, form->nc.p != NULL ? form->nc.p : "",
		       cnonce ? ", cnonce=" : "", cnonce ? (int)form->cnonce.len : 0,
		       form->cnonce.p != NULL ? form->cnonce.p : "", qop ? ", qop=" : "",
		       qop ? (int)form->qop.len : 0, form->qop.p != NULL ? form->qop.p : "");
	return str_of(p);
}

/* Tell what was hashed, in the order of the inputs.  The hit lives no longer than the search. */
static bool
tell(struct check *c, const struct search *s, const struct search_hit *hit)
{
	bool ok = true;

	c->out->from_ha1 = !str_absent(hit->account->secret->ha1);
	c->out->from_aka = hit->account->secret->aka != NULL;
	c->out->aka.mended = hit->account->mended;
	for (enum hypothesis_input i = HYPOTHESIS_FORM; i < HYPOTHESIS_INPUTS_; i++) {
		const struct guess *g = hit->of[i];
		struct str hashed = str_absent(g->shown) ? g->value : g->shown;

		if (i == HYPOTHESIS_PASSWORD)
			hashed = STR_ABSENT;
		else if (i == HYPOTHESIS_FORM && g->row != NULL)
			hashed = formula_shown(c, hit, &ok);
		add_diff(c, g, sent_as(s, i), hashed, &ok);
	}
	return ok;
}

static void
note_tried(struct check *c, const struct search *s)
{
	struct verify *out = c->out;
	struct limits *limits = c->v->limits;

	out->tried += s->tried;
	out->tried_inputs |= s->tried_inputs;
	if (out->tried_depth < s->depth)
		out->tried_depth = s->depth;
	out->tried_short = out->tried_short || s->spent || s->left_out;
	if (s->spent && limits != NULL)
		(void)limits_allow(limits, LIMIT_HYPOTHESES, limits->max[LIMIT_HYPOTHESES]);
}

/* Of those that it may be, the one that gives as many digits as the response has comes first: what needs
 * another one as well needs one rewrite more. */
static enum auth_algorithm
algorithm_at(const struct answer *a, size_t i)
{
	bool swap = a->alg_count == 2 && auth_algorithm_hex(a->algs[0]) != a->response.len &&
		    auth_algorithm_hex(a->algs[1]) == a->response.len;

	return a->algs[swap ? 1 - i : i];
}

/* With each algorithm that it may be; false when memory or OpenSSL failed. */
static bool
try_each(struct check *c, bool rows, bool *found)
{
	struct search_hit hit;
	struct search s;
	bool ok = true;

	*found = false;
	for (size_t i = 0; i < c->answer.alg_count && ok && !*found; i++) {
		c->answer.sent.alg = algorithm_at(&c->answer, i);
		if (c->answer.sent.alg == ALGORITHM_UNKNOWN)
			continue;
		search_begin(&s, c->v, c->round, &c->answer, &c->accounts);
		/* One bound for all of them. */
		s.max -= c->out->tried < s.max ? c->out->tried : s.max;
		if (rows)
			*found = search_rows(&s, &hit);
		else
			*found = search_as_sent(&s, &hit);
		ok = !s.failed;
		note_tried(c, &s);
		if (ok && *found) {
			c->out->alg = s.sent.alg;
			ok = tell(c, &s, &hit);
		}
		search_end(&s);
	}
	return ok;
}

/* Whether some secret can be used with some algorithm of the answer. */
static bool
some_usable(const struct check *c)
{
	for (size_t i = 0; i < c->accounts.count * c->answer.alg_count; i++) {
		const struct account *one = &c->accounts.list[i / c->answer.alg_count];

		if (account_is_for(one, c->answer.algs[i % c->answer.alg_count]))
			return true;
	}
	return false;
}

/* AKA's password is made of RES: no other secret tells that an answer is wrong (RFC 3310 3.3). */
static bool
lacks_key(const struct check *c)
{
	return aka_is(c->answer.algs[0]) && c->accounts.list[0].secret->aka == NULL;
}

/* Whether no key makes the AUTN that was answered: then none is known to be the SIM's. */
static bool
lacks_proof(const struct check *c)
{
	for (size_t i = 0; i < c->accounts.count; i++) {
		if (!c->accounts.list[i].unproved)
			return false;
	}
	return true;
}

/* Why the lack of a match is no mismatch. */
static enum verify_reason
obstacle(const struct check *c)
{
	const struct answer *a = &c->answer;

	if (a->cut)
		return VERIFY_PARAM_CUT;
	for (size_t i = 0; i < a->alg_count; i++) {
		if (a->algs[i] == ALGORITHM_UNKNOWN)
			return VERIFY_ALGORITHM_UNKNOWN;
	}
	if (lacks_key(c))
		return VERIFY_AKA_NO_KEY;
	if (a->set_broken || answer_lacks_session(a, a->algs[0]))
		return VERIFY_QOP_SET_INCOMPLETE;
	if (a->body_missing)
		return VERIFY_BODY_MISSING;
	if (lacks_proof(c))
		return VERIFY_AKA_KEY;
	return some_usable(c) ? VERIFY_REASON_NONE : VERIFY_HA1_OTHER_ALGORITHM;
}

/* The algorithm to tell where none matched: one that gives as many digits, if any does. */
static enum auth_algorithm
likely_algorithm(const struct answer *a)
{
	for (size_t i = 0; i < a->alg_count; i++) {
		if (auth_algorithm_hex(a->algs[i]) == a->response.len)
			return a->algs[i];
	}
	return a->algs[0];
}

static bool
only_ha1(const struct accounts *accounts)
{
	for (size_t i = 0; i < accounts->count; i++) {
		if (str_absent(accounts->list[i].secret->ha1))
			return false;
	}
	return true;
}

static void
check_with_accounts(struct check *c)
{
	enum verify_reason why;
	bool found;

	if (!try_each(c, false, &found)) {
		give_up(c);
		return;
	}
	/* A qop may stand where the capture ends: then the form without it is not the one sent. */
	if (found && c->answer.cut && str_absent(c->answer.sent.qop)) {
		conclude(c, VERIFY_NOT_EVALUABLE, VERIFY_PARAM_CUT);
		return;
	}
	if (found) {
		conclude(c, VERIFY_MATCH, VERIFY_REASON_NONE);
		return;
	}
	why = obstacle(c);
	c->out->from_ha1 = only_ha1(&c->accounts);
	c->out->from_aka = c->accounts.list[0].secret->aka != NULL;
	conclude(c, why == VERIFY_REASON_NONE ? VERIFY_MISMATCH : VERIFY_NOT_EVALUABLE, why);
	/* Nothing is hashed otherwise than sent when it is not known what was sent. */
	if (why != VERIFY_PARAM_CUT && why != VERIFY_ALGORITHM_UNKNOWN &&
	    why != VERIFY_AKA_NO_KEY && !try_each(c, true, &found))
		give_up(c);
	else if (why == VERIFY_AKA_KEY && found)
		/* What makes the very response is the client's. */
		conclude(c, VERIFY_MISMATCH, VERIFY_REASON_NONE);
	else if (c->accounts.of_offer && !found)
		conclude(c, VERIFY_NOT_ATTEMPTED, VERIFY_NO_SECRET);
}

static void
check_answer(struct check *c)
{
	const struct answer *a = &c->answer;

	if (a->account_cut) {
		conclude(c, VERIFY_NOT_EVALUABLE, VERIFY_PARAM_CUT);
		return;
	}
	if (str_absent(a->user) || str_absent(a->realm)) {
		conclude(c, VERIFY_NOT_EVALUABLE, VERIFY_PARAM_MISSING);
		return;
	}
	accounts_of(c->v->digest, c->v->secrets, c->round, a, &c->accounts);
	if (c->accounts.failed)
		give_up(c);
	else if (c->accounts.count == 0)
		conclude(c,
			 c->accounts.none == VERIFY_NO_SECRET ? VERIFY_NOT_ATTEMPTED
							      : VERIFY_NOT_EVALUABLE,
			 c->accounts.none);
	else if (a->incomplete)
		conclude(c, VERIFY_NOT_EVALUABLE, a->cut ? VERIFY_PARAM_CUT : VERIFY_PARAM_MISSING);
	else
		check_with_accounts(c);
	accounts_end(&c->accounts);
}

/* One client's cnonce may be hashed in another of its answers. */
static void
note_cnonce(struct cnonces *c, struct str cnonce)
{
	if (str_empty(cnonce) || cnonce.len > CNONCE_OCTETS)
		return;
	for (size_t i = 0; i < c->count; i++) {
		if (str_eq((struct str){ c->text[i], c->len[i] }, cnonce))
			return;
	}
	memcpy(c->text[c->next], cnonce.p, cnonce.len);
	c->len[c->next] = cnonce.len;
	c->next = (c->next + 1) % CNONCES;
	c->count += c->count < CNONCES;
}

void
verify_round(struct verifier *v, const struct round *r, struct arena *a, struct verify *out)
{
	struct check c = { .v = v, .round = r, .arena = a, .out = out };
	bool answered = r->cred != NULL && r->answer.msg != NULL;
	bool secrets = v->secrets != NULL && v->digest != NULL && secrets_count(v->secrets) > 0;

	*out = (struct verify){ .reason = VERIFY_NO_SECRET };
	arena_rewind(v->scratch);
	if (answered && !answer_read(r, v->scratch, &c.answer)) {
		give_up(&c);
		return;
	}
	if (answered) {
		out->form = c.answer.sent.form;
		out->alg = likely_algorithm(&c.answer);
	}
	if (!aka_look(secrets ? v->secrets : NULL, r, &out->aka)) {
		give_up(&c);
		return;
	}
	if (!secrets)
		return;
	if (answered) {
		check_answer(&c);
		note_cnonce(&v->cnonces, c.answer.sent.cnonce);
	} else {
		conclude(&c, VERIFY_NOT_EVALUABLE, VERIFY_NO_ANSWER);
	}
}
