/* SPDX-License-Identifier: BSD-2-Clause */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "engine_priv.h"

struct engine {
	const struct rule *const *rules;
	size_t count;
	bool reverse;
};

struct engine *
engine_new(const struct rule *const rules[], size_t count)
{
	struct engine *e = calloc(1, sizeof(*e));

	assert(count <= (size_t)64 * RULE_SET_WORDS);
	if (e == NULL)
		return NULL;
	e->rules = rules;
	e->count = count;
	return e;
}

void
engine_free(struct engine *e)
{
	free(e);
}

void
engine_reverse(struct engine *e, bool reverse)
{
	e->reverse = reverse;
}

size_t
engine_rule_count(const struct engine *e)
{
	return e->count;
}

const struct rule *
engine_rule(const struct engine *e, size_t index)
{
	return e->rules[index];
}

size_t
engine_index(const struct engine *e, const struct rule *rule)
{
	size_t i = 0;

	while (i < e->count && e->rules[i] != rule)
		i++;
	return i;
}

const struct rule *
engine_find(const struct engine *e, const char *code)
{
	for (size_t i = 0; i < e->count; i++) {
		if (strcmp(e->rules[i]->code, code) == 0)
			return e->rules[i];
	}
	return NULL;
}

enum verdict
rule_apply(const struct rule *rule, const struct dossier *d, struct finding *out)
{
	/* Not the citations: each is cleared when it is taken, and most rules take none. */
	out->rule = rule;
	out->verdict = VERDICT_NO;
	out->missing = 0;
	out->cites_used = 0;
	out->detail[0] = '\0';
	if ((rule->needs & d->denied) != 0)
		return VERDICT_NO;
	out->missing = rule->needs & ~d->facts;
	out->verdict = out->missing != 0 ? VERDICT_CANNOT_TELL : rule->judge(d, out);
	assert(out->verdict != VERDICT_YES || out->cites_used > 0);
	return out->verdict;
}

void
engine_examine(const struct engine *e, const struct dossier *d, struct examined *out)
{
	struct dossier comparing = *d;
	struct finding f;

	comparing.to_compare = true;
	*out = (struct examined){ 0 };
	for (size_t i = 0; i < e->count; i++) {
		enum verdict v = rule_apply(e->rules[i], &comparing, &f);

		if (v != VERDICT_NO)
			rule_set_add(v == VERDICT_YES ? &out->yes : &out->unsure, i);
	}
}

/* The severe first; by code within, so that the order in which rules ran does not show. */
static int
finding_order(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;

	if (x->rule->severity != y->rule->severity)
		return x->rule->severity > y->rule->severity ? -1 : 1;
	return strcmp(x->rule->code, y->rule->code);
}

/* Judging is pure and cheap: once to see which say yes, once more to keep what those say. */
static bool
collect(const struct engine *e, struct diagnosis *out)
{
	struct rule_set yes = { 0 };
	struct finding f, *all;
	size_t count = 0;

	for (size_t i = 0; i < e->count; i++) {
		size_t at = e->reverse ? e->count - 1 - i : i;
		const struct rule *rule = e->rules[at];
		enum verdict v = rule_apply(rule, &out->dossier, &f);

		if (v == VERDICT_CANNOT_TELL && rule->severity == SEVERITY_CAUSE)
			out->undecided |= f.missing;
		if (v == VERDICT_YES) {
			rule_set_add(&yes, at);
			count++;
		}
	}
	all = arena_array(out->arena, count, sizeof(*all));
	if (all == NULL)
		return false;
	for (size_t i = 0; i < e->count; i++) {
		if (rule_set_has(&yes, i))
			(void)rule_apply(e->rules[i], &out->dossier, &all[out->finding_count++]);
	}
	qsort(all, out->finding_count, sizeof(*all), finding_order);
	out->findings = all;
	return true;
}

/* A defect or a failed round: what makes an open exchange worth a diagnosis. */
static bool
has_defect(const struct diagnosis *d)
{
	for (size_t i = 0; i < d->finding_count; i++) {
		const struct rule *r = d->findings[i].rule;

		if (r->severity != SEVERITY_NOTE && r->party != PARTY_CAPTURE &&
		    r->party != PARTY_UNKNOWN)
			return true;
	}
	return false;
}

/* One response is told of once, and so is an alternation; what is wrong with the credentials of each realm, of each. */
static bool
is_told_elsewhere(const struct exchange *x, const struct finding *lead)
{
	if (!x->refusal_told && !x->dropping_told)
		return false;
	return lead == NULL || lead->rule->rank >= RANK_OUTCOME ||
	       (x->dropping_told && lead->rule->of_all_realms);
}

enum severity
finding_severity(const struct diagnosis *d, const struct finding *f)
{
	/* What the server let pass did no harm here. */
	return exchange_nobody_failed(d->exchange) ? SEVERITY_NOTE : f->rule->severity;
}

bool
diagnosis_is_checked(const struct diagnosis *d)
{
	return d->digest != NULL && d->digest->check != VERIFY_NOT_ATTEMPTED;
}

bool
engine_diagnose(const struct engine *e, const struct dossier *d, const struct contrast *contrast,
		struct arena *a, struct diagnosis *out)
{
	enum outcome outcome = d->exchange->outcome;

	*out = (struct diagnosis){
		.exchange = d->exchange, .dossier = *d, .digest = d->digest, .arena = a
	};
	if (contrast != NULL)
		contrast_view_of(contrast, d->exchange, &out->contrast);
	if (!collect(e, out))
		return false;
	out->is_session = exchange_nobody_failed(d->exchange) ||
			  (outcome == OUTCOME_OPEN && !has_defect(out));
	if (exchange_nobody_failed(d->exchange))
		return true;
	engine_choose_lead(e, contrast, out);
	if (is_told_elsewhere(d->exchange, out->lead))
		out->is_session = true;
	engine_explain(e, contrast, out);
	return true;
}
