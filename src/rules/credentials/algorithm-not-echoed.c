/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static const char *const words[] = { "algorithm missing", "missing algorithm", "no algorithm",
				     "invalid algorithm", NULL };

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct credentials *c = r->cred;
	size_t digits = auth_algorithm_hex(r->offer->alg);
	enum verdict minds;
	char text[FINDING_QUOTE];

	/* The challenge that was answered is another one, and not in the capture. */
	if (!str_eq(r->cred->nonce, r->offer->nonce)) {
		f->missing = FACT_OFFER;
		return VERDICT_CANNOT_TELL;
	}
	/* Of the length of another algorithm: algorithm-mismatch. */
	if (str_absent(r->offer->algorithm))
		return dossier_no_occasion(d);
	if (!str_absent(c->algorithm) || digits == 0 || c->response.len != digits)
		return VERDICT_NO;
	minds = dossier_minds(d, words, &f->missing);
	if (r->outcome.msg != NULL && r->outcome.msg->sip.status == 400)
		minds = VERDICT_YES;
	if (r->offer->alg == ALGORITHM_MD5 && minds != VERDICT_YES)
		return minds;
	f->missing = 0;
	finding_cite_offer(f, r, "algorithm", r->offer->algorithm, NULL);
	finding_cite_cred_text(f, r, "algorithm", STR_ABSENT, r->offer->algorithm);
	finding_detail(f, "the challenge says algorithm=%s, the answer says nothing of it",
		       finding_quote(r->offer->algorithm, text));
	return VERDICT_YES;
}

const struct rule rule_algorithm_not_echoed = {
	.code = "algorithm-not-echoed",
	.title = "the answer does not name the algorithm of the challenge",
	.meaning = "The challenge names an algorithm and the answer does not. That "
		   "means MD5 by default, so with MD5 it is harmless to most "
		   "servers; some insist, and with any other algorithm the server "
		   "checks by the wrong one.",
	.evidence = "The challenge names an algorithm, the credentials with its nonce name none, "
		    "and the response has its length. With MD5 it counts only for a 400, if the "
		    "server's words name it, or if the digest is known to be right.",
	.words = words,
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 2617", "3.2.2",
		  "opaque and algorithm are those supplied in the challenge" },
		{ "RFC 7616", "3.4",
		  "the algorithm of the answer must be that of the challenge; where that has "
		  "none it is MD5 (3.3)" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Copy the algorithm of the challenge. baresip: libre of March "
		  "2021 or later." },
		{ PARTY_SERVER,
		  "Take a missing algorithm for MD5, or for the one of your own "
		  "challenge." },
	},
	.lookalikes = {
		{ "algorithm-mismatch",
		  "there the digest is that of another algorithm" },
		{ "wrong-password",
		  "with the password the digest tells" },
	},
	.needs = FACT_OFFER | FACT_ANSWER,
	.judge = judge,
};
