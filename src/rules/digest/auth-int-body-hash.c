/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	return finding_rewritten(f, d, "auth-int-body-hash");
}

const struct rule rule_auth_int_body_hash = {
	.code = "auth-int-body-hash",
	.title = "the response covers another body than the one that arrived",
	.meaning = "The password is right. With qop=auth-int the response covers the body, and it "
		   "was made for another one: an empty one, one with other line ends, that of "
		   "another request, or for none. If something on the way changed the body, the "
		   "client's was right when it left.",
	.evidence = "The response is made again from the password with other bodies, or without "
		    "one; it counts if the digits are those that were sent.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_DIGEST,
	.basis = BASIS_HASH,
	.clauses = {
		{ "RFC 2617", "3.2.2.3",
		  "the second part of the hash is made from the method and the uri, and with "
		  "auth-int from the body" },
		{ "RFC 3261", "22.4",
		  "with auth-int and no body it is the hash of the empty string" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Hash the octets of the body as they go out, after line ends and SDP are final." },
		{ PARTY_SERVER,
		  "Offer qop=\"auth\" alone: many stacks do not verify auth-int, and a body changes "
		  "on the way." },
		{ PARTY_MIDDLEBOX,
		  "Whatever rewrites SDP breaks auth-int; it has to offer auth alone." },
	},
	.lookalikes = {
		{ "sbc-altered-body-auth-int",
		  "a capture at the client shows whether the body left it so" },
		{ "wrong-password",
		  "a wrong password fits none of the ways that are tried" },
	},
	.needs = FACT_DIGEST,
	.judge = judge,
};
