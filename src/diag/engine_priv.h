/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * engine_priv.h - the parts of the engine: judging, grading, explaining.
 *
 * Layer: 9 diag.
 */
#ifndef SIPWHY_DIAG_ENGINE_PRIV_H
#define SIPWHY_DIAG_ENGINE_PRIV_H

#include <sipwhy/diagnosis.h>

/* Why a causality is what it is. */
struct grade {
	enum causality causality;
	struct str reason;     /* a server's words that name the cause; absent for none */
	bool digest_right;     /* the secret makes the answer in the form in which it was sent */
	bool digest_rewritten; /* the secret makes it with a rewrite that this rule stands for */
	bool digest_wrong;     /* the secret does not make it in any form tried */
	struct contrast_count peers; /* accepted with and without what the rule finds */
	bool tolerated;              /* some were accepted with it */
	size_t rivals; /* other causes found here that have the same evidence: any of them may be it */
	bool else_named; /* the server names another cause found here, and not this one */
};

/* What one rule comes to by itself; rivals and else_named are not looked at. */
struct grade engine_grade_alone(const struct engine *e, const struct dossier *d,
				const struct contrast *contrast, const struct rule *rule);
/* The same beside all else that was found in this exchange (weigh.c). */
struct grade engine_grade(const struct engine *e, const struct contrast *contrast,
			  const struct diagnosis *d, const struct rule *rule);
/* Whether `other`, found here too, may be the cause on the evidence on which `rule` may. */
bool engine_are_rivals(const struct engine *e, const struct contrast *contrast,
		       const struct diagnosis *d, const struct rule *rule,
		       const struct rule *other);
/* Whether the packets rule a cause out; what rests on the secret given does not, while the server may hold another. */
bool engine_rules_out(const struct dossier *d, const struct rule *rule);
/* Whether a rule names another of its own rank as the one that leads. */
bool engine_names_leader(const struct rule *rule, const struct rule *other);
/* Write `why` and the alternatives of a diagnosis whose lead is chosen. */
void engine_explain(const struct engine *e, const struct contrast *contrast, struct diagnosis *out);
/* The alternatives alone, and the causes that go with the lead. */
void engine_compare(const struct engine *e, const struct contrast *contrast, struct diagnosis *out);
/* lead.c: choose which finding leads, if any may. */
void engine_choose_lead(const struct engine *e, const struct contrast *contrast,
			struct diagnosis *out);
/* The finding that a finding yields to, or NULL: a fault that this server is seen to let pass takes no lead. */
const struct finding *engine_beaten_by(const struct engine *e, const struct contrast *contrast,
				       const struct diagnosis *d, const struct finding *f);
size_t engine_index(const struct engine *e, const struct rule *rule);

#endif
