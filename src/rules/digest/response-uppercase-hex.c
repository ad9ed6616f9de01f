/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	return finding_rewritten(f, d, "response-uppercase-hex");
}

const struct rule rule_response_uppercase_hex = {
	.code = "response-uppercase-hex",
	.title = "HA1 or HA2 is hashed in upper-case digits",
	.meaning = "The password is right. HA1 and HA2 go into the response as hexadecimal digits, "
		   "and these are lower-case. In upper case they are other octets, and the "
		   "response is another.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_DIGEST,
	.basis = BASIS_HASH,
	.clauses = {
		{ "RFC 2617", "3.1.3",
		  "digests are written in the digits 0-9 and a-f" },
		{ "RFC 2617", "3.2.2.1",
		  "the response is made from HA1, nonce, nc, cnonce, qop and HA2, each as it is "
		  "sent" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Print HA1 and HA2 in lower case before they are hashed, and the response too." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "a wrong password fits none of the ways that are tried" },
	},
	.needs = FACT_DIGEST,
	.judge = judge,
};
