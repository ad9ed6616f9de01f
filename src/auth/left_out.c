/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One message asks for several realms, and the request answers some of them.
 */
#include "exchanges.h"

/* Whether this request answers another realm of the message that challenged this exchange. */
static bool
answers_beside(const struct exchanges *e, const struct open_exchange *o, uint64_t transaction)
{
	for (struct role *r = role_first(e, transaction); r != NULL; r = role_next(r)) {
		const struct open_exchange *other = r->open;

		if (r->kind == ROLE_ANSWER && r->round_no == other->x->round_count &&
		    other->challenged_txn != 0 && other->challenged_txn == o->challenged_txn &&
		    other->round->challenge.msg != NULL)
			return true;
	}
	return false;
}

void
on_left_out(struct exchanges *e, const struct call_step *step, const struct credentials *creds,
	    size_t count)
{
	const struct message *m = step->request;
	struct open_exchange *o = NULL, *next = find_by_call(e, m->sip.call_id, NULL);

	while ((o = next) != NULL) {
		bool there = !sip_msg_headers_whole(&m->sip);
		struct round *r;

		next = find_by_call(e, m->sip.call_id, o);
		/* Its credentials may be in what the capture cut off. */
		if (there && o->state == STATE_CHALLENGED)
			o->x->loss |= LOSS_CUT;
		for (size_t i = 0; i < count; i++)
			there = there || auth_value_is(creds[i].realm, o->x->realm);
		if (there || o->state != STATE_CHALLENGED ||
		    !answers_beside(e, o, step->transaction))
			continue;
		r = open_next_round(o);
		if (r == NULL || !round_set_request(r, m, step->copies)) {
			open_drop(e, o);
			continue;
		}
		o->x->left_out++;
		o->state = STATE_ANSWERED;
		o->final_met = false;
		(void)role_add(e, o, ROLE_BARE, step->transaction);
		open_touch(e, o, m->seen.ts_ns, 0);
	}
}
