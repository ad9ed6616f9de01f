/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	char text[FINDING_QUOTE];

	if (r->offer == NULL || r->witness != NULL || str_absent(r->offer->qop) ||
	    (r->offer->forms.broken & AUTH_NAME_QOP) != 0 || qop_has(r->offer->qop, S("auth")) ||
	    qop_has(r->offer->qop, S("auth-int")))
		return VERDICT_NO;
	finding_cite_offer_whole(f, r, "qop", 0, "qop=\"auth\"");
	if (r->cred != NULL)
		finding_cite_cred(f, r, "qop", r->cred->qop, NULL);
	finding_detail(f, "qop=\"%s\" is offered", finding_quote(r->offer->qop, text));
	return VERDICT_YES;
}

static enum causality
grade(const struct dossier *d)
{
	return (d->facts & FACT_NO_ANSWER) != 0 ? CAUSALITY_LIKELY : CAUSALITY_POSSIBLE;
}

const struct rule rule_challenge_qop_unknown = {
	.code = "challenge-qop-unknown",
	.title = "the challenge offers only values of qop that no standard defines",
	.meaning = "qop is offered, and none of its values is auth or auth-int. A "
		   "client passes over values that it does not know, and nothing "
		   "is left to choose: some do not answer at all, some answer with "
		   "auth or without qop.",
	.evidence = "The qop of the challenge has neither auth nor auth-int in its list.",
	.sure = "Likely, if it is a fact that the client never answered; possible otherwise.",
	.party = PARTY_SERVER,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 2617", "3.2.1",
		  "auth and auth-int are defined; values that are not understood must be "
		  "ignored" },
		{ "RFC 3261", "22.4",
		  "servers must always send qop, and a client that gets one must send one (item "
		  "8)" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Offer qop=\"auth\"." },
		{ PARTY_CLIENT,
		  "Answer in the form of RFC 2069 where no value is known; that "
		  "is what the older standard leaves." },
	},
	.lookalikes = {
		{ "qop-only-auth-int",
		  "there auth-int is offered" },
		{ "challenge-unanswered",
		  "the client may have no account for this realm: its log tells" },
	},
	.needs = FACT_CHALLENGE,
	.judge = judge,
};
