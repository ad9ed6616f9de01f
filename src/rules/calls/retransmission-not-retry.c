/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;
	const struct round *r = exchange_last_round(x);
	char to[ENDPOINT_TEXT];

	if (str_absent(unanswered_method(x)) || !x->challenge_unheard)
		return VERDICT_NO;
	f->missing = FACT_CHALLENGE & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite_line(f, r->request.msg, "request");
	finding_cite_line(f, r->challenge.msg, "challenge");
	finding_cite(f, r->request.msg, r->request.msg->sip.via, "request");
	finding_detail(f,
		       "The same octets came %u times more after the challenge, which was sent to "
		       "%s.",
		       r->asked_again, endpoint_text(&r->challenge.msg->seen.dst, to));
	return VERDICT_YES;
}

const struct rule rule_retransmission_not_retry = {
	.code = "retransmission-not-retry",
	.title = "the challenge does not reach the client, which repeats its request",
	.meaning = "The server challenges, and the client goes on repeating the very same request "
		   "at the intervals of RFC 3261, as one does who has heard nothing. These are "
		   "retransmissions, and not tries without credentials: the challenge is lost "
		   "between the point of capture and the client.",
	.evidence = "After the challenge the request comes again with the same octets, at the "
		    "intervals of a retransmission, and never with credentials.",
	.asks = FACT_CHALLENGE,
	.party = PARTY_NETWORK,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_LIKELY,
	.clauses = {
		{ "RFC 3261", "17.1.2.2",
		  "over UDP a request other than INVITE is repeated until a final response "
		  "comes" },
		{ "RFC 3581", "4",
		  "with rport in the Via the response goes to the port that the request came "
		  "from" },
	},
	.advice = {
		{ PARTY_NETWORK,
		  "Fix the way back: compare the port that the challenge was sent to with the one "
		  "that the request came from, and look for a firewall or NAT that lets nothing "
		  "in. A capture at the client shows whether anything arrives." },
		{ PARTY_CLIENT, "Put rport into the Via." },
		{ PARTY_SERVER,
		  "Send responses to the port that the request came from (Kamailio: "
		  "force_rport(); Asterisk: force_rport=yes)." },
	},
	.lookalikes = {
		{ "challenge-unanswered", "there the client falls silent, as one who has heard" },
		{ "retry-without-credentials",
		  "there the requests are new ones, with another branch and CSeq" },
		{ "response-to-wrong-port", "there the port of the challenge is another than that of the request" },
	},
	.needs = 0,
	.judge = judge,
};
