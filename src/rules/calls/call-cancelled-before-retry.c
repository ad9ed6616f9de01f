/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* Whether the client heard the challenge of its call, and sent the call no more. */
static bool
is_left(const struct exchange *x, const struct round *r)
{
	return str_eq(unanswered_method(x), S("INVITE")) && !x->in_dialog && x->retries_bare == 0 &&
	       x->left_out == 0 && r->ack.msg != NULL;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;
	const struct round *r = exchange_last_round(x);
	bool cancelled = exchange_was_cancelled(x) && r->challenge.msg != NULL;

	if (!cancelled && !is_left(x, r))
		return VERDICT_NO;
	/* Whether this client can answer a challenge at all is not seen. */
	if (!cancelled)
		f->missing = x->answers_others ? unanswered_missing(d) : FACT_NO_GAP;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite_line(f, r->challenge.msg, "challenge");
	finding_cite_line(f, r->request.msg, "challenged request");
	if (cancelled) {
		finding_detail(f, "A CANCEL for the request was seen, and no request with "
				  "credentials.");
		return VERDICT_YES;
	}
	finding_cite_line(f, r->ack.msg, "ACK");
	finding_detail(f, "The client took note of the challenge by an ACK and sent the call no "
			  "more, though it answers other challenges of this server. A caller who "
			  "hangs up then leaves no CANCEL.");
	return VERDICT_YES;
}

const struct rule rule_call_cancelled_before_retry = {
	.code = "call-cancelled-before-retry",
	.title = "the caller hung up before the challenge was answered",
	.meaning = "The INVITE was challenged, and cancelled before it came again with credentials. "
		   "Nobody failed: there was nothing left to authenticate. Who hangs up after the "
		   "challenge has come sends no CANCEL: then only the call that does not come again "
		   "is seen.",
	.evidence = "A CANCEL, or the response to one, belongs to the INVITE that was challenged, "
		    "and no request with credentials follows. Or there is no CANCEL, and the client "
		    "acknowledges the challenge and sends the call no more, though it answers other "
		    "challenges of this server.",
	.sure = "With a CANCEL it is a note, since nobody failed. Possible without one: a client "
		"that does not answer challenges to calls leaves the same packets. Of a client that "
		"answers such challenges in other calls it is not told at all.",
	.party = PARTY_UNKNOWN,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_GENERAL,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_POSSIBLE,
	.clauses = {
		{ "RFC 3261", "9.1",
		  "a CANCEL has no effect on a request that has had its final response, and "
		  "should not be sent then" },
	},
	.advice = {
		{ PARTY_UNKNOWN,
		  "Ask the caller, or look at the next call: if the caller hung up, nothing has to be "
		  "done. If no call of this client is ever sent with credentials, enter user name "
		  "and password for calls too, and see the client's log." },
	},
	.lookalikes = {
		{ "challenge-unanswered",
		  "there nobody hung up: the next calls of this client stay unanswered too" },
	},
	.yields_to = { "challenge-after-provisional-not-retried" },
	.needs = 0,
	.judge = judge,
};
