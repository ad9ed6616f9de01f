/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct sip_msg *first, *retry;

	if (r->cred == NULL || r->outcome.msg == NULL || r->outcome.msg->sip.status != 482)
		return VERDICT_NO;
	retry = &r->answer.msg->sip;
	finding_cite_line(f, r->outcome.msg, "outcome");
	finding_cite(f, r->answer.msg, retry->cseq.raw, "answer");
	if (r->request.msg == NULL) {
		finding_detail(f, "The request before the challenge is not there to compare with.");
		return VERDICT_YES;
	}
	first = &r->request.msg->sip;
	finding_cite(f, r->request.msg, first->cseq.raw, "request");
	if (str_eq(first->call_id, retry->call_id) && first->cseq.number == retry->cseq.number)
		finding_detail(f,
			       "The retry kept the CSeq number %u of the first request: a server "
			       "may take both for one that came on two ways.",
			       (unsigned)retry->cseq.number);
	else
		finding_detail(f,
			       "The CSeq number went from %u to %u as it should, so the request "
			       "came back to a server that it had passed.",
			       (unsigned)first->cseq.number, (unsigned)retry->cseq.number);
	return VERDICT_YES;
}

const struct rule rule_482_merged_or_loop = {
	.code = "482-merged-or-loop",
	.title = "the request with credentials is taken for one that was there before",
	.meaning = "A 482 says that the server has seen this request already: it came twice on "
		   "different ways, it runs in a circle, or the retry looks like the first "
		   "request because its CSeq was not raised. It is no word about user name or "
		   "password.",
	.evidence = "A request with credentials meets a 482. Its Call-ID and CSeq are compared "
		    "with those of the challenged request.",
	.party = PARTY_UNKNOWN,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_LIKELY,
	.clauses = {
		{ "RFC 3261", "8.2.2.2",
		  "a request without To tag that has From tag, Call-ID and CSeq of one in "
		  "progress, and is not it, is merged and should be met with 482" },
		{ "RFC 3261", "16.3",
		  "a proxy may look for a loop, and may answer one with 482; merged requests "
		  "are no error to it" },
		{ "RFC 3261", "22.2",
		  "who sends a request again with credentials must raise its CSeq number" },
	},
	.advice = {
		{ PARTY_CLIENT, "Raise CSeq by one and choose a new branch for the retry." },
		{ PARTY_SERVER,
		  "If CSeq is right, look at the routing: a Route or a DNS name that leads to the "
		  "server itself, an alias that is missing. Kamailio and OpenSIPS: the address "
		  "that is relayed to must not be one they listen on." },
	},
	.lookalikes = {
		{ "retry-without-cseq-increment", "the retry has the CSeq of the first request" },
	},
	.needs = FACT_OUTCOME | FACT_ANSWER,
	.judge = judge,
};
