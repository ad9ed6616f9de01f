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
engine_examine(const struct engine *e, const struct dossier *d, struct rule_set *yes)
{
	struct finding f;

	*yes = (struct rule_set){ 0 };
	for (size_t i = 0; i < e->count; i++) {
		if (rule_apply(e->rules[i], d, &f) == VERDICT_YES)
			rule_set_add(yes, i);
	}
}

static bool
yields_to(const struct rule *rule, const struct rule *other)
{
	if (rule->rank != other->rank)
		return other->rank < rule->rank;
	for (size_t i = 0; i < RULE_YIELDS && rule->yields_to[i] != NULL; i++) {
		if (strcmp(rule->yields_to[i], other->code) == 0)
			return true;
	}
	return false;
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

/* Whether a more specific cause stands beside this one; NULL when it may lead. */
const struct finding *
engine_beaten_by(const struct engine *e, const struct contrast *contrast, const struct diagnosis *d,
		 const struct finding *f)
{
	for (size_t i = 0; i < d->finding_count; i++) {
		const struct finding *other = &d->findings[i];

		if (other->rule->severity == SEVERITY_CAUSE && yields_to(f->rule, other->rule) &&
		    !engine_grade(e, &d->dossier, contrast, other->rule).tolerated)
			return other;
	}
	return NULL;
}

/* Of two causes that nothing else tells apart, the one that accuses less leads. */
static unsigned
accusation(enum party p)
{
	static const unsigned rank[] = {
		[PARTY_CAPTURE] = 0, [PARTY_UNKNOWN] = 1,   [PARTY_NETWORK] = 2,
		[PARTY_POLICY] = 3,  [PARTY_MIDDLEBOX] = 4, [PARTY_CREDENTIALS] = 5,
		[PARTY_CLIENT] = 6,  [PARTY_SERVER] = 7,    [PARTY_ATTACKER] = 8,
	};

	return rank[p];
}

static void
choose_lead(const struct engine *e, const struct contrast *contrast, struct diagnosis *out)
{
	for (size_t i = 0; i < out->finding_count; i++) {
		const struct finding *f = &out->findings[i];
		enum causality c;

		if (f->rule->severity != SEVERITY_CAUSE ||
		    engine_beaten_by(e, contrast, out, f) != NULL)
			continue;
		c = engine_grade(e, &out->dossier, contrast, f->rule).causality;
		if (out->lead == NULL || c > out->causality ||
		    (c == out->causality &&
		     accusation(f->rule->party) < accusation(out->lead->rule->party))) {
			out->lead = f;
			out->causality = c;
		}
	}
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

enum severity
finding_severity(const struct diagnosis *d, const struct finding *f)
{
	/* What the server let pass did no harm here. */
	return d->exchange->outcome == OUTCOME_ACCEPTED ? SEVERITY_NOTE : f->rule->severity;
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
	out->is_session =
		outcome == OUTCOME_ACCEPTED || (outcome == OUTCOME_OPEN && !has_defect(out));
	if (outcome == OUTCOME_ACCEPTED)
		return true;
	choose_lead(e, contrast, out);
	engine_explain(e, contrast, out);
	return true;
}
