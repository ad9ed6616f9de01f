/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* Credentials of another scheme than Digest that came after the challenge; NULL for none. */
static const struct message *
other_scheme(const struct exchange *x, struct str *scheme)
{
	struct credentials c;

	for (size_t i = 1; i < x->kept; i++) {
		const struct message *m = x->rounds[i]->request.msg;

		if (m != NULL && credentials_of(&m->sip, &c, 1) > 0 && !c.is_digest &&
		    !str_empty(c.scheme)) {
			*scheme = c.scheme;
			return m;
		}
	}
	return NULL;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;
	const struct round *r = exchange_last_round(x);
	const struct message *other;
	struct str scheme;
	char realm[FINDING_QUOTE], text[FINDING_QUOTE];

	if (x->answered_rounds > 0 || x->cancelled || x->outcome == OUTCOME_ACCEPTED ||
	    x->outcome == OUTCOME_REJECTED)
		return VERDICT_NO;
	f->missing = (FACT_CHALLENGE | FACT_NO_ANSWER) & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite_line(f, r->challenge.msg, "challenge");
	finding_cite_line(f, r->request.msg, "challenged request");
	other = other_scheme(x, &scheme);
	if (other != NULL) {
		finding_cite(f, other, scheme, "next request");
		finding_detail(f,
			       "To the Digest challenge for \"%s\" the client sent credentials of "
			       "the scheme \"%s\", which are no answer to it.",
			       finding_quote(x->realm, realm), finding_quote(scheme, text));
	} else {
		finding_detail(f, "No Digest credentials followed the challenge for \"%s\".",
			       finding_quote(x->realm, realm));
	}
	return VERDICT_YES;
}

/* A caller who hangs up after the challenge leaves the same packets. */
static enum causality
grade(const struct dossier *d)
{
	const struct exchange *x = d->exchange;

	return str_eq(unanswered_method(x), S("INVITE")) && !x->in_dialog ? CAUSALITY_POSSIBLE
									  : unanswered_grade(d);
}

const struct rule rule_challenge_unanswered = {
	.code = "challenge-unanswered",
	.title = "the client does not answer the challenge",
	.meaning = "The server challenged the request, and the client never sent it again with "
		   "credentials. Why is not in the packets when nothing is wrong with the "
		   "challenge: no credentials for this realm, a challenge that never reached the "
		   "client, or a client that gave up.",
	.evidence = "No Digest credentials for the realm follow the challenge, though the client "
		    "was heard for 32 s more, or began anew without any. With gaps in the capture "
		    "nothing is said.",
	.sure = "Likely over UDP, if the capturing host reported no dropped packets; possible for a "
		"new call, since the caller may have hung up, and "
		"otherwise: over TCP, WebSocket and SCTP SIP sends nothing again, so silence "
		"tells less.",
	.asks = FACT_CHALLENGE | FACT_NO_ANSWER,
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_GENERAL,
	.basis = BASIS_SILENCE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "22.2",
		  "who gets a 401 should send the request again with credentials, if able to" },
		{ "RFC 3261", "22.3", "the same for a 407" },
		{ "RFC 3261", "8.1.3.5",
		  "after a 401 or 407 the request should be retried with credentials" },
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
		{ "call-cancelled-before-retry",
		  "who hangs up after the challenge sends no CANCEL: ask the caller" },
		{ "capture-incomplete",
		  "an answer that took another way, or was lost to the capture, looks the same" },
		{ "algorithm-unsupported", "the challenge offers no algorithm that clients know" },
		{ "no-credential-for-realm",
		  "the client's configuration: it has credentials, but not for this realm" },
		{ "response-to-wrong-port",
		  "the challenge went to a port that the client does not use" },
		{ "challenge-after-provisional-not-retried",
		  "there a 1xx came first, and the client answers other challenges" },
	},
	.yields_to = { "retry-without-credentials", "in-dialog-challenge-unanswered",
		       "non-invite-challenge-unanswered", "unregister-not-retried",
		       "challenge-after-provisional-not-retried", "call-cancelled-before-retry" },
	.needs = 0,
	.judge = judge,
};
