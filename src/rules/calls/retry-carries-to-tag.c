/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static bool
carries_tag(const struct round *r)
{
	return round_same_hop(r) && r->challenge.msg != NULL &&
	       !str_absent(r->request.msg->sip.to) && str_empty(r->request.msg->sip.to_tag) &&
	       !str_empty(r->answer.msg->sip.to_tag) &&
	       str_eq(r->challenge.msg->sip.to_tag, r->answer.msg->sip.to_tag);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = dossier_answered(d, NULL);

	while (r != NULL && !carries_tag(r))
		r = dossier_answered(d, r);
	if (r == NULL)
		return VERDICT_NO;
	finding_cite(f, r->challenge.msg, r->challenge.msg->sip.to_tag, "challenge");
	f->cites[f->cites_used - 1].param = "tag";
	finding_cite(f, r->answer.msg, r->answer.msg->sip.to_tag, "answer");
	f->cites[f->cites_used - 1].param = "tag";
	f->cites[f->cites_used - 1].expected = "no tag in the To of a request outside of dialogs";
	finding_cite_line(f, r->outcome.msg, "outcome");
	finding_detail(f, "The To tag of the challenge came back in the request with credentials.");
	return VERDICT_YES;
}

/* 481 says that the dialog that the tag names is not known. */
static enum causality
grade(const struct dossier *d)
{
	const struct message *m = d->round->outcome.msg;

	return m != NULL && m->sip.status == 481 ? CAUSALITY_LIKELY : CAUSALITY_POSSIBLE;
}

const struct rule rule_retry_carries_to_tag = {
	.code = "retry-carries-to-tag",
	.title = "the request with credentials carries the To tag of the challenge",
	.meaning = "A challenge makes no dialog, so the request that follows has no To tag, like the "
		   "first one. This client copied the tag of the 401 or 407 into it; the server "
		   "looks for a dialog with that tag, and answers 481 when there is none.",
	.evidence = "The To of the challenged request has no tag, and that of the request with "
		    "credentials has the tag of the challenge. Both must be seen at the same hop.",
	.sure = "Likely, if the answer meets a 481; possible for any other outcome.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.of_request = true,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "8.1.3.5",
		  "the request with credentials should have the Call-ID, To and From of the one "
		  "that was challenged" },
		{ "RFC 3261", "8.1.1.2", "a request outside of a dialog must not have a To tag" },
		{ "RFC 3261", "12.1", "only responses of 101 to 299 with a To tag make dialogs" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Take the To of the first request, not that of the response, for the request "
		  "with credentials. Seen with ESP-ADF esp_sip (issue 209) and a FritzBox." },
	},
	.lookalikes = {
		{ "failed-after-authentication",
		  "a 481 to a request without a To tag has other reasons" },
	},
	.needs = FACT_ANSWER,
	.judge = judge,
};
