/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A response comes: a challenge, an outcome, or a trace of messages that were not captured.
 */
#include "several.h"

/* What the server says of the next nonce.  Where credentials of several realms went along it does not say of
 * which, unless it repeats the cnonce (RFC 2617 3.2.3). */
static void
note_next_nonce(struct exchanges *e, const struct open_exchange *o, const struct message *m)
{
	const struct round *r = o->round;
	struct auth_info info;
	size_t same_kind = 0;
	bool ok = true;
	struct str used;

	if (r->cred == NULL || !auth_info_of_kind(&m->sip, o->x->kind, &info) ||
	    r->cred->kind != o->x->kind)
		return;
	for (size_t i = 0; i < r->cred_count; i++)
		same_kind += r->creds[i].kind == r->cred->kind;
	if (same_kind > 1 &&
	    (str_empty(info.cnonce) || !auth_value_eq(info.cnonce, r->cred->cnonce)))
		return;
	used = auth_unquote(r->cred->nonce, r->arena, &ok);
	if (ok)
		(void)nonce_book_add_next(e->book, m, &info, used, o->x->realm);
}

/* The server answered two copies of one request in two ways, and one way is acceptance. */
static void
accept_late(struct exchanges *e, struct open_exchange *o, const struct message *m)
{
	o->final_met = true;
	o->x->outcome = OUTCOME_ACCEPTED;
	o->x->how = HOW_NONE;
	o->x->decided_ns = m->seen.ts_ns;
	nonce_use_accepted(e, o, m->seen.ts_ns);
	open_end(e, o, m->seen.ts_ns, false);
}

/* The proxy took its credentials out of the request and sent it on, and from there the refusal came: what
 * they were for had let it pass (RFC 3261 22.3).  A registrar behind refuses for its own reasons. */
static bool
is_of_who_was_called(const struct exchanges *e, const struct open_exchange *o,
		     const struct call_step *step)
{
	return step->request != NULL && o->state == STATE_ANSWERED && o->round->cred_gone &&
	       !o->round->stripped && o->x->kind == AUTH_PROXY &&
	       !str_eq(step->request->sip.method, S("REGISTER")) && legs_refused(e->legs, step);
}

/* Where the server of another realm may have sent this response too, of each it is as open as of the others. */
static void
note_sharing(struct open_exchange *o, const struct role *role, enum outcome outcome,
	     uint64_t teller)
{
	struct exchange *x = o->x;
	bool shared = teller != 0 && role->kind == ROLE_ANSWER;

	x->refusal_shared = shared && outcome == OUTCOME_REJECTED;
	x->refusal_told = shared && outcome != OUTCOME_ACCEPTED && teller != x->serial;
	x->outcome = x->refusal_shared ? OUTCOME_CANNOT_TELL : outcome;
}

/* A response that decides came to a request that plays this role. `teller`: of the exchange that tells of it for
 * several realms; 0: it is for this one alone. */
static void
role_is_decided(struct exchanges *e, struct role *role, const struct call_step *step,
		uint64_t teller)
{
	struct open_exchange *o = role->open;
	const struct message *m = step->response;
	enum outcome_how how;
	enum outcome outcome;

	/* A later final response to an attempt that is over already, or the loser of a fork; but a 2xx
	 * after the refusal of a copy is what counts. */
	if (role->round_no != o->x->round_count || o->state == STATE_CHALLENGED ||
	    o->state == STATE_REFUSED) {
		if (role->kind == ROLE_ANSWER && m->sip.status >= 200 && m->sip.status < 300)
			accept_late(e, o, m);
		return;
	}
	outcome = outcome_of_status(m->sip.status, &how);
	if (outcome == OUTCOME_REJECTED && is_of_who_was_called(e, o, step))
		outcome = OUTCOME_ACCEPTED;
	/* Who asked took the credentials, and sent the request on: the refusal is of another, who saw none. */
	if (outcome == OUTCOME_REJECTED && o->state == STATE_ANSWERED && o->round->sent_on) {
		outcome = OUTCOME_CANNOT_TELL;
		how = HOW_OTHER;
	}
	/* The realm that asked last refuses: this one had let the request pass (RFC 3261 22.3). */
	if (o->state == STATE_PASSED && outcome != OUTCOME_ACCEPTED) {
		open_touch(e, o, m->seen.ts_ns, 0);
		return;
	}
	if (o->state == STATE_ANSWERED && !round_set_outcome(o->round, m)) {
		open_drop(e, o);
		return;
	}
	o->final_met = true;
	note_sharing(o, role, outcome, teller);
	o->x->how = how;
	o->x->decided_ns = m->seen.ts_ns;
	if (o->x->outcome == OUTCOME_ACCEPTED) {
		nonce_use_accepted(e, o, m->seen.ts_ns);
		find_note_registered(e, o);
		if (role->kind == ROLE_ANSWER && !cseq_marks_note(e->marks, step->request))
			e->dropped++;
	} else {
		collision_note(e, o->x, collision_of(e, step));
	}
	if (role->kind == ROLE_ANSWER)
		note_next_nonce(e, o, m);
	/* A further try within 64*T1 is a round of this one: a loop is one failure. */
	if (outcome == OUTCOME_REJECTED) {
		o->state = STATE_REFUSED;
		open_touch(e, o, m->seen.ts_ns, 0);
		return;
	}
	open_end(e, o, m->seen.ts_ns, false);
}

static void
role_is_provisional(struct exchanges *e, struct role *role, const struct call_step *step)
{
	struct open_exchange *o = role->open;
	bool invite = str_eq(step->request->sip.method, S("INVITE"));

	if (role->round_no != o->x->round_count || o->state != STATE_ANSWERED)
		return;
	o->round->provisional = true;
	open_touch(e, o, step->response->seen.ts_ns, invite ? 2 : 0);
}

/* A final response whose request is not there, in a call that waits: the answer was not captured. */
static void
stray_final(struct exchanges *e, const struct message *m)
{
	struct open_exchange *o = NULL, *found = NULL;

	/* By its client, since the Call-ID may have changed since the exchange began. */
	while ((o = find_by_client(e, &m->seen.dst.ip, m, o)) != NULL) {
		const struct round *r = o->round;
		const struct message *last = r == NULL ? NULL : r->challenge.msg;

		if (o->state == STATE_CHALLENGED && last != NULL &&
		    (str_eq(m->sip.call_id, o->x->call_id) ||
		     str_eq(m->sip.call_id, last->sip.call_id)) &&
		    m->sip.cseq.number >= last->sip.cseq.number &&
		    str_eq(m->sip.method, last->sip.method))
			found = o;
	}
	if (found == NULL)
		return;
	found->x->loss |= LOSS_REQUEST;
	found->final_met = true;
	if (!round_set_outcome(found->round, m)) {
		open_drop(e, found);
		return;
	}
	found->x->outcome = outcome_of_status(m->sip.status, &found->x->how);
	/* What was refused is not the answer that was seen. */
	if (found->x->outcome == OUTCOME_REJECTED && found->x->answered_rounds > 0) {
		found->x->outcome = OUTCOME_CANNOT_TELL;
		found->x->how = HOW_NONE;
	}
	found->x->decided_ns = m->seen.ts_ns;
	open_end(e, found, m->seen.ts_ns, false);
}

static void
on_final(struct exchanges *e, const struct call_step *step)
{
	const struct cseq_mark *taken;
	struct role *r, *next;
	uint64_t teller = 0;
	bool any = false;

	if (step->request == NULL) {
		stray_final(e, step->response);
		return;
	}
	if (several_suspects(e, step->transaction, &teller) < 2)
		teller = 0;
	for (r = role_first(e, step->transaction); r != NULL; r = next) {
		/* Deciding ends the exchange, and with it its roles. */
		next = role_next(r);
		any = true;
		role_is_decided(e, r, step, teller);
	}
	if (any || step->response->sip.status < 300 || step->final_seen)
		return;
	taken = collision_of(e, step);
	if (taken != NULL)
		collision_unasked(e, step, taken);
	else
		refused_unasked(e, step);
}

/* The round that the request belongs to, while it is kept: its refusal further on may be captured late. */
static struct round *
round_of_role(const struct role *r)
{
	const struct exchange *x = r->open->x;
	uint64_t since = x->round_count - r->round_no;

	return since < x->kept ? x->rounds[x->kept - 1 - since] : NULL;
}

/* A response on a further leg of a request: what it tells of the leg that the client sees. */
static bool
on_further_leg(struct exchanges *e, const struct call_step *step)
{
	struct sighting *s = legs_further(e->legs, step);
	struct asked asked[ASKED_MAX];
	size_t count;

	if (s == NULL)
		return false;
	if (step->response->sip.status != 401 && step->response->sip.status != 407) {
		s->refused = s->refused || step->response->sip.status >= 300;
		return true;
	}
	legs_challenged(e->legs, s, step->response);
	count = asked_of(step->response, asked, COUNT(asked));
	for (struct role *r = role_first(e, s->transaction); r != NULL; r = role_next(r)) {
		struct round *round = round_of_role(r);

		if (round != NULL && round->cred_gone && round->answer.elsewhere != NULL &&
		    asked_for(asked, count, r->open) != NULL)
			round->stripped = true;
	}
	return true;
}

void
exchanges_on_response(struct exchanges *e, const struct call_step *step)
{
	const struct message *m = step->response;
	struct leg *leg = legs_get(e->legs, &m->seen.dst.ip, &m->seen.src.ip);
	unsigned status = m->sip.status;
	struct role *next;

	if (leg != NULL)
		leg->responses++;
	if (step->request == NULL && status >= 300)
		behind_refused(e, m);
	if (step->request != NULL && on_further_leg(e, step))
		return;
	if (step->request != NULL)
		unheard_is_heard(e, step->transaction);
	else
		unseen_request(e, m);
	/* The CANCEL itself may not be in the capture. */
	if (str_eq(m->sip.method, S("CANCEL")))
		find_note_cancel(e, m);
	if (status == 401 || status == 407) {
		exchanges_on_challenge(e, step);
	} else if (status >= 180) {
		if (status >= 200 || step->request != NULL)
			on_final(e, step);
	} else if (step->request != NULL) {
		for (struct role *r = role_first(e, step->transaction); r != NULL; r = next) {
			next = role_next(r);
			role_is_provisional(e, r, step);
		}
	}
}
