/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What was seen before comes once more: a challenge that was not acknowledged, a request whose challenge
 * was not heard.  And the ACK of a challenge.
 */
#include "exchanges.h"

/* Sooner than this it is one datagram, captured twice. */
#define TWICE_NS (10 * MS_NS)

void
exchanges_on_challenge_again(struct exchanges *e, const struct call_step *step)
{
	const struct message *m = step->response;
	struct open_exchange *o = NULL;

	while ((o = find_by_call(e, m->sip.call_id, o)) != NULL) {
		struct step_message *c = o->round != NULL ? &o->round->challenge : NULL;

		if (c == NULL || c->msg == NULL || o->challenged_txn != step->transaction ||
		    !str_eq(c->msg->sip.raw, m->sip.raw) ||
		    m->seen.ts_ns - c->last_ts_ns < TWICE_NS)
			continue;
		c->copies++;
		c->last_ts_ns = m->seen.ts_ns;
		/* Only a request makes a server repeat the response to any but an INVITE (RFC 3261 17.2.2):
		 * one was sent that is not in the capture, perhaps the answer. */
		if (o->state == STATE_CHALLENGED && !str_eq(m->sip.cseq.method, S("INVITE")) &&
		    c->copies > o->round->request.copies)
			o->x->loss |= LOSS_REQUEST;
	}
}

void
exchanges_on_request_again(struct exchanges *e, const struct call_step *step)
{
	const struct message *m = step->request;
	struct open_exchange *o = NULL;

	while ((o = find_by_call(e, m->sip.call_id, o)) != NULL) {
		struct round *r = o->round;

		if (o->state != STATE_CHALLENGED || o->challenged_txn != step->transaction ||
		    step->copies <= r->request.copies)
			continue;
		r->asked_again += step->copies - r->request.copies;
		r->request.copies = step->copies;
		r->request.last_ts_ns = m->seen.ts_ns;
		r->request.on_schedule = step->on_schedule;
	}
}

void
exchanges_on_ack(struct exchanges *e, const struct call_step *step)
{
	const struct message *m = step->request;
	struct open_exchange *o = NULL;

	while ((o = find_by_call(e, m->sip.call_id, o)) != NULL) {
		struct round *r = o->round;

		if (r == NULL || r->challenge.msg == NULL || r->ack_fits ||
		    !str_eq(r->challenge.msg->sip.cseq.method, S("INVITE")) ||
		    r->challenge.msg->sip.cseq.number != m->sip.cseq.number ||
		    /* That of a retry which kept the CSeq number has the tag of another response. */
		    !str_eq(r->challenge.msg->sip.to_tag, m->sip.to_tag) ||
		    !address_eq(&r->challenge.msg->seen.dst.ip, &m->seen.src.ip))
			continue;
		round_set_ack(r, m, step->transaction == o->challenged_txn);
	}
}
