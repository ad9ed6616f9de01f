/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	return finding_rewritten(f, d, "hashed-wrong-realm-form");
}

const struct rule rule_hashed_wrong_realm_form = {
	.code = "hashed-wrong-realm-form",
	.title = "the response is made with another realm than is sent",
	.meaning = "The password is right. The header field carries one realm and the response was "
		   "made with another: a domain or an address of the call, a fixed text, or the "
		   "realm in another spelling, with its quotes for instance.",
	.evidence = "The response is made again from the password with other realms and other "
		    "spellings of it; it counts if the digits are those that were sent.",
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
		{ "RFC 3261", "22.1",
		  "the realm string alone defines the protection domain" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Hash the realm of the challenge octet by octet, without its quotes, and send "
		  "the same. Leave the realm setting of the account empty or a wildcard." },
		{ PARTY_CREDENTIALS,
		  "If the client holds an HA1 instead of the password, it was made for that other "
		  "realm: make it again for the realm of the challenge." },
	},
	.lookalikes = {
		{ "realm-mismatch",
		  "there the other realm stands in the header field too" },
		{ "ha1-for-other-realm-or-user",
		  "there the realm is that of another challenge" },
		{ "wrong-password",
		  "a wrong password fits none of the ways that are tried" },
	},
	.needs = FACT_DIGEST,
	.judge = judge,
};
