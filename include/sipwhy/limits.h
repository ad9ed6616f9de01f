/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * limits.h - every bound of the program, with its unit, its default and its reason.
 *
 * Layer: 1 base.  Owned by whoever made it (the pipeline); stages keep a pointer.
 * Reaching a bound is an event: it is counted here and reported in the summary.
 */
#ifndef SIPWHY_LIMITS_H
#define SIPWHY_LIMITS_H

#include <sipwhy/str.h>

enum limit {
	LIMIT_OPEN_TRANSACTIONS,
	LIMIT_TRANSACTION_BYTES,
	LIMIT_OPEN_DIALOGS,
	LIMIT_OPEN_EXCHANGES,
	LIMIT_EXCHANGE_BYTES,
	LIMIT_NONCES,
	LIMIT_ANSWERS,
	LIMIT_NONCE_SERVERS,
	LIMIT_LEGS,
	LIMIT_LEG_BYTES,
	LIMIT_EARLY_BYTES,
	LIMIT_RECORDS,
	LIMIT_RECORD_BYTES,
	LIMIT_CONTRAST_PEERS,
	LIMIT_MESSAGE_BYTES,
	LIMIT_HEADERS,
	LIMIT_CHALLENGES,
	LIMIT_ROUND_MESSAGES,
	LIMIT_STREAMS,
	LIMIT_STREAM_BYTES,
	LIMIT_STREAM_PIECES,
	LIMIT_STREAM_MEMORY,
	LIMIT_FRAGMENTED,
	LIMIT_FRAGMENT_BYTES,
	LIMIT_FRAGMENT_PIECES,
	LIMIT_OPEN_FILES,
	LIMIT_EXPANSION_RATIO,
	LIMIT_EXPANSION_BYTES,
	LIMIT_INTERFACES,
	LIMIT_INTERFACE_NAMES,
	LIMIT_SECRET_BYTES,
	LIMIT_INFLATERS,
	LIMIT_MESSAGE_EXPANSION,
	LIMIT_SCTP_FLOWS,
	LIMIT_SCTP_PIECES,
	LIMIT_SCTP_BYTES,
	LIMIT_ENCRYPTED_FLOWS,
	LIMIT_OBSERVATIONS,
	LIMIT_HYPOTHESES,
	LIMIT_HABITS,
	LIMIT_AGENTS,
	LIMIT_COUNT_,
};

struct limits {
	uint64_t max[LIMIT_COUNT_];
	uint64_t hit[LIMIT_COUNT_]; /* how often each was reached */
	struct hash_key key;        /* seeds every hash table */
};

struct limit_row {
	const char *name; /* as in the summary's limits_hit */
	const char *unit;
	uint64_t usual;
	const char *reason;
};

/* One row for each enum limit. */
const struct limit_row *limit_row(enum limit which);

/* The defaults, with this hash key. */
void limits_begin(struct limits *l, struct hash_key key);
/* Whether `value` is still under the bound; when it is not, that is counted. */
bool limits_allow(struct limits *l, enum limit which, uint64_t value);

#endif
