/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	return finding_rewritten(f, d, "client-hashed-nonrfc-form");
}

const struct rule rule_client_hashed_nonrfc_form = {
	.code = "client-hashed-nonrfc-form",
	.title = "the response is made by a formula that no RFC has",
	.meaning = "The password is right. The texts were joined in another way than RFC 2069 or "
		   "RFC 2617 say: some left out, one twice, a colon too many or too few, or a word "
		   "for what was not sent. A server that was made for the same client may accept "
		   "it, others cannot.",
	.evidence = "The response is made again from the password with the texts joined in other "
		    "ways; it counts if the digits are those that were sent.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_DIGEST,
	.basis = BASIS_HASH,
	.clauses = {
		{ "RFC 2617", "3.2.2.1",
		  "with qop the response is made from HA1, the values sent of nonce, nc, cnonce "
		  "and qop, and HA2" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "With qop hash HA1:nonce:nc:cnonce:qop:HA2, without it HA1:nonce:HA2. In "
		  "JAIN-SIP use its AuthenticationHelper, not the class of the examples." },
	},
	.lookalikes = {
		{ "hashed-2069-but-sent-qop",
		  "there the formula is one of an RFC, and the wrong one" },
		{ "wrong-password",
		  "a wrong password fits none of the ways that are tried" },
	},
	.needs = FACT_DIGEST,
	.judge = judge,
};
