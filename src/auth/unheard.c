/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A request without credentials that is repeated on schedule and gets no response at all: nobody has asked for
 * credentials, and it never came so far.  It is held as an exchange of its own until something comes.
 */
#include "exchanges.h"

/* Requests that are usually challenged.  OPTIONS and NOTIFY are often but a ping to who may be gone. */
static bool
is_worth_it(struct str method)
{
	return str_eq(method, S("REGISTER")) || str_eq(method, S("INVITE")) ||
	       str_eq(method, S("SUBSCRIBE")) || str_eq(method, S("PUBLISH")) ||
	       str_eq(method, S("MESSAGE"));
}

static bool
is_unheard(const struct exchanges *e, const struct call_step *step)
{
	const struct message *m = step->request;
	struct credentials any[1];

	return step->on_schedule && !step->provisional_seen && !step->final_seen &&
	       !step->cancelled && !step->in_dialog && is_worth_it(m->sip.method) &&
	       sip_msg_headers_whole(&m->sip) && credentials_of(&m->sip, any, 1) == 0 &&
	       role_first(e, step->transaction) == NULL && legs_further(e->legs, step) == NULL;
}

void
unheard_note(struct exchanges *e, const struct call_step *step)
{
	const struct message *m = step->request;
	struct open_exchange *o;
	struct round *r;

	if (!is_unheard(e, step))
		return;
	o = find_unheard(e, m);
	if (o == NULL)
		o = open_new(e, m, m, AUTH_WWW, STR_ABSENT);
	if (o == NULL)
		return;
	r = open_next_round(o);
	if (r == NULL || !round_set_request(r, m, step->copies)) {
		open_drop(e, o);
		return;
	}
	o->state = STATE_UNHEARD;
	o->x->never_challenged = true;
	r->request.on_schedule = true;
	(void)role_add(e, o, ROLE_BARE, step->transaction);
	open_touch(e, o, m->seen.ts_ns, 1);
}

void
unheard_copy(struct exchanges *e, struct open_exchange *o, const struct call_step *step)
{
	struct step_message *sent = &o->round->request;

	sent->copies = step->copies;
	sent->last_ts_ns = step->request->seen.ts_ns;
	sent->on_schedule = step->on_schedule;
	open_touch(e, o, sent->last_ts_ns, 1);
}

void
unheard_is_heard(struct exchanges *e, uint64_t transaction)
{
	struct role *next;

	for (struct role *r = role_first(e, transaction); r != NULL; r = next) {
		next = role_next(r);
		if (r->open->state == STATE_UNHEARD)
			open_forget(e, r->open);
	}
}

/* Who goes on before 64*T1 are over, or with credentials, heard what is not in the capture. */
void
unheard_goes_on(struct exchanges *e, const struct message *m, bool credentials)
{
	struct open_exchange *o = NULL, *found = NULL;

	while ((o = find_by_call(e, m->sip.call_id, o)) != NULL) {
		const struct message *asked =
			o->state == STATE_UNHEARD ? o->round->request.msg : NULL;

		if (asked != NULL && str_eq(asked->sip.method, m->sip.method) &&
		    (credentials ||
		     m->seen.ts_ns - o->round->request.last_ts_ns < WAIT_TRANSACTION / 2))
			found = o;
	}
	if (found != NULL)
		open_forget(e, found);
}

/*
 * With nothing ever captured from this server to this client, silence may be the capture's; and before
 * 64*T1 are over a response may still come.
 */
bool
unheard_is_fact(const struct open_exchange *o, const struct leg *g, int64_t now_ns)
{
	const struct exchange *x = o->x;

	return g != NULL && g->responses > 0 && !x->cancelled && o->round->request.on_schedule &&
	       now_ns - o->round->request.msg->seen.ts_ns >= WAIT_TRANSACTION;
}
