/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "locked.h"
#include "search.h"

enum { SCRATCH_BYTES = 65536 };

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
		.ha1 = locked_new(HA1_GUESSES * sizeof(*v->ha1)),
		.ha2 = calloc(HA2_GUESSES, sizeof(*v->ha2)),
		.join = calloc(JOIN_GUESSES, sizeof(*v->join)),
	};
	if (v->scratch != NULL && v->ha1 != NULL && v->ha2 != NULL && v->join != NULL)
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
	locked_free(v->ha1);
	free(v->ha2);
	free(v->join);
	free(v);
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
add_diff(struct check *c, const struct hypothesis *row, struct str sent, struct str hashed,
	 bool *ok)
{
	struct verify *out = c->out;

	if (row == NULL)
		return;
	if (out->substitutions == 0)
		out->hashed = row;
	else
		out->also = row;
	out->differs[out->substitutions++] = (struct verify_diff){
		.input = row->input,
		.sent = arena_dup(c->arena, sent, ok),
		.hashed = arena_dup(c->arena, hashed, ok),
	};
}

/* Tell what was hashed, in the order of the table.  The hit lives no longer than the search. */
static bool
tell(struct check *c, const struct search_hit *hit)
{
	bool ok = true;

	c->out->from_ha1 = !str_absent(hit->ha1->account->secret->ha1);
	add_diff(c, hit->join->row, hit->join->sent, hit->join->hashed, &ok);
	add_diff(c, hit->ha2->row, c->answer.sent.uri, hit->ha2->value, &ok);
	/* A password row shows neither what it took nor what it made of it. */
	add_diff(c, hit->ha1->row, STR_ABSENT, STR_ABSENT, &ok);
	return ok;
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
		if (c->answer.algs[i] == ALGORITHM_UNKNOWN)
			continue;
		c->answer.sent.alg = c->answer.algs[i];
		search_begin(&s, c->v, c->round, &c->answer, &c->accounts);
		if (rows)
			*found = search_rows(&s, &c->accounts, &hit);
		else
			*found = search_as_sent(&s, &hit);
		ok = !s.failed;
		c->out->tried += s.tried;
		if (ok && *found) {
			c->out->alg = s.sent.alg;
			ok = tell(c, &hit);
		}
		search_end(&s);
	}
	return ok;
}

static bool
computable(enum auth_algorithm alg)
{
	/* AKA's password is made of RES, which no operator gives (RFC 3310). */
	return alg != ALGORITHM_UNKNOWN && alg != ALGORITHM_AKAV1_MD5 && alg != ALGORITHM_AKAV2_MD5;
}

/* Whether some secret can be used with some algorithm of the answer. */
static bool
some_usable(const struct check *c)
{
	for (size_t i = 0; i < c->accounts.count * c->answer.alg_count; i++) {
		const struct secret *one = c->accounts.list[i / c->answer.alg_count].secret;
		enum auth_algorithm alg = c->answer.algs[i % c->answer.alg_count];

		if (str_absent(one->ha1) || one->ha1.len == auth_algorithm_hex(alg))
			return true;
	}
	return false;
}

/* Why the lack of a match is no mismatch. */
static enum verify_reason
obstacle(const struct check *c)
{
	const struct answer *a = &c->answer;

	if (a->cut)
		return VERIFY_PARAM_CUT;
	for (size_t i = 0; i < a->alg_count; i++) {
		if (!computable(a->algs[i]))
			return VERIFY_ALGORITHM_UNKNOWN;
	}
	if (a->set_broken || answer_lacks_session(a, a->algs[0]))
		return VERIFY_QOP_SET_INCOMPLETE;
	if (a->body_missing)
		return VERIFY_BODY_MISSING;
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
	conclude(c, why == VERIFY_REASON_NONE ? VERIFY_MISMATCH : VERIFY_NOT_EVALUABLE, why);
	/* Nothing is hashed otherwise than sent when it is not known what was sent. */
	if (why != VERIFY_PARAM_CUT && why != VERIFY_ALGORITHM_UNKNOWN &&
	    !try_each(c, true, &found))
		give_up(c);
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
	if (c->accounts.count == 0)
		conclude(c,
			 c->accounts.none == VERIFY_NO_SECRET ? VERIFY_NOT_ATTEMPTED
							      : VERIFY_NOT_EVALUABLE,
			 c->accounts.none);
	else if (a->incomplete)
		conclude(c, VERIFY_NOT_EVALUABLE, a->cut ? VERIFY_PARAM_CUT : VERIFY_PARAM_MISSING);
	else
		check_with_accounts(c);
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
	if (!secrets)
		return;
	if (answered)
		check_answer(&c);
	else
		conclude(&c, VERIFY_NOT_EVALUABLE, VERIFY_NO_ANSWER);
}
