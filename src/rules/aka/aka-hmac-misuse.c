/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const char *form = NULL;

	if (!verify_proves(d->digest, "aka-hmac-misuse"))
		return VERDICT_NO;
	for (size_t i = 0; i < d->digest->substitutions && i < VERIFY_DIFFS; i++) {
		if (d->digest->differs[i].what != NULL)
			form = d->digest->differs[i].what;
	}
	finding_cite_cred(f, r, "response", r->cred->response,
			  "made by HMAC with RES, IK and CK as its key");
	finding_cite_cred(f, r, "algorithm", r->cred->algorithm, NULL);
	finding_detail(f, "The password is made as %s.", form != NULL ? form : "something else");
	return VERDICT_YES;
}

const struct rule rule_aka_hmac_misuse = {
	.code = "aka-hmac-misuse",
	.title = "the client makes the AKAv2 password without HMAC, or with another key",
	.meaning = "AKAv2 binds the response to IK and CK: its password is HMAC-MD5 of a fixed text, "
		   "its key RES, IK and CK in this order. A plain hash of the same octets, or another "
		   "order of the key, gives a password that no server computes.",
	.evidence = "The response is made again from the SIM's key and the nonce, with the AKAv2 "
		    "password made in other ways; it counts if the digits are those that were "
		    "sent.",
	.sure = "The SIM's key, or RES (with AKAv2 IK and CK too), is needed. A rewrite that "
		"gives the very response that was sent makes it likely; proven, if the server "
		"accepted an answer of this account that the same key makes.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_DIGEST,
	.basis = BASIS_HASH,
	.clauses = {
		{ "RFC 4169", "2.1",
		  "the PRF is HMAC; its key is RES, IK and CK joined, its text "
		  "\"http-digest-akav2-password\"" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Compute HMAC-MD5 with the key RES || IK || CK over the text "
		  "\"http-digest-akav2-password\", and take its base64 for the password." },
		{ PARTY_SERVER,
		  "Until the client is mended, challenge it with AKAv1-MD5." },
	},
	.lookalikes = {
		{ "aka-res-form", "there RES itself, or its formula, is another" },
	},
	.needs = FACT_DIGEST,
	.judge = judge,
};
