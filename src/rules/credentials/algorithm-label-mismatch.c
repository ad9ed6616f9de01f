/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static bool
has_digits(struct str response, size_t count)
{
	return response.len == count && str_take_while(&response, str_is_hex).len == count;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct credentials *c = r->cred;
	bool labelled = !str_absent(c->algorithm);
	enum auth_algorithm alg = c->alg;
	size_t want;

	if (verify_proves(d->digest, "algorithm-label-mismatch"))
		return finding_rewritten(f, d, "algorithm-label-mismatch");
	if (!labelled) {
		if ((d->facts & FACT_OFFER) == 0 || !str_eq(c->nonce, r->offer->nonce)) {
			f->missing = FACT_OFFER;
			return VERDICT_CANNOT_TELL;
		}
		alg = r->offer->alg;
	}
	want = auth_algorithm_hex(alg);
	if (want == 0 || c->response.len == want)
		return VERDICT_NO;
	if (!has_digits(c->response, 32) && !has_digits(c->response, 64))
		return VERDICT_NO;

	if (labelled)
		finding_cite_cred(f, r, "algorithm", c->algorithm, NULL);
	else
		finding_cite_offer(f, r, "algorithm", r->offer->algorithm, NULL);
	finding_cite_cred(f, r, "response", c->response, want == 64 ? "64 digits" : "32 digits");
	finding_detail(f, "%s gives %zu digits, and the response has %zu, as %s would give",
		       auth_algorithm_name(alg), want, c->response.len,
		       c->response.len == 32 ? "MD5" : "SHA-256");
	return VERDICT_YES;
}

const struct rule rule_algorithm_label_mismatch = {
	.code = "algorithm-label-mismatch",
	.title = "the response is not of the algorithm that the client names",
	.meaning = "A digest of MD5 has 32 digits, one of SHA-256 or SHA-512-256 has 64. This "
		   "response is of another algorithm than the one it stands for, by its length "
		   "or, with the password, by its value: "
		   "the client repeats the name from the challenge and computes the only "
		   "algorithm it knows.",
	.evidence = "The response has 32 or 64 digits, and the algorithm of the credentials (of "
		    "the challenge, where they name none) gives the other number. With the "
		    "password other algorithms are tried.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 8760", "2.2", "the number of digits follows from the algorithm" },
		{ "RFC 2617", "3.2.2", "with MD5 a response has 32 digits" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Implement the algorithm, or pass over the challenge. JAIN-SIP computes "
		  "MD5-sess for every name other than MD5; npm sip computes MD5 whatever it "
		  "names." },
		{ PARTY_SERVER,
		  "Challenge such clients with MD5 only, until they are replaced. Asterisk: "
		  "supported_algorithms_uas = MD5; FreeSWITCH: rfc-8760-auth-algorithms; "
		  "Kamailio: the algorithm parameter of the auth module." },
	},
	.lookalikes = {
		{ "algorithm-mismatch",
		  "there the client names another algorithm than the challenge" },
		{ "multiple-challenges-wrong-pick",
		  "there the client could have taken a challenge with MD5" },
	},
	.yields_to = { "wrong-authorization-header", "required-param-missing", "realm-mismatch",
		       "nonce-altered", "credentials-for-other-nonce",
		       "multiple-challenges-wrong-pick", "algorithm-mismatch" },
	.needs = FACT_ANSWER,
	.judge = judge,
};
