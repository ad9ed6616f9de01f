/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* In which form RES, or what stood for it, was hashed. */
static const char *
form_of(const struct verify *v)
{
	for (size_t i = 0; i < v->substitutions && i < VERIFY_DIFFS; i++) {
		if (v->differs[i].what != NULL)
			return v->differs[i].what;
	}
	return "another form of RES";
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;

	if ((d->facts & FACT_REFUSED) == 0 || !auth_algorithm_is_aka(r->cred->alg))
		return VERDICT_NO;
	f->missing = FACT_DIGEST & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	if (!verify_proves(d->digest, "aka-res-form"))
		return VERDICT_NO;
	finding_cite_cred(f, r, "response", r->cred->response, "made from RES");
	finding_cite_offer(f, r, "nonce", r->offer != NULL ? r->offer->nonce : STR_ABSENT, NULL);
	finding_detail(f, "The response is made from %s.", form_of(d->digest));
	return VERDICT_YES;
}

const struct rule rule_aka_res_form = {
	.code = "aka-res-form",
	.title = "the client hashed something else than RES for an AKA challenge",
	.meaning = "The password of AKAv1-MD5 is RES, its octets and nothing else; that of AKAv2-MD5 "
		   "is made from RES, IK and CK. Hashed as hexadecimal text, filled up, in base64, or "
		   "with K, OPc or a password in its place, the response can never be right.",
	.evidence = "The response is made again from RES or the SIM's key in other forms, as "
		    "hexadecimal text or base64; it counts if the digits are those that were sent.",
	.sure = "The SIM's key, or RES (with AKAv2 IK and CK too), is needed. A rewrite that "
		"gives the very response that was sent makes it likely; proven, if the server "
		"accepted an answer of this account that the same key makes.",
	.asks = FACT_DIGEST | FACT_REFUSED,
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_DIGEST,
	.basis = BASIS_HASH,
	.clauses = {
		{ "RFC 3310", "3.3",
		  "RES is the password from which the response is computed" },
		{ "RFC 4169", "2.1",
		  "the password of AKAv2 is the base64 of the PRF over RES, IK and CK" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Hash the octets of RES (mostly 8, zeros in them too) as the password; for AKAv2 "
		  "the 24 characters of its base64. Give the client K and OPc in the fields for a "
		  "SIM, not in the field for a password." },
		{ PARTY_SERVER,
		  "Soft clients without a SIM need a challenge with MD5: Kamailio ims_auth "
		  "default_algorithm, or the authentication scheme of the subscriber in the HSS." },
	},
	.lookalikes = {
		{ "aka-hmac-misuse", "there RES is right, and the PRF of AKAv2 is not" },
		{ "wrong-password", "there nothing that follows from the given K fits" },
	},
	.needs = FACT_ANSWER,
	.judge = judge,
};
