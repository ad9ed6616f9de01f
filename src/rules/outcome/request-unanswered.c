/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* What could have hidden a response. */
#define LOSS_HIDING (LOSS_RESPONSE | LOSS_REQUEST | LOSS_UNPLACED | LOSS_FRAGMENTS | LOSS_EVICTED)

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;
	const struct round *r = d->round;

	if (x->outcome != OUTCOME_NO_RESPONSE || r->cred != NULL || r->request.msg == NULL ||
	    x->cancelled)
		return VERDICT_NO;
	f->missing = (FACT_REQUEST | FACT_SAW_NOTHING | FACT_BOTH_DIRECTIONS) & ~d->facts;
	if ((x->loss & LOSS_HIDING) != 0)
		f->missing |= FACT_NO_GAP;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite_line(f, r->request.msg, "request");
	finding_detail(f,
		       "The request was sent %u times and got no response, not even a challenge; "
		       "other responses of this server to this client are in the capture.",
		       r->request.copies);
	return VERDICT_YES;
}

static enum causality
grade(const struct dossier *d)
{
	const struct message *m = d->round->request.msg;
	bool sure = m != NULL && m->seen.transport == TRANSPORT_UDP &&
		    (d->exchange->loss & LOSS_DROPS) == 0;

	return sure ? CAUSALITY_LIKELY : CAUSALITY_POSSIBLE;
}

const struct rule rule_request_unanswered = {
	.code = "request-unanswered",
	.title = "the request gets no response at all, not even a challenge",
	.meaning = "The client repeats its request on schedule and hears nothing from a server that "
		   "it hears at other times. Nobody has asked for credentials yet, so this is no "
		   "failure of authentication: the server is down or overloaded, or something "
		   "drops the request, as a ban after earlier failures does.",
	.evidence = "A request without credentials is sent again at the intervals of a "
		    "retransmission and gets no response, while other responses of this server to "
		    "the client are in the capture.",
	.sure = "Likely over UDP, where a request is sent again until it is answered, if the "
		"capturing host reported no dropped packets; possible otherwise.",
	.asks = FACT_REQUEST | FACT_BOTH_DIRECTIONS | FACT_SAW_NOTHING,
	.party = PARTY_NETWORK,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_GENERAL,
	.basis = BASIS_SILENCE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "17.1.2.2",
		  "over UDP a request other than INVITE is repeated until a final response "
		  "comes or 64*T1 are over; an INVITE waits as long for its first response "
		  "(17.1.1.2)" },
		{ "RFC 3261", "8.1.3.1", "a client takes the timeout for a 408" },
	},
	.advice = {
		{ PARTY_NETWORK,
		  "Capture at the server: does the request arrive? If it does and nothing goes "
		  "out, look for a ban of this address (fail2ban, pike, APIBAN, an SBC's "
		  "blacklist), which lasts from minutes to days." },
		{ PARTY_CLIENT,
		  "Check address, port and transport of the server. A change of the password does "
		  "not help." },
		{ PARTY_SERVER, "See whether the SIP service runs and has time to answer." },
	},
	.lookalikes = {
		{ "capture-incomplete",
		  "responses that come back another way are not in the capture" },
	},
	.needs = 0,
	.judge = judge,
};
