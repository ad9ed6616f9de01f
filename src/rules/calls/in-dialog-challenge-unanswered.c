/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;
	const struct round *r = exchange_last_round(x);
	struct str method = unanswered_method(x);
	char text[FINDING_QUOTE];

	if (str_absent(method) || !x->in_dialog || x->retries_bare > 0)
		return VERDICT_NO;
	f->missing = unanswered_missing(d);
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite_line(f, r->challenge.msg, "challenge");
	finding_cite_line(f, r->request.msg, "challenged request");
	if (r->request.msg != NULL) {
		finding_cite(f, r->request.msg, r->request.msg->sip.to_tag, "challenged request");
		f->cites[f->cites_used - 1].param = "tag";
	}
	finding_detail(f,
		       "The %s within the dialog was challenged, and did not come again with "
		       "credentials.",
		       finding_quote(method, text));
	return VERDICT_YES;
}

const struct rule rule_in_dialog_challenge_unanswered = {
	.code = "in-dialog-challenge-unanswered",
	.title = "the client does not answer a challenge within a dialog",
	.meaning = "A request within a dialog, such as BYE, re-INVITE or UPDATE, was challenged, "
		   "and the client did not repeat it with credentials. After a BYE the other "
		   "side never learns that the call is over; a re-INVITE leaves hold or the "
		   "session timer undone.",
	.evidence = "The challenged request belongs to a dialog, as its To tag tells, and is not "
		    "sent again, neither with credentials nor without.",
	.sure = "Likely over UDP, if the capturing host reported no dropped packets; possible "
		"otherwise: over TCP, WebSocket and SCTP SIP sends nothing again, so silence "
		"tells less.",
	.asks = FACT_CHALLENGE | FACT_NO_ANSWER,
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_GENERAL,
	.basis = BASIS_SILENCE,
	.grade = unanswered_grade,
	.clauses = {
		{ "RFC 3261", "22.1",
		  "any request but ACK and CANCEL may be challenged" },
		{ "RFC 3261", "22.2",
		  "who gets a 401 should send the request again with credentials, if able to" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Answer challenges to requests within dialogs like any other. Seen with "
		  "sipsorcery (pull requests 478, 479), diago, OpenSIPS b2b, drachtio: use a "
		  "current version." },
		{ PARTY_SERVER,
		  "Do not challenge within dialogs: Kamailio and OpenSIPS, loose_route() ahead of "
		  "the authentication; Avaya Session Manager: trust the entity link." },
	},
	.lookalikes = {
		{ "challenge-unanswered", "there the request stands outside of any dialog" },
		{ "capture-incomplete", "an answer that was lost to the capture looks the same" },
	},
	.yields_to = { "retry-without-credentials" },
	.needs = 0,
	.judge = judge,
};
