/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;

	for (size_t i = x->kept; i-- > 0;) {
		const struct round *r = x->rounds[i];

		if (r->ack.msg == NULL || r->ack_fits || r->request.msg == NULL ||
		    str_empty(r->ack.msg->sip.branch) || str_empty(r->request.msg->sip.branch) ||
		    str_eq(r->ack.msg->sip.branch, r->request.msg->sip.branch))
			continue;
		finding_cite(f, r->request.msg, r->request.msg->sip.branch, "challenged request");
		f->cites[f->cites_used - 1].param = "branch";
		finding_cite(f, r->ack.msg, r->ack.msg->sip.branch, "ACK");
		f->cites[f->cites_used - 1].param = "branch";
		f->cites[f->cites_used - 1].expected = "that of the INVITE";
		finding_detail(f, "The ACK for the challenge has a branch of its own%s.",
			       r->challenge.copies > 1 ? ", and the server repeats the challenge"
						       : "");
		return VERDICT_YES;
	}
	return VERDICT_NO;
}

const struct rule rule_ack_mismatch = {
	.code = "ack-mismatch",
	.title = "the ACK for the challenge does not belong to the INVITE that was challenged",
	.meaning = "The ACK for a challenge goes with the INVITE's branch; one with another branch "
		   "finds no transaction at the server, which repeats the challenge as if no ACK "
		   "had come.",
	.evidence = "The branch in the Via of the ACK is not that of the INVITE whose challenge "
		    "it acknowledges. Where either has none, nothing is said.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_WARNING,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "17.1.1.3",
		  "the ACK for a response of 300 to 699 must have the topmost Via, Call-ID, "
		  "From and Request-URI of the INVITE and the To of the response" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Send the ACK with the branch of the INVITE that it acknowledges. SIP.js later "
		  "than 0.9.2, a current sipexer." },
		{ PARTY_MIDDLEBOX,
		  "What rewrites Via or From of the INVITE has to do the same with the ACK." },
	},
	.lookalikes = {
		{ "ack-missing-for-challenge", "there no ACK was sent at all" },
	},
	.needs = 0,
	.judge = judge,
};
