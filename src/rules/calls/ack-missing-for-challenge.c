/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* Sent twice more, and the client is no longer repeating its request: it has heard. */
static bool
lacks_ack(const struct round *r)
{
	return r->challenge.msg != NULL && r->challenge.msg->seen.transport == TRANSPORT_UDP &&
	       str_eq(r->challenge.msg->sip.cseq.method, S("INVITE")) && r->request.msg != NULL &&
	       r->challenge.copies > 2 && r->ack.msg == NULL && r->asked_again == 0;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;

	for (size_t i = x->kept; i-- > 0;) {
		const struct round *r = x->rounds[i];

		if (!lacks_ack(r))
			continue;
		f->missing = FACT_NO_GAP & ~d->facts;
		if (f->missing != 0)
			return VERDICT_CANNOT_TELL;
		finding_cite_line(f, r->challenge.msg, "challenge");
		finding_cite_line(f, r->request.msg, "challenged request");
		finding_detail(f, "The challenge was sent %u times, and no ACK for it was seen.",
			       r->challenge.copies);
		return VERDICT_YES;
	}
	return VERDICT_NO;
}

const struct rule rule_ack_missing_for_challenge = {
	.code = "ack-missing-for-challenge",
	.title = "the client does not acknowledge the challenge of its INVITE",
	.meaning = "Every final response to an INVITE is acknowledged, a challenge too. Without the "
		   "ACK the server repeats the challenge, and its transaction stays open; a client "
		   "that takes the copies for new challenges goes wrong.",
	.evidence = "Over UDP the challenge to an INVITE was sent three times or more, no ACK was "
		    "seen, and the client no longer repeats the INVITE. With gaps in the capture "
		    "nothing is said.",
	.sure = "That no ACK is in a capture without known gaps is a fact; it is no cause of a "
		"refusal by itself.",
	.asks = FACT_NO_GAP,
	.party = PARTY_CLIENT,
	.severity = SEVERITY_WARNING,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "17.1.1.2",
		  "on a final response of 300 to 699 the client transaction sends an ACK" },
		{ "RFC 3261", "17.2.1",
		  "over UDP the server repeats its response until the ACK comes or 64*T1 are "
		  "over" },
	},
	.advice = {
		{ PARTY_CLIENT, "Send an ACK for the 401 or 407, with the branch of the INVITE." },
		{ PARTY_NETWORK, "See in a capture at the server whether the ACK is lost on the way." },
	},
	.lookalikes = {
		{ "ack-mismatch", "there an ACK was sent, and is not as it has to be" },
		{ "retransmission-not-retry", "there the client has not heard the challenge" },
	},
	.needs = 0,
	.judge = judge,
};
