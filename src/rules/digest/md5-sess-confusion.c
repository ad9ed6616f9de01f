/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	return finding_rewritten(f, d, "md5-sess-confusion");
}

const struct rule rule_md5_sess_confusion = {
	.code = "md5-sess-confusion",
	.title = "the step for -sess is made otherwise, or not at all",
	.meaning = "The password is right. With a -sess algorithm HA1 is hashed once more, in "
		   "digits, with nonce and cnonce. This client left the step out, or made it from "
		   "the octets of HA1, as the sample code of RFC 2617 did; some servers do the "
		   "same.",
	.evidence = "The response is made again from the password with the -sess step left out, "
		    "or made otherwise; it counts if the digits are those that were sent.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_DIGEST,
	.basis = BASIS_HASH,
	.clauses = {
		{ "RFC 7616", "3.4.2",
		  "for -sess HA1 is the hash of the first hash, nonce and cnonce" },
		{ "RFC 2617", "3.2.2.2",
		  "the first part of the hash is made from user name, realm and password as they "
		  "are" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Hash the digits of HA1, a colon, the nonce, a colon and the cnonce." },
		{ PARTY_SERVER,
		  "Do not offer -sess: servers disagree on it. Kamailio hashes the octets of HA1, "
		  "OpenSIPS and sofia-sip its digits." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "a wrong password fits none of the ways that are tried" },
	},
	.needs = FACT_DIGEST,
	.judge = judge,
};
