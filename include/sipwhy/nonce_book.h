/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nonce_book.h - who issued which nonce when, and who used it.
 *
 * Layer: 7 auth.  Remembers a bounded number of challenges, the oldest forgotten first, so
 * that credentials can be told from their nonce and a finding can cite a message that is gone.
 */
#ifndef SIPWHY_NONCE_BOOK_H
#define SIPWHY_NONCE_BOOK_H

#include <sipwhy/auth_info.h>
#include <sipwhy/limits.h>
#include <sipwhy/message.h>

/* A header field of a message that is gone. */
struct nonce_source {
	struct str header; /* whole; absent: not known */
	struct seen seen;  /* of the first message that carried it */
	size_t offset;     /* of `header` in that message */
};

/*
 * A nonce as it was issued: by a challenge, or as the nextnonce of an Authentication-Info (RFC 2617 3.2.3),
 * which goes with the rest of the challenge before it.  The texts are the book's, good while the entry is.
 */
struct nonce_entry {
	struct str nonce, realm, call_id;
	struct nonce_source from;  /* what issued it */
	struct nonce_source terms; /* the challenge; the same as `from` unless is_next */
	/* Views into terms.header, but for the nonce of an is_next, which stands in from.header.  Not of Digest
	 * when that challenge is not known. */
	struct challenge offer;
	bool is_next;
	struct str next; /* the nonce that the client was then told to use instead; absent: none */
	struct endpoint client; /* the one it was issued to, on that leg */
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
/* Note the nextnonce that came in this response to credentials with the nonce `used` (escapes taken away) for
 * this realm.  NULL when there is none, it is that nonce again, or memory is short. */
struct nonce_entry *nonce_book_add_next(struct nonce_book *b, const struct message *m,
					const struct auth_info *info, struct str used,
					struct str realm);
/* The newest entry with exactly this nonce (escapes taken away), or NULL. */
struct nonce_entry *nonce_book_find(const struct nonce_book *b, struct str nonce);
/* The entry that was added last, and the one that was added before `e`; NULL for none. */
const struct nonce_entry *nonce_book_newest(const struct nonce_book *b);
const struct nonce_entry *nonce_book_older(const struct nonce_book *b, const struct nonce_entry *e);

#endif
