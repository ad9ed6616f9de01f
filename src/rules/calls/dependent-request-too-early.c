/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;
	const struct round *r = d->round;
	char method[FINDING_QUOTE];

	if (!x->never_challenged || !x->while_registering || r->request.msg == NULL ||
	    r->outcome.msg == NULL)
		return VERDICT_NO;
	finding_cite_line(f, r->request.msg, "request");
	finding_cite_line(f, r->outcome.msg, "outcome");
	finding_detail(f,
		       "The %s was sent and refused while the client's REGISTER was still under "
		       "way.",
		       finding_quote(r->request.msg->sip.method, method));
	return VERDICT_YES;
}

const struct rule rule_dependent_request_too_early = {
	.code = "dependent-request-too-early",
	.title = "the client sends a request that needs its registration before it has registered",
	.meaning = "While the REGISTER was still being challenged the client sent a PUBLISH, "
		   "SUBSCRIBE or other request, and the server, which did not know it yet, refused "
		   "that one. The registration was accepted a moment later.",
	.evidence = "The request is refused without a challenge, while a REGISTER of the same "
		    "client is under way that is then accepted.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_POSSIBLE,
	.clauses = {
		{ "RFC 3261", "10.3",
		  "the bindings are committed before the 200 to the REGISTER is sent (steps 7 "
		  "and 8)" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Wait for the 200 to the REGISTER before PUBLISH, SUBSCRIBE or INVITE, and try "
		  "again after a refusal that came before it. pjsip: issue 90." },
		{ PARTY_SERVER,
		  "Challenge such requests instead of refusing them: then the client need not be "
		  "registered." },
	},
	.lookalikes = {
		{ "rejected-before-challenge",
		  "the same request after the registration shows whether it is refused always" },
		{ "not-registered-required", "there the server says so in words" },
	},
	.yields_to = { "rejected-before-challenge" },
	.needs = FACT_REQUEST,
	.judge = judge,
};
