/* SPDX-License-Identifier: BSD-2-Clause */
#include "txn_index.h"
#include "txn_key.h"

bool
txn_index_begin(struct txn_index *ix, const struct hash_key *key)
{
	ix->key = key;
	return table_begin(&ix->newest);
}

void
txn_index_end(struct txn_index *ix)
{
	table_end(&ix->newest);
}

static struct txn *
newest_of(const struct txn_index *ix, const struct txn_key *key, uint64_t hash)
{
	struct table_node *n = table_first(&ix->newest, hash);

	for (; n != NULL; n = table_next(n)) {
		struct txn *x = HOLDER(n, struct txn, node);
		struct txn_key its = txn_key_of(x->request, txn_key_method(&x->request->sip));

		if (txn_key_eq(&its, key))
			return x;
	}
	return NULL;
}

void
txn_index_add(struct txn_index *ix, struct txn *x)
{
	struct txn_key key = txn_key_of(x->request, txn_key_method(&x->request->sip));
	uint64_t hash = txn_key_hash(ix->key, &key);
	struct txn *older = newest_of(ix, &key, hash);

	if (older != NULL) {
		table_remove(&ix->newest, &older->node);
		older->newer = x;
		x->older = older;
	}
	table_add(&ix->newest, &x->node, hash);
}

void
txn_index_remove(struct txn_index *ix, struct txn *x)
{
	if (x->newer != NULL) {
		x->newer->older = x->older;
	} else {
		table_remove(&ix->newest, &x->node);
		if (x->older != NULL)
			table_add(&ix->newest, &x->older->node, x->node.hash);
	}
	if (x->older != NULL)
		x->older->newer = x->newer;
}

static bool
on_leg(const struct txn *x, uint16_t client_port, uint16_t server_port)
{
	const struct seen *seen = &x->request->seen;

	return seen->src.port == client_port && seen->dst.port == server_port;
}

struct txn *
txn_index_repeated(const struct txn_index *ix, const struct message *m)
{
	struct txn_key key = txn_key_of(m, txn_key_method(&m->sip));
	struct txn *x = newest_of(ix, &key, txn_key_hash(ix->key, &key));

	for (unsigned i = 0; x != NULL && i < TXN_LOOK_AT; i++, x = x->older) {
		if (on_leg(x, m->seen.src.port, m->seen.dst.port) && txn_is_copy(x, m))
			return x;
	}
	return NULL;
}

struct txn *
txn_index_meant(const struct txn_index *ix, const struct message *m, struct str method)
{
	bool forward = m->sip.is_request;
	uint16_t client = forward ? m->seen.src.port : m->seen.dst.port;
	uint16_t server = forward ? m->seen.dst.port : m->seen.src.port;
	struct txn_key key = txn_key_of(m, method);
	struct txn *x = newest_of(ix, &key, txn_key_hash(ix->key, &key));
	struct txn *near = NULL;

	for (unsigned i = 0; x != NULL && i < TXN_LOOK_AT; i++, x = x->older) {
		if (!txn_key_sent_by(&x->request->sip, &m->sip) ||
		    !txn_key_agrees(&x->request->sip, &m->sip))
			continue;
		if (on_leg(x, client, server))
			return x;
		if (near == NULL)
			near = x;
	}
	return near;
}
