/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* A Digest challenge that an answer of this exchange could have been made for. */
static bool
is_offer(const struct dossier *d, const struct challenge *c)
{
	return c->is_digest && c->kind == d->exchange->kind &&
	       auth_value_eq(c->realm, d->round->offer->realm);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;

	if (r->offer == NULL || r->witness != NULL)
		return VERDICT_NO;
	if (r->cred == NULL && (d->denied & FACT_NO_ANSWER) != 0)
		return VERDICT_NO;
	for (size_t i = 0; i < r->offer_count; i++) {
		const struct challenge *c = &r->offers[i];

		/* One that can be answered is enough. */
		if (is_offer(d, c) && !str_empty(c->nonce))
			return VERDICT_NO;
	}

	/* Who was not seen to stay silent may have answered all the same, and failed for something else. */
	f->missing = (r->cred != NULL ? FACT_ANSWER : FACT_NO_ANSWER) & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite_offer(f, r, "nonce", r->offer->nonce,
			   "a value that the server has not issued before");
	if (r->cred != NULL)
		finding_cite_cred(f, r, "nonce", r->cred->nonce, NULL);
	finding_detail(f, "the nonce of the challenge is %s",
		       str_absent(r->offer->nonce) ? "missing" : "empty");
	return VERDICT_YES;
}

/* A client that answered all the same may have been refused for something else. */
static enum causality
grade(const struct dossier *d)
{
	return d->round->cred == NULL ? CAUSALITY_PROVEN : CAUSALITY_LIKELY;
}

const struct rule rule_challenge_missing_nonce = {
	.code = "challenge-missing-nonce",
	.title = "the challenge carries no nonce",
	.meaning = "The nonce is the one parameter of a Digest challenge, besides the realm, "
		   "that credentials cannot be made without. A challenge that lacks it, or has "
		   "it empty, cannot be answered; many clients drop it and report that "
		   "authentication failed.",
	.evidence = "None of the Digest challenges of the realm has a nonce, or only an empty one.",
	.sure = "Proven, if the client sent no credentials; likely, if it answered all the same "
		"and may have been refused for something else.",
	.party = PARTY_SERVER,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 2617", "3.2.1",
		  "a challenge carries a nonce, which should be made anew for each 401" },
		{ "RFC 7616", "3.3", "the nonce should be made anew for each 401" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Look at what makes the challenge: an empty script variable or an exhausted "
		  "nonce pool is the usual reason. Let the server's own challenge function "
		  "write the header (Kamailio: auth_challenge, OpenSIPS: www_challenge) rather "
		  "than a text template." },
		{ PARTY_CLIENT,
		  "Nothing can be done here; JsSIP and others give up on such a challenge on "
		  "purpose." },
	},
	.lookalikes = {
		{ "challenge-missing-header", "there the whole header field is absent" },
		{ "challenge-unanswered", "there the challenge could have been answered" },
	},
	.yields_to = { "challenge-missing-header" },
	.needs = FACT_CHALLENGE,
	.judge = judge,
};
