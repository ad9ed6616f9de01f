/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	return finding_rewritten(f, d, "hashed-qop-but-omitted");
}

const struct rule rule_hashed_qop_but_omitted = {
	.code = "hashed-qop-but-omitted",
	.title = "the response is made with a qop, cnonce or nc that is not sent",
	.meaning = "The password is right. The response covers a value of qop, cnonce or nc that "
		   "the header field does not carry, or carries otherwise. Whoever checks it has "
		   "only what was sent, and gets another response.",
	.evidence = "The response is made again from the password with values of qop, cnonce and "
		    "nc that were not sent; it counts if the digits are those that were sent.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_DIGEST,
	.basis = BASIS_HASH,
	.clauses = {
		{ "RFC 2617", "3.2.2.1",
		  "with qop the response is made from HA1, the values sent of nonce, nc, cnonce "
		  "and qop, and HA2" },
		{ "RFC 2617", "3.2.2",
		  "cnonce and nc must be sent with a qop, and must not be sent when the "
		  "challenge had none" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Send qop, cnonce and nc exactly as they are hashed, all three of them. A "
		  "cnonce is made anew for each request: one that is fixed in the source is "
		  "hashed by some libraries and sent by none." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "a wrong password fits none of the ways that are tried" },
		{ "qop-missing-in-response",
		  "there the old form without qop is hashed, and it is right as sent" },
	},
	.needs = FACT_DIGEST,
	.judge = judge,
};
