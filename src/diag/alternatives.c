/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which other causes were considered: those that are present too, and those that would look the same.
 */
#include <stdio.h>
#include <string.h>

#include "engine_priv.h"

static struct alternative *
add_alternative(struct diagnosis *d, const char *code, enum causality c)
{
	struct alternative *alt;

	for (size_t i = 0; i < d->alternative_count; i++) {
		if (strcmp(d->alternatives[i].code, code) == 0)
			return NULL;
	}
	if (d->alternative_count == DIAGNOSIS_ALTERNATIVES)
		return NULL;
	alt = &d->alternatives[d->alternative_count++];
	alt->code = code;
	alt->causality = c;
	return alt;
}

static const char *
lookalike_tell(const struct rule *rule, const char *code)
{
	for (size_t i = 0; i < RULE_LOOKALIKES && rule->lookalikes[i].code != NULL; i++) {
		if (strcmp(rule->lookalikes[i].code, code) == 0)
			return rule->lookalikes[i].tell;
	}
	return NULL;
}

static bool
is_joint(const struct diagnosis *d, const struct rule *rule)
{
	for (size_t i = 0; i < d->joint_count; i++) {
		if (d->joint[i] == rule)
			return true;
	}
	return false;
}

/* The causes whose rewrites the digest takes together with that of the lead. */
static void
list_joint(struct diagnosis *d)
{
	if (d->digest->hashed == NULL || !verify_proves(d->digest, d->lead->rule->code))
		return;
	for (size_t i = 0; i < d->finding_count; i++) {
		const struct rule *rule = d->findings[i].rule;

		if (rule != d->lead->rule && d->joint_count < COUNT(d->joint) &&
		    verify_proves(d->digest, rule->code))
			d->joint[d->joint_count++] = rule;
	}
}

/* One that does not lead: which, what it gives way to (NULL: nothing), whether the evidence is the lead's too. */
struct beside {
	const struct finding *f, *by;
	bool rival;
};

static void
say_why_not(const struct diagnosis *d, const struct beside *how, struct alternative *alt)
{
	const struct finding *f = how->f, *by = how->by;
	const char *tell = lookalike_tell(d->lead->rule, f->rule->code);
	const char *all = d->joint_count > 1 ? "all" : "both";

	if (is_joint(d, f->rule))
		(void)snprintf(
			alt->why_not, sizeof(alt->why_not),
			"goes with %s: the digest fits with %s only, so %s are to be changed",
			d->lead->rule->code, all, all);
	else if (how->rival)
		(void)snprintf(
			alt->why_not, sizeof(alt->why_not),
			"also present, with the same evidence: any of these may be the cause");
	else if (tell != NULL)
		(void)snprintf(alt->why_not, sizeof(alt->why_not), "%s", tell);
	else if (by != NULL)
		(void)snprintf(alt->why_not, sizeof(alt->why_not),
			       "also present; %s says more of the same refusal", by->rule->code);
	else
		(void)snprintf(alt->why_not, sizeof(alt->why_not), "also present, and %s sure",
			       alt->causality < d->causality ? "less" : "as");
}

/* Causes that are present too, and why they do not lead. */
static void
list_beaten(const struct engine *e, const struct contrast *contrast, struct diagnosis *d)
{
	for (size_t i = 0; i < d->finding_count; i++) {
		const struct finding *f = &d->findings[i],
				     *by = engine_beaten_by(e, contrast, d, f);
		struct alternative *alt;
		enum causality c;

		if (f == d->lead || f->rule->severity != SEVERITY_CAUSE)
			continue;
		c = engine_grade(e, contrast, d, f->rule).causality;
		/* One refusal has one cause: what stands beside a sure one is less than that. */
		if (d->causality == CAUSALITY_PROVEN || c > d->causality)
			c = d->causality == CAUSALITY_PROVEN ? CAUSALITY_POSSIBLE : d->causality;
		alt = add_alternative(d, f->rule->code, c);
		if (alt != NULL)
			say_why_not(d,
				    &(struct beside){ f, by,
						      engine_are_rivals(e, contrast, d,
									d->lead->rule, f->rule) &&
							      c == d->causality },
				    alt);
	}
}

static const char other_secret[] = "the server may hold another secret than the one given";

/* Whether what the match leaves open is only whether the server holds the secret given. */
static bool
is_of_other_secret(const struct diagnosis *d, const struct rule *rule)
{
	return rule->of_secret && d->digest->check == VERIFY_MATCH &&
	       !engine_rules_out(&d->dossier, rule);
}

/* A match shows what the client hashed; what the server holds is seen only by what it accepts. */
static void
list_other_secret(const struct engine *e, const struct contrast *contrast, struct diagnosis *d)
{
	struct grade lead = engine_grade(e, contrast, d, d->lead->rule);

	if (d->causality == CAUSALITY_PROVEN || !str_absent(lead.reason) ||
	    d->lead->rule->of_secret)
		return;
	for (size_t i = 0; i < engine_rule_count(e); i++) {
		const struct rule *rule = engine_rule(e, i);
		struct alternative *alt =
			is_of_other_secret(d, rule)
				? add_alternative(d, rule->code, CAUSALITY_POSSIBLE)
				: NULL;

		if (alt != NULL)
			(void)snprintf(alt->why_not, sizeof(alt->why_not), "%s", other_secret);
	}
}

/* Causes that would look the same, unless the packets rule them out. */
static void
list_lookalikes(const struct engine *e, struct diagnosis *d)
{
	for (size_t i = 0; i < RULE_LOOKALIKES && d->lead->rule->lookalikes[i].code != NULL; i++) {
		const struct lookalike *l = &d->lead->rule->lookalikes[i];
		const struct rule *rule = engine_find(e, l->code);
		struct alternative *alt;

		if (rule != NULL && engine_rules_out(&d->dossier, rule))
			continue;
		alt = add_alternative(d, l->code, CAUSALITY_POSSIBLE);
		if (alt != NULL)
			(void)snprintf(alt->why_not, sizeof(alt->why_not), "%s",
				       rule != NULL && is_of_other_secret(d, rule) ? other_secret
										   : l->tell);
	}
}

void
engine_compare(const struct engine *e, const struct contrast *contrast, struct diagnosis *out)
{
	list_joint(out);
	list_beaten(e, contrast, out);
	list_lookalikes(e, out);
	list_other_secret(e, contrast, out);
}
