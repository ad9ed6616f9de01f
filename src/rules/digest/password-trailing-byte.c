/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	return finding_rewritten(f, d, "password-trailing-byte");
}

const struct rule rule_password_trailing_byte = {
	.code = "password-trailing-byte",
	.title = "the password is used with a line end, a blank or a NUL too many",
	.meaning = "The response fits the given password with an octet or two at its end or "
		   "beginning that one side has and the other has not. Provisioning that reads the "
		   "password from a file or a secret store brings the line end along.",
	.evidence = "The response is made again from the password with line ends, blanks and the "
		    "like at its ends, put there or taken away; it counts if the digits are those "
		    "that were sent.",
	.sure = "The password is needed; an HA1 does not do, since the password cannot be got out "
		"of it. A rewrite that gives the very response that was sent makes it likely; "
		"proven, if the server accepted an answer of this account that the same password "
		"makes.",
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
		  "Store the password without the line end: printf instead of echo, echo -n, or "
		  "trimmed when it is read. In Kubernetes look at the decoded secret with od -c." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "a wrong password fits none of the ways that are tried" },
	},
	.needs = FACT_DIGEST,
	.judge = judge,
};
