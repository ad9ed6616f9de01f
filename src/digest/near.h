/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * near.h - what was seen near the round that is checked: other challenges, other requests.
 *
 * Layer: 8 digest.
 */
#ifndef SIPWHY_NEAR_H
#define SIPWHY_NEAR_H

#include "search.h"

/* So many challenges of the book are looked at, the newest first. */
enum { NEAR_CHALLENGES = 512 };

struct near_walk {
	struct search *search;
	const struct nonce_book *book;
	const struct nonce_entry *at;
	size_t left;
};

struct near_walk near_walk_begin(struct search *s);
/* NULL: no more; what the bound leaves out is noted in the search. */
const struct nonce_entry *near_walk_next(struct near_walk *w);

/* The requests of the exchange, challenged and answering ones, and the challenged one of the round; each
 * may be NULL.  Their number is NEAR_REQUESTS. */
enum { NEAR_REQUESTS = 1 + 2 * ROUNDS_KEPT };
void near_requests(const struct search *s, const struct message *out[NEAR_REQUESTS]);

#endif
