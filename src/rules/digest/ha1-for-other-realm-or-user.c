/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	return finding_rewritten(f, d, "ha1-for-other-realm-or-user");
}

const struct rule rule_ha1_for_other_realm_or_user = {
	.code = "ha1-for-other-realm-or-user",
	.title = "the response is made from an HA1 of another realm or user",
	.meaning = "The password is right, but the HA1 is that of another realm that challenges "
		   "here, or of another account. So it is when an HA1 was stored and the realm "
		   "changed later, or when one account's HA1 is used for another.",
	.evidence = "The response is made again from the password with other realms that "
		    "challenge here, and with the HA1 given for other accounts; it counts if the "
		    "digits are those that were sent.",
	.sure = "The password is needed, or the HA1 of that other account. A rewrite that gives "
		"the very response that was sent makes it likely; proven, if the server accepted "
		"an answer of this account that the same secret makes.",
	.party = PARTY_CREDENTIALS,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_DIGEST,
	.basis = BASIS_HASH,
	.clauses = {
		{ "RFC 2617", "3.2.2.2",
		  "the first part of the hash is made from user name, realm and password as they "
		  "are" },
		{ "RFC 3261", "22.1",
		  "each realm has user names and passwords of its own" },
	},
	.advice = {
		{ PARTY_CREDENTIALS,
		  "Enter the password anew, so that the HA1 is made for the realm of this "
		  "challenge; keep HA1 values by user and realm." },
		{ PARTY_SERVER,
		  "After a change of the realm every stored HA1 is void. Kamailio and OpenSIPS: "
		  "make the columns ha1 and ha1b again." },
	},
	.lookalikes = {
		{ "hashed-wrong-realm-form",
		  "there the client took another text for the realm" },
		{ "wrong-password",
		  "a wrong password fits none of the ways that are tried" },
	},
	.needs = FACT_DIGEST,
	.judge = judge,
};
