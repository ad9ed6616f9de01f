/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	return finding_rewritten(f, d, "username-is-full-aor");
}

const struct rule rule_username_is_full_aor = {
	.code = "username-is-full-aor",
	.title = "the response is made with another spelling of the user name than is sent",
	.meaning = "The password is right. What was hashed is the user name with a domain behind "
		   "it where it is sent without, or without where it is sent with, or in "
		   "upper case, with its escapes or otherwise spelled. An HA1 that was stored for the one form does not fit the other.",
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
		  "Enter the user name for authentication in the one form that the server knows, "
		  "and have an HA1 that is stored made again for it." },
		{ PARTY_CLIENT,
		  "Hash the name that the parameter stands for: without the quotes around it, and "
		  "without the backslashes before what they escape; in the very letters that are "
		  "sent." },
		{ PARTY_SERVER,
		  "Kamailio and OpenSIPS keep an HA1 for user@domain apart: column ha1b beside "
		  "ha1. The password in the clear serves both." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "a wrong password fits none of the ways that are tried" },
		{ "auth-username-not-configured",
		  "there it is another name, that of From, To or Contact" },
	},
	.needs = FACT_DIGEST,
	.judge = judge,
};
