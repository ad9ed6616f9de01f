/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct challenge *o = r->offer;

	/* Quotes doubled make it look empty: challenge-malformed-params. */
	if (o == NULL || r->witness != NULL || !o->is_digest || !str_empty(o->realm) ||
	    (o->forms.broken & AUTH_NAME_REALM) != 0)
		return VERDICT_NO;
	finding_cite_offer(f, r, "realm", o->realm, "the name of the protection domain");
	if (r->cred != NULL)
		finding_cite_cred(f, r, "username", r->cred->username, NULL);
	finding_detail(f, "the realm of the challenge is %s",
		       str_absent(o->realm) ? "missing" : "empty");
	return VERDICT_YES;
}

static enum causality
grade(const struct dossier *d)
{
	const struct credentials *c = d->round->cred;

	return c == NULL || str_empty(c->username) || !str_eq(c->realm, d->round->offer->realm)
		       ? CAUSALITY_LIKELY
		       : CAUSALITY_POSSIBLE;
}

const struct rule rule_challenge_missing_realm = {
	.code = "challenge-missing-realm",
	.title = "the challenge names no realm, or an empty one",
	.meaning = "The realm tells the client which account to answer with, and "
		   "is hashed. Without one, or with an empty one, many clients "
		   "answer with an empty user name, with a realm of their own, or "
		   "not at all.",
	.evidence = "The Digest challenge has no realm, or an empty one. Doubled quotes, which "
		    "look so, are another cause.",
	.sure = "Likely, if the client did not answer, or answered with an empty username or "
		"another realm; possible, if it answered with a username and the realm as it came.",
	.party = PARTY_SERVER,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "22.1",
		  "the realm alone defines the protection domain, and must be globally unique" },
		{ "RFC 2617", "3.2.1",
		  "a challenge carries a realm" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Set the realm. Asterisk: realm in type=auth, or default_realm. "
		  "Kamailio: auth_challenge with the domain of the From URI, not "
		  "an empty variable. FreeSWITCH: challenge-realm." },
		{ PARTY_CLIENT,
		  "Take an empty realm as it is: echo it and hash it so." },
	},
	.lookalikes = {
		{ "challenge-unanswered",
		  "the client may have no account at all: its log tells" },
		{ "no-credential-for-realm",
		  "there a realm is named, and the client has none for it" },
	},
	.needs = FACT_CHALLENGE,
	.judge = judge,
};
