/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A request comes: does it answer a challenge, repeat without answering, or use credentials of before?
 */
#include "exchanges.h"

enum { AUTH_MAX = 16 };

/* Credentials of another realm or nonce that stand in the same request, before index `n`. */
static bool
is_repeat(const struct credentials *all, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (all[i].is_digest && all[i].kind == all[n].kind &&
		    auth_value_eq(all[i].realm, all[n].realm))
			return true;
	}
	return false;
}

static void
note_nonce_use(struct exchanges *e, const struct round *r)
{
	bool ok = true;
	struct str nonce = auth_unquote(r->cred->nonce, r->arena, &ok);
	struct nonce_entry *n = ok ? nonce_book_find(e->book, nonce) : NULL;
	uint64_t nc = 0;

	if (n == NULL)
		return;
	if (n->uses++ == 0)
		n->first_use = r->answer.msg->seen;
	n->last_use = r->answer.msg->seen;
	if (str_hex_to_u64(r->cred->nc, UINT32_MAX, &nc) && nc > n->last_nc)
		n->last_nc = (uint32_t)nc;
}

/* The answer of the current round; `which` of the request's credentials it is. */
static void
take_answer(struct exchanges *e, struct open_exchange *o, const struct call_step *step,
	    size_t which)
{
	struct exchange *x = o->x;
	struct round *r = o->round;
	uint32_t loss = x->loss;

	if (!round_set_answer(r, step->request, which) || r->cred == NULL ||
	    !round_relate(r, e->book, x->realm)) {
		open_drop(e, o);
		return;
	}
	/* A challenge between this answer and the one before it is not in the capture. */
	if (r->challenge.msg == NULL && r->witness == NULL)
		loss |= LOSS_START;
	x->loss = loss;
	x->answered_rounds++;
	x->same_nonce_in_row =
		r->nonce == NONCE_CACHED && r->challenge.msg != NULL ? x->same_nonce_in_row + 1 : 0;
	note_nonce_use(e, r);
	o->state = STATE_ANSWERED;
	o->final_met = false;
	(void)role_add(e, o, ROLE_ANSWER, step->transaction);
	open_touch(e, o, step->request->seen.ts_ns, 0);
}

/* Credentials that were accepted a moment ago go along with the answer to another realm's challenge. */
static struct open_exchange *
find_passed(const struct exchanges *e, const struct message *m, const struct credentials *c)
{
	struct open_exchange *o = NULL;

	while ((o = find_by_call(e, m->sip.call_id, o)) != NULL) {
		if (o->state == STATE_PASSED && o->x->kind == c->kind &&
		    auth_value_is(c->realm, o->x->realm))
			return o;
	}
	return NULL;
}

/* A new try of the same request, with credentials, soon after it was refused for good. */
static struct open_exchange *
find_refused(const struct exchanges *e, const struct message *m, const struct credentials *c)
{
	struct open_exchange *o = find_for_bare_retry(e, m);

	return o != NULL && o->state == STATE_REFUSED && o->x->kind == c->kind &&
			       auth_value_is(c->realm, o->x->realm)
		       ? o
		       : NULL;
}

/*
 * A nonce from a challenge that is not in the capture, in a call that still waits for the response to
 * an answer with another nonce: the response that brought it was lost, and this is the next round.
 */
static struct open_exchange *
find_lost_response(const struct exchanges *e, const struct message *m, const struct credentials *c)
{
	struct open_exchange *o = NULL;

	while ((o = find_by_call(e, m->sip.call_id, o)) != NULL) {
		if (o->state == STATE_ANSWERED && o->round->cred != NULL && o->x->kind == c->kind &&
		    auth_value_is(c->realm, o->x->realm) &&
		    !auth_value_eq(o->round->cred->nonce, c->nonce) &&
		    m->sip.cseq.number > o->round->answer.msg->sip.cseq.number)
			return o;
	}
	return NULL;
}

static void
on_credentials(struct exchanges *e, const struct call_step *step, const struct credentials *c,
	       size_t which)
{
	const struct message *m = step->request;
	struct open_exchange *o = find_for_credentials(e, m, c);

	if (o != NULL) {
		take_answer(e, o, step, which);
		return;
	}
	o = find_passed(e, m, c);
	if (o != NULL) {
		(void)role_add(e, o, ROLE_ANSWER, step->transaction);
		open_touch(e, o, m->seen.ts_ns, 0);
		return;
	}
	o = find_refused(e, m, c);
	if (o != NULL) {
		if (open_next_round(o) == NULL)
			open_drop(e, o);
		else
			take_answer(e, o, step, which);
		return;
	}
	/* IMS clients send empty credentials before any challenge (RFC 3310 3.3): no answer yet. */
	if (str_empty(c->nonce) && str_empty(c->response))
		return;
	o = find_lost_response(e, m, c);
	if (o != NULL)
		o->x->loss |= LOSS_RESPONSE;
	else
		o = open_new(e, m, m, c->kind, c->realm);
	if (o == NULL)
		return;
	if (open_next_round(o) == NULL) {
		open_drop(e, o);
		return;
	}
	take_answer(e, o, step, which);
}

/* Between the request that was challenged and this one another was sent: RFC 3261 8.1.1.5, 22.2. */
static bool
skips_cseq(const struct open_exchange *o, const struct message *m)
{
	const struct message *c = o->round->challenge.msg;

	return c != NULL && str_eq(c->sip.call_id, m->sip.call_id) &&
	       m->sip.cseq.number > c->sip.cseq.number + 1;
}

static void
on_bare(struct exchanges *e, const struct call_step *step)
{
	const struct message *m = step->request;
	struct open_exchange *o = find_for_bare_retry(e, m);
	struct round *r;

	if (o == NULL)
		return;
	/* Its credentials may be in what the capture cut off, or in a request that it lost. */
	if (!sip_msg_headers_whole(&m->sip))
		o->x->loss |= LOSS_CUT;
	else if (skips_cseq(o, m))
		o->x->loss |= LOSS_REQUEST;
	else if (o->state == STATE_CHALLENGED)
		o->x->retries_bare++;
	r = open_next_round(o);
	if (r == NULL || !round_set_request(r, m, step->copies)) {
		open_drop(e, o);
		return;
	}
	o->state = STATE_ANSWERED;
	o->final_met = false;
	(void)role_add(e, o, ROLE_BARE, step->transaction);
	open_touch(e, o, m->seen.ts_ns, 0);
}

/* The same request further on: what became of it, and are the credentials still in it? */
static void
on_further_leg(struct exchanges *e, const struct call_step *step, const struct sighting *s,
	       const struct credentials *creds, size_t count)
{
	for (struct role *r = role_first(e, s->transaction); r != NULL; r = role_next(r)) {
		bool there = !sip_msg_headers_whole(&step->request->sip);

		r->open->x->legs = s->legs + 1 > r->open->x->legs ? s->legs + 1 : r->open->x->legs;
		if (r->kind != ROLE_ANSWER || r->round_no != r->open->x->round_count)
			continue;
		round_set_elsewhere(r->open->round, &r->open->round->answer, step->request);
		for (size_t i = 0; i < count; i++)
			there = there || (creds[i].is_digest &&
					  auth_value_is(creds[i].realm, r->open->x->realm));
		r->open->round->cred_gone = !there;
	}
}

static void
note_cancel(struct exchanges *e, const struct message *m)
{
	struct open_exchange *o = NULL;

	while ((o = find_by_call(e, m->sip.call_id, o)) != NULL) {
		if (o->x->answered_rounds == 0)
			o->x->cancelled = true;
	}
}

void
exchanges_on_request(struct exchanges *e, const struct call_step *step)
{
	const struct message *m = step->request;
	struct leg *leg = legs_get(e->legs, &m->seen.src.ip, &m->seen.dst.ip);
	struct credentials creds[AUTH_MAX];
	struct sighting *further;
	size_t count, digests = 0;

	if (leg != NULL) {
		leg->requests++;
		leg->last_request_ns = m->seen.ts_ns;
	}
	/* RFC 3261 22.1: they carry copies of the INVITE's credentials and are never challenged. */
	if (str_eq(m->sip.method, S("ACK")))
		return;
	if (str_eq(m->sip.method, S("CANCEL"))) {
		note_cancel(e, m);
		return;
	}
	find_note_activity(e, m);
	count = credentials_of(&m->sip, creds, COUNT(creds));
	count = count < COUNT(creds) ? count : COUNT(creds);
	further = legs_sight(e->legs, step);
	if (further != NULL) {
		on_further_leg(e, step, further, creds, count);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		if (!creds[i].is_digest || is_repeat(creds, i))
			continue;
		digests++;
		on_credentials(e, step, &creds[i], i);
	}
	if (digests == 0)
		on_bare(e, step);
}

void
exchanges_on_copy(struct exchanges *e, const struct call_step *step)
{
	const struct message *m = step->request;
	struct leg *leg = legs_get(e->legs, &m->seen.src.ip, &m->seen.dst.ip);

	if (leg != NULL)
		leg->last_request_ns = m->seen.ts_ns;
	for (struct role *r = role_first(e, step->transaction); r != NULL; r = role_next(r)) {
		struct step_message *sent;

		if (r->round_no != r->open->x->round_count || r->open->state != STATE_ANSWERED)
			continue;
		sent = r->kind == ROLE_ANSWER ? &r->open->round->answer : &r->open->round->request;
		sent->copies = step->copies;
		sent->last_ts_ns = m->seen.ts_ns;
		sent->on_schedule = step->on_schedule;
		open_touch(e, r->open, m->seen.ts_ns, r->open->wait_class);
	}
}
