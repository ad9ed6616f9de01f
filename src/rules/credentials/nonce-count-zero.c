/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	uint64_t nc = 1;

	if (str_absent(r->cred->nc))
		return dossier_no_occasion(d);
	if (!str_hex_to_u64(r->cred->nc, UINT32_MAX, &nc) || nc != 0)
		return VERDICT_NO;
	finding_cite_cred(f, r, "nc", r->cred->nc, "00000001");
	finding_detail(f, "nc is zero");
	return VERDICT_YES;
}

const struct rule rule_nonce_count_zero = {
	.code = "nonce-count-zero",
	.title = "the client counts its uses of the nonce from zero",
	.meaning = "nc tells how often the nonce was used, this request included, "
		   "so it begins with 1. Some servers take 0 for a count that was "
		   "used before, or for a malformed one; others do not look.",
	.evidence = "The nc of the credentials is a hexadecimal number, and is 0.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 2617", "3.2.2",
		  "nc counts the requests sent with this nonce, the current one "
		  "included" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Begin with 00000001." },
		{ PARTY_SERVER,
		  "Accept it, or refuse it with 400. sofia-sip with max-ncount "
		  "set calls the nonce stale." },
	},
	.lookalikes = {
		{ "nc-malformed",
		  "there nc is not eight hexadecimal digits" },
		{ "wrong-password",
		  "with the password the digest tells" },
	},
	.reasons = { "bad nc", "invalid nc", "bad nonce count", "invalid nonce count", "bad nonce-count", "invalid nonce-count" },
	.needs = FACT_ANSWER,
	.judge = judge,
};
