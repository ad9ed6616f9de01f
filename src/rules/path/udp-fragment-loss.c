/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* RFC 3261 18.1.1: what is longer does not go over UDP where the path MTU is not known. */
enum { LONG_BYTES = 1300 };

/* Whether the request was answered as long as it was short. */
static bool
short_one_arrived(const struct round *r)
{
	const struct message *m = r->request.msg;

	return m != NULL && r->challenge.msg != NULL && !m->seen.fragmented &&
	       m->seen.transport == TRANSPORT_UDP;
}

/* The request with credentials, or the one after the challenge if they are in what was lost of it. */
static const struct step_message *
sent(const struct exchange *x, const struct round *r)
{
	if (r->answer.msg != NULL)
		return &r->answer;
	return x->round_count > 1 && r->challenge.msg == NULL && r->request.msg != NULL &&
			       r->request.msg->missing_bytes > 0
		       ? &r->request
		       : NULL;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;
	const struct round *r = d->round;
	const struct step_message *s = sent(x, r);
	const struct message *m = s == NULL ? NULL : s->msg;

	if (m == NULL || !m->seen.fragmented || m->seen.transport != TRANSPORT_UDP ||
	    m->sip.raw.len + m->missing_bytes <= LONG_BYTES || r->outcome.msg != NULL ||
	    r->provisional || x->cancelled || x->outcome == OUTCOME_ACCEPTED ||
	    x->outcome == OUTCOME_REJECTED)
		return VERDICT_NO;
	f->missing = (FACT_SAW_NOTHING | FACT_BOTH_DIRECTIONS) & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite_line(f, m, "answer");
	finding_cite_line(f, r->challenge.msg, "challenge");
	if (r->answer.msg == NULL) {
		finding_detail(
			f,
			"The request after the challenge goes in IP fragments, of which some are "
			"not in the capture, its credentials perhaps among them; it was sent %u "
			"times and got no response.",
			s->copies);
		return VERDICT_YES;
	}
	if (m->missing_bytes > 0) {
		finding_detail(f,
			       "The request with credentials goes in IP fragments, of which some "
			       "are not in the capture; it was sent %u times and got no response.",
			       s->copies);
		return VERDICT_YES;
	}
	finding_detail(f,
		       "The request with credentials is %zu octets long and goes in IP "
		       "fragments; it was sent %u times and got no response.",
		       m->sip.raw.len, s->copies);
	return VERDICT_YES;
}

/* Likely where the same request in one piece was answered just before, and this one left here whole: what is
 * not in the capture may have been sent, and kept out of it. */
static enum causality
grade(const struct dossier *d)
{
	unsigned hiding = LOSS_RESPONSE | LOSS_REQUEST | LOSS_UNPLACED | LOSS_FRAGMENTS |
			  LOSS_EVICTED | LOSS_DROPS;

	if ((d->exchange->loss & hiding) != 0)
		return CAUSALITY_POSSIBLE;
	return short_one_arrived(d->round) ? CAUSALITY_LIKELY : CAUSALITY_POSSIBLE;
}

const struct rule rule_udp_fragment_loss = {
	.code = "udp-fragment-loss",
	.title = "the request after the challenge goes in IP fragments, and gets no response",
	.meaning = "With credentials the request is too long for one UDP packet. It is sent in IP "
		   "fragments, and there is only silence: firewalls, NATs and tunnels often drop "
		   "fragments, since only the first one has the ports.",
	.evidence = "The request with credentials, longer than 1300 octets, goes over UDP in IP "
		    "fragments, is sent again at the intervals of a retransmission and gets no "
		    "response, not even a 1xx.",
	.sure = "Likely, if the request was challenged while it went in one piece, and nothing is "
		"known to be missing that could hide a response; possible otherwise.",
	.asks = FACT_BOTH_DIRECTIONS | FACT_SAW_NOTHING,
	.party = PARTY_NETWORK,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "18.1.1",
		  "a request within 200 octets of the path MTU, or over 1300 octets where that "
		  "is not known, must go over a transport with congestion control, such as TCP" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Use TCP or TLS, or make the request shorter: fewer codecs, fewer header fields, "
		  "a shorter User-Agent and Contact." },
		{ PARTY_NETWORK,
		  "See in a capture at the server whether the later fragments arrive. Let "
		  "fragments pass at firewalls and NATs, and raise the MTU of the tunnel." },
		{ PARTY_SERVER,
		  "A shorter nonce, realm and opaque make the answer shorter. Kamailio relays long "
		  "requests over TCP with udp_mtu and udp_mtu_try_proto." },
	},
	.lookalikes = {
		{ "silent-drop-after-credentials",
		  "a ban or a firewall drops short requests too: see whether the same client is "
		  "answered over TCP" },
		{ "capture-incomplete",
		  "a capture filter with a port keeps out all fragments but the first" },
	},
	.needs = 0,
	.judge = judge,
};
