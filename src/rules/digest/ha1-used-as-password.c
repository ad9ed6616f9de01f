/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	return finding_rewritten(f, d, "ha1-used-as-password");
}

const struct rule rule_ha1_used_as_password = {
	.code = "ha1-used-as-password",
	.title = "HA1 and password are taken one for the other",
	.meaning = "HA1 is the hash of user name, realm and password. Where a field wants the "
		   "password and is given the HA1, the client hashes it once more (or, where a "
		   "field wants the HA1, hashes the password plainly), and the response can never "
		   "be right.",
	.evidence = "The response is made again from the password with HA1 in the place of the "
		    "password, and the password in the place of HA1; it counts if the digits are "
		    "those that were sent.",
	.party = PARTY_CREDENTIALS,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_DIGEST,
	.basis = BASIS_HASH,
	.clauses = {
		{ "RFC 2617", "3.2.2.2",
		  "A1 is made from user name, realm and the password itself" },
	},
	.advice = {
		{ PARTY_CREDENTIALS,
		  "Put the password into the password field, or tell the client that the field "
		  "holds an HA1. Kamailio uacreg: leave auth_ha1 empty when auth_password is set. "
		  "Linphone: store_ha1_passwd=0. Janus: ha1_secret for an HA1, secret for a "
		  "password." },
		{ PARTY_SERVER,
		  "The same mistake on the server shows as failure of every client: Kamailio "
		  "calculate_ha1=1 for passwords in the table, 0 for HA1." },
	},
	.lookalikes = {
		{ "wrong-password", "without the password the two cannot be told apart" },
		{ "ha1-for-other-realm-or-user",
		  "there one HA1 is used as it should be, but of another realm or user" },
	},
	.needs = FACT_DIGEST,
	.judge = judge,
};
