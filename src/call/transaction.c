/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include <sipwhy/transaction.h>

#include "txn.h"
#include "txn_index.h"
#include "txn_key.h"

enum patience { PATIENCE_SETTLED, PATIENCE_RINGING, PATIENCE_COUNT_ };

static const int64_t patience_ns[PATIENCE_COUNT_] = {
	[PATIENCE_SETTLED] = TIMER_B_MS * NS_PER_MS, /* RFC 3261 17.1.1.2, 17.1.2.2, 17.2.1 */
	[PATIENCE_RINGING] = 180 * NS_PER_S,         /* timer C, RFC 3261 16.6 item 11 */
};

struct txns {
	struct limits *limits;
	call_step_fn *fn;
	void *ctx;
	struct txn_index index;
	struct idle idle;
	struct arena *arena; /* of the transactions, but not of their requests */
	struct txn *spare;   /* those of it that are over, by `older` */
	uint64_t open, begun, dropped;
	uint64_t held_bytes; /* of the requests */
};

struct txns *
txns_new(struct limits *limits, call_step_fn *fn, void *ctx)
{
	struct txns *t = malloc(sizeof(*t));

	if (t == NULL)
		return NULL;
	*t = (struct txns){ .limits = limits, .fn = fn, .ctx = ctx };
	idle_begin(&t->idle, patience_ns, PATIENCE_COUNT_);
	t->arena = arena_new(0);
	if (t->arena == NULL || !txn_index_begin(&t->index, &limits->key)) {
		arena_free(t->arena);
		free(t);
		return NULL;
	}
	return t;
}

/* A zeroed one, or NULL when memory is short. */
static struct txn *
take_spare(struct txns *t)
{
	struct txn *x = t->spare;

	if (x == NULL)
		return arena_alloc(t->arena, sizeof(*x));
	t->spare = x->older;
	x->older = NULL;
	return x;
}

static void
give_back(struct txns *t, struct txn *x)
{
	x->older = t->spare;
	t->spare = x;
}

static void
forget(struct txns *t, struct txn *x)
{
	txn_index_remove(&t->index, x);
	t->held_bytes -= arena_held(x->arena);
	idle_remove(&x->idle);
	txn_end(x);
	give_back(t, x);
	t->open--;
}

/* NULL gives NULL. */
static struct txn *
txn_at(struct idle_node *n)
{
	return n == NULL ? NULL : HOLDER(n, struct txn, idle);
}

void
txns_free(struct txns *t)
{
	struct txn *x;

	if (t == NULL)
		return;
	while ((x = txn_at(idle_oldest(&t->idle))) != NULL)
		forget(t, x);
	txn_index_end(&t->index);
	arena_free(t->arena);
	free(t);
}

void
txns_expire(struct txns *t, int64_t now_ns)
{
	struct txn *x;

	idle_advance(&t->idle, now_ns);
	while ((x = txn_at(idle_over(&t->idle))) != NULL)
		forget(t, x);
}

uint64_t
txns_dropped(const struct txns *t)
{
	return t->dropped;
}

/* One more message of it was seen. */
static void
touch(struct txns *t, struct txn *x)
{
	bool ringing = x->is_invite && !x->final;

	idle_touch(&t->idle, &x->idle, ringing ? PATIENCE_RINGING : PATIENCE_SETTLED);
}

static struct txn *
begin(struct txns *t, const struct message *m)
{
	struct txn *x = NULL;

	while (!limits_allow(t->limits, LIMIT_OPEN_TRANSACTIONS, t->open) && t->open > 0)
		forget(t, txn_at(idle_oldest(&t->idle)));
	while (t->open > 0 && !limits_allow(t->limits, LIMIT_TRANSACTION_BYTES, t->held_bytes))
		forget(t, txn_at(idle_oldest(&t->idle)));
	if (t->open < t->limits->max[LIMIT_OPEN_TRANSACTIONS])
		x = take_spare(t);
	if (x == NULL || !txn_begin(x, m)) {
		if (x != NULL)
			give_back(t, x);
		t->dropped++;
		return NULL;
	}
	x->id = ++t->begun;
	t->open++;
	t->held_bytes += arena_held(x->arena);
	return x;
}

static void
hand_on(struct txns *t, const struct call_step *step)
{
	t->fn(t->ctx, step);
}

static bool
add_request(struct txns *t, const struct message *m)
{
	struct txn *x = txn_index_repeated(&t->index, m);
	struct call_step step;

	if (x != NULL) {
		txn_add_copy(x, m);
		touch(t, x);
		step = txn_step(x, CALL_REQUEST_AGAIN);
		step.request = m;
		hand_on(t, &step);
		return true;
	}

	x = begin(t, m);
	if (x == NULL)
		return false;
	txn_index_add(&t->index, x);
	touch(t, x);
	step = txn_step(x, CALL_REQUEST);
	hand_on(t, &step);
	return true;
}

/* RFC 3261 9.1: with the branch, Call-ID and CSeq number of what it cancels.  Its response tells the same, when
 * the CANCEL itself is not in the capture. */
static void
add_cancel(struct txns *t, const struct message *m)
{
	struct txn *x = txn_index_meant(&t->index, m, S("INVITE"));

	if (x != NULL)
		x->cancelled = true;
}

static void
add_response(struct txns *t, const struct message *m)
{
	struct txn *x = txn_index_meant(&t->index, m, m->sip.cseq.method);
	struct call_step step = { .kind = CALL_RESPONSE_STRAY, .response = m };
	bool was_final;

	if (str_eq(m->sip.cseq.method, S("CANCEL")))
		add_cancel(t, m);
	if (x == NULL) {
		hand_on(t, &step);
		return;
	}
	was_final = x->final;
	if (m->sip.status >= 200)
		x->final = true;
	else if (m->sip.status >= 100)
		x->provisional = true;
	if (m->sip.status > 100 && m->sip.status < 200)
		x->ringing = true;
	touch(t, x);
	step = txn_step(x, txn_add_response(x, m, &t->limits->key) ? CALL_RESPONSE
								   : CALL_RESPONSE_AGAIN);
	step.response = m;
	step.final_seen = was_final;
	hand_on(t, &step);
}

bool
txns_know(const struct txns *t, const struct message *response)
{
	return txn_index_meant(&t->index, response, response->sip.cseq.method) != NULL;
}

bool
txns_answers(const struct message *response, const struct message *request)
{
	struct txn_key asked = txn_key_of(request, txn_key_method(&request->sip));
	struct txn_key its = txn_key_of(response, response->sip.cseq.method);

	/* An ACK has the branch, and no response. */
	return !str_eq(request->sip.method, S("ACK")) && txn_key_eq(&asked, &its) &&
	       txn_key_sent_by(&request->sip, &response->sip) &&
	       txn_key_agrees(&request->sip, &response->sip);
}

/* RFC 3261 17.1.1.3: the ACK for a refusal belongs to the INVITE's transaction; that for a 2xx is
 * on its own and has a branch of its own. */
static void
add_ack(struct txns *t, const struct message *m)
{
	struct txn *x = txn_index_meant(&t->index, m, S("INVITE"));
	struct call_step step = { .kind = CALL_ACK };

	if (x != NULL) {
		touch(t, x);
		step = txn_step(x, CALL_ACK);
	}
	step.request = m;
	hand_on(t, &step);
}

bool
txns_add(struct txns *t, const struct message *m)
{
	txns_expire(t, m->seen.ts_ns);
	if (!txn_key_placeable(&m->sip))
		return false;
	if (!m->sip.is_request) {
		add_response(t, m);
		return true;
	}
	if (str_eq(m->sip.method, S("ACK"))) {
		add_ack(t, m);
		return true;
	}
	if (str_eq(m->sip.method, S("CANCEL")))
		add_cancel(t, m);
	return add_request(t, m);
}
