/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	return finding_rewritten(f, d, "password-cut-at-separator");
}

const struct rule rule_password_cut_at_separator = {
	.code = "password-cut-at-separator",
	.title = "only the first part of the password is used",
	.meaning = "The response fits the given password cut off: at a separator such as : ; , # @ "
		   "or a blank, or at the length of a field. What is behind it never reached the "
		   "hash.",
	.evidence = "The response is made again from the password with a part of the password; it "
		    "counts if the digits are those that were sent.",
	.sure = "The password is needed; an HA1 does not do, since the password cannot be got out "
		"of it. A rewrite that gives the very response that was sent makes it likely; "
		"proven, if the server accepted an answer of this account that the same password "
		"makes.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_DIGEST,
	.basis = BASIS_HASH,
	.clauses = {
		{ "RFC 2617", "3.2.2.2",
		  "the first part of the hash is made from user name, realm and password as they "
		  "are" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Take the password whole. Where a stack splits user:password texts (sofia's "
		  "NUTAG_AUTH), a colon has to be escaped; Janus does so in newer versions." },
		{ PARTY_CREDENTIALS,
		  "Until then use a shorter password without : ; , # @ and blanks." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "a wrong password fits none of the ways that are tried" },
	},
	.needs = FACT_DIGEST,
	.judge = judge,
};
