/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A request comes: does it answer a challenge, repeat without answering, or use credentials of before?
 */
#include "several.h"

enum { AUTH_MAX = 16 };

/* When the nonce of credentials was issued; negative when that is not known. */
static int64_t
issued_ns(const struct exchanges *e, const struct credentials *c)
{
	const struct nonce_entry *n = nonce_book_find(e->book, c->nonce, NULL);

	return n != NULL ? n->from.seen.ts_ns : -1;
}

/* Whether others of the same realm in the same request answer a newer challenge, or stand before. */
static bool
is_outdone(const struct exchanges *e, const struct credentials *all, size_t count, size_t n)
{
	for (size_t i = 0; i < count; i++) {
		int64_t own, other;

		if (i == n || !all[i].is_digest || all[i].kind != all[n].kind ||
		    !auth_value_eq(all[i].realm, all[n].realm))
			continue;
		own = issued_ns(e, &all[n]);
		other = issued_ns(e, &all[i]);
		if (other > own || (other == own && i < n))
			return true;
	}
	return false;
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
	nonce_use_note(e, r);
	x->translated = x->translated || legs_translated(e->legs, &step->request->sip);
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

static bool
is_refused_of(const struct open_exchange *o, const struct credentials *c)
{
	return o->state == STATE_REFUSED && o->x->kind == c->kind &&
	       auth_value_is(c->realm, o->x->realm);
}

/* A new try of the same request, with credentials, soon after it was refused for good. */
static struct open_exchange *
find_refused(const struct exchanges *e, const struct message *m, const struct credentials *c)
{
	struct open_exchange *o = NULL;

	while ((o = find_by_call(e, m->sip.call_id, o)) != NULL) {
		const struct message *sent = o->round == NULL ? NULL : o->round->answer.msg;

		if (is_refused_of(o, c) && sent != NULL &&
		    address_eq(&o->x->client.ip, &m->seen.src.ip) &&
		    str_eq(sent->sip.method, m->sip.method))
			return o;
	}
	o = find_for_bare_retry(e, m);
	return o != NULL && is_refused_of(o, c) ? o : NULL;
}

/*
 * A nonce from a challenge that is not in the capture, in a call that still waits for the response to
 * an answer with another nonce, or to a new try of the same: the response that brought it was lost, and this is the
 * next round.
 */
static struct open_exchange *
find_lost_response(const struct exchanges *e, const struct message *m, const struct credentials *c)
{
	struct open_exchange *o = NULL;

	while ((o = find_by_call(e, m->sip.call_id, o)) != NULL) {
		const struct round *r = o->round;
		const struct message *last;

		if (o->state != STATE_ANSWERED || o->x->answered_rounds == 0 ||
		    o->x->kind != c->kind || !auth_value_is(c->realm, o->x->realm))
			continue;
		last = r->cred != NULL ? r->answer.msg : r->request.msg;
		if (last != NULL && m->sip.cseq.number > last->sip.cseq.number &&
		    (r->cred == NULL || !auth_value_eq(r->cred->nonce, c->nonce)))
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
		several_go_along(e, o, step, which);
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
	/* IMS clients send empty credentials before any challenge (RFC 8760 2.7): no answer yet. */
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

/* Between what is known of the round and this request another was sent: RFC 3261 8.1.1.5, 22.2. */
static bool
skips_cseq(const struct open_exchange *o, const struct message *m)
{
	const struct message *c = o->round->challenge.msg, *a = o->round->answer.msg;
	uint32_t last;

	if (c == NULL || !str_eq(c->sip.call_id, m->sip.call_id))
		return false;
	last = c->sip.cseq.number;
	if (a != NULL && str_eq(a->sip.call_id, m->sip.call_id) && a->sip.cseq.number > last)
		last = a->sip.cseq.number;
	return m->sip.cseq.number > last + 1;
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

		r->open->x->translated = r->open->x->translated || s->translated;
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

/* Of all credentials, those whose nonce was seen issued, or the others; how many. */
static size_t
take_credentials(struct exchanges *e, const struct call_step *step, const struct credentials *all,
		 size_t count, bool known)
{
	const struct message *m = step->request;
	struct leg *leg = legs_get(e->legs, &m->seen.src.ip, &m->seen.dst.ip);
	size_t taken = 0;

	for (size_t i = 0; i < count; i++) {
		if (!all[i].is_digest || credentials_only_name(&all[i]) ||
		    is_outdone(e, all, count, i) || known != (issued_ns(e, &all[i]) >= 0))
			continue;
		taken++;
		if (leg != NULL && str_eq(m->sip.method, S("INVITE")))
			leg_note_invite(e->legs, leg, &all[i]);
		on_credentials(e, step, &all[i], i);
	}
	return taken;
}

void
exchanges_on_request(struct exchanges *e, const struct call_step *step)
{
	const struct message *m = step->request;
	struct leg *leg = legs_get(e->legs, &m->seen.src.ip, &m->seen.dst.ip);
	struct credentials creds[AUTH_MAX];
	struct sighting *further;
	size_t count, digests;

	if (leg != NULL) {
		leg->requests++;
		leg->last_request_ns = m->seen.ts_ns;
	}
	/* RFC 3261 22.1: neither is ever challenged, and an ACK has the INVITE's credentials. */
	if (str_eq(m->sip.method, S("ACK")))
		return;
	if (str_eq(m->sip.method, S("CANCEL"))) {
		find_note_cancel(e, m);
		return;
	}
	find_note_activity(e, m);
	count = credentials_of(&m->sip, creds, COUNT(creds));
	count = count < COUNT(creds) ? count : COUNT(creds);
	behind_sent_on(e, m);
	further = legs_sight(e->legs, step);
	if (further != NULL) {
		on_further_leg(e, step, further, creds, count);
		return;
	}
	unheard_goes_on(e, m, count > 0);
	/* Those whose nonce was seen first: the others must not take the place of the answer. */
	digests = take_credentials(e, step, creds, count, true);
	digests += take_credentials(e, step, creds, count, false);
	if (digests == 0) {
		on_bare(e, step);
		return;
	}
	if (leg != NULL)
		leg->answers++;
	e->dropped += !answered_note(e->answered, m);
	on_left_out(e, step, creds, count);
}

void
exchanges_on_copy(struct exchanges *e, const struct call_step *step)
{
	const struct message *m = step->request;
	struct leg *leg = legs_get(e->legs, &m->seen.src.ip, &m->seen.dst.ip);

	if (leg != NULL)
		leg->last_request_ns = m->seen.ts_ns;
	unheard_note(e, step);
	for (struct role *r = role_first(e, step->transaction); r != NULL; r = role_next(r)) {
		struct step_message *sent;

		if (r->open->state == STATE_UNHEARD && r->round_no == r->open->x->round_count)
			unheard_copy(e, r->open, step);
		if (r->round_no != r->open->x->round_count || r->open->state != STATE_ANSWERED)
			continue;
		sent = r->kind == ROLE_ANSWER ? &r->open->round->answer : &r->open->round->request;
		sent->copies = step->copies;
		sent->last_ts_ns = m->seen.ts_ns;
		sent->on_schedule = step->on_schedule;
		open_touch(e, r->open, m->seen.ts_ns, r->open->wait_class);
	}
	exchanges_on_request_again(e, step);
}
