/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include <sipwhy/rule.h>

/* What the reason phrase has in it, within a word too. */
static const char *const words[] = { "cseq", NULL };

static bool
keeps_number(const struct round *r)
{
	const struct sip_msg *before, *m;

	if (!round_same_hop(r))
		return false;
	before = &r->request.msg->sip;
	m = &r->answer.msg->sip;
	return !str_absent(m->cseq.raw) && str_eq(before->call_id, m->call_id) &&
	       str_eq(before->method, m->method) && before->cseq.number == m->cseq.number &&
	       !str_eq(before->branch, m->branch);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = dossier_answered(d, NULL);

	while (r != NULL && !keeps_number(r))
		r = dossier_answered(d, r);
	if (r == NULL)
		return VERDICT_NO;
	finding_cite(f, r->request.msg, r->request.msg->sip.cseq.raw, "challenged request");
	finding_cite(f, r->answer.msg, r->answer.msg->sip.cseq.raw, "answer");
	f->cites[f->cites_used - 1].expected = "one more";
	finding_cite_line(f, r->outcome.msg, "outcome");
	finding_detail(f, "Both requests have CSeq %" PRIu32 ".", r->answer.msg->sip.cseq.number);
	return VERDICT_YES;
}

/* 482 says just that (RFC 3261 8.2.2.2); a refusal whose words name the CSeq does too. */
static enum causality
grade(const struct dossier *d)
{
	const struct message *m = d->round->outcome.msg;

	if (m == NULL)
		return CAUSALITY_POSSIBLE;
	if (m->sip.status == 482 || str_has_nocase(m->sip.reason, str_of(words[0])))
		return CAUSALITY_PROVEN;
	return m->sip.status == 400 || m->sip.status == 500 ? CAUSALITY_LIKELY : CAUSALITY_POSSIBLE;
}

const struct rule rule_retry_without_cseq_increment = {
	.code = "retry-without-cseq-increment",
	.title = "the request with credentials keeps the CSeq number of the one that was challenged",
	.meaning = "The client sent the request again with credentials and another branch, but with "
		   "the same Call-ID and CSeq number. To a server that is the first request, come "
		   "to it on another way: it answers 482, or passes over it.",
	.evidence = "Call-ID, method and CSeq number of the challenged request and of the one "
		    "with credentials are the same, and their branches are not. Both must be seen "
		    "at the same hop.",
	.sure = "Proven, if the answer meets a 482, or a reason phrase that names the CSeq; "
		"likely for a 400 or 500; possible otherwise.",
	.words = words,
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.of_request = true,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "22.2",
		  "who sends a request again with credentials must increment the CSeq number" },
		{ "RFC 3261", "8.1.3.5",
		  "the CSeq number of the new request should be one higher" },
		{ "RFC 3261", "8.2.2.2",
		  "a request without To tag that has the From tag, Call-ID and CSeq of one in "
		  "progress, and does not match it, should be answered with 482" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Count CSeq up by one for the request with credentials. sipgo: let its client "
		  "build the request, as its REGISTER example does; sipsorcery: a version with "
		  "issue 1098 mended." },
		{ PARTY_SERVER, "Nothing: the refusal is in order." },
	},
	.lookalikes = {
		{ "retry-same-branch", "there the branch is the same too" },
		{ "482-merged-or-loop",
		  "there CSeq was counted up, and the request came back to a server it had passed" },
	},
	.needs = FACT_ANSWER,
	.judge = judge,
};
