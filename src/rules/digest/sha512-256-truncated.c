/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	return finding_rewritten(f, d, "sha512-256-truncated");
}

const struct rule rule_sha512_256_truncated = {
	.code = "sha512-256-truncated",
	.title = "SHA-512 is used where SHA-512-256 is named",
	.meaning = "The password is right. SHA-512-256 is a function of its own (SHA-512/256), "
		   "with other initial values than SHA-512: cutting SHA-512 off gives another "
		   "value. The example printed in RFC 7616 has this fault, and tests copied from "
		   "it do.",
	.evidence = "The response is made again from the password with SHA-512, cut or whole, in "
		    "the place of SHA-512/256; it counts if the digits are those that were sent.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_DIGEST,
	.basis = BASIS_HASH,
	.clauses = {
		{ "RFC 7616", "3.3",
		  "algorithm names the algorithm by which the digest is made" },
		{ "RFC 8760", "2.7", "SHA-512-256 is one of the values of algorithm" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Use SHA-512/256 of the library: OpenSSL's name is SHA512-256. Check with the "
		  "values of erratum 4897 to RFC 7616, not with those printed in it." },
		{ PARTY_SERVER,
		  "Offer SHA-256 instead, which no one confuses." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "a wrong password fits none of the ways that are tried" },
	},
	.needs = FACT_DIGEST,
	.judge = judge,
};
