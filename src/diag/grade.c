/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How sure is it that this defect is why the server refused?  All of causality is decided here, and beside what else
 * was found in weigh.c.
 *
 * proven: the server's own reason names it; or the secret makes the answer in the defective form and the
 * same account was accepted by this server without the defect.  One of the two, or contrast with other
 * accounts: likely.  None: possible.  What the server is seen to let pass can hardly be its reason.
 */
#include <sipwhy/hypothesis.h>

#include "engine_priv.h"

enum { ALL_WORDS = 64 };

static enum causality
grade_defect(const struct grade *g, enum causality ceiling)
{
	bool other_without = g->peers.without > 0, same_without = g->peers.same_without;

	if (!str_absent(g->reason))
		return CAUSALITY_PROVEN;
	/* One like it that was accepted, of which it cannot be told, may have had the defect. */
	if (g->tolerated || g->digest_wrong || g->peers.unsure)
		return CAUSALITY_POSSIBLE;
	if ((g->digest_right || g->digest_rewritten) && same_without)
		return CAUSALITY_PROVEN;
	if (g->digest_right || g->digest_rewritten)
		return CAUSALITY_LIKELY;
	if (same_without || other_without)
		return ceiling != CAUSALITY_NONE ? ceiling : CAUSALITY_LIKELY;
	return CAUSALITY_POSSIBLE;
}

/* A refusal that may be for the credentials of another realm: only what is wrong by the secret is likely its reason. */
static enum causality
shared_at_most(const struct grade *g, enum causality c)
{
	enum causality most = !str_absent(g->reason) || g->digest_wrong || g->digest_rewritten
				      ? CAUSALITY_LIKELY
				      : CAUSALITY_POSSIBLE;

	return c > most ? most : c;
}

/* The words with which the refusal names this cause; absent for none. */
static struct str
named_by(const struct dossier *d, const struct rule *rule)
{
	const struct message *refusal = d->round->outcome.msg;

	/* That the credentials are wrong is said of any fault in them, unless their digest is right. */
	if (rule->of_secret && d->digest->check != VERIFY_MATCH)
		return STR_ABSENT;
	if (rule->words == NULL)
		return response_says(refusal, rule->reasons, RULE_REASONS);
	if (rule->unless != NULL && !str_absent(response_says(refusal, rule->unless, ALL_WORDS)))
		return STR_ABSENT;
	return response_says(refusal, rule->words, ALL_WORDS);
}

struct grade
engine_grade_alone(const struct engine *e, const struct dossier *d, const struct contrast *contrast,
		   const struct rule *rule)
{
	const struct verify *v = d->digest;
	struct grade g = { 0 };

	g.digest_right = v->check == VERIFY_MATCH;
	g.digest_rewritten = verify_proves(v, rule->code);
	g.digest_wrong = v->check == VERIFY_MISMATCH && v->hashed == NULL;
	if (contrast != NULL)
		g.peers = contrast_counts(contrast, d->exchange, engine_index(e, rule));
	/* What is known by the refusal was not let pass, though the client did better then and was accepted. */
	g.tolerated =
		g.peers.with > 0 && (rule->rank < RANK_OUTCOME || rule->basis == BASIS_DEFECT);

	if (d->exchange->outcome == OUTCOME_REJECTED)
		g.reason = named_by(d, rule);
	switch (rule->basis) {
	case BASIS_DEFECT:
		g.causality = grade_defect(&g, rule->ceiling);
		break;
	case BASIS_HASH:
		g.causality = g.peers.same > 0 && d->secret_confirmed && !g.tolerated
				      ? CAUSALITY_PROVEN
				      : CAUSALITY_LIKELY;
		break;
	case BASIS_FACT:
		g.causality = rule->ceiling;
		break;
	case BASIS_GRADE:
	case BASIS_SILENCE:
		g.causality = rule->grade(d);
		break;
	}
	if (d->exchange->refusal_shared)
		g.causality = shared_at_most(&g, g.causality);
	return g;
}
