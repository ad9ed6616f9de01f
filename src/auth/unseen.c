/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a response tells of requests that are not in the capture.
 */
#include "exchanges.h"

/* The challenge that refused an answer came from further on, as is seen now that it is captured there too. */
static void
note_late_leg(const struct open_exchange *o, const struct message *m)
{
	const struct exchange *x = o->x;
	const struct round *r = o->round;

	if (x->kept > 1 && o->state == STATE_CHALLENGED && r->offer != NULL &&
	    address_eq(&x->server.ip, &m->seen.dst.ip) && challenge_has_nonce(m, r->offer->nonce))
		x->rounds[x->kept - 2]->leg_unseen = true;
}

/*
 * The same challenge on its way to a client whose request is not wholly in the capture: what that carried, the one that was
 * seen further on may have lost on its way.
 */
void
unseen_leg(struct exchanges *e, const struct message *m)
{
	struct open_exchange *o = NULL;

	while ((o = find_by_call(e, m->sip.call_id, o)) != NULL) {
		note_late_leg(o, m);
		if (o->x->answered_rounds > 0 || address_eq(&o->x->client.ip, &m->seen.dst.ip))
			continue;
		for (size_t i = 0; i < o->x->kept; i++) {
			const struct challenge *offer = o->x->rounds[i]->offer;

			if (offer != NULL && challenge_has_nonce(m, offer->nonce))
				o->x->loss |= LOSS_REQUEST;
		}
	}
}

/* Whether `m` is the response to another request than the challenge `c` is: a later one, or one sent again anew. */
static bool
is_of_later(const struct message *m, const struct message *c)
{
	if (!str_eq(m->sip.cseq.method, c->sip.cseq.method))
		return false;
	return m->sip.cseq.number > c->sip.cseq.number ||
	       (m->sip.cseq.number == c->sip.cseq.number && !str_eq(m->sip.branch, c->sip.branch));
}

void
unseen_request(struct exchanges *e, const struct message *m)
{
	struct open_exchange *o = NULL;

	while ((o = find_by_call(e, m->sip.call_id, o)) != NULL) {
		const struct message *c = o->round == NULL ? NULL : o->round->challenge.msg;

		if (o->state == STATE_CHALLENGED && c != NULL && is_of_later(m, c) &&
		    address_eq(&o->x->client.ip, &m->seen.dst.ip))
			o->x->loss |= LOSS_REQUEST;
	}
}

void
unseen_answer(struct exchanges *e, struct open_exchange *o, const struct message *refusal)
{
	struct open_exchange *further = NULL;

	while ((further = find_by_call(e, refusal->sip.call_id, further)) != NULL) {
		const struct round *r = further->round;

		if (further != o && r != NULL && r->offer != NULL && r->challenge.msg != NULL &&
		    r->request.msg == NULL &&
		    address_eq(&further->x->client.ip, &o->x->server.ip) &&
		    challenge_has_nonce(refusal, r->offer->nonce))
			o->round->leg_unseen = true;
	}
}
