/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static bool
keeps_branch(const struct round *r)
{
	return round_same_hop(r) && !str_empty(r->answer.msg->sip.branch) &&
	       str_eq(r->request.msg->sip.method, r->answer.msg->sip.method) &&
	       str_eq(r->request.msg->sip.branch, r->answer.msg->sip.branch);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = dossier_answered(d, NULL);

	while (r != NULL && !keeps_branch(r))
		r = dossier_answered(d, r);
	if (r == NULL)
		return VERDICT_NO;
	/* Servers there are that look at the credentials all the same: what this one did must be seen. */
	if (d->exchange->outcome == OUTCOME_CANNOT_TELL && !r->challenge_again) {
		f->missing = FACT_OUTCOME;
		return VERDICT_CANNOT_TELL;
	}
	finding_cite(f, r->request.msg, r->request.msg->sip.branch, "challenged request");
	f->cites[f->cites_used - 1].param = "branch";
	finding_cite(f, r->answer.msg, r->answer.msg->sip.branch, "answer");
	f->cites[f->cites_used - 1].param = "branch";
	f->cites[f->cites_used - 1].expected = "a new one";
	finding_detail(f, "Request and answer have the same branch%s.",
		       r->challenge_again ? ", and the server sent its challenge once more" : "");
	return VERDICT_YES;
}

static enum causality
grade(const struct dossier *d)
{
	return d->round->challenge_again ? CAUSALITY_LIKELY : CAUSALITY_POSSIBLE;
}

const struct rule rule_retry_same_branch = {
	.code = "retry-same-branch",
	.title = "the request with credentials keeps the branch of the one that was challenged",
	.meaning = "The branch in the topmost Via names the transaction. With the old branch the "
		   "request with credentials is a retransmission of the first one to the server, "
		   "which sends its challenge once more and does not look at the credentials.",
	.evidence = "The branch of the topmost Via is the same in the challenged request and in "
		    "the one with credentials, of one method and at the same hop.",
	.sure = "Likely, if the server sent its challenge once more; possible otherwise.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.of_request = true,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "8.1.1.7",
		  "the branch must be unique for each request that a client sends, but for "
		  "CANCEL and the ACK of a failure" },
		{ "RFC 3261", "17.2.3",
		  "a request with the branch, sent-by and method of one that is known is that "
		  "request again" },
		{ "RFC 3261", "8.1.3.5", "the request with credentials is a new transaction" },
	},
	.advice = {
		{ PARTY_CLIENT, "Make a new branch for the request with credentials." },
	},
	.lookalikes = {
		{ "retry-without-cseq-increment", "there the branch is new and the CSeq is not" },
		{ "retransmission-not-retry", "there the octets are the same too" },
	},
	.needs = FACT_ANSWER,
	.judge = judge,
};
