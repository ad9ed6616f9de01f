/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/dossier.h>

static const struct {
	enum fact fact;
	const char *name, *text;
} rows[] = {
	{ FACT_REQUEST, "request", "the request that was challenged" },
	{ FACT_CHALLENGE, "challenge", "the 401 or 407 response, whole" },
	{ FACT_OFFER, "offer", "the challenge that was answered" },
	{ FACT_ANSWER, "answer", "the credentials, whole" },
	{ FACT_ANSWER_HEADERS, "answer-headers", "all headers of the request with credentials" },
	{ FACT_OUTCOME, "outcome", "the response that decided" },
	{ FACT_REFUSED, "refusal", "a refusal" },
	{ FACT_NO_ANSWER, "silence-of-the-client", "proof that the client stayed silent" },
	{ FACT_DIGEST, "secret", "a password or HA1 to check the digest with" },
	{ FACT_BOTH_DIRECTIONS, "both-directions", "the packets of both directions" },
	{ FACT_NO_GAP, "no-gap", "every message of the exchange" },
	{ FACT_OTHER_DECISION, "other-decision",
	  "an answer made otherwise that the server accepted" },
	{ FACT_SAW_NOTHING, "silence-of-the-server", "proof that the client got no response" },
};

const char *
fact_name(enum fact f)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (rows[i].fact == f)
			return rows[i].name;
	}
	return "";
}

const char *
fact_text(enum fact f)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (rows[i].fact == f)
			return rows[i].text;
	}
	return "";
}

static bool
headers_whole(const struct step_message *s)
{
	return s->msg != NULL && sip_msg_headers_whole(&s->msg->sip);
}

/* Whether the answer was seen only further on its way than its request: what it was before is not known. */
static bool
only_further_on(const struct round *r)
{
	return r->request.msg != NULL && r->answer.msg != NULL &&
	       r->answer.msg->sip.via_count > r->request.msg->sip.via_count &&
	       !address_eq(&r->request.msg->seen.src.ip, &r->answer.msg->seen.src.ip);
}

static unsigned
round_facts(const struct round *r)
{
	unsigned facts = 0;

	if (headers_whole(&r->request))
		facts |= FACT_REQUEST;
	if (headers_whole(&r->challenge))
		facts |= FACT_CHALLENGE;
	if (r->offer != NULL && (r->offer->odd & AUTH_CUT) == 0)
		facts |= FACT_OFFER;
	if (r->cred != NULL && r->cred->is_digest && (r->cred->odd & AUTH_CUT) == 0 &&
	    !only_further_on(r))
		facts |= FACT_ANSWER;
	if (headers_whole(&r->answer))
		facts |= FACT_ANSWER_HEADERS;
	if (r->outcome.msg != NULL)
		facts |= FACT_OUTCOME;
	return facts;
}

enum { OFFERS_READ = 16 };

static enum verdict
asks_again(const struct round *r, bool digest_known)
{
	const struct sip_msg *m = r->outcome.msg != NULL ? &r->outcome.msg->sip : NULL;
	struct challenge all[OFFERS_READ];
	enum verdict asks;
	size_t n;

	/* The challenge that was answered, octet for octet, says nothing of the answer. */
	if (m == NULL || r->cred == NULL || r->outcome.msg == r->again)
		return VERDICT_NO;
	asks = sip_msg_headers_whole(m) ? VERDICT_NO : VERDICT_CANNOT_TELL;
	n = challenges_of(m, all, COUNT(all));
	/* Without any challenge nothing is said of the nonce: that the digest was looked at is seen only by
	 * who can check it. */
	if (n == 0 && digest_known && asks == VERDICT_NO && (m->status == 401 || m->status == 407))
		return VERDICT_YES;
	for (size_t i = 0; i < n && i < COUNT(all); i++) {
		if (!all[i].is_digest || !auth_value_eq(all[i].realm, r->cred->realm))
			continue;
		if (challenge_is_stale(&all[i]))
			return VERDICT_NO;
		if ((all[i].odd & AUTH_CUT) == 0)
			asks = VERDICT_YES;
	}
	return asks;
}

/* Messages whose loss would turn a verdict; a capture that merely ended, or a start before it, would not. */
#define GAPS                                                                        \
	(LOSS_CUT | LOSS_REQUEST | LOSS_RESPONSE | LOSS_DIRECTION | LOSS_UNPLACED | \
	 LOSS_FRAGMENTS | LOSS_EVICTED)

/* What is known not to be: then a rule that needs it says no, which is more than that it cannot tell. */
static unsigned
denied(const struct exchange *x, const struct round *r)
{
	unsigned facts = 0;

	if (x->outcome != OUTCOME_REJECTED && x->outcome != OUTCOME_CANNOT_TELL)
		facts |= FACT_REFUSED;
	if (x->answered_rounds > 0 || x->never_challenged || x->outcome == OUTCOME_ACCEPTED)
		facts |= FACT_NO_ANSWER;
	if (r->outcome.msg != NULL || x->outcome == OUTCOME_ACCEPTED)
		facts |= FACT_SAW_NOTHING;
	if (x->never_challenged)
		facts |= FACT_CHALLENGE | FACT_OFFER;
	if (x->never_challenged || x->outcome == OUTCOME_UNANSWERED)
		facts |= FACT_ANSWER | FACT_ANSWER_HEADERS;
	return facts;
}

void
dossier_begin(struct dossier *d, const struct exchange *x, const struct verify *digest)
{
	const struct round *answered = exchange_last_answered(x);

	*d = (struct dossier){ .exchange = x,
			       .digest = digest,
			       .server = &server_unknown,
			       .account = &history_none,
			       .host = &history_none };
	d->round = answered != NULL ? answered : exchange_last_round(x);
	d->facts = round_facts(d->round);
	if ((x->outcome == OUTCOME_REJECTED || x->refusal_shared) && d->round->outcome.msg != NULL)
		d->facts |= FACT_REFUSED;
	if ((x->loss & LOSS_DIRECTION) == 0)
		d->facts |= FACT_BOTH_DIRECTIONS;
	if ((x->loss & GAPS) == 0)
		d->facts |= FACT_NO_GAP;
	if (x->outcome == OUTCOME_UNANSWERED && x->client_gave_up && (x->loss & GAPS) == 0)
		d->facts |= FACT_NO_ANSWER;
	if (x->client_saw_nothing)
		d->facts |= FACT_SAW_NOTHING;
	if ((digest->check == VERIFY_MATCH || digest->check == VERIFY_MISMATCH) &&
	    !only_further_on(d->round))
		d->facts |= FACT_DIGEST;
	d->asks_again = asks_again(d->round, (d->facts & FACT_DIGEST) != 0);
	d->denied = denied(x, d->round) & ~d->facts;
	for (size_t i = 0; i < d->round->cred_count; i++)
		d->others_in_answer = d->others_in_answer || &d->round->creds[i] != d->round->cred;
}
