/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A response comes: a challenge, an outcome, or a trace of messages that were not captured.
 */
#include "exchanges.h"

enum { AUTH_MAX = 16 };

/* One realm that a response asks for. */
struct asked {
	enum auth_kind kind;
	struct str realm; /* absent: a 401 or 407 without any challenge */
	bool stale;
	bool taken; /* some exchange was found for it */
};

static size_t
realms_asked(const struct message *m, struct asked *out, size_t cap)
{
	struct challenge all[AUTH_MAX];
	size_t n = challenges_of(&m->sip, all, COUNT(all)), used = 0;

	n = n < COUNT(all) ? n : COUNT(all);
	for (size_t i = 0; i < n; i++) {
		size_t at = 0;

		while (at < used &&
		       !(out[at].kind == all[i].kind && value_eq(out[at].realm, all[i].realm)))
			at++;
		if (at == used && used < cap)
			out[used++] = (struct asked){ .kind = all[i].kind, .realm = all[i].realm };
		if (at < used)
			out[at].stale = out[at].stale || challenge_is_stale(&all[i]);
	}
	if (used == 0)
		out[used++] =
			(struct asked){ .kind = m->sip.status == 407 ? AUTH_PROXY : AUTH_WWW };
	return used;
}

static void
book_challenges(struct exchanges *e, const struct message *m, const struct message *request)
{
	struct challenge all[AUTH_MAX];
	size_t n = challenges_of(&m->sip, all, COUNT(all));

	for (size_t i = 0; i < n && i < COUNT(all); i++) {
		if (all[i].is_digest)
			(void)nonce_book_add(e->book, m, &all[i], request);
	}
}

static struct asked *
asked_for(struct asked *asked, size_t count, const struct open_exchange *o)
{
	for (size_t i = 0; i < count; i++) {
		if (asked[i].kind == o->x->kind && value_eq(asked[i].realm, o->x->realm))
			return &asked[i];
	}
	return NULL;
}

/* The current round is over: its request met another challenge of the same realm.  False when memory is
 * short: the exchange is then forgotten. */
static bool
start_round(struct exchanges *e, struct open_exchange *o, const struct message *response,
	    const struct message *request, bool stale)
{
	struct exchange *x = o->x;
	const struct round *before = o->round;
	struct str old_nonce =
		before != NULL && before->offer != NULL ? before->offer->nonce : STR_ABSENT;
	struct round *r;
	bool answered = before != NULL && before->cred != NULL;
	unsigned copies = before == NULL                ? 1
			  : answered                    ? before->answer.copies
			  : before->request.msg != NULL ? before->request.copies
							: 1;
	bool fresh_bare = before != NULL && before->challenge.msg == NULL && !answered;

	/* A bare retry has opened its round already; what it waits for is this challenge. */
	r = fresh_bare && before->request.msg != NULL ? o->round : open_next_round(o);
	if (r == NULL ||
	    (r->request.msg == NULL && request != NULL && !round_set_request(r, request, copies)) ||
	    !round_set_challenge(r, response, x->kind, x->realm)) {
		open_drop(e, o);
		return false;
	}
	if (r->offer != NULL)
		r->nonce_refreshed = !str_empty(old_nonce) && !value_eq(r->offer->nonce, old_nonce);
	x->stale_in_row = answered && stale ? x->stale_in_row + 1 : 0;
	x->decided_ns = response->seen.ts_ns;
	o->state = STATE_CHALLENGED;
	o->stripped_seen = o->final_met = x->never_challenged = false;
	o->client_seen_ns = response->seen.ts_ns;
	if (request == NULL)
		x->loss |= LOSS_REQUEST;
	open_touch(e, o, response->seen.ts_ns, 1);
	return true;
}

static void
re_challenged(struct exchanges *e, struct open_exchange *o, const struct call_step *step,
	      bool stale)
{
	struct round *r = o->round;

	if (o->state == STATE_PASSED) {
		/* It had passed, and is asked for again: did this request leave its credentials out? */
		bool carried = false;

		for (struct role *role = role_first(e, step->transaction); role != NULL;
		     role = role_next(role))
			carried =
				carried || (role->open == o && role->round_no == o->x->round_count);
		o->x->dropped_for_other =
			o->x->dropped_for_other || (step->request != NULL && !carried);
	} else if (o->state == STATE_ANSWERED && r->cred != NULL && step->request == NULL &&
		   step->response->sip.cseq.number != r->answer.msg->sip.cseq.number) {
		/* It challenges a request that was not captured: the answer's own fate is not known. */
		o->x->loss |= LOSS_RESPONSE;
	} else if (o->state == STATE_ANSWERED && r->cred != NULL) {
		if (!round_set_outcome(r, step->response)) {
			open_drop(e, o);
			return;
		}
		r->same_octets_twice = step->copies > 1 && !step->final_seen && !r->provisional;
		o->x->outcome = OUTCOME_REJECTED;
		o->x->how = HOW_RE_CHALLENGED;
	}
	if (start_round(e, o, step->response, step->request, stale))
		o->challenged_txn = step->transaction;
}

/* Answered, and another realm asks while this one does not: as far as that goes it was accepted. */
static void
passed(struct exchanges *e, struct open_exchange *o, const struct message *response)
{
	if (o->state == STATE_ANSWERED && !round_set_outcome(o->round, response)) {
		open_drop(e, o);
		return;
	}
	o->state = STATE_PASSED;
	o->x->decided_ns = response->seen.ts_ns;
	open_touch(e, o, response->seen.ts_ns, 0);
}

/* Whether this exchange has seen its realm challenged, or the book knows the challenge. */
static bool
realm_was_challenged(const struct open_exchange *o)
{
	const struct round *r = o->round;

	return o->x->kept > 0 &&
	       (r->challenge.msg != NULL || r->witness != NULL || o->x->round_count > 1);
}

static void
role_meets_challenge(struct exchanges *e, struct role *role, const struct call_step *step,
		     struct asked *asked, size_t count)
{
	struct open_exchange *o = role->open;
	struct asked *own;

	if (role->round_no != o->x->round_count || o->state == STATE_CHALLENGED ||
	    o->state == STATE_REFUSED)
		return;
	/* The challenge that was answered, once more: branch and CSeq number were used again. */
	own = asked_for(asked, count, o);
	if (own != NULL && o->round->challenge.msg != NULL &&
	    str_eq(o->round->challenge.msg->sip.raw, step->response->sip.raw)) {
		own->taken = true;
		return;
	}
	/* Nobody is known to have asked for the realm of these credentials: then what is asked for now is
	 * what they failed. The same when the header field is the other one, or when none came at all. */
	if (own == NULL && o->state == STATE_ANSWERED) {
		bool bare_401 = count == 1 && str_absent(asked[0].realm);

		if (bare_401 || !realm_was_challenged(o) || role->kind == ROLE_BARE)
			own = &asked[0];
		if (own != NULL && !bare_401 && !str_eq(own->realm, o->x->realm)) {
			bool ok = true;

			o->x->realm = arena_dup(o->x->arena, own->realm, &ok);
			o->x->kind = own->kind;
		}
	}
	if (own != NULL) {
		own->taken = true;
		re_challenged(e, o, step, own->stale);
	} else {
		passed(e, o, step->response);
	}
}

/*
 * A challenge that is not the response to this exchange's own answer: one more for the request that was
 * challenged before, the one that was answered but captured late, or one that shows messages to be missing.
 */
static void
challenged_besides(struct exchanges *e, struct open_exchange *o, const struct call_step *step,
		   bool stale)
{
	struct round *r = o->round;
	const struct message *m = step->response;

	if (o->state == STATE_ANSWERED && r->cred != NULL && r->challenge.msg == NULL &&
	    challenge_has_nonce(m, r->cred->nonce)) {
		o->x->loss &= ~(unsigned)LOSS_START;
		if (!round_set_challenge(r, m, o->x->kind, o->x->realm) ||
		    !round_relate(r, e->book, o->x->realm))
			open_drop(e, o);
		return;
	}
	/* To a copy of the request, by a server without transactions: the client answers one of them. */
	if (step->request != NULL && o->state != STATE_PASSED)
		return;
	/* Of a request that was not captured, yet before the one that was answered. */
	if (step->request == NULL && o->state == STATE_ANSWERED && r->answer.msg != NULL &&
	    m->sip.cseq.number < r->answer.msg->sip.cseq.number)
		return;
	re_challenged(e, o, step, stale);
}

static void
on_challenge(struct exchanges *e, const struct call_step *step)
{
	const struct message *m = step->response;
	struct asked asked[AUTH_MAX];
	size_t count = realms_asked(m, asked, COUNT(asked));
	struct role *next;

	book_challenges(e, m, step->request);
	for (struct role *r = role_first(e, step->transaction); step->request != NULL && r != NULL;
	     r = next) {
		next = role_next(r);
		role_meets_challenge(e, r, step, asked, count);
	}
	for (size_t i = 0; i < count; i++) {
		struct open_exchange *o;

		if (asked[i].taken)
			continue;
		o = find_for_challenge(e, step, asked[i].kind, asked[i].realm);
		if (o != NULL) {
			challenged_besides(e, o, step, asked[i].stale);
			continue;
		}
		/* A copy of a request that has had its response. */
		if (step->final_seen)
			continue;
		o = open_new(e, step->request != NULL ? step->request : m, m, asked[i].kind,
			     asked[i].realm);
		if (o == NULL)
			continue;
		o->x->cancelled = step->cancelled;
		if (!start_round(e, o, m, step->request, false))
			continue;
		o->round->request.copies = step->copies;
		o->challenged_txn = step->transaction;
		legs_issuer(e->legs, step, &o->x->issuer);
	}
}

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

	/* A later final response to an attempt that is over already, or the loser of a fork; but a 2xx
	 * after the refusal of a copy is what counts. */
	if (role->round_no != o->x->round_count || o->state == STATE_CHALLENGED ||
	    o->state == STATE_REFUSED) {
		if (role->kind == ROLE_ANSWER && m->sip.status >= 200 && m->sip.status < 300)
			accept_late(e, o, m);
		return;
	}
	if (o->state == STATE_ANSWERED && !round_set_outcome(o->round, m)) {
		open_drop(e, o);
		return;
	}
	o->final_met = true;
	o->x->outcome = outcome_of_status(m->sip.status, &how);
	o->x->how = how;
	o->x->decided_ns = m->seen.ts_ns;
	if (o->x->outcome == OUTCOME_ACCEPTED)
		note_accepted(e, o);
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
	struct asked asked[AUTH_MAX];
	size_t count;

	if (s == NULL)
		return false;
	if (step->response->sip.status != 401 && step->response->sip.status != 407)
		return true;
	s->issuer = step->response->seen.src;
	count = realms_asked(step->response, asked, COUNT(asked));
	for (struct role *r = role_first(e, s->transaction); r != NULL; r = role_next(r)) {
		if (r->open->stripped_seen && asked_for(asked, count, r->open) != NULL)
			r->open->x->stripped = true;
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
			on_challenge(e, step);
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
