/* SPDX-License-Identifier: BSD-2-Clause */
#include "near.h"

struct near_walk
near_walk_begin(struct search *s)
{
	const struct nonce_book *book = s->near->book;

	return (struct near_walk){ .search = s,
				   .book = book,
				   .at = book != NULL ? nonce_book_newest(book) : NULL,
				   .left = NEAR_CHALLENGES };
}

const struct nonce_entry *
near_walk_next(struct near_walk *w)
{
	const struct nonce_entry *e = w->left > 0 ? w->at : NULL;

	w->search->left_out = w->search->left_out || (w->left == 0 && w->at != NULL);
	if (e != NULL) {
		w->at = nonce_book_older(w->book, e);
		w->left--;
	}
	return e;
}

void
near_requests(const struct search *s, const struct message *out[NEAR_REQUESTS])
{
	const struct exchange *x = s->near->exchange;

	for (size_t i = 0; i < NEAR_REQUESTS; i++)
		out[i] = NULL;
	out[0] = s->round->request.msg;
	for (size_t i = 0; x != NULL && i < x->kept && i < ROUNDS_KEPT; i++) {
		out[1 + 2 * i] = x->rounds[i]->request.msg;
		out[2 + 2 * i] = x->rounds[i]->answer.msg;
	}
}
