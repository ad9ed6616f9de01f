/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include <sipwhy/habit.h>

#include "evidence.h"
#include "judge.h"
#include "records.h"

struct judge {
	struct limits *limits;
	struct verifier *verifier;
	struct engine *engine;
	struct contrast *contrast;
	struct habits *habits;
	const struct nonce_book *book;
	struct evidence *evidence;
	struct profiles *profiles;
	struct records records;
	struct arena *scratch; /* of one judgement */
	diagnosis_fn *fn;
	void *ctx;
	bool hindsight; /* still: past a limit the input is treated as a stream */
	bool sessions;
	bool drops;
	uint64_t dropped;
};

struct judge *
judge_new(struct limits *limits, const struct pipeline_options *o, diagnosis_fn *fn, void *ctx)
{
	struct judge *j = calloc(1, sizeof(*j));

	if (j == NULL)
		return NULL;
	j->limits = limits;
	j->fn = fn;
	j->ctx = ctx;
	j->hindsight = o->hindsight;
	j->sessions = o->sessions;
	j->verifier = verifier_new(o->digest, o->secrets);
	j->engine = engine_new(rules_all, rules_count);
	j->contrast = contrast_new(limits);
	j->habits = habits_new(limits);
	j->evidence = evidence_new(limits);
	j->profiles = profiles_new(limits);
	j->scratch = arena_new((size_t)64 * 1024);
	if (j->verifier == NULL || j->engine == NULL || j->contrast == NULL || j->habits == NULL ||
	    j->evidence == NULL || j->profiles == NULL || j->scratch == NULL) {
		judge_free(j);
		return NULL;
	}
	verifier_limits(j->verifier, limits);
	engine_reverse(j->engine, o->reverse_rules);
	return j;
}

void
judge_free(struct judge *j)
{
	if (j == NULL)
		return;
	records_free(&j->records);
	arena_free(j->scratch);
	habits_free(j->habits);
	evidence_free(j->evidence);
	profiles_free(j->profiles);
	contrast_free(j->contrast);
	engine_free(j->engine);
	verifier_free(j->verifier);
	free(j);
}

void
judge_book(struct judge *j, const struct nonce_book *book)
{
	j->book = book;
}

void
judge_drops(struct judge *j)
{
	j->drops = true;
}

uint64_t
judge_dropped(const struct judge *j)
{
	return j->dropped;
}

/* What this acceptance says of the secret; a rewrite that the server accepts confirms it too. */
static enum contrast_secret
secret_says(const struct record *r)
{
	const struct verify *v = &r->digest;

	if (v->check == VERIFY_MATCH || v->hashed != NULL || evidence_confirms_secret(r))
		return CONTRAST_SECRET_CONFIRMED;
	return v->check == VERIFY_MISMATCH ? CONTRAST_SECRET_CONTRADICTED : CONTRAST_SECRET_UNKNOWN;
}

/* What other exchanges may be compared with; what does not fit is counted by its limit. */
static void
note_ended(struct judge *j, const struct record *r)
{
	struct dossier d;
	struct examined examined;

	dossier_begin(&d, r->exchange, &r->digest);
	d.rspauth = &r->rspauth;
	(void)profiles_note(j->profiles, &d);
	if (r->exchange->outcome != OUTCOME_ACCEPTED)
		return;
	engine_examine(j->engine, &d, &examined);
	(void)contrast_add(j->contrast, r->exchange, &examined, secret_says(r));
}

/* The round whose digest counts. */
static const struct round *
checked_round(const struct exchange *x)
{
	const struct round *answered = exchange_last_answered(x);

	return answered != NULL ? answered : exchange_last_round(x);
}

/* Check it beside what is known of its client and of other challenges. */
static void
check(struct judge *j, struct exchange *x, struct verify *out)
{
	struct verify_near near = { .exchange = x, .book = j->book };

	habits_near(j->habits, x, checked_round(x), &near);
	verifier_near(j->verifier, &near);
	verify_round(j->verifier, checked_round(x), x->arena, out);
	habits_note(j->habits, x, checked_round(x), out);
}

/* A secret that the server's own acceptance contradicts proves nothing about other answers. */
static void
weigh_secret(const struct judge *j, struct record *r, struct dossier *d)
{
	enum contrast_secret says = contrast_secret_of(j->contrast, r->exchange);
	struct verify *v = &r->digest;

	if (says == CONTRAST_SECRET_CONTRADICTED &&
	    (v->check == VERIFY_MATCH || v->check == VERIFY_MISMATCH)) {
		v->check = VERIFY_NOT_EVALUABLE;
		v->reason = VERIFY_SECRET_CONTRADICTED;
		v->hashed = NULL;
		v->substitutions = 0;
		r->fit.known = false;
		/* What is seen without a secret stands. */
		if (r->rspauth.made != RSPAUTH_WITH_METHOD)
			r->rspauth.check = RSPAUTH_NONE;
	}
	v->seen = habits_seen(j->habits, r->exchange, checked_round(r->exchange), v);
	dossier_begin(d, r->exchange, v);
	evidence_show(j->evidence, r, d);
	d->secret_confirmed = says == CONTRAST_SECRET_CONFIRMED;
	d->secret_held = contrast_secret_around(j->contrast, r->exchange);
	profiles_tell(j->profiles, d);
}

/* The header field for the challenge that was answered, or for the newer one that calls its nonce stale. */
static void
expect(struct judge *j, const struct record *r, const struct dossier *d, struct expected *out)
{
	const struct round *last = exchange_last_round(r->exchange);
	bool stale = last->cred == NULL && last->offer != NULL && challenge_is_stale(last->offer);
	struct expected_ask ask = {
		.answered = d->round,
		.offered = stale ? last : NULL,
		.with_response = r->digest.reason != VERIFY_SECRET_CONTRADICTED,
		.check = r->digest.check,
	};

	verify_expected(j->verifier, &ask, j->scratch, out);
}

static void
diagnose(struct judge *j, struct record *r)
{
	struct dossier d;
	struct diagnosis out;

	arena_rewind(j->scratch);
	weigh_secret(j, r, &d);
	if (!engine_diagnose(j->engine, &d, j->contrast, j->scratch, &out)) {
		j->dropped++;
		return;
	}
	verifier_near(j->verifier,
		      &(struct verify_near){ .exchange = r->exchange, .book = j->book });
	if (!out.is_session)
		expect(j, r, &d, &out.expected);
	j->fn(j->ctx, &out);
}

/* Judge what waits, and go on as with a stream. */
static void
flush(struct judge *j)
{
	records_sort(&j->records);
	for (size_t i = 0; i < j->records.count; i++) {
		struct record *r = &j->records.all[i];

		/* Some captures tell only at their end what they lost. */
		if (j->drops)
			r->exchange->loss |= LOSS_DROPS;
		diagnose(j, r);
		exchange_free(r->exchange);
		r->exchange = NULL;
	}
	records_free(&j->records);
}

static bool
may_wait(struct judge *j)
{
	return limits_allow(j->limits, LIMIT_RECORDS, j->records.count) &&
	       limits_allow(j->limits, LIMIT_RECORD_BYTES, j->records.held_bytes);
}

void
judge_add(struct judge *j, struct exchange *x)
{
	struct record r = { .exchange = x };

	if (j->drops)
		x->loss |= LOSS_DROPS;
	check(j, x, &r.digest);
	evidence_add(j->evidence, j->verifier, &r);
	note_ended(j, &r);
	if (!j->sessions && exchange_nobody_failed(x)) {
		/* Nobody is told of it: it is counted, and judging it would be for nothing. */
		j->fn(j->ctx, &(struct diagnosis){ .exchange = x, .is_session = true });
		exchange_free(x);
		return;
	}
	if (j->hindsight) {
		if (may_wait(j) && records_add(&j->records, &r))
			return;
		flush(j);
		j->hindsight = false;
	}
	diagnose(j, &r);
	exchange_free(x);
}

void
judge_finish(struct judge *j)
{
	contrast_set_whole(j->contrast, j->hindsight);
	flush(j);
}
