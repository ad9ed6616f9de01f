/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct param_change change = challenge_weakened(r);
	char before[FINDING_QUOTE], after[FINDING_QUOTE];

	if (change.param == NULL)
		return VERDICT_NO;
	finding_cite(f, r->challenge.elsewhere, change.there,
		     "the challenge as the server sent it");
	finding_cite_offer(f, r, change.param, change.here, NULL);
	finding_detail(f, "%s was \"%s\" where the server sent it and is \"%s\" at the client",
		       change.param, finding_quote(change.there, before),
		       finding_quote(change.here, after));
	return VERDICT_YES;
}

const struct rule rule_algorithm_or_qop_downgrade = {
	.code = "algorithm-or-qop-downgrade",
	.title = "the challenge offers less at the client than the server sent",
	.meaning = "The challenge is in the capture at two points, and between them a quality of "
		   "protection, or a stronger algorithm, went out of it. A proxy may do so for "
		   "clients that cannot cope; somebody who wants the weaker digest would do the "
		   "same.",
	.evidence = "The challenge was seen at two points: the qop, or an algorithm offered for "
		    "the realm, that the server sent is not there at the client.",
	.party = PARTY_MIDDLEBOX,
	.severity = SEVERITY_WARNING,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 2617", "4.8",
		  "who is in the middle may take the offered choices away; the client should "
		  "use the strongest scheme that it understands" },
		{ "RFC 8760", "2.4",
		  "of the challenges of one realm a client should use the topmost that it "
		  "supports" },
	},
	.advice = {
		{ PARTY_MIDDLEBOX, "Pass WWW-Authenticate and Proxy-Authenticate on as they came." },
		{ PARTY_CLIENT,
		  "Use TLS towards a server that is checked by its certificate; where the client "
		  "can, forbid MD5." },
	},
	.needs = FACT_CHALLENGE,
	.judge = judge,
};
