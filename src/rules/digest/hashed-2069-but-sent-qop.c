/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;

	if (!verify_proves(d->digest, "hashed-2069-but-sent-qop"))
		return VERDICT_NO;
	finding_cite_cred(f, r, "qop", r->cred->qop, NULL);
	finding_cite_cred(f, r, "response", r->cred->response, "made with nc, cnonce and qop");
	finding_cite_cred(f, r, "cnonce", r->cred->cnonce, NULL);
	finding_cite_cred(f, r, "nc", r->cred->nc, NULL);
	finding_detail(f, "Of qop, cnonce and nc, which are sent, none is in the response.");
	return VERDICT_YES;
}

const struct rule rule_hashed_2069_but_sent_qop = {
	.code = "hashed-2069-but-sent-qop",
	.title = "qop is sent, but the response is made in the old form without it",
	.meaning = "The password is right. The header carries qop, cnonce and nc, and the "
		   "response was made in the form of RFC 2069, which knows none of them. A server "
		   "that obeys the header computes another response.",
	.evidence = "The response is made again from the password with nc, cnonce and qop left "
		    "out; it counts if the digits are those that were sent.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_DIGEST,
	.basis = BASIS_HASH,
	.clauses = {
		{ "RFC 2617", "3.2.2.1",
		  "with qop the response is made from nonce, nc, cnonce and qop; the form of RFC "
		  "2069 is for answers without qop" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Hash HA1:nonce:nc:cnonce:qop:HA2 when qop is sent; or, at the worst, send no "
		  "qop, cnonce and nc along with the old form." },
	},
	.lookalikes = {
		{ "wrong-password", "without the password the two cannot be told apart" },
		{ "qop-missing-in-response",
		  "there the old form is used and no qop is sent, which servers have to accept" },
	},
	/* Where none was offered, a server may well compute without the qop that was added. */
	.needs = FACT_DIGEST,
	.judge = judge,
};
