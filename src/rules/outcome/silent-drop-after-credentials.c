/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* What could have hidden a response. */
#define LOSS_HIDING (LOSS_RESPONSE | LOSS_REQUEST | LOSS_UNPLACED | LOSS_FRAGMENTS | LOSS_EVICTED)

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;
	const struct round *r = d->round;

	if (x->outcome != OUTCOME_NO_RESPONSE || x->never_challenged || r->provisional ||
	    x->cancelled)
		return VERDICT_NO;
	f->missing = (FACT_ANSWER | FACT_SAW_NOTHING | FACT_BOTH_DIRECTIONS) & ~d->facts;
	if ((x->loss & LOSS_HIDING) != 0)
		f->missing |= FACT_NO_GAP;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite_line(f, r->answer.msg, "answer");
	finding_cite_line(f, r->challenge.msg, "challenge");
	finding_detail(f, "The request with credentials was sent %u times and got no response.",
		       r->answer.copies);
	return VERDICT_YES;
}

/* Likely where the server answered just before, over UDP, and no packets were dropped. */
static enum causality
grade(const struct dossier *d)
{
	const struct exchange *x = d->exchange;
	const struct round *r = d->round;

	if (r->challenge.msg == NULL || (x->loss & LOSS_DROPS) != 0)
		return CAUSALITY_POSSIBLE;
	return r->answer.msg->seen.transport == TRANSPORT_UDP ? CAUSALITY_LIKELY
							      : CAUSALITY_POSSIBLE;
}

const struct rule rule_silent_drop_after_credentials = {
	.code = "silent-drop-after-credentials",
	.title = "the request with credentials gets no response at all",
	.meaning = "The server challenged the request and is silent to the same request with "
		   "credentials, though the client repeats it. Something drops it: a ban, a "
		   "firewall, a packet that became too long for the path, or a server that stops "
		   "there.",
	.evidence = "The request with credentials is sent again at the intervals of a "
		    "retransmission and gets no response, not even a 1xx, though both directions "
		    "are in the capture.",
	.sure = "Likely over UDP, if the challenge is in the capture and the capturing host "
		"reported no dropped packets; possible otherwise.",
	.asks = FACT_ANSWER | FACT_BOTH_DIRECTIONS | FACT_SAW_NOTHING,
	.party = PARTY_NETWORK,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_GENERAL,
	.basis = BASIS_SILENCE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "17.1.2.2",
		  "over UDP a client repeats a request other than INVITE until a final response "
		  "comes or 64*T1 are over" },
		{ "RFC 3261", "18.1.1",
		  "a request within 200 octets of the path MTU, or over 1300 octets where that "
		  "is not known, must go over a transport with congestion control, such as TCP" },
	},
	.advice = {
		{ PARTY_NETWORK,
		  "See in a capture at the server whether the request arrives. A ban (fail2ban, "
		  "pike, an SBC's blacklist) shows when later requests without credentials are "
		  "met with silence too." },
		{ PARTY_CLIENT,
		  "If the request is over 1300 octets, use TCP or TLS, or shorten it: fewer "
		  "codecs, fewer header fields. Some home routers drop what their SIP ALG does "
		  "not read." },
		{ PARTY_SERVER,
		  "See the server's log: a database or AAA server that does not answer leaves the "
		  "request hanging after the challenge." },
	},
	.lookalikes = {
		{ "udp-fragment-loss", "the request is longer than the path takes in one packet" },
		{ "capture-incomplete",
		  "responses that come back another way are not in the capture" },
	},
	.needs = 0,
	.judge = judge,
};
