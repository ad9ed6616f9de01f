/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A 401 or 407 comes: the first challenge, the refusal of an answer, or one that stands beside both.
 */
#include "several.h"

static void
book_challenges(struct exchanges *e, const struct message *m, const struct message *request)
{
	struct challenge all[ASKED_MAX];
	size_t n = challenges_of(&m->sip, all, COUNT(all));

	for (size_t i = 0; i < n && i < COUNT(all); i++) {
		if (all[i].is_digest)
			(void)nonce_book_add(e->book, m, &all[i], request);
	}
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
	bool refused = answered && !stale && before->challenge.msg != NULL;
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
	realms_note(e->realms, r);
	if (request != NULL)
		x->translated = x->translated || legs_translated(e->legs, &request->sip);
	if (r->offer != NULL)
		r->nonce_refreshed =
			!str_empty(old_nonce) && !auth_value_eq(r->offer->nonce, old_nonce);
	x->stale_in_row = answered && stale ? x->stale_in_row + 1 : 0;
	x->decided_ns = response->seen.ts_ns;
	o->state = STATE_CHALLENGED;
	o->unlooked = false;
	o->final_met = x->never_challenged = false;
	o->client_seen_ns = response->seen.ts_ns;
	if (request == NULL)
		x->loss |= LOSS_REQUEST;
	/* After a refusal a further try within 64*T1 is a round of it; a first challenge waits longer, for
	 * the client's later traffic to show that it gave up. */
	open_touch(e, o, response->seen.ts_ns, refused ? 0 : 1);
	return true;
}

/* What the server behind this one sent, if that was seen too. */
static void
note_upstream(struct exchanges *e, struct open_exchange *o, const struct call_step *step)
{
	const struct sighting *s = legs_upstream(e->legs, step);

	if (s == NULL)
		return;
	o->x->issuer = s->issuer;
	round_set_elsewhere(o->round, &o->round->challenge, s->challenge);
}

/* Of the response that began this round: whose it is, and what came before it. */
static void
challenged_by(struct exchanges *e, struct open_exchange *o, const struct call_step *step)
{
	o->challenged_txn = step->transaction;
	if (o->x->round_count == 1)
		o->first_asked_txn = step->transaction;
	o->round->after_provisional = step->provisional_seen;
	note_upstream(e, o, step);
}

static void
re_challenged(struct exchanges *e, struct open_exchange *o, const struct call_step *step,
	      bool stale)
{
	struct round *r = o->round;
	bool answered =
		o->state == STATE_ANSWERED && r != NULL && r->cred != NULL && r->answer.msg != NULL;

	if (o->state == STATE_PASSED) {
		/* It had passed, and is asked for again: did this request leave its credentials out? */
		bool carried = false, told = false;

		for (struct role *role = role_first(e, step->transaction); role != NULL;
		     role = role_next(role)) {
			if (role->open == o && role->round_no == o->x->round_count)
				carried = true;
			else
				told = told || role->open->x->dropped_for_other;
		}
		if (step->request != NULL && !carried && !o->x->dropped_for_other) {
			o->x->dropped_for_other = true;
			o->x->dropping_told = told;
		}
		if (carried && !several_refused(e, o, step, stale)) {
			open_drop(e, o);
			return;
		}
	} else if (answered && step->request == NULL &&
		   step->response->sip.cseq.number != r->answer.msg->sip.cseq.number) {
		/* It challenges a request that was not captured: the answer's own fate is not known. */
		o->x->loss |= LOSS_RESPONSE;
	} else if (answered) {
		if (!round_set_outcome(r, step->response)) {
			open_drop(e, o);
			return;
		}
		unseen_answer(e, o, step->response);
		if (stale)
			nonce_use_stale(e, r, step->response->seen.ts_ns);
		r->same_octets_twice = step->copies > 1 && !step->final_seen && !r->provisional;
		o->x->outcome = OUTCOME_REJECTED;
		o->x->how = HOW_RE_CHALLENGED;
	}
	if (!start_round(e, o, step->response, step->request, stale))
		return;
	challenged_by(e, o, step);
}

bool
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
		o->round->challenge_again = true;
		o->round->again = message_adopt(step->response, o->round->arena);
		return;
	}
	/* Nobody is known to have asked for the realm of these credentials: then what is asked for now is
	 * what they failed. The same when the header field is the other one, or when none came at all. */
	if (own == NULL && o->state == STATE_ANSWERED) {
		bool bare_401 = count == 1 && str_absent(asked[0].realm);

		if (bare_401 || role->kind == ROLE_BARE ||
		    (!realm_was_challenged(o) && !several_other_is_meant(e, step, o, asked, count)))
			own = &asked[0];
		if (own != NULL && !bare_401 && !auth_value_is(own->realm, o->x->realm)) {
			bool ok = true;
			struct str realm = auth_unquote(own->realm, o->x->arena, &ok);

			o->x->realm = arena_dup(o->x->arena, realm, &ok);
			o->x->kind = own->kind;
		}
	}
	if (own != NULL) {
		own->taken = true;
		re_challenged(e, o, step, own->stale);
	} else {
		several_passed(e, o, step, asked, count);
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

/* An ACK has no response and a CANCEL is not sent again, so nobody can answer (RFC 3261 22.1). */
static void
challenged_in_vain(struct exchanges *e, const struct call_step *step)
{
	const struct message *m = step->response;
	struct asked asked[ASKED_MAX];
	struct open_exchange *o;

	if (step->final_seen || asked_of(m, asked, COUNT(asked)) == 0)
		return;
	o = open_new(e, step->request != NULL ? step->request : m, m, asked[0].kind,
		     asked[0].realm);
	if (o == NULL || !start_round(e, o, m, step->request, false))
		return;
	o->final_met = true;
	o->x->outcome = OUTCOME_UNANSWERED;
	open_end(e, o, m->seen.ts_ns, false);
}

void
exchanges_on_challenge(struct exchanges *e, const struct call_step *step)
{
	const struct message *m = step->response;
	struct asked asked[ASKED_MAX];
	size_t count = asked_of(m, asked, COUNT(asked));
	struct role *next;

	book_challenges(e, m, step->request);
	if (step->request == NULL || !sip_msg_headers_whole(&step->request->sip))
		unseen_leg(e, m);
	if (str_eq(m->sip.method, S("CANCEL")) || str_eq(m->sip.method, S("ACK"))) {
		challenged_in_vain(e, step);
		return;
	}
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
		/* A copy of a request that has had its response, or one that the client has left behind. */
		if (step->final_seen ||
		    (step->request != NULL && answered_since(e->answered, step->request)))
			continue;
		/* Of a request that is not there, and without a challenge: it tells of that request, no more. */
		if (step->request == NULL && str_absent(asked[i].realm) &&
		    find_by_call(e, m->sip.call_id, NULL) != NULL)
			continue;
		o = open_new(e, step->request != NULL ? step->request : m, m, asked[i].kind,
			     asked[i].realm);
		if (o == NULL)
			continue;
		o->x->cancelled = step->cancelled;
		if (!start_round(e, o, m, step->request, false))
			continue;
		o->round->request.copies = step->copies;
		challenged_by(e, o, step);
	}
}
