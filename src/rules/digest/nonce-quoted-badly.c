/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	return finding_rewritten(f, d, "nonce-quoted-badly");
}

const struct rule rule_nonce_quoted_badly = {
	.code = "nonce-quoted-badly",
	.title = "the response is made with another spelling of the nonce than is sent",
	.meaning = "The password is right. The nonce was hashed with its quotes, decoded, or cut "
		   "off at the end of a buffer. It is to be hashed as the text between the quotes, "
		   "whatever it looks like.",
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
		  "Take the nonce for a text without meaning: hash what stands between the "
		  "quotes, all of it, and decode nothing." },
	},
	.lookalikes = {
		{ "nonce-altered",
		  "there the damaged nonce stands in the header field" },
		{ "wrong-password",
		  "a wrong password fits none of the ways that are tried" },
	},
	.needs = FACT_DIGEST,
	.judge = judge,
};
