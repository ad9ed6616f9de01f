/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	return finding_rewritten(f, d, "hashed-old-nonce");
}

const struct rule rule_hashed_old_nonce = {
	.code = "hashed-old-nonce",
	.title = "the response is made with another nonce than is sent",
	.meaning = "The password is right. The header field carries one nonce, and the response "
		   "was made with that of another challenge. Where two requests are under way at "
		   "once, the one takes the header of the new challenge and the response of the "
		   "old.",
	.evidence = "The response is made again from the password with the nonces of other "
		    "challenges; it counts if the digits are those that were sent.",
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
		  "Make the header field and the response from one and the same challenge; do not "
		  "let a challenge that arrives meanwhile change half of it." },
	},
	.lookalikes = {
		{ "credentials-for-other-nonce",
		  "there the other nonce stands in the header field too" },
		{ "wrong-password",
		  "a wrong password fits none of the ways that are tried" },
	},
	.needs = FACT_DIGEST,
	.judge = judge,
};
