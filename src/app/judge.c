/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "judge.h"
#include "records.h"

struct judge {
	struct limits *limits;
	struct verifier *verifier;
	struct engine *engine;
	struct contrast *contrast;
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
	j->scratch = arena_new((size_t)64 * 1024);
	if (j->verifier == NULL || j->engine == NULL || j->contrast == NULL || j->scratch == NULL) {
		judge_free(j);
		return NULL;
	}
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
	contrast_free(j->contrast);
	engine_free(j->engine);
	verifier_free(j->verifier);
	free(j);
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
secret_says(const struct verify *v)
{
	if (v->check == VERIFY_MATCH || v->hashed != NULL)
		return CONTRAST_SECRET_CONFIRMED;
	return v->check == VERIFY_MISMATCH ? CONTRAST_SECRET_CONTRADICTED : CONTRAST_SECRET_UNKNOWN;
}

static void
note_accepted(struct judge *j, const struct record *r)
{
	struct dossier d;
	struct rule_set yes;

	dossier_begin(&d, r->exchange, &r->digest);
	engine_examine(j->engine, &d, &yes);
	/* What does not fit is counted by its limit. */
	(void)contrast_add(j->contrast, r->exchange, &yes, secret_says(&r->digest));
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
	}
	dossier_begin(d, r->exchange, v);
	d->secret_confirmed = says == CONTRAST_SECRET_CONFIRMED;
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
	if (!out.is_session)
		out.expected_header = verify_expected_header(
			j->verifier, d.round, r->digest.reason != VERIFY_SECRET_CONTRADICTED,
			j->scratch, &out.expected_computed);
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
	verify_round(j->verifier,
		     exchange_last_answered(x) != NULL ? exchange_last_answered(x)
						       : exchange_last_round(x),
		     x->arena, &r.digest);
	if (x->outcome == OUTCOME_ACCEPTED)
		note_accepted(j, &r);
	if (j->hindsight && (x->outcome != OUTCOME_ACCEPTED || j->sessions)) {
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
