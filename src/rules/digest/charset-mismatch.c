/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	return finding_rewritten(f, d, "charset-mismatch");
}

const struct rule rule_charset_mismatch = {
	.code = "charset-mismatch",
	.title = "the password is used in another character encoding",
	.meaning = "The response fits the given password in another encoding than UTF-8 with "
		   "composed characters. The same letters are other octets in Latin-1, in UTF-16 "
		   "or decomposed, and the hash is over octets.",
	.party = PARTY_CREDENTIALS,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_DIGEST,
	.basis = BASIS_HASH,
	.clauses = {
		{ "RFC 2617", "3.2.2.2",
		  "the first part of the hash is made from user name, realm and password as they "
		  "are" },
		{ "RFC 7616", "4",
		  "user names and passwords are normalised and encoded in UTF-8 when the "
		  "challenge says charset=UTF-8" },
	},
	.advice = {
		{ PARTY_CREDENTIALS,
		  "Use a password of ASCII characters, or have both sides use UTF-8 in normal "
		  "form C." },
		{ PARTY_CLIENT,
		  "Say which encoding is hashed, instead of taking that of the platform." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "a wrong password fits none of the ways that are tried" },
	},
	.needs = FACT_DIGEST,
	.judge = judge,
};
