/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* Absent means MD5; names compare without regard to case (RFC 2617 3.2.1, RFC 3261 7.3.1). */
static bool
same_algorithm(const struct credentials *c, const struct challenge *offer)
{
	if (c->alg == ALGORITHM_UNKNOWN && offer->alg == ALGORITHM_UNKNOWN)
		return str_eq_nocase(c->algorithm, offer->algorithm);
	return c->alg == offer->alg;
}

/* Whether the same response also offered what the client says that it took. */
static bool
took_another(const struct round *r)
{
	if (str_absent(r->cred->algorithm))
		return false;
	if ((r->algorithms >> r->cred->alg & 1) != 0 && r->cred->alg != ALGORITHM_UNKNOWN)
		return true;
	for (size_t i = 0; i < r->offer_count; i++) {
		const struct challenge *c = &r->offers[i];

		if (c->is_digest && c->kind == r->offer->kind &&
		    auth_value_eq(c->realm, r->offer->realm) && same_algorithm(r->cred, c))
			return true;
	}
	return false;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	char quoted[2][FINDING_QUOTE];

	/* The challenge that was answered is another one, and not in the capture. */
	if (r->nonce != NONCE_ALTERED && !str_eq(r->cred->nonce, r->offer->nonce)) {
		f->missing = FACT_OFFER;
		return VERDICT_CANNOT_TELL;
	}
	/* Not named, and yet computed: algorithm-not-echoed. */
	if (str_absent(r->cred->algorithm) && auth_algorithm_hex(r->offer->alg) != 0 &&
	    auth_algorithm_hex(r->offer->alg) != auth_algorithm_hex(ALGORITHM_MD5) &&
	    r->cred->response.len == auth_algorithm_hex(r->offer->alg))
		return VERDICT_NO;
	/* The algorithm of one challenge with the nonce of another: credentials-for-other-nonce. */
	if (same_algorithm(r->cred, r->offer) || took_another(r))
		return VERDICT_NO;

	finding_cite_offer(f, r, "algorithm", r->offer->algorithm, NULL);
	finding_cite_cred_text(f, r, "algorithm", r->cred->algorithm, r->offer->algorithm);
	finding_detail(
		f, "the challenge asks for %s, the answer says %s",
		str_absent(r->offer->algorithm) ? "MD5 (by saying nothing)"
						: finding_quote(r->offer->algorithm, quoted[0]),
		str_absent(r->cred->algorithm) ? "nothing, which means MD5"
					       : finding_quote(r->cred->algorithm, quoted[1]));
	return VERDICT_YES;
}

const struct rule rule_algorithm_mismatch = {
	.code = "algorithm-mismatch",
	.title = "the client answers with another algorithm than the challenge asks for",
	.meaning = "The algorithm of an answer is that of the challenge whose nonce it carries, "
		   "and an answer that names none means MD5. A server that goes by its own "
		   "challenge computes another digest, or takes the nonce for one that it did "
		   "not issue.",
	.evidence = "The algorithm of the credentials is not that of the challenge whose nonce "
		    "they carry; absent means MD5. It says nothing if the same response also "
		    "offered that algorithm, or only the name was left out.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 2617", "3.2.2", "opaque and algorithm are those supplied in the challenge" },
		{ "RFC 8760", "2.4",
		  "a client must ignore a challenge that it does not understand" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Answer with the algorithm of the challenge and name it in the answer; pass "
		  "over a challenge whose algorithm is not supported." },
		{ PARTY_SERVER,
		  "Offer these clients MD5, alone or below the others. OpenSIPS keeps the "
		  "algorithm in the nonce and calls such an answer stale. Asterisk: "
		  "supported_algorithms_uas; FreeSWITCH: rfc-8760-auth-algorithms." },
	},
	.lookalikes = {
		{ "algorithm-label-mismatch",
		  "there the name is right, and the digest has another algorithm's length" },
		{ "multiple-challenges-wrong-pick",
		  "there the client had several challenges to choose from" },
		{ "stale-nonce-loop",
		  "a server that binds the algorithm to the nonce answers stale=true each time" },
	},
	.reasons = { "algorithm mismatch", "wrong algorithm", "invalid algorithm",
		     "unsupported algorithm" },
	.yields_to = { "wrong-authorization-header", "required-param-missing", "realm-mismatch",
		       "nonce-altered", "credentials-for-other-nonce",
		       "multiple-challenges-wrong-pick", "aka-unsupported-by-client" },
	.needs = FACT_OFFER | FACT_ANSWER,
	.judge = judge,
};
