/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How sure is it that this defect is why the server refused?  All of causality is decided here.
 *
 * proven: the server's own reason names it; or the secret makes the answer in the defective form and the
 * same account was accepted by this server without the defect.  One of the two, or contrast with other
 * accounts: likely.  None: possible.  What the server is seen to let pass can hardly be its reason.
 */
#include <string.h>

#include <sipwhy/hypothesis.h>

#include "engine_priv.h"

/* A phrase with which servers name this cause, in `text`. */
static bool
names_cause(const struct rule *rule, struct str text)
{
	for (size_t i = 0; i < RULE_REASONS && rule->reasons[i] != NULL; i++) {
		if (str_has_nocase(text, str_of(rule->reasons[i])))
			return true;
	}
	return false;
}

/* Reason phrase, Warning, Reason and the X-*Error* fields of the refusal. */
static struct str
server_reason(const struct rule *rule, const struct message *refusal)
{
	if (refusal == NULL || refusal->sip.is_request)
		return STR_ABSENT;
	if (names_cause(rule, refusal->sip.reason))
		return refusal->sip.reason;
	for (size_t i = 0; i < refusal->sip.hdr_count; i++) {
		const struct sip_hdr *h = &refusal->sip.hdrs[i];
		bool says_why = h->id == HDR_WARNING || h->id == HDR_REASON ||
				(str_starts_nocase(h->name, S("X-")) &&
				 str_has_nocase(h->name, S("error")));

		if (says_why && names_cause(rule, h->value))
			return h->value;
	}
	return STR_ABSENT;
}

static enum causality
grade_defect(const struct grade *g)
{
	bool other_without = g->peers.without > 0, same_without = g->peers.same_without;

	if (!str_absent(g->reason))
		return CAUSALITY_PROVEN;
	if (g->tolerated || g->digest_wrong)
		return CAUSALITY_POSSIBLE;
	if ((g->digest_right || g->digest_rewritten) && same_without)
		return CAUSALITY_PROVEN;
	if (g->digest_right || g->digest_rewritten || same_without || other_without)
		return CAUSALITY_LIKELY;
	return CAUSALITY_POSSIBLE;
}

struct grade
engine_grade(const struct engine *e, const struct dossier *d, const struct contrast *contrast,
	     const struct rule *rule)
{
	const struct verify *v = d->digest;
	const struct message *refusal = d->round->outcome.msg;
	struct grade g = { 0 };

	g.digest_right = v->check == VERIFY_MATCH;
	g.digest_rewritten = verify_proves(v, rule->code);
	g.digest_wrong = v->check == VERIFY_MISMATCH && v->hashed == NULL;
	if (contrast != NULL)
		g.peers = contrast_counts(contrast, d->exchange, engine_index(e, rule));
	g.tolerated = g.peers.with > 0;

	switch (rule->basis) {
	case BASIS_DEFECT:
		if (d->exchange->outcome == OUTCOME_REJECTED)
			g.reason = server_reason(rule, refusal);
		g.causality = grade_defect(&g);
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
		g.causality = rule->grade(d);
		break;
	}
	return g;
}
