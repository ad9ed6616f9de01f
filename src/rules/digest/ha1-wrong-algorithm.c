/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	return finding_rewritten(f, d, "ha1-wrong-algorithm");
}

const struct rule rule_ha1_wrong_algorithm = {
	.code = "ha1-wrong-algorithm",
	.title = "the response is made from an HA1 of another algorithm",
	.meaning = "The password is right. HA1 was made with one algorithm and the response with "
		   "another. So it is when a stored HA1, of MD5 mostly, is used to answer a "
		   "challenge with another algorithm.",
	.evidence = "The response is made again from the password with HA1 of another algorithm; "
		    "it counts if the digits are those that were sent.",
	.party = PARTY_CREDENTIALS,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_DIGEST,
	.basis = BASIS_HASH,
	.clauses = {
		{ "RFC 7616", "3.4.2",
		  "HA1 is made with the algorithm of the response" },
		{ "RFC 8760", "2.2",
		  "the digits follow from the algorithm" },
	},
	.advice = {
		{ PARTY_CREDENTIALS,
		  "Store one HA1 for each algorithm, or the password itself." },
		{ PARTY_SERVER,
		  "Challenge with algorithms only for which the accounts have an HA1." },
		{ PARTY_CLIENT,
		  "Pass over a challenge whose algorithm the stored HA1 is not for." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "a wrong password fits none of the ways that are tried" },
		{ "algorithm-label-mismatch",
		  "there the response as a whole is of another algorithm" },
	},
	.needs = FACT_DIGEST,
	.judge = judge,
};
