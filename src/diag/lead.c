/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which of the causes found leads.
 */
#include <string.h>

#include "engine_priv.h"

/*
 * What the secret proves is of the digest, in whatever other way the rule may know its cause.  And a response
 * that does not speak of credentials, as a 404 or 5xx, tells of itself why it came: what is wrong with the
 * credentials may be there too, and comes after.
 */
static unsigned
rank_in(const struct dossier *d, const struct rule *rule)
{
	const struct exchange *x = d->exchange;
	bool of_else = x->outcome == OUTCOME_CANNOT_TELL && x->how != HOW_NONE &&
		       (d->facts & FACT_REFUSED) == 0;
	unsigned rank = rule->rank;

	if (rank > RANK_DIGEST && verify_proves(d->digest, rule->code))
		rank = RANK_DIGEST;
	return of_else && rank < RANK_OUTCOME && !rule->of_request ? RANK_CAPTURE : rank;
}

bool
engine_names_leader(const struct rule *rule, const struct rule *other)
{
	for (size_t i = 0; i < RULE_YIELDS && rule->yields_to[i] != NULL; i++) {
		if (strcmp(rule->yields_to[i], other->code) == 0)
			return true;
	}
	return false;
}

static bool
yields_to(const struct dossier *d, const struct rule *rule, const struct rule *other)
{
	if (rank_in(d, rule) != rank_in(d, other))
		return rank_in(d, other) < rank_in(d, rule);
	return engine_names_leader(rule, other);
}

/* Whether a more specific cause stands beside this one; NULL when it may lead. */
const struct finding *
engine_beaten_by(const struct engine *e, const struct contrast *contrast, const struct diagnosis *d,
		 const struct finding *f)
{
	bool named = !str_absent(engine_grade_alone(e, &d->dossier, contrast, f->rule).reason);

	for (size_t i = 0; i < d->finding_count; i++) {
		const struct finding *other = &d->findings[i];
		struct grade g;

		if (other == f || other->rule->severity != SEVERITY_CAUSE)
			continue;
		g = engine_grade_alone(e, &d->dossier, contrast, other->rule);
		if (g.tolerated)
			continue;
		/* A fault of form gives way to what the server itself names, of whatever rank. */
		if (f->rule->basis == BASIS_DEFECT && !named && !str_absent(g.reason))
			return other;
		/* And what it names gives way only to another that it names. */
		if (yields_to(&d->dossier, f->rule, other->rule) &&
		    (!named || !str_absent(g.reason)))
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

/* One stale=true is a step on the way, which the client's next answer ends (RFC 2617 3.2.1). */
static bool
is_stale_in_passing(const struct exchange *x, const struct round *r)
{
	struct challenge stale;

	return x->outcome == OUTCOME_OPEN && x->stale_in_row <= 1 && round_met_stale(r, &stale);
}

/*
 * Whether the capture shows that the exchange failed.  An answer of which only the response is missing has not:
 * what is wrong with it may be let pass.
 */
static bool
is_failure_seen(const struct exchange *x)
{
	if (x->answered_rounds == 0 ||
	    (x->outcome != OUTCOME_OPEN && x->outcome != OUTCOME_CANNOT_TELL))
		return true;
	for (size_t i = 0; i < x->kept; i++) {
		const struct round *r = x->rounds[i];

		if (r->cred != NULL && r->outcome.msg != NULL && !is_stale_in_passing(x, r))
			return true;
	}
	return false;
}

/* Without a failure that was seen, only what explains that none was. */
static bool
may_lead(const struct diagnosis *d, const struct rule *rule)
{
	return rule->severity == SEVERITY_CAUSE &&
	       (rule->party == PARTY_CAPTURE || rule->party == PARTY_NETWORK ||
		is_failure_seen(d->exchange));
}

void
engine_choose_lead(const struct engine *e, const struct contrast *contrast, struct diagnosis *out)
{
	for (size_t i = 0; i < out->finding_count; i++) {
		const struct finding *f = &out->findings[i];
		enum causality c;

		if (!may_lead(out, f->rule))
			continue;
		if (is_failure_seen(out->exchange) && engine_beaten_by(e, contrast, out, f) != NULL)
			continue;
		c = engine_grade(e, contrast, out, f->rule).causality;
		if (out->lead == NULL || c > out->causality ||
		    (c == out->causality &&
		     accusation(f->rule->party) < accusation(out->lead->rule->party))) {
			out->lead = f;
			out->causality = c;
		}
	}
}
