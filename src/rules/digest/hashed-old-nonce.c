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
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_DIGEST,
	.basis = BASIS_HASH,
	.clauses = {
		{ "RFC 2617", "3.2.2.1",
		  "the response is made from HA1, nonce, nc, cnonce, qop and HA2, each as it is "
		  "sent" },
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
