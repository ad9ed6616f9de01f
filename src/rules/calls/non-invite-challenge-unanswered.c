/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static bool
is_other_method(struct str m)
{
	return !str_absent(m) && !str_eq(m, S("REGISTER")) && !str_eq(m, S("INVITE")) &&
	       !str_eq(m, S("BYE"));
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;
	const struct round *r = exchange_last_round(x);
	struct str method = unanswered_method(x);
	char text[FINDING_QUOTE];

	/* Who answers no challenge at all does not leave out this method. */
	if (!is_other_method(method) || x->in_dialog || x->retries_bare > 0 || !x->answers_others)
		return VERDICT_NO;
	f->missing = unanswered_missing(d);
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite_line(f, r->challenge.msg, "challenge");
	finding_cite_line(f, r->request.msg, "challenged request");
	finding_detail(f,
		       "The %s was challenged and did not come again with credentials, though this "
		       "client answers other challenges.",
		       finding_quote(method, text));
	return VERDICT_YES;
}

const struct rule rule_non_invite_challenge_unanswered = {
	.code = "non-invite-challenge-unanswered",
	.title = "the client does not answer challenges to this kind of request",
	.meaning = "A SUBSCRIBE, PUBLISH, MESSAGE, NOTIFY, OPTIONS or REFER was challenged and never "
		   "came again with credentials, from a client that answers other challenges of this "
		   "server. Many clients handle challenges for REGISTER and INVITE only.",
	.evidence = "A request outside of dialogs, and no REGISTER, INVITE or BYE, is challenged "
		    "and not sent again, by a client that sends this server credentials in other "
		    "exchanges.",
	.sure = "Likely over UDP, if the capturing host reported no dropped packets; possible "
		"otherwise: over TCP, WebSocket and SCTP SIP sends nothing again, so silence "
		"tells less. That the method is the reason is inferred from what the client "
		"answers otherwise.",
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
		  "Use a version that answers challenges for this method: seen with sipml5, older "
		  "pjsip (NOTIFY, issue 2164) and Linphone (SUBSCRIBE)." },
		{ PARTY_SERVER,
		  "Do not challenge this method, or let it pass from addresses that have "
		  "registered." },
	},
	.lookalikes = {
		{ "challenge-unanswered",
		  "whether the client answers challenges to other requests tells" },
		{ "in-dialog-challenge-unanswered", "there the request stands within a dialog" },
	},
	.yields_to = { "retry-without-credentials" },
	.needs = 0,
	.judge = judge,
};
