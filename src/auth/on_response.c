/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A response comes: a challenge, an outcome, or a trace of messages that were not captured.
 */
#include "asked.h"

enum outcome
outcome_of_status(unsigned status, enum outcome_how *how)
{
	*how = HOW_NONE;
	if (status < 400)
		return OUTCOME_ACCEPTED;
	switch (status) {
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
	case 437:
	case 438:
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
note_accepted(struct exchanges *e, const struct open_exchange *o)
{
	bool ok = true;
	const struct round *r = exchange_last_answered(o->x);
	struct nonce_entry *n;

	if (r == NULL)
		return;
	n = nonce_book_find(e->book, auth_unquote(r->cred->nonce, o->x->arena, &ok));
	if (n != NULL)
		n->accepted++;
}

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
	note_accepted(e, o);
	open_end(e, o, m->seen.ts_ns, false);
}

/* A response that decides came to a request that plays this role. */
static void
role_is_decided(struct exchanges *e, struct role *role, const struct call_step *step)
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
	o->x->outcome = outcome;
	o->x->how = how;
	o->x->decided_ns = m->seen.ts_ns;
	if (o->x->outcome == OUTCOME_ACCEPTED)
		note_accepted(e, o);
	if (role->kind == ROLE_ANSWER)
		note_next_nonce(e, o, m);
	/* A further try within 64*T1 is a round of this one: a loop is one failure. */
	if (o->x->outcome == OUTCOME_REJECTED) {
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

/* Refusals that concern authentication even when nothing was challenged. */
static bool
refuses_unasked(unsigned status)
{
	return status == 403 || status == 437 || status == 438 || status == 494;
}

/* Refused before any challenge: an exchange of its own, of one request and its refusal. */
static void
refused_unasked(struct exchanges *e, const struct call_step *step)
{
	const struct message *request = step->request, *m = step->response;
	struct credentials any[1];
	struct open_exchange *o;
	struct round *r;

	if (!refuses_unasked(m->sip.status) || step->in_dialog || step->final_seen ||
	    step->ringing_seen)
		return;
	/* With credentials it belongs to an exchange that is over. */
	if (credentials_of(&request->sip, any, 1) > 0)
		return;
	o = open_new(e, request, request, AUTH_WWW, STR_ABSENT);
	if (o == NULL)
		return;
	r = open_next_round(o);
	if (r == NULL || !round_set_request(r, request, step->copies) || !round_set_outcome(r, m)) {
		open_drop(e, o);
		return;
	}
	o->final_met = true;
	o->x->outcome = outcome_of_status(m->sip.status, &o->x->how);
	o->x->decided_ns = m->seen.ts_ns;
	/* What the capture cut off may have been credentials. */
	if (sip_msg_headers_whole(&request->sip))
		o->x->never_challenged = true;
	else
		o->x->loss |= LOSS_CUT;
	o->state = STATE_REFUSED;
	open_touch(e, o, m->seen.ts_ns, 0);
}

/* A final response whose request is not there, in a call that waits: the answer was not captured. */
static void
stray_final(struct exchanges *e, const struct message *m)
{
	struct open_exchange *o = NULL, *found = NULL;

	while ((o = find_by_call(e, m->sip.call_id, o)) != NULL) {
		const struct round *r = o->round;
		const struct message *last = r == NULL ? NULL : r->challenge.msg;

		if (o->state == STATE_CHALLENGED && last != NULL &&
		    m->sip.cseq.number >= last->sip.cseq.number &&
		    str_eq(m->sip.method, last->sip.method) &&
		    address_eq(&o->x->client.ip, &m->seen.dst.ip))
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
	found->x->decided_ns = m->seen.ts_ns;
	open_end(e, found, m->seen.ts_ns, false);
}

static void
on_final(struct exchanges *e, const struct call_step *step)
{
	struct role *r, *next;
	bool any = false;

	if (step->request == NULL) {
		stray_final(e, step->response);
		return;
	}
	for (r = role_first(e, step->transaction); r != NULL; r = next) {
		/* Deciding ends the exchange, and with it its roles. */
		next = role_next(r);
		any = true;
		role_is_decided(e, r, step);
	}
	if (!any && step->response->sip.status >= 300)
		refused_unasked(e, step);
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
	if (step->response->sip.status != 401 && step->response->sip.status != 407)
		return true;
	legs_challenged(e->legs, s, step->response);
	count = asked_of(step->response, asked, COUNT(asked));
	for (struct role *r = role_first(e, s->transaction); r != NULL; r = role_next(r)) {
		struct round *round = r->open->round;

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
	if (step->request != NULL && on_further_leg(e, step))
		return;
	if (status == 401 || status == 407) {
		/* RFC 3261 22.1: ACK and CANCEL are not challenged; what comes is about the INVITE. */
		if (!str_eq(m->sip.method, S("CANCEL")))
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
