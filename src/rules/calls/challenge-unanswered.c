/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;
	const struct round *r = exchange_last_round(x);
	char realm[FINDING_QUOTE];

	if (x->answered_rounds > 0 || x->cancelled || x->outcome == OUTCOME_ACCEPTED ||
	    x->outcome == OUTCOME_REJECTED)
		return VERDICT_NO;
	f->missing = (FACT_CHALLENGE | FACT_NO_ANSWER) & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite_line(f, r->challenge.msg, "challenge");
	finding_cite_line(f, r->request.msg, "challenged request");
	finding_detail(f, "No Digest credentials followed the challenge for \"%s\".",
		       finding_quote(x->realm, realm));
	return VERDICT_YES;
}

/* With drops, or on a transport that keeps its own retransmissions, silence is less of a fact. */
static enum causality
grade(const struct dossier *d)
{
	const struct message *m = exchange_last_round(d->exchange)->challenge.msg;
	bool sure = m != NULL && m->seen.transport == TRANSPORT_UDP &&
		    (d->exchange->loss & LOSS_DROPS) == 0;

	return sure ? CAUSALITY_LIKELY : CAUSALITY_POSSIBLE;
}

const struct rule rule_challenge_unanswered = {
	.code = "challenge-unanswered",
	.title = "the client does not answer the challenge",
	.meaning = "The server challenged the request, and the client never sent it again with "
		   "credentials. Why is not in the packets when nothing is wrong with the "
		   "challenge: no credentials for this realm, a challenge that never reached the "
		   "client, or a client that gave up.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_GENERAL,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "22.2",
		  "who gets a 401 sends the request again with credentials, if it is able to" },
		{ "RFC 3261", "22.3", "the same for a 407" },
		{ "RFC 3261", "8.1.3.5",
		  "after a 401 or 407 the request is retried with the credentials that were asked "
		  "for" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Check that user name and password are configured for this account and this "
		  "realm; where a client matches realms, enter the realm as the challenge has it, "
		  "or \"*\". Then read the client's log around this moment." },
		{ PARTY_NETWORK,
		  "See in a capture at the client whether the challenge arrives there: NAT and "
		  "firewalls that forget the port swallow it. rport (RFC 3581) and keep-alives "
		  "help." },
	},
	.lookalikes = {
		{ "capture-incomplete",
		  "an answer that took another way, or was lost to the capture, looks the same" },
		{ "algorithm-unsupported", "the challenge offers no algorithm that clients know" },
		{ "no-credential-for-realm",
		  "the client's configuration: it has credentials, but not for this realm" },
		{ "response-to-wrong-port",
		  "the challenge went to a port that the client does not use" },
	},
	.yields_to = { "retry-without-credentials" },
	.needs = 0,
	.judge = judge,
};
