/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an exchange came to when it ends: outcome, silence, and what is known to be missing.
 */
#include "exchanges.h"

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

	if (answered == NULL || x->stale_in_row > 1 || x->same_nonce_in_row > 0)
		return false;
	if (last->offer != NULL && challenge_is_stale(last->offer))
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

static void
conclude_challenged(struct open_exchange *o, bool input_ended)
{
	struct exchange *x = o->x;
	const struct message *c = o->round->challenge.msg;
	const struct round *answered = exchange_last_answered(x);

	x->client_gave_up = x->retries_bare > 0 ||
			    (c != NULL && o->client_seen_ns - c->seen.ts_ns >= WAIT_TRANSACTION);
	if (answered != NULL && answered->outcome.msg == NULL) {
		/* The response to the last answer is not in the capture. */
		x->outcome = OUTCOME_CANNOT_TELL;
		x->how = HOW_NONE;
	} else if (x->answered_rounds > 0 && (!refused_in_passing(x) || x->client_gave_up)) {
		x->outcome = OUTCOME_REJECTED;
		refused_how(x, answered);
	} else if (x->answered_rounds == 0 && x->client_gave_up && (x->loss & LOST) == 0) {
		x->outcome = OUTCOME_UNANSWERED;
		x->how = HOW_NONE;
	} else {
		x->outcome = undecided(x, input_ended);
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
	} else if (input_ended || (x->loss & LOSS_EVICTED)) {
		x->outcome = undecided(x, input_ended);
	} else {
		/* It stopped repeating itself, so it heard something that was not captured. */
		x->loss |= LOSS_RESPONSE;
		x->outcome = OUTCOME_CANNOT_TELL;
	}
}

void
exchange_conclude(struct exchanges *e, struct open_exchange *o, int64_t now_ns, bool input_ended)
{
	struct exchange *x = o->x;
	const struct leg *g = legs_find(e->legs, &x->client.ip, &x->server.ip);
	const struct message *last;

	(void)now_ns;
	if (x->round_count == 0)
		return;
	note_cuts(x);
	note_leg(x, g);
	if (!o->final_met) {
		if (o->state == STATE_CHALLENGED) {
			conclude_challenged(o, input_ended);
		} else if (o->state == STATE_ANSWERED) {
			conclude_answered(o, input_ended);
		} else {
			/* Asked for again and again in turn with another realm is not accepted. */
			x->outcome = x->dropped_for_other ? OUTCOME_REJECTED : OUTCOME_ACCEPTED;
			x->how = x->dropped_for_other ? HOW_RE_CHALLENGED : HOW_NONE;
		}
	}
	if (x->outcome == OUTCOME_OPEN && input_ended)
		x->loss |= LOSS_END;
	last = exchange_deciding(x);
	if (last != NULL && last->seen.ts_ns > x->decided_ns)
		x->decided_ns = last->seen.ts_ns;
}
