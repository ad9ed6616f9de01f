/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	return finding_rewritten(f, d, "password-escaped");
}

const struct rule rule_password_escaped = {
	.code = "password-escaped",
	.title = "the password is used with its special characters escaped, or unescaped",
	.meaning = "The response fits the given password in the spelling that a URI, an XML file "
		   "or a shell would give it. Escapes of a format belong to that format; what is "
		   "hashed is the password itself.",
	.evidence = "The response is made again from the password with the password as escapes "
		    "would change it; it counts if the digits are those that were sent.",
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
		{ "RFC 3261", "19.1.2",
		  "escapes with % belong to the components of a URI" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Undo the escapes of the place that the password was read from, once, before it "
		  "is hashed; or enter it in a setting of its own instead of a URI. baresip: "
		  ";auth_pass=. In a shell quote it with single quotes." },
		{ PARTY_CREDENTIALS,
		  "A password of letters and digits alone avoids it." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "a wrong password fits none of the ways that are tried" },
	},
	.needs = FACT_DIGEST,
	.judge = judge,
};
