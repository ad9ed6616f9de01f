/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

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
	char quoted[FINDING_QUOTE];

	/* Who answered such a challenge before can do the algorithm. */
	if (r->offer == NULL || r->witness != NULL || r->cred != NULL)
		return VERDICT_NO;
	for (size_t i = 0; i < r->offer_count; i++)
		if (is_offer(d, &r->offers[i]) && r->offers[i].alg == ALGORITHM_MD5)
			return VERDICT_NO;
	/* Of AKA a client that knows it may be silent too: aka-unsupported-by-client. */
	if (r->offer->alg == ALGORITHM_MD5 || auth_algorithm_is_aka(r->offer->alg))
		return VERDICT_NO;

	finding_cite_offer(f, r, "algorithm", r->offer->algorithm, "a challenge with MD5 as well");
	finding_detail(f, "only %s was offered, and the client never answered",
		       finding_quote(r->offer->algorithm, quoted));
	return VERDICT_YES;
}

const struct rule rule_algorithm_unsupported = {
	.code = "algorithm-unsupported",
	.title = "the server offers no algorithm that the client can do",
	.meaning = "Every challenge of this realm asks for an algorithm other than MD5, and the "
		   "client fell silent. A client must pass over a challenge whose algorithm it "
		   "does not know, so one that knows only MD5 is left with nothing to answer. "
		   "That it knows only MD5 is inferred from its silence.",
	.evidence = "All Digest challenges of the realm name algorithms other than MD5, and the "
		    "client never answers. AKA is left to another cause.",
	.sure = "Likely at most: that the client knows only MD5 is inferred from its silence.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_LIKELY,
	.clauses = {
		{ "RFC 8760", "2.4",
		  "a client must ignore a challenge that it does not understand" },
		{ "RFC 8760", "2.3",
		  "a server may offer several algorithms for a realm, the preferred one first" },
		{ "RFC 2617", "3.2.1",
		  "a challenge with an algorithm that is not understood should be ignored" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Upgrade to a version that does SHA-256 as RFC 8760 has it. Twinkle and older "
		  "SIPp do MD5 only." },
		{ PARTY_SERVER,
		  "Add a challenge with MD5 below the others as long as such clients are in "
		  "use. Asterisk: supported_algorithms_uas = SHA-256,MD5. FreeSWITCH: "
		  "rfc-8760-auth-algorithms. Flexisip: available-algorithms=MD5 SHA-256." },
	},
	.lookalikes = {
		{ "multiple-challenges-wrong-pick", "there MD5 was offered too" },
		{ "challenge-unanswered",
		  "the client may have no account for this realm: its log tells" },
	},
	.yields_to = { "challenge-missing-nonce" },
	.needs = FACT_CHALLENGE | FACT_NO_ANSWER,
	.judge = judge,
};
