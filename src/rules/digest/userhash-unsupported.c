/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	return finding_rewritten(f, d, "userhash-unsupported");
}

const struct rule rule_userhash_unsupported = {
	.code = "userhash-unsupported",
	.title = "the response is made from the hash of the user name instead of the name",
	.meaning = "The password is right. With userhash the header field carries the hash of user "
		   "name and realm, and the name itself is hashed into the response all the same. "
		   "This client hashed the hash there.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_DIGEST,
	.basis = BASIS_HASH,
	.clauses = {
		{ "RFC 7616", "3.4.4",
		  "the hashed name stands in the username parameter; the response is made from "
		  "the name in clear" },
		{ "RFC 2617", "3.2.2.2",
		  "the first part of the hash is made from user name, realm and password as they "
		  "are" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Use the user name in clear for HA1, whatever stands in the username parameter; "
		  "or leave userhash out, which a client always may." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "a wrong password fits none of the ways that are tried" },
	},
	.needs = FACT_DIGEST,
	.judge = judge,
};
