/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* The answer takes a value of the list: the client has read it. */
static bool
was_read(const struct round *r)
{
	return r->cred != NULL && !str_empty(r->cred->qop) &&
	       qop_has(r->offer->qop, str_trim(r->cred->qop, str_is_lws));
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;

	if (r->offer == NULL || r->witness != NULL || (r->offer->odd & AUTH_QOP_BARE) == 0 ||
	    was_read(r))
		return VERDICT_NO;
	f->missing = (r->cred != NULL ? FACT_ANSWER : FACT_NO_ANSWER) & ~d->facts;
	if (r->cred == NULL && (d->denied & FACT_NO_ANSWER) != 0)
		return VERDICT_NO;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite_offer(f, r, "qop", r->offer->qop, "the list in quotes");
	if (r->cred != NULL)
		finding_cite_cred(f, r, "qop", r->cred->qop, NULL);
	finding_detail(f, "qop of the challenge stands without quotes");
	return VERDICT_YES;
}

const struct rule rule_challenge_qop_unquoted_list = {
	.code = "challenge-qop-unquoted-list",
	.title = "the challenge writes its qop without quotes",
	.meaning = "qop of a challenge is a list in quotes, even if it has one "
		   "value only. Without quotes a list falls apart at its comma, "
		   "and clients differ in what they make even of one value. This "
		   "client did not answer with a value of it.",
	.evidence = "The qop of the challenge stands without quotes; and the client never "
		    "answers, or its qop is no value of that list.",
	.party = PARTY_SERVER,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_POSSIBLE,
	.clauses = {
		{ "RFC 3261", "25.1",
		  "qop-options is a list of values between double quotes" },
		{ "RFC 2617", "3.2.1",
		  "qop of a challenge is a quoted string of one or more tokens" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Put the list in quotes. FreeSWITCH 1.10.6 left them out where "
		  "MD5 alone was offered: upgrade." },
		{ PARTY_CLIENT,
		  "Read one bare token as well." },
	},
	.lookalikes = {
		{ "challenge-unanswered",
		  "the client may have no account for this realm: its log tells" },
		{ "qop-missing-in-response",
		  "there the list is in order" },
	},
	.needs = FACT_CHALLENGE,
	.judge = judge,
};
