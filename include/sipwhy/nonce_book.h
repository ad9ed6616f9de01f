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

/* What one account at one host did with a nonce. */
struct nonce_user {
	uint64_t who; /* nonce_book_user() */
	uint64_t uses, accepted;
	uint32_t last_nc, nc_before; /* as of the entry, below */
	uint64_t last_request;
	uint64_t last_call; /* tells the Call-ID of it from others */
	uint32_t last_cseq;
	bool cut; /* of one use the capture does not have the nc for certain */
};

/* More than this are not told apart. */
enum { NONCE_USERS = 4 };

/*
 * A nonce as one server issued it: by a challenge, or as the nextnonce of an Authentication-Info (RFC 2617 3.2.3),
 * which goes with the rest of the challenge before it.  The texts are the book's, good while the entry is.
 */
struct nonce_entry {
	struct str nonce, realm, call_id;
	struct nonce_source from; /* what issued it */
	/* The challenge: `from` unless is_next, and then NULL when it is not known. */
	const struct nonce_source *terms;
	/* Views into terms->header, but for the nonce of an is_next, which stands in from.header.  Not of Digest
	 * when that challenge is not known. */
	struct challenge offer;
	bool is_next;
	struct str next; /* the nonce that the client was then told to use instead; absent: none */
	struct endpoint client; /* the one it was issued to, on that leg */
	uint64_t repeats;       /* further challenges with the same nonce */
	unsigned algorithms;    /* that were offered with it: bits 1u << enum auth_algorithm */
	/* Its use by credentials. */
	uint64_t uses;
	uint64_t accepted;                /* times that an answer with it was accepted */
	struct seen last_use, use_before; /* frame 0 for none */
	uint32_t last_nc;                 /* the greatest nc value; 0 for none */
	uint32_t nc_before;               /* the same before the last use */
	uint64_t last_request;            /* tells the request of the last use from others */
	bool shared; /* issued to, or used by, several: what one did with it says nothing of another */
	struct nonce_user user;    /* the first; mostly the only one */
	struct nonce_user *others; /* room for the rest of NONCE_USERS; NULL until it is needed */
	unsigned user_count;
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
/* What tells this request from others, however often it is sent. */
uint64_t nonce_book_request(const struct nonce_book *b, const struct message *m);
/* What tells its Call-ID from others. */
uint64_t nonce_book_call(const struct nonce_book *b, const struct message *m);
/*
 * The entry with exactly this nonce (escapes taken away), or NULL.  Servers that make it of the time, or of one
 * secret, may all have issued it: then that of `server`, else one of its host, else the newest; NULL: the newest.
 */
struct nonce_entry *nonce_book_find(const struct nonce_book *b, struct str nonce,
				    const struct endpoint *server);
/* What tells the account of these credentials at the host of this request from others. */
uint64_t nonce_book_user(const struct nonce_book *b, const struct message *m, struct str username);
/* What this one did with the nonce; NULL when nothing, or more did than are told apart. */
const struct nonce_user *nonce_entry_user(const struct nonce_entry *e, uint64_t who);
/* The same, entered if there is room. */
struct nonce_user *nonce_entry_add_user(struct nonce_entry *e, uint64_t who);
/* The entry that was added last, and the one that was added before `e`; NULL for none. */
const struct nonce_entry *nonce_book_newest(const struct nonce_book *b);
const struct nonce_entry *nonce_book_older(const struct nonce_book *b, const struct nonce_entry *e);

#endif
