/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "exchanges.h"

bool
role_add(struct exchanges *e, struct open_exchange *o, enum role_kind kind, uint64_t transaction)
{
	struct role *r = calloc(1, sizeof(*r));

	if (r == NULL) {
		e->dropped++;
		return false;
	}
	r->kind = kind;
	r->transaction = transaction;
	r->open = o;
	r->round_no = o->x->round_count;
	table_add(&e->by_txn, &r->by_txn, transaction * 0x9e3779b97f4a7c15u);
	list_append(&o->roles, &r->in_open);
	return true;
}

void
roles_drop(struct exchanges *e, struct open_exchange *o)
{
	struct list_node *n;

	while ((n = list_first(&o->roles)) != NULL) {
		struct role *r = HOLDER(n, struct role, in_open);

		table_remove(&e->by_txn, &r->by_txn);
		list_remove(&r->in_open);
		free(r);
	}
}

static struct role *
role_at(struct table_node *n, uint64_t transaction)
{
	for (; n != NULL; n = table_next(n)) {
		struct role *r = HOLDER(n, struct role, by_txn);

		if (r->transaction == transaction)
			return r;
	}
	return NULL;
}

struct role *
role_first(const struct exchanges *e, uint64_t transaction)
{
	return role_at(table_first(&e->by_txn, transaction * 0x9e3779b97f4a7c15u), transaction);
}

struct role *
role_next(const struct role *r)
{
	return role_at(table_next(&r->by_txn), r->transaction);
}
