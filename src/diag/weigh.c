/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How sure is a cause beside the others that were found in the same exchange?
 *
 * One refusal has one reason.  Where the server names it, no other fault is more than possible.  And contrast tells
 * of a fault only when it is all that differs: of several that were not there in what was accepted, any may be it.
 */
#include "engine_priv.h"

static bool
is_named(const struct grade *g)
{
	return !str_absent(g->reason) && !g->tolerated;
}

/* What the secret shows to be hashed otherwise makes the digest wrong by itself, whatever else is there. */
static bool
is_open_to_rivals(const struct grade *g, const struct rule *rule)
{
	return rule->basis == BASIS_DEFECT && !g->tolerated && !g->digest_rewritten;
}

static bool
rival(const struct grade *g, const struct rule *rule, const struct grade *o,
      const struct rule *other)
{
	/* What gives way to this one by name is a part of it, or follows from it. */
	if (engine_names_leader(other, rule))
		return false;
	if (is_named(g) || is_named(o))
		return is_named(g) && is_named(o);
	return is_open_to_rivals(g, rule) && is_open_to_rivals(o, other);
}

bool
engine_are_rivals(const struct engine *e, const struct contrast *contrast,
		  const struct diagnosis *d, const struct rule *rule, const struct rule *other)
{
	struct grade g = engine_grade_alone(e, &d->dossier, contrast, rule);
	struct grade o = engine_grade_alone(e, &d->dossier, contrast, other);

	return rival(&g, rule, &o, other);
}

struct grade
engine_grade(const struct engine *e, const struct contrast *contrast, const struct diagnosis *d,
	     const struct rule *rule)
{
	struct grade g = engine_grade_alone(e, &d->dossier, contrast, rule);

	for (size_t i = 0; i < d->finding_count; i++) {
		const struct rule *other = d->findings[i].rule;
		struct grade o;

		if (other == rule || other->severity != SEVERITY_CAUSE)
			continue;
		o = engine_grade_alone(e, &d->dossier, contrast, other);
		g.rivals += rival(&g, rule, &o, other);
		g.else_named = g.else_named || (is_named(&o) && str_absent(g.reason));
	}
	if (rule->basis == BASIS_DEFECT && g.else_named)
		g.causality = CAUSALITY_POSSIBLE;
	if (g.causality == CAUSALITY_PROVEN && (g.rivals > 0 || g.else_named))
		g.causality = CAUSALITY_LIKELY;
	return g;
}

bool
engine_rules_out(const struct dossier *d, const struct rule *rule)
{
	struct finding f;

	if (rule->of_secret && d->digest->check == VERIFY_MATCH && !d->secret_held &&
	    (d->facts & FACT_REFUSED) != 0)
		return false;
	return rule_apply(rule, d, &f) == VERDICT_NO;
}
