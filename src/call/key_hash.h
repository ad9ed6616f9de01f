/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * key_hash.h - one keyed hash of several things.
 *
 * Layer: 6 call, for its own files.  A hash for each would cost its beginning and its end each
 * time; where one thing ends and the next begins is left to the comparison of the keys.
 */
#ifndef SIPWHY_CALL_KEY_HASH_H
#define SIPWHY_CALL_KEY_HASH_H

#include <sipwhy/str.h>

/* Filled as it is used: zeroing all of it would cost as much as the hash. */
struct key_hash {
	const struct hash_key *key;
	size_t len;
	char octets[240];
};

void key_hash_begin(struct key_hash *h, const struct hash_key *key);
/* What does not fit goes in as its own hash. */
void key_hash_add(struct key_hash *h, struct str s);
uint64_t key_hash_end(const struct key_hash *h);

#endif
