/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;

	for (size_t i = 0; i < r->offer_count; i++) {
		for (size_t k = 0; k < i; k++) {
			const struct challenge *a = &r->offers[k], *b = &r->offers[i];

			if (!a->is_digest || !b->is_digest || a->kind != b->kind ||
			    a->alg != b->alg || a->alg == ALGORITHM_UNKNOWN ||
			    !str_eq(a->realm, b->realm) || str_eq(a->nonce, b->nonce))
				continue;
			finding_cite(f, r->challenge.msg, a->raw, "challenge");
			finding_cite(f, r->challenge.msg, b->raw, "challenge");
			finding_detail(f, "two challenges with %s for one realm",
				       auth_algorithm_name(a->alg));
			return VERDICT_YES;
		}
	}
	return VERDICT_NO;
}

const struct rule rule_duplicate_challenge_same_realm_alg = {
	.code = "duplicate-challenge-same-realm-alg",
	.title = "one realm is challenged twice with one algorithm in one response",
	.meaning = "Two challenges have realm and algorithm in common and nonces "
		   "of their own. After forking that is lawful, each is of another "
		   "server, and the client may answer both. One server must not do "
		   "it, and clients may give up on it.",
	.evidence = "Two Digest challenges of one response, of the same header field name, have "
		    "the same realm and algorithm, and not the same nonce.",
	.party = PARTY_UNKNOWN,
	.severity = SEVERITY_NOTE,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "22.3",
		  "several challenges of one realm may come in one response, as after forking, "
		  "and each may be answered" },
		{ "RFC 8760", "2.3",
		  "a server must not offer one algorithm twice for a realm" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Share the nonce secret among the servers of one realm, or send "
		  "one challenge only." },
		{ PARTY_CLIENT,
		  "Answer each nonce, or at least the first; do not give up." },
	},
	.needs = FACT_CHALLENGE,
	.judge = judge,
};
