/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nonce_book_priv.h - how the nonce book keeps its entries.
 *
 * Layer: 7 auth.
 */
#ifndef SIPWHY_AUTH_NONCE_BOOK_PRIV_H
#define SIPWHY_AUTH_NONCE_BOOK_PRIV_H

#include <sipwhy/nonce_book.h>
#include <sipwhy/table.h>

/* One allocation: the entry, of an is_next its `terms`, then the octets that its views show. */
struct book_entry {
	struct nonce_entry public;
	struct sip_hdr hdr;
	struct table_node by_nonce;
	struct list_node by_age;
	char *next; /* the octets of public.next */
};

struct nonce_book {
	struct limits *limits;
	struct table by_nonce;
	struct list by_age;
	struct arena *scratch;
};

/* Move the views of a header field, and those of a challenge in it, to the same places of a copy. */
void book_move_offer(struct book_entry *e, const struct challenge *c, struct str copy);
/* An entry with room for so many octets of text, the oldest forgotten for it when there are too many.  NULL
 * when memory is short. */
struct book_entry *book_entry_new(struct nonce_book *b, size_t text_bytes);
/* Put it where it is found by its nonce. */
void book_enter(struct nonce_book *b, struct book_entry *e);

#endif
