/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * round.h - one challenge and its answer, as an exchange keeps them.
 *
 * Layer: 7 auth.  A round owns copies of its messages in its own arena, so that the middle rounds of a
 * loop can be dropped one by one.
 */
#ifndef SIPWHY_AUTH_ROUND_H
#define SIPWHY_AUTH_ROUND_H

#include <sipwhy/exchange.h>
#include <sipwhy/nonce_book.h>

/* NULL when memory is short.  Freed with its arena. */
struct round *round_new(void);

/* Each adopts a message.  False when memory is short: the round is then as it was. */
bool round_set_request(struct round *r, const struct message *m, unsigned copies);
/* Also reads the challenges and picks the first Digest one of this realm and kind (any realm when absent). */
bool round_set_challenge(struct round *r, const struct message *m, enum auth_kind kind,
			 struct str realm);
/* Also reads the credentials; `which` is the index of those for this exchange. */
bool round_set_answer(struct round *r, const struct message *m, size_t which);
/* The same message, seen at another point; without memory it counts as not seen. */
void round_set_elsewhere(struct round *r, struct step_message *slot, const struct message *m);
bool round_set_outcome(struct round *r, const struct message *m);
/* Without memory it counts as not seen. */
void round_set_ack(struct round *r, const struct message *m, bool fits);

/* round_relate.c: find out which challenge the answer picked and what its nonce is; `book` knows the others. */
bool round_relate(struct round *r, const struct nonce_book *book, struct str realm);

#endif
