/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an exchange came to when it ends: outcome, silence, and what is known to be missing.
 */
#include <sipwhy/sec_agree.h>

#include "exchanges.h"

enum outcome
outcome_of_status(unsigned status, enum outcome_how *how)
{
	*how = HOW_NONE;
	if (status < 400)
		return OUTCOME_ACCEPTED;
	switch (status) {
	case 412: /* RFC 3903 6: the state to be changed is not there any more */
	case 423:
	case 480:
	case 486:
	case 487:
	case 488:
	case 491:
	case 600:
	case 603:
		return OUTCOME_ACCEPTED;
	case 401:
	case 407:
		*how = HOW_RE_CHALLENGED;
		return OUTCOME_REJECTED;
	case 403:
		*how = HOW_FORBIDDEN;
		return OUTCOME_REJECTED;
	case 400:
	case 494:
		*how = HOW_BAD_REQUEST;
		return OUTCOME_REJECTED;
	case 404:
	case 604:
		*how = HOW_NOT_FOUND;
		return OUTCOME_CANNOT_TELL;
	default:
		*how = status >= 500 && status < 600 ? HOW_SERVER_ERROR : HOW_OTHER;
		return OUTCOME_CANNOT_TELL;
	}
}

static void
note_cuts(struct exchange *x)
{
	for (size_t i = 0; i < x->kept; i++) {
		const struct round *r = x->rounds[i];
		const struct message *all[] = { r->request.msg, r->challenge.msg, r->answer.msg,
						r->outcome.msg };

		for (size_t k = 0; k < COUNT(all); k++) {
			if (all[k] != NULL && !sip_msg_headers_whole(&all[k]->sip))
				x->loss |= LOSS_CUT;
		}
	}
}

static bool
has_response(const struct exchange *x)
{
	for (size_t i = 0; i < x->kept; i++) {
		if (x->rounds[i]->challenge.msg != NULL || x->rounds[i]->outcome.msg != NULL)
			return true;
	}
	return false;
}

static void
note_leg(struct exchange *x, const struct leg *g)
{
	if (!has_response(x) && (g == NULL || g->responses == 0))
		x->loss |= LOSS_DIRECTION;
	x->answers_others = g != NULL && g->answers > x->answered_rounds;
	if (g != NULL && g->loss != 0 && g->loss_last_ns >= x->first_ns - WAIT_TRANSACTION)
		x->loss |= g->loss;
}

/*
 * Whether the last refusal is one that a working client meets in passing: the nonce was too old, by the
 * server's word, or because it was kept from before.  It takes a further round to tell.
 */
static bool
refused_in_passing(const struct exchange *x)
{
	const struct round *answered = exchange_last_answered(x), *last = exchange_last_round(x);

	/* The fresh challenge that a SIM asked for (RFC 3310 3.4). */
	if (exchange_resyncs(x) == 1)
		return true;
	if (answered == NULL || x->stale_in_row > 1 || x->same_nonce_in_row > 0)
		return false;
	if (last->offer != NULL && challenge_is_stale(last->offer))
		return true;
	/* stale=true may have stood in what is not in the capture. */
	if (last->challenge.msg != NULL && !sip_msg_headers_whole(&last->challenge.msg->sip) &&
	    (last->offer == NULL || (last->offer->odd & AUTH_CUT) != 0))
		return true;
	return answered->challenge.msg == NULL &&
	       (answered->nonce == NONCE_CACHED || answered->nonce == NONCE_UNKNOWN);
}

/* Losses with which silence is no fact, and the end of the input not to blame for what is open. */
#define LOST \
	(LOSS_CUT | LOSS_REQUEST | LOSS_RESPONSE | LOSS_DIRECTION | LOSS_UNPLACED | LOSS_FRAGMENTS)

static enum outcome
undecided(const struct exchange *x, bool input_ended)
{
	if ((x->loss & LOSS_EVICTED) != 0)
		return OUTCOME_OPEN;
	return input_ended && (x->loss & LOST) == 0 ? OUTCOME_OPEN : OUTCOME_CANNOT_TELL;
}

/*
 * Whether the answer goes where it is not seen: both sides name IPsec or TLS in a challenge that agrees on security
 * (RFC 3329 2.3.1, 3GPP TS 33.203 7).  Silence in the clear then says nothing.
 */
static bool
answer_is_hidden(const struct round *r)
{
	return r->challenge.msg != NULL && r->request.msg != NULL &&
	       sec_hides(&r->request.msg->sip, SEC_CLIENT, false) &&
	       sec_hides(&r->challenge.msg->sip, SEC_SERVER, false);
}

/* The manner of the last refusal; a new try after a 403 may have been challenged meanwhile. */
static void
refused_how(struct exchange *x, const struct round *answered)
{
	if (answered != NULL && answered->outcome.msg != NULL)
		(void)outcome_of_status(answered->outcome.msg->sip.status, &x->how);
	else
		x->how = HOW_RE_CHALLENGED;
	if (x->stale_in_row > 1)
		x->how = HOW_STALE_LOOP;
}

/*
 * Whether the challenge came more often than the request was seen.  Of an INVITE it is sent again until its ACK
 * comes (RFC 3261 17.2.1), of others only to the request (17.2.2): that was sent again, perhaps with credentials.
 */
static bool
answers_unseen_copy(const struct round *r)
{
	return r->challenge.msg != NULL && r->request.msg != NULL &&
	       !str_eq(r->request.msg->sip.method, S("INVITE")) &&
	       r->challenge.copies > r->request.copies;
}

/* Whoever hangs up once the INVITE is challenged has nothing to cancel (RFC 3261 9.1), and sends no more. */
static bool
is_let_go(const struct exchanges *e, const struct open_exchange *o, const struct leg *g)
{
	const struct round *r = o->round;

	return o->x->retries_bare == 0 && o->x->left_out == 0 && o->x->answered_rounds == 0 &&
	       !o->x->challenge_unheard && !o->x->in_dialog && r->offer != NULL &&
	       str_eq(r->challenge.msg->sip.cseq.method, S("INVITE")) &&
	       leg_answers_invite(e->legs, g, r->offer);
}

static void
conclude_challenged(struct open_exchange *o, bool input_ended)
{
	struct exchange *x = o->x;
	const struct message *c = o->round->challenge.msg;
	const struct round *answered = exchange_last_answered(x);
	bool hidden = answer_is_hidden(o->round);

	if (answers_unseen_copy(o->round))
		x->loss |= LOSS_REQUEST;
	x->challenge_unheard = x->answered_rounds == 0 && o->round->asked_again > 1 &&
			       o->round->request.on_schedule;
	x->client_gave_up =
		x->retries_bare > 0 || x->left_out > 0 ||
		(c != NULL && !hidden && o->client_seen_ns - c->seen.ts_ns >= WAIT_TRANSACTION);
	if (answered != NULL && answered->outcome.msg == NULL) {
		/* The response to the last answer is not in the capture. */
		x->outcome = OUTCOME_CANNOT_TELL;
		x->how = HOW_NONE;
	} else if (x->answered_rounds > 0 && (!refused_in_passing(x) || x->client_gave_up)) {
		x->outcome = OUTCOME_REJECTED;
		refused_how(x, answered);
	} else if (x->answered_rounds == 0 && (x->client_gave_up || x->challenge_unheard) &&
		   (x->loss & LOST) == 0) {
		x->outcome = OUTCOME_UNANSWERED;
		x->how = HOW_NONE;
	} else {
		x->outcome =
			hidden && (x->loss & LOST) == 0 ? OUTCOME_OPEN : undecided(x, input_ended);
		x->how = HOW_NONE;
	}
}

static void
conclude_answered(struct open_exchange *o, bool input_ended)
{
	struct exchange *x = o->x;
	const struct round *r = o->round;
	const struct step_message *sent = r->cred != NULL ? &r->answer : &r->request;

	x->how = HOW_NONE;
	/* On schedule: there were two retransmissions at least (call_step.h). */
	x->client_saw_nothing = sent->on_schedule && !r->provisional;
	if (r->cred == NULL && x->outcome == OUTCOME_REJECTED &&
	    exchange_last_answered(x) != NULL) {
		/* A new try after a refusal, of which no more was seen. */
		refused_how(x, exchange_last_answered(x));
	} else if (r->cred == NULL) {
		/* A bare retry: the challenge before it was not answered. */
		x->client_gave_up = x->retries_bare > 0;
		x->outcome = x->client_gave_up && (x->loss & LOST) == 0 ? OUTCOME_UNANSWERED
									: OUTCOME_CANNOT_TELL;
	} else if (x->client_saw_nothing) {
		x->outcome = OUTCOME_NO_RESPONSE;
	} else if (r->again != NULL && r->request.copies == 1 && r->answer.copies == 1 &&
		   (x->loss & (LOSS_EVICTED | LOST)) == 0) {
		/* The server took the answer for the request that it had challenged, and no more came.
		 * Where one of them was sent twice, the challenge may have been for the copy. */
		o->round->outcome = (struct step_message){ .msg = r->again, .copies = 1 };
		x->outcome = OUTCOME_REJECTED;
		x->how = HOW_RE_CHALLENGED;
	} else if (input_ended || (x->loss & LOSS_EVICTED)) {
		x->outcome = undecided(x, input_ended);
	} else {
		/* It stopped repeating itself, so it heard something that was not captured. */
		x->loss |= LOSS_RESPONSE;
		x->outcome = OUTCOME_CANNOT_TELL;
	}
}

static void
note_habit(const struct exchanges *e, struct exchange *x)
{
	const struct round *r = exchange_last_answered(x);

	x->habit = nonce_habits_of(e->habits,
				   r != NULL && r->nonce_issue.frame != 0 ? &r->nonce_issue.src
									  : &x->server,
				   x->realm);
}

void
exchange_conclude(struct exchanges *e, struct open_exchange *o, int64_t now_ns, bool input_ended)
{
	struct exchange *x = o->x;
	const struct leg *g = legs_find(e->legs, &x->client.ip, &x->server.ip);
	const struct message *last;

	if (x->round_count == 0)
		return;
	note_cuts(x);
	note_leg(x, g);
	if (!o->final_met) {
		if (o->state == STATE_CHALLENGED) {
			conclude_challenged(o, input_ended);
		} else if (o->state == STATE_ANSWERED) {
			conclude_answered(o, input_ended);
		} else if (o->state == STATE_UNHEARD) {
			x->client_saw_nothing = unheard_is_fact(o, g, now_ns);
			x->outcome = x->client_saw_nothing ? OUTCOME_NO_RESPONSE : OUTCOME_OPEN;
		} else {
			/* Asked for again and again in turn with another realm is not accepted. */
			x->outcome = x->dropped_for_other ? OUTCOME_REJECTED
				     : o->unlooked        ? OUTCOME_OPEN
							  : OUTCOME_ACCEPTED;
			x->how = x->dropped_for_other ? HOW_RE_CHALLENGED : HOW_NONE;
		}
	}
	x->let_go = !o->final_met && o->state == STATE_CHALLENGED && (x->loss & LOST) == 0 &&
		    x->outcome != OUTCOME_OPEN && is_let_go(e, o, g);
	if (exchange_was_cancelled(x) || exchange_was_ping(x) || x->let_go) {
		/* The user hung up before the answer, or none was wanted: nobody failed. */
		x->outcome = OUTCOME_OPEN;
		x->how = HOW_NONE;
	}
	note_habit(e, x);
	if (x->outcome == OUTCOME_OPEN && input_ended)
		x->loss |= LOSS_END;
	last = exchange_deciding(x);
	if (last != NULL && last->seen.ts_ns > x->decided_ns)
		x->decided_ns = last->seen.ts_ns;
}
