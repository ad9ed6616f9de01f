/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include <sipwhy/table.h>
#include <sipwhy/transaction.h>

#include "answered.h"

/* A request has its response within 64*T1 of its own (RFC 3261 17.1.1.2, 17.1.2.2); twice that is ample. */
#define KEPT_NS (2 * (int64_t)TIMER_B_MS * 1000000)

struct mark {
	uint64_t key;
	uint32_t number; /* the greatest of CSeq */
	int64_t ts_ns;   /* of its request */
	struct table_node by_key;
	struct list_node by_age;
};

struct answered {
	struct limits *limits;
	struct table by_key;
	struct list by_age;
};

struct answered *
answered_new(struct limits *limits)
{
	struct answered *a = calloc(1, sizeof(*a));

	if (a == NULL)
		return NULL;
	a->limits = limits;
	list_begin(&a->by_age);
	if (!table_begin(&a->by_key)) {
		free(a);
		return NULL;
	}
	return a;
}

static struct mark *
oldest(const struct answered *a)
{
	struct list_node *n = list_first(&a->by_age);

	return n == NULL ? NULL : HOLDER(n, struct mark, by_age);
}

static void
forget(struct answered *a, struct mark *k)
{
	table_remove(&a->by_key, &k->by_key);
	list_remove(&k->by_age);
	free(k);
}

void
answered_free(struct answered *a)
{
	struct mark *k;

	if (a == NULL)
		return;
	while ((k = oldest(a)) != NULL)
		forget(a, k);
	table_end(&a->by_key);
	free(a);
}

void
answered_expire(struct answered *a, int64_t now_ns)
{
	struct mark *k;

	while ((k = oldest(a)) != NULL && now_ns - k->ts_ns >= KEPT_NS)
		forget(a, k);
}

/* 64 random-keyed bits keep strangers apart. */
static uint64_t
key_of(const struct answered *a, const struct message *m)
{
	const struct hash_key *k = &a->limits->key;

	return ((address_hash(k, &m->seen.src.ip) * 3 + str_hash(k, m->sip.call_id)) * 3 +
		str_hash(k, m->sip.from_tag)) *
		       3 +
	       str_hash(k, m->sip.method);
}

static struct mark *
find(const struct answered *a, uint64_t key)
{
	struct table_node *n = table_first(&a->by_key, key);

	for (; n != NULL; n = table_next(n)) {
		struct mark *k = HOLDER(n, struct mark, by_key);

		if (k->key == key)
			return k;
	}
	return NULL;
}

bool
answered_note(struct answered *a, const struct message *request)
{
	uint64_t key = key_of(a, request);
	struct mark *k = find(a, key);

	if (str_empty(request->sip.call_id))
		return true;
	if (k != NULL && k->number >= request->sip.cseq.number)
		return true;
	if (k == NULL) {
		if (!limits_allow(a->limits, LIMIT_OPEN_TRANSACTIONS, a->by_key.count))
			forget(a, oldest(a));
		k = calloc(1, sizeof(*k));
		if (k == NULL)
			return false;
		k->key = key;
		table_add(&a->by_key, &k->by_key, key);
	} else {
		list_remove(&k->by_age);
	}
	k->number = request->sip.cseq.number;
	k->ts_ns = request->seen.ts_ns;
	list_append(&a->by_age, &k->by_age);
	return true;
}

bool
answered_since(const struct answered *a, const struct message *request)
{
	const struct mark *k = find(a, key_of(a, request));

	return k != NULL && k->number > request->sip.cseq.number;
}
