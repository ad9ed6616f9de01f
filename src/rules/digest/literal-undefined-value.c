/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	return finding_rewritten(f, d, "literal-undefined-value");
}

const struct rule rule_literal_undefined_value = {
	.code = "literal-undefined-value",
	.title = "a fixed word is used where the password belongs",
	.meaning = "The response fits no password but a word such as undefined, null or None, the "
		   "user name, or a password that devices are shipped with: the setting was never "
		   "filled in, or a program printed an empty variable.",
	.party = PARTY_CREDENTIALS,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_DIGEST,
	.basis = BASIS_HASH,
	.clauses = {
		{ "RFC 2617", "3.2.2.2",
		  "the first part of the hash is made from user name, realm and password as they "
		  "are" },
	},
	.advice = {
		{ PARTY_CREDENTIALS,
		  "Enter the password of the account; look whether the template that provisions "
		  "the device found a value for it." },
		{ PARTY_CLIENT,
		  "Do not answer a challenge with a password that was never set." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "a wrong password fits none of the ways that are tried" },
	},
	.needs = FACT_DIGEST,
	.judge = judge,
};
