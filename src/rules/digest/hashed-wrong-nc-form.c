/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	return finding_rewritten(f, d, "hashed-wrong-nc-form");
}

const struct rule rule_hashed_wrong_nc_form = {
	.code = "hashed-wrong-nc-form",
	.title = "the response is made with another nc than is sent",
	.meaning = "The password is right. The nonce count was hashed in another spelling than it "
		   "is sent (1 for 00000001, in decimal, in quotes), or it is that of another "
		   "request. It is a text of eight hexadecimal digits in both places.",
	.evidence = "The response is made again from the password with nc in other spellings and "
		    "other counts; it counts if the digits are those that were sent.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_DIGEST,
	.basis = BASIS_HASH,
	.clauses = {
		{ "RFC 2617", "3.2.2.1",
		  "with qop the response is made from HA1, the values sent of nonce, nc, cnonce "
		  "and qop, and HA2" },
		{ "RFC 2617", "3.2.2",
		  "nc is a hexadecimal number of eight digits" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Print nc once, with eight lower-case hexadecimal digits, and use that text for "
		  "the hash and for the header field." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "a wrong password fits none of the ways that are tried" },
	},
	.needs = FACT_DIGEST,
	.judge = judge,
};
