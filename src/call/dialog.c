/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include <sipwhy/dialog.h>
#include <sipwhy/transaction.h>

#include "idle.h"
#include "key_hash.h"
#include "txn_key.h"

/* How long one may be silent, shortest first. */
enum life {
	LIFE_BRIEF,   /* what makes no dialog, or one that has ended: as its transaction */
	LIFE_RINGING, /* an INVITE without a final response: timer C, RFC 3261 16.6 item 11 */
	LIFE_HOUR, /* registrations and subscriptions, refreshed within their hour (RFC 3261 10.2.1.1,
		       * RFC 6665 3.1.1), and dialogs whose beginning was not seen */
	LIFE_CALL, /* an answered call; half a day without a word, and its BYE was lost */
	LIFE_COUNT_,
};

static const int64_t patience_ns[LIFE_COUNT_] = {
	[LIFE_BRIEF] = TIMER_B_MS * NS_PER_MS,
	[LIFE_RINGING] = 180 * NS_PER_S,
	[LIFE_HOUR] = 3600 * NS_PER_S + TIMER_B_MS * NS_PER_MS,
	[LIFE_CALL] = 43200 * NS_PER_S,
};

struct dialog {
	struct table_node node;
	struct idle_node idle;
	uint64_t id;
	enum life life; /* LIFE_RINGING is told by `inviting` */
	bool inviting;  /* an INVITE waits for its final response */
	bool ended;     /* by a BYE */
	bool is_registration;
	struct str call_id, tag; /* in `text` */
	char text[];
};

struct dialogs {
	struct limits *limits;
	call_step_fn *fn;
	void *ctx;
	struct table table;
	struct idle idle;
	uint64_t open, begun, dropped;
};

/* A registration is one by its Call-ID: some clients change the From tag with each REGISTER
 * (RFC 3261 10.2.4 asks for the same Call-ID only). */
struct dialog_key {
	bool is_registration;
	struct str call_id, tag;
};

struct dialogs *
dialogs_new(struct limits *limits, call_step_fn *fn, void *ctx)
{
	struct dialogs *d = malloc(sizeof(*d));

	if (d == NULL)
		return NULL;
	*d = (struct dialogs){ .limits = limits, .fn = fn, .ctx = ctx };
	idle_begin(&d->idle, patience_ns, LIFE_COUNT_);
	if (!table_begin(&d->table)) {
		free(d);
		return NULL;
	}
	return d;
}

static void
forget(struct dialogs *d, struct dialog *x)
{
	table_remove(&d->table, &x->node);
	idle_remove(&x->idle);
	free(x);
	d->open--;
}

/* NULL gives NULL. */
static struct dialog *
dialog_at(struct idle_node *n)
{
	return n == NULL ? NULL : HOLDER(n, struct dialog, idle);
}

void
dialogs_free(struct dialogs *d)
{
	struct dialog *x;

	if (d == NULL)
		return;
	while ((x = dialog_at(idle_oldest(&d->idle))) != NULL)
		forget(d, x);
	table_end(&d->table);
	free(d);
}

void
dialogs_expire(struct dialogs *d, int64_t now_ns)
{
	struct dialog *x;

	idle_advance(&d->idle, now_ns);
	while ((x = dialog_at(idle_over(&d->idle))) != NULL)
		forget(d, x);
}

uint64_t
dialogs_dropped(const struct dialogs *d)
{
	return d->dropped;
}

static uint64_t
hash_of(const struct dialogs *d, const struct dialog_key *k)
{
	struct key_hash h;

	key_hash_begin(&h, &d->limits->key);
	key_hash_add(&h, k->call_id);
	if (!k->is_registration)
		key_hash_add(&h, k->tag);
	return key_hash_end(&h);
}

static struct dialog *
find(const struct dialogs *d, const struct dialog_key *k, uint64_t hash)
{
	struct table_node *n = table_first(&d->table, hash);

	for (; n != NULL; n = table_next(n)) {
		struct dialog *x = HOLDER(n, struct dialog, node);

		if (x->is_registration == k->is_registration && str_eq(x->call_id, k->call_id) &&
		    (k->is_registration || str_eq(x->tag, k->tag)))
			return x;
	}
	return NULL;
}

static struct str
keep(char *to, struct str s)
{
	if (s.len > 0)
		memcpy(to, s.p, s.len);
	return str_absent(s) ? s : (struct str){ to, s.len };
}

static struct dialog *
begin(struct dialogs *d, const struct dialog_key *k, uint64_t hash)
{
	struct dialog *x = NULL;

	while (!limits_allow(d->limits, LIMIT_OPEN_DIALOGS, d->open) && d->open > 0)
		forget(d, dialog_at(idle_oldest(&d->idle)));
	if (d->open < d->limits->max[LIMIT_OPEN_DIALOGS])
		x = malloc(sizeof(*x) + k->call_id.len + k->tag.len);
	if (x == NULL) {
		d->dropped++;
		return NULL;
	}
	*x = (struct dialog){ .id = ++d->begun, .is_registration = k->is_registration };
	x->call_id = keep(x->text, k->call_id);
	x->tag = keep(x->text + k->call_id.len, k->tag);
	table_add(&d->table, &x->node, hash);
	d->open++;
	return x;
}

/* Cut before its From tag, a message could belong to any dialog with its Call-ID. */
static bool
tag_is_lost(const struct sip_msg *m)
{
	return txn_key_is_partial(m) && str_absent(m->from_tag) && str_absent(m->from);
}

/*
 * The dialog of a message, begun if need be.  It is known by the From tag of the request that began
 * it; a request of the other side carries that as its To tag (RFC 3261 12.2.1.1).
 */
static struct dialog *
dialog_of(struct dialogs *d, const struct sip_msg *m)
{
	struct dialog_key key = { str_eq(m->cseq.method, S("REGISTER")), m->call_id, m->from_tag };
	uint64_t hash = hash_of(d, &key);
	struct dialog *x = find(d, &key, hash);

	if (x != NULL)
		return x;
	if (!key.is_registration && tag_is_lost(m))
		return NULL;
	if (!key.is_registration && !str_empty(m->to_tag)) {
		struct dialog_key swapped = { false, m->call_id, m->to_tag };

		x = find(d, &swapped, hash_of(d, &swapped));
	}
	return x != NULL ? x : begin(d, &key, hash);
}

static void
at_least(struct dialog *x, enum life life)
{
	if (x->life < life)
		x->life = life;
}

static void
learn_from_request(struct dialog *x, const struct sip_msg *m)
{
	if (str_eq(m->method, S("BYE")))
		x->ended = true;
	else if (str_eq(m->method, S("INVITE")))
		x->inviting = true;
	if (!str_empty(m->to_tag))
		at_least(x, LIFE_HOUR);
}

static void
learn_from_response(struct dialog *x, const struct sip_msg *m)
{
	bool success = m->status >= 200 && m->status < 300;

	if (str_eq(m->method, S("INVITE"))) {
		x->inviting = m->status < 200;
		if (success)
			at_least(x, LIFE_CALL);
	} else if (str_eq(m->method, S("BYE")) && (m->status == 401 || m->status == 407)) {
		x->ended = false; /* it has to be sent again, and may be lost then */
	} else if (success &&
		   (str_eq(m->method, S("SUBSCRIBE")) || str_eq(m->method, S("REFER")))) {
		at_least(x, LIFE_HOUR);
	}
}

static enum life
life_of(const struct dialog *x)
{
	if (x->is_registration)
		return LIFE_HOUR;
	if (x->ended)
		return LIFE_BRIEF;
	if (x->inviting && x->life < LIFE_RINGING)
		return LIFE_RINGING;
	return x->life;
}

void
dialogs_add(struct dialogs *d, const struct call_step *step)
{
	const struct message *m = step->response != NULL ? step->response : step->request;
	struct call_step whole = *step;
	struct dialog *x;

	dialogs_expire(d, m->seen.ts_ns);
	/* It begins nothing and ends nothing. */
	if (step->kind == CALL_ACK) {
		d->fn(d->ctx, &whole);
		return;
	}
	/* A response is placed by its request, whose tags nobody on the way has altered. */
	x = dialog_of(d, step->request != NULL ? &step->request->sip : &m->sip);
	if (x != NULL) {
		if (m->sip.is_request)
			learn_from_request(x, &m->sip);
		else
			learn_from_response(x, &m->sip);
		idle_touch(&d->idle, &x->idle, life_of(x));
		whole.dialog = x->id;
	}
	whole.in_dialog = step->request != NULL && !str_empty(step->request->sip.to_tag);
	d->fn(d->ctx, &whole);
}
