/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	char text[FINDING_QUOTE];

	if (r->challenge.msg == NULL || r->offer_count == 0)
		return VERDICT_NO;
	for (size_t i = 0; i < r->offer_count; i++) {
		if (r->offers[i].is_digest || str_empty(r->offers[i].scheme))
			return VERDICT_NO;
	}
	for (size_t i = 0; i < r->offer_count; i++)
		finding_cite(f, r->challenge.msg, r->offers[i].scheme, "challenge");
	finding_detail(f, "the scheme offered is %s", finding_quote(r->offers[0].scheme, text));
	return VERDICT_YES;
}

const struct rule rule_challenge_scheme_not_digest = {
	.code = "challenge-scheme-not-digest",
	.title = "the server offers no Digest challenge",
	.meaning = "Every challenge is of another scheme: NTLM, Kerberos, TLS-DSK, "
		   "Basic, Bearer. A client that can do Digest only has nothing to "
		   "answer.",
	.evidence = "No challenge of the 401 or 407 has the scheme Digest, and the client never "
		    "answers.",
	.party = PARTY_SERVER,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_LIKELY,
	.clauses = {
		{ "RFC 3261", "22",
		  "SIP uses Digest; Basic must not be offered, and must not be "
		  "accepted" },
		{ "RFC 8898", "2.1.1",
		  "a challenge of the scheme Bearer is answered with a token from an "
		  "authorization server" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Offer Digest too. Lync and Skype for Business take their own "
		  "clients only, unless the trunk is set to accept the address." },
		{ PARTY_CLIENT,
		  "Use a client that can do the scheme. Never send Basic over a "
		  "connection that is not encrypted." },
	},
	.lookalikes = {
		{ "challenge-unanswered",
		  "the client may have no account at all: its log tells" },
		{ "multiple-challenges-wrong-pick",
		  "there Digest was offered too" },
	},
	.needs = FACT_CHALLENGE | FACT_NO_ANSWER,
	.judge = judge,
};
