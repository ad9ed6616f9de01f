/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One request carries credentials for several realms, of which a response asks for some or refuses one: whose
 * were looked at, whose let it pass, and whose is it not known of (RFC 3261 22.3)?
 */
#include "several.h"

static bool
is_current_answer(const struct role *r)
{
	return r->kind == ROLE_ANSWER && r->round_no == r->open->x->round_count;
}

/* The exchange of a realm that is asked for, whose credentials are in the request; NULL for none. */
static const struct open_exchange *
carried(const struct exchanges *e, const struct call_step *step, struct asked *asked, size_t count)
{
	for (struct role *r = role_first(e, step->transaction); r != NULL; r = role_next(r)) {
		if (is_current_answer(r) && asked_for(asked, count, r->open) != NULL)
			return r->open;
	}
	return NULL;
}

bool
several_other_is_meant(const struct exchanges *e, const struct call_step *step,
		       const struct open_exchange *o, struct asked *asked, size_t count)
{
	const struct open_exchange *meant = carried(e, step, asked, count);
	size_t others = 0;

	for (struct role *r = role_first(e, step->transaction); r != NULL; r = role_next(r))
		others += r->open != o && is_current_answer(r);
	return (meant != NULL && meant != o) || others > 0;
}

/* The exchange of a realm that is asked for, of this call; NULL for none. */
static const struct open_exchange *
asked_before(const struct exchanges *e, const struct call_step *step, struct asked *asked,
	     size_t count)
{
	struct open_exchange *o = NULL;

	while ((o = find_by_call(e, step->response->sip.call_id, o)) != NULL) {
		if (o->state != STATE_UNHEARD && asked_for(asked, count, o) != NULL)
			return o;
	}
	return NULL;
}

/*
 * Whether who asks now stands behind this realm's server.  A realm that is asked for again may be that of a server
 * ahead, or of another branch: then these credentials were not looked at.  One that first asked for its own when
 * these had come through stands behind.
 */
static bool
let_pass(const struct exchanges *e, const struct call_step *step, const struct open_exchange *o,
	 struct asked *asked, size_t count)
{
	const struct open_exchange *other = asked_before(e, step, asked, count);

	/* Where nobody is known to have asked for these, it may stand ahead of who would. */
	if (other == NULL)
		return realm_was_challenged(o);
	if (o->first_asked_txn == 0 || other->first_asked_txn == 0)
		return false;
	/* Both were asked for at once: this request leaves out what is asked for again. */
	if (o->first_asked_txn == other->first_asked_txn)
		return carried(e, step, asked, count) == NULL;
	return other->x->serial > o->x->serial;
}

void
several_passed(struct exchanges *e, struct open_exchange *o, const struct call_step *step,
	       struct asked *asked, size_t count)
{
	const struct message *m = step->response;
	bool passed = let_pass(e, step, o, asked, count);

	if (!passed) {
		o->unlooked = o->unlooked || o->state == STATE_ANSWERED;
	} else if (o->state == STATE_ANSWERED && !round_set_outcome(o->round, m)) {
		open_drop(e, o);
		return;
	} else {
		if (o->state == STATE_ANSWERED || o->unlooked)
			nonce_use_accepted(e, o, m->seen.ts_ns);
		o->unlooked = false;
	}
	o->state = STATE_PASSED;
	o->x->decided_ns = m->seen.ts_ns;
	open_touch(e, o, m->seen.ts_ns, 0);
}

unsigned
several_suspects(const struct exchanges *e, uint64_t transaction, uint64_t *teller)
{
	unsigned count = 0;

	for (struct role *r = role_first(e, transaction); r != NULL; r = role_next(r)) {
		if (!is_current_answer(r) || r->open->state == STATE_REFUSED ||
		    r->open->state == STATE_CHALLENGED ||
		    (r->open->state == STATE_PASSED && !r->open->unlooked))
			continue;
		count++;
		/* The passed ones are not told of. */
		if (r->open->state == STATE_ANSWERED &&
		    (*teller == 0 || r->open->x->serial < *teller))
			*teller = r->open->x->serial;
	}
	return count;
}

void
several_go_along(struct exchanges *e, struct open_exchange *o, const struct call_step *step,
		 size_t which)
{
	struct round *r = round_new();

	(void)role_add(e, o, ROLE_ANSWER, step->transaction);
	open_touch(e, o, step->request->seen.ts_ns, 0);
	several_forget(o);
	if (r == NULL || !round_set_answer(r, step->request, which) || r->cred == NULL ||
	    !round_relate(r, e->book, o->x->realm)) {
		if (r != NULL)
			arena_free(r->arena);
		e->dropped++;
		return;
	}
	nonce_use_note(e, r);
	o->along = r;
	o->along_txn = step->transaction;
}

void
several_forget(struct open_exchange *o)
{
	if (o->along != NULL)
		arena_free(o->along->arena);
	o->along = NULL;
}

bool
several_refused(struct exchanges *e, struct open_exchange *o, const struct call_step *step,
		bool stale)
{
	struct round *r = o->along;

	if (r == NULL || step->request == NULL || o->along_txn != step->transaction)
		return true;
	o->along = NULL;
	open_add_round(o, r);
	if (!round_set_outcome(r, step->response))
		return false;
	if (stale)
		nonce_use_stale(e, r, step->response->seen.ts_ns);
	o->x->answered_rounds++;
	o->x->outcome = OUTCOME_REJECTED;
	o->x->how = HOW_RE_CHALLENGED;
	return true;
}
