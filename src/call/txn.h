/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * txn.h - one open transaction.
 *
 * Layer: 6 call, for its own files.  Its request lies in an arena of its own; the transaction lies
 * with the others, apart from all requests: who looks for one passes by others, and finds
 * them near each other.
 */
#ifndef SIPWHY_CALL_TXN_H
#define SIPWHY_CALL_TXN_H

#include <sipwhy/call_step.h>
#include <sipwhy/limits.h>
#include <sipwhy/table.h>

#include "idle.h"
#include "schedule.h"

/* How many different responses to one request are remembered to recognise their copies. */
enum { TXN_RESPONSES = 8 };

struct txn {
	struct table_node node;    /* in the table only while it is the newest of its key */
	struct txn *newer, *older; /* of the same key */
	struct idle_node idle;
	struct arena *arena;
	const struct message *request; /* its first sighting */
	uint64_t id;
	struct schedule schedule;
	unsigned copies;
	bool is_invite, provisional, ringing, final, cancelled;
	unsigned response_count; /* all different ones */
	uint64_t responses[TXN_RESPONSES];
};

/* Begin `x`, zeroed, with a copy of the request.  False when memory is short: nothing is held. */
bool txn_begin(struct txn *x, const struct message *request);
/* Frees the copy, not `x`. */
void txn_end(struct txn *x);

/* The same octets as the request's; of a copy that was cut, as far as it goes. */
bool txn_is_copy(const struct txn *x, const struct message *m);
/* Count a sighting of the request. */
void txn_add_copy(struct txn *x, const struct message *m);
/* Remember a response.  False when one with the same octets is remembered already. */
bool txn_add_response(struct txn *x, const struct message *m, const struct hash_key *key);

/* What this transaction has to say in a step of this kind. */
struct call_step txn_step(const struct txn *x, enum call_step_kind kind);

#endif
