/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A request is refused that nobody challenged.
 */
#include <sipwhy/sec_agree.h>

#include "exchanges.h"

/* Refusals that concern authentication even when nothing was challenged; or may do so, where a server does
 * not know the client before it has registered. */
static bool
refuses_unasked(const struct call_step *step, bool registering)
{
	const struct sip_msg *m = &step->response->sip;
	const struct sip_hdr *wanted = m->status == 421 ? sip_msg_hdr_named(m, S("Require")) : NULL;
	struct str method = step->request->sip.method;
	unsigned status = m->status;

	/* RFC 3329 2.3.2: a server that asks for the security agreement says so in Require. */
	if (wanted != NULL && str_has_nocase(wanted->value, S("sec-agree")))
		return true;
	if (status == 404)
		return registering &&
		       (str_eq(method, S("PUBLISH")) || str_eq(method, S("SUBSCRIBE")));
	return status == 403 || status == 437 || status == 438 || status == 494;
}

enum { AUTH_MAX = 16 };

/* The credentials that a request carries before any challenge: those of IMS are empty (RFC 8760 2.7). */
enum preload { PRELOAD_NONE, PRELOAD_EMPTY, PRELOAD_FULL };

static enum preload
preload_of(const struct message *request)
{
	struct credentials all[AUTH_MAX];
	size_t n = credentials_of(&request->sip, all, COUNT(all));

	for (size_t i = 0; i < n && i < COUNT(all); i++) {
		if (!all[i].is_digest || !str_empty(all[i].nonce) || !str_empty(all[i].response))
			return PRELOAD_FULL;
	}
	return n > 0 ? PRELOAD_EMPTY : PRELOAD_NONE;
}

/* The server's list in return for the client's: a step of the agreement, and no refusal (RFC 3329 2.3.1). */
static bool
offers_agreement(const struct sip_msg *request, const struct sip_msg *m)
{
	return m->status == 494 && sec_list_hdr(m, SEC_SERVER) != NULL &&
	       sec_list_hdr(request, SEC_CLIENT) != NULL &&
	       sec_list_hdr(request, SEC_VERIFY) == NULL;
}

/* The ones who may be called, as a phone or who rules it: what they refuse is no matter of authentication. */
static bool
is_of_who_was_called(const struct exchanges *e, const struct call_step *step)
{
	const struct message *request = step->request;
	const struct leg *back;

	if (step->response->sip.status != 403)
		return false;
	/* Any response to a ping tells that the server lives (RFC 3261 11.2). */
	if (str_eq(request->sip.method, S("OPTIONS")))
		return true;
	if (str_eq(request->sip.method, S("REGISTER")))
		return false;
	/* Who itself sends credentials to where the request came from is a client there. */
	back = legs_find(e->legs, &request->seen.dst.ip, &request->seen.src.ip);
	return legs_refused(e->legs, step) || (back != NULL && back->answers > 0);
}

/* Refused before any challenge: an exchange of its own, of one request and its refusal. */
void
refused_unasked(struct exchanges *e, const struct call_step *step)
{
	const struct message *request = step->request, *m = step->response;
	enum preload before = preload_of(request);
	uint64_t registering = find_registering(e, request);
	struct open_exchange *o;
	struct round *r;

	if (!(refuses_unasked(step, registering != 0) ||
	      (before == PRELOAD_EMPTY && m->sip.status == 400)) ||
	    step->in_dialog || step->final_seen || step->ringing_seen)
		return;
	/* Who sent it on may have taken the credentials out. */
	if (behind_asker(e, request))
		return;
	/* With credentials it belongs to an exchange that is over. */
	if (before == PRELOAD_FULL || is_of_who_was_called(e, step) ||
	    offers_agreement(&request->sip, &m->sip))
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
	o->registering = registering;
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
