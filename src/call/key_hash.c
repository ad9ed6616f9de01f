/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "key_hash.h"

/* Kept free for the hashes of what is too long. */
enum { RESERVE = 8 * sizeof(uint64_t) };

void
key_hash_begin(struct key_hash *h, const struct hash_key *key)
{
	h->key = key;
	h->len = 0;
}

void
key_hash_add(struct key_hash *h, struct str s)
{
	uint64_t hash;

	if (s.len > sizeof(h->octets) - RESERVE || h->len > sizeof(h->octets) - RESERVE - s.len) {
		hash = str_hash(h->key, s);
		s = (struct str){ (const char *)&hash, sizeof(hash) };
	}
	/* More long ones than anybody has: the keys are compared anyway. */
	if (s.len == 0 || s.len > sizeof(h->octets) - h->len)
		return;
	memcpy(h->octets + h->len, s.p, s.len);
	h->len += s.len;
}

uint64_t
key_hash_end(const struct key_hash *h)
{
	return str_hash(h->key, (struct str){ h->octets, h->len });
}
