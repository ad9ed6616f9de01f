/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;

	if (str_absent(r->cred->algorithm))
		return dossier_no_occasion(d);
	if ((r->cred->odd & AUTH_ALGORITHM_QUOTED) == 0)
		return VERDICT_NO;
	finding_cite_cred_whole(f, r, "algorithm", 0, "the same without quotes");
	if (r->offer != NULL && (r->offer->odd & AUTH_ALGORITHM_QUOTED) != 0)
		finding_cite_offer_whole(f, r, "algorithm", 0, "the same without quotes");
	finding_detail(f, "algorithm stands in quotes%s",
		       f->cites_used > 1 ? ", as in the challenge" : "");
	return VERDICT_YES;
}

const struct rule rule_algorithm_quoted = {
	.code = "algorithm-quoted",
	.title = "the client puts the algorithm in quotes",
	.meaning = "algorithm is a bare token in SIP, in the challenge and in the "
		   "answer. Most servers read it in quotes too; some, BroadWorks "
		   "among them, refuse the header.",
	.evidence = "The algorithm of the credentials stands in quotes.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "25.1",
		  "the algorithm is a token" },
		{ "RFC 7616", "3.4",
		  "a sender must not put algorithm, qop and nc of credentials in "
		  "quotes" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Write algorithm=MD5. kirm/sip.js: a version that has dropped "
		  "the quotes." },
		{ PARTY_SERVER,
		  "Read both forms; and leave the quotes out of the challenge, "
		  "which many clients copy." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "with the password the digest tells" },
	},
	.reasons = { "quoted algorithm", "invalid algorithm" },
	.needs = FACT_ANSWER,
	.judge = judge,
};
