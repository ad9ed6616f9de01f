/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	return finding_rewritten(f, d, "auth-username-not-configured");
}

const struct rule rule_auth_username_not_configured = {
	.code = "auth-username-not-configured",
	.title = "the response is made with the name of the address instead of the user name "
		 "that is sent",
	.meaning = "The password is right. The header field carries one user name, and the "
		   "response was made with another: that of From, To, Contact or of a URI of the "
		   "request. The name for authentication and the name in the address are two "
		   "settings.",
	.evidence = "The response is made again from the password with the user names of From, "
		    "To, Contact and the Request-URI; it counts if the digits are those that were "
		    "sent.",
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
		{ "RFC 3261", "22.1",
		  "each realm has user names and passwords of its own" },
	},
	.advice = {
		{ PARTY_CREDENTIALS,
		  "Enter the name for authentication where the client wants it, beside the "
		  "extension or number: \"Auth ID\", \"Authentication user\", \"auth userid\"; and if "
		  "an HA1 is stored, have it made for that name." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "a wrong password fits none of the ways that are tried" },
		{ "username-is-full-aor",
		  "there it is the same name in another spelling" },
	},
	.needs = FACT_DIGEST,
	.judge = judge,
};
