/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A request is refused for a CSeq number that is not above that of one before it.
 */
#include "exchanges.h"

const struct cseq_mark *
collision_of(const struct exchanges *e, const struct call_step *step)
{
	unsigned status = step->response->sip.status;

	return status == 400 || status == 481 || status == 482 || status == 500
		       ? cseq_marks_passed(e->marks, step->request)
		       : NULL;
}

void
collision_note(struct exchanges *e, struct exchange *x, const struct cseq_mark *k)
{
	struct witness *w = k == NULL ? NULL : arena_alloc(x->arena, sizeof(*w));
	bool ok = w != NULL;

	if (k == NULL)
		return;
	if (w != NULL) {
		w->seen = k->seen;
		w->offset = k->offset;
		w->text = arena_dup(x->arena, k->text, &ok);
		x->cseq_taken = ok ? w : NULL;
	}
	e->dropped += !ok;
}

void
collision_unasked(struct exchanges *e, const struct call_step *step, const struct cseq_mark *k)
{
	const struct message *request = step->request;
	struct open_exchange *o = open_new(e, request, request, AUTH_WWW, STR_ABSENT);
	struct round *r = o == NULL ? NULL : open_next_round(o);

	if (o == NULL)
		return;
	if (r == NULL || !round_set_request(r, request, step->copies) ||
	    !round_set_outcome(r, step->response)) {
		open_drop(e, o);
		return;
	}
	collision_note(e, o->x, k);
	o->final_met = true;
	o->x->outcome = outcome_of_status(step->response->sip.status, &o->x->how);
	o->x->decided_ns = step->response->seen.ts_ns;
	open_end(e, o, o->x->decided_ns, false);
}
