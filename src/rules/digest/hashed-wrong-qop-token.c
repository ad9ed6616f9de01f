/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	return finding_rewritten(f, d, "hashed-wrong-qop-token");
}

const struct rule rule_hashed_wrong_qop_token = {
	.code = "hashed-wrong-qop-token",
	.title = "the response is made with another qop than is sent",
	.meaning = "The password is right. Into the response went another text for qop than the "
		   "header field has: the whole list of the challenge, the token in quotes or in "
		   "upper case, or the other token.",
	.evidence = "The response is made again from the password with other texts for qop; it "
		    "counts if the digits are those that were sent.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_DIGEST,
	.basis = BASIS_HASH,
	.clauses = {
		{ "RFC 2617", "3.2.2.1",
		  "with qop the response is made from HA1, the values sent of nonce, nc, cnonce "
		  "and qop, and HA2" },
		{ "RFC 2617", "3.2.2",
		  "qop in the credentials is one of the values of the challenge, not the list" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Choose one token of the list, send it, and hash just that. SIPp has always "
		  "hashed auth-int before version 3.5." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "a wrong password fits none of the ways that are tried" },
		{ "qop-not-offered-value",
		  "there the list or another token is sent too" },
	},
	.needs = FACT_DIGEST,
	.judge = judge,
};
