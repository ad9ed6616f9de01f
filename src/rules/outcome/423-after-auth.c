/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct sip_hdr *least, *asked;
	char wanted[FINDING_QUOTE], sent[FINDING_QUOTE];

	if (r->cred == NULL || r->outcome.msg == NULL || r->outcome.msg->sip.status != 423)
		return VERDICT_NO;
	least = sip_msg_hdr_named(&r->outcome.msg->sip, S("Min-Expires"));
	asked = sip_msg_hdr(&r->answer.msg->sip, HDR_EXPIRES, 0);
	finding_cite_line(f, r->outcome.msg, "outcome");
	if (least != NULL)
		finding_cite(f, r->outcome.msg, least->value, "outcome");
	if (asked != NULL)
		finding_cite(f, r->answer.msg, asked->value, "answer");
	if (least != NULL && asked != NULL)
		finding_detail(f, "The client asked for %s s, the server wants %s at least.",
			       finding_quote(asked->value, sent),
			       finding_quote(least->value, wanted));
	else
		finding_detail(f, "The server wants a longer time of expiry.");
	return VERDICT_YES;
}

const struct rule rule_423_after_auth = {
	.code = "423-after-auth",
	.title = "the credentials are accepted, and the time asked for is too short",
	.meaning = "A registrar looks at the time of expiry only after it knows who asks and that "
		   "they may. So a 423 says that user name and password are right. The client "
		   "asks once more with a longer time, and is challenged anew.",
	.evidence = "A request with credentials meets a 423. Min-Expires of the response and "
		    "Expires of the request are shown.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_NOTE,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "10.3",
		  "the time of expiry is looked at in step 7, after authentication (3) and "
		  "authorization (4)" },
		{ "RFC 3261", "10.2.8",
		  "after a 423 a client may retry with expiry times of at least Min-Expires" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Ask for at least the seconds in Min-Expires. A client that shows a 423 as a "
		  "wrong password, or gives up, should be upgraded (pjsip: pjproject issue 4038)." },
		{ PARTY_SERVER,
		  "Or allow shorter times: Kamailio registrar min_expires, Asterisk's AOR "
		  "minimum_expiration." },
	},
	.needs = FACT_OUTCOME | FACT_ANSWER,
	.judge = judge,
};
