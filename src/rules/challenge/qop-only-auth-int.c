/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct credentials *c = r->cred;
	char text[FINDING_QUOTE];

	if (r->offer == NULL || !qop_has(r->offer->qop, S("auth-int")) ||
	    qop_has(r->offer->qop, S("auth")))
		return VERDICT_NO;
	if (c != NULL) {
		f->missing = (FACT_ANSWER | FACT_OFFER) & ~d->facts;
		if (f->missing != 0)
			return VERDICT_CANNOT_TELL;
		if (!str_eq(c->nonce, r->offer->nonce) || str_absent(c->qop) ||
		    qop_has(r->offer->qop, str_trim(c->qop, str_is_lws)))
			return VERDICT_NO;
		finding_cite_offer(f, r, "qop", r->offer->qop, NULL);
		finding_cite_cred(f, r, "qop", c->qop, "auth-int");
		finding_detail(f, "auth-int alone is offered; the answer carries qop=%s",
			       finding_quote(c->qop, text));
		return VERDICT_YES;
	}
	if ((d->denied & FACT_NO_ANSWER) != 0)
		return VERDICT_NO;
	f->missing = FACT_NO_ANSWER & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite_offer(f, r, "qop", r->offer->qop, "auth, alone or besides");
	finding_detail(f, "auth-int alone is offered, and the client never answered");
	return VERDICT_YES;
}

static enum causality
grade(const struct dossier *d)
{
	return d->round->cred != NULL ? CAUSALITY_LIKELY : CAUSALITY_POSSIBLE;
}

const struct rule rule_qop_only_auth_int = {
	.code = "qop-only-auth-int",
	.title = "the server offers qop auth-int alone, and the client cannot do it",
	.meaning = "auth-int protects the body too, and few clients can do it. "
		   "This one fell silent, or answered with auth, which was not "
		   "offered.",
	.evidence = "The qop of the challenge has auth-int and not auth; and the credentials with "
		    "its nonce have a qop outside of the list, or the client never answers.",
	.sure = "Likely, if the client answered with another qop; possible, if it is silent.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 2617", "3.2.2",
		  "the qop of an answer must be one that the challenge offers" },
		{ "RFC 2617", "3.2.1",
		  "auth-int is authentication with protection of the body" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Offer qop=\"auth\". Border controllers rewrite bodies, so that "
		  "auth-int fails with right passwords too." },
		{ PARTY_CLIENT,
		  "Answer auth-int where it alone is offered: sofia-sip, JsSIP "
		  "and sip.js can. baresip always answers auth." },
	},
	.lookalikes = {
		{ "challenge-unanswered",
		  "the client may have no account for this realm: its log tells" },
		{ "qop-list-mishandled",
		  "there auth is in the list too" },
	},
	.yields_to = { "challenge-missing-nonce", "wrong-authorization-header", "required-param-missing", "realm-mismatch", "nonce-altered", "credentials-for-other-nonce", "multiple-challenges-wrong-pick", "algorithm-mismatch", "algorithm-label-mismatch", "algorithm-unsupported" },
	.needs = FACT_CHALLENGE,
	.judge = judge,
};
