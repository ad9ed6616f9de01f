/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* Nothing of the challenge came back. */
static bool
was_not_read(const struct credentials *c, const struct challenge *o)
{
	return !str_eq(c->nonce, o->nonce) && !str_eq(c->realm, o->realm);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct challenge *o = r->offer;
	char text[FINDING_QUOTE];

	if (o == NULL || r->witness != NULL || str_absent(o->scheme) ||
	    str_eq(o->scheme, S("Digest")))
		return VERDICT_NO;
	f->missing = (r->cred != NULL ? FACT_ANSWER : FACT_NO_ANSWER) & ~d->facts;
	if (r->cred == NULL && (d->denied & FACT_NO_ANSWER) != 0)
		return VERDICT_NO;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	if (r->cred != NULL && !was_not_read(r->cred, o))
		return VERDICT_NO;
	finding_cite(f, r->challenge.msg, o->scheme, "challenge");
	if (r->cred != NULL)
		finding_cite_cred_text(f, r, "nonce", r->cred->nonce, o->nonce);
	finding_detail(f, "the scheme is written %s", finding_quote(o->scheme, text));
	return VERDICT_YES;
}

static enum causality
grade(const struct dossier *d)
{
	return d->round->cred != NULL ? CAUSALITY_LIKELY : CAUSALITY_POSSIBLE;
}

const struct rule rule_challenge_scheme_case = {
	.code = "challenge-scheme-case",
	.title = "the client does not read a scheme written in another letter case",
	.meaning = "The challenge says DIGEST or digest, which is the same scheme "
		   "to the standard. This client did not answer it, or answered "
		   "without the values of the challenge, as clients do that look "
		   "for \"Digest\" letter by letter.",
	.evidence = "The scheme of the challenge is Digest in letters of another case; and the "
		    "client never answers, or answers with neither the nonce nor the realm of the "
		    "challenge.",
	.sure = "Likely, if the client answers without the values of the challenge; possible, if "
		"it is silent.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "7.3.1",
		  "tokens compare without regard to case, unless stated otherwise" },
		{ "RFC 7235", "2.1",
		  "the name of a scheme compares without regard to case" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Upgrade: drachtio-srf with pull request 235, sipsorcery with "
		  "the fix for issue 1339, kirm/sip.js with pull request 52." },
		{ PARTY_SERVER,
		  "Write Digest, as everybody else does. BroadWorks writes "
		  "DIGEST; a border controller in front of it can rewrite the "
		  "header." },
	},
	.lookalikes = {
		{ "challenge-unanswered",
		  "the client may have no account for this realm: its log tells" },
		{ "literal-undefined-value",
		  "there the answer has words instead of values" },
	},
	.needs = FACT_CHALLENGE,
	.judge = judge,
};
