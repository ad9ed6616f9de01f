/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * txn_index.h - the open transactions by their keys (txn_key.h).
 *
 * Layer: 6 call, for its own files.  Owns its table, not the transactions.
 *
 * Requests of one key hang behind the newest, so that the table's chains have one node a key
 * however often a client repeats it; and only the newest TXN_LOOK_AT of them are looked at, so
 * that a flood of them costs its sender's transactions and not our time.
 */
#ifndef SIPWHY_CALL_TXN_INDEX_H
#define SIPWHY_CALL_TXN_INDEX_H

#include "txn.h"

enum { TXN_LOOK_AT = 32 };

struct txn_index {
	const struct hash_key *key;
	struct table newest;
};

/* `key` is kept.  False when memory is short. */
bool txn_index_begin(struct txn_index *ix, const struct hash_key *key);
void txn_index_end(struct txn_index *ix);
void txn_index_add(struct txn_index *ix, struct txn *x);
void txn_index_remove(struct txn_index *ix, struct txn *x);

/* The one of which the request `m` is another copy, on exactly its leg; NULL for none. */
struct txn *txn_index_repeated(const struct txn_index *ix, const struct message *m);
/*
 * The newest request with this method that `m`, a response, CANCEL or ACK, is about.  One on
 * exactly this leg goes before one between other ports of the same hosts: a response goes to the
 * port in the Via (RFC 3261 18.2.2) or to the source port (RFC 3581 4), and some come from another.
 */
struct txn *txn_index_meant(const struct txn_index *ix, const struct message *m, struct str method);

#endif
