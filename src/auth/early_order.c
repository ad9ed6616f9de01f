/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What follows from what: which message has come before its time, and where in its call it is to go on.
 */
#include "early_priv.h"
#include "exchanges.h"

/* Credentials looked at in one request. */
enum { AUTH_MAX = 16 };

struct early_message *
early_head(const struct early_queue *q)
{
	return HOLDER(list_first(&q->waiting), struct early_message, in_queue);
}

/* Whether what this message follows from has not been handed on. */
bool
early_is(const struct early *e, const struct message *m)
{
	struct credentials all[AUTH_MAX];
	size_t n;

	if (!m->sip.is_request)
		return !txns_know(e->o.txns, m);
	/* RFC 3261 22.1: an ACK has copies of the INVITE's, and neither is challenged. */
	if (str_eq(m->sip.method, S("ACK")) || str_eq(m->sip.method, S("CANCEL")))
		return false;
	n = credentials_of(&m->sip, all, COUNT(all));
	for (size_t i = 0; i < n && i < COUNT(all); i++) {
		if (all[i].is_digest && !str_empty(all[i].nonce) &&
		    nonce_book_find(e->o.book, all[i].nonce, NULL) == NULL)
			return true;
	}
	return false;
}

/* A server may issue a nonce again: to the request that has it already, or to one after that. */
static bool
may_come_before(const struct early *e, const struct message *m, const struct message *later)
{
	if (m->sip.cseq.number == later->sip.cseq.number)
		return !txns_answers(m, later) && txns_know(e->o.txns, m);
	return m->sip.cseq.number < later->sip.cseq.number;
}

/* Whether this response tells the nonce of these credentials as the next one (RFC 2617 3.2.3). */
static bool
tells_nonce(const struct message *response, const struct credentials *c)
{
	struct auth_info info;

	return !str_empty(c->nonce) && auth_info_of_kind(&response->sip, c->kind, &info) &&
	       auth_value_eq(info.nextnonce, c->nonce);
}

/* Whether `later` follows from `m`: it is a response to it, or has a nonce that is from it. */
static bool
is_cause(const struct early *e, const struct message *m, const struct message *later)
{
	struct credentials all[AUTH_MAX];
	size_t n;

	if (m->sip.is_request)
		return !later->sip.is_request && txns_answers(later, m);
	if (!later->sip.is_request || !may_come_before(e, m, later))
		return false;
	n = credentials_of(&later->sip, all, COUNT(all));
	for (size_t i = 0; i < n && i < COUNT(all); i++) {
		if (challenge_has_nonce(m, all[i].nonce) || tells_nonce(m, &all[i]))
			return true;
	}
	return false;
}

static struct early_message *
next_in(const struct early_queue *q, const struct early_message *w)
{
	struct list_node *n = list_after(&q->waiting, &w->in_queue);

	return n == NULL ? NULL : HOLDER(n, struct early_message, in_queue);
}

/* The first that follows from it; NULL for none, and for what is there already: a copy comes last. */
static struct early_message *
place_of(const struct early *e, const struct early_queue *q, const struct message *m)
{
	struct early_message *found = NULL, *i;

	if (q->count == 0)
		return NULL;
	for (i = early_head(q); i != NULL; i = next_in(q, i)) {
		if (str_eq(i->msg->sip.raw, m->sip.raw))
			return NULL;
		if (found == NULL && is_cause(e, m, i->msg))
			found = i;
	}
	return found;
}

static struct early_message *
cause_behind(const struct early *e, const struct early_queue *q, const struct early_message *w)
{
	struct early_message *i = next_in(q, w);

	while (i != NULL && !is_cause(e, i->msg, w->msg))
		i = next_in(q, i);
	return i;
}

/* What was not seen to be the cause of anything when it came, but is that of `w`, goes before it. */
static void
pull_causes(const struct early *e, const struct early_queue *q, struct early_message *w)
{
	struct early_message *at = w;

	for (unsigned steps = 0; steps < 2 * QUEUE_MAX; steps++) {
		struct early_message *cause = early_is(e, at->msg) ? cause_behind(e, q, at) : NULL;

		if (cause != NULL) {
			list_remove(&cause->in_queue);
			list_insert_before(&at->in_queue, &cause->in_queue);
			at = cause;
		} else if (at == w) {
			return;
		} else {
			at = next_in(q, at);
		}
	}
}

void
early_put(const struct early *e, struct early_queue *q, struct early_message *w)
{
	struct early_message *before = place_of(e, q, w->msg);

	list_insert_before(before != NULL ? &before->in_queue : &q->waiting.head, &w->in_queue);
	w->queue = q;
	q->count++;
	pull_causes(e, q, w);
}
