/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nonce_book.h - who issued which nonce when, and who used it.
 *
 * Layer: 7 auth.  Remembers a bounded number of challenges, the oldest forgotten first, so
 * that credentials can be told from their nonce and a finding can cite a message that is gone.
 */
#ifndef SIPWHY_NONCE_BOOK_H
#define SIPWHY_NONCE_BOOK_H

#include <sipwhy/auth_hdr.h>
#include <sipwhy/limits.h>
#include <sipwhy/message.h>

/* A challenge as it was seen.  The texts are the book's, good while the entry is. */
struct nonce_entry {
	struct str nonce, realm, call_id;
	struct str header;      /* the challenge header field, whole */
	struct challenge offer; /* views into `header` */
	struct seen seen;       /* of the first response that carried it */
	size_t offset;          /* of `header` in that message */
	struct endpoint client; /* the one challenged, on that leg */
	uint64_t repeats;       /* further challenges with the same nonce */
	unsigned algorithms;    /* that were offered with it: bits 1u << enum auth_algorithm */
	/* Its use by credentials. */
	uint64_t uses;
	uint64_t accepted; /* times that an answer with it was accepted */
	struct seen first_use, last_use;
	uint32_t last_nc; /* the greatest nc value; 0 for none */
};

struct nonce_book;

struct nonce_book *nonce_book_new(struct limits *limits);
void nonce_book_free(struct nonce_book *b);
/* Note a challenge of this message.  NULL when it has no nonce or memory is short. */
struct nonce_entry *nonce_book_add(struct nonce_book *b, const struct message *m,
				   const struct challenge *c, const struct message *request);
/* The newest entry with exactly this nonce (escapes taken away), or NULL. */
struct nonce_entry *nonce_book_find(const struct nonce_book *b, struct str nonce);

#endif
