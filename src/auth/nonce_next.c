/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The nonces that a server gives in advance, for the next request (RFC 2617 3.2.3).
 */
#include <stdlib.h>
#include <string.h>

#include "nonce_book_priv.h"

/* Note on the entry of a nonce which one follows it. */
static void
note_next(struct nonce_entry *used, struct str nonce)
{
	struct book_entry *e = HOLDER(used, struct book_entry, public);
	char *copy = malloc(nonce.len);

	if (copy == NULL)
		return;
	memcpy(copy, nonce.p, nonce.len);
	free(e->next);
	e->next = copy;
	used->next = (struct str){ copy, nonce.len };
}

/* Of an is_next. */
static struct nonce_source *
terms_of(struct book_entry *e)
{
	return (void *)(e + 1);
}

static struct str
terms_header(const struct nonce_entry *e)
{
	return e->terms == NULL ? STR_ABSENT : e->terms->header;
}

/* The challenge that a nextnonce goes with is that of the nonce before it, in all but the nonce. */
static void
take_terms(struct book_entry *e, const struct nonce_entry *before, const struct auth_info *info,
	   char **at)
{
	struct challenge *offer = &e->public.offer;
	struct nonce_source *terms = terms_of(e);
	size_t from = (size_t)(info->nextnonce.p - info->hdr->raw.p);

	*offer = (struct challenge){ .kind = info->kind };
	if (before != NULL && before->offer.is_digest) {
		*terms = *before->terms;
		terms->header = str_put(at, before->terms->header);
		e->public.terms = terms;
		book_move_offer(e, &before->offer, terms->header);
	}
	/* That one's nonce stands in another text if it was a nextnonce too. */
	offer->nonce = str_sub(e->public.from.header, from, info->nextnonce.len);
	offer->stale = STR_ABSENT;
}

struct nonce_entry *
nonce_book_add_next(struct nonce_book *b, const struct message *m, const struct auth_info *info,
		    struct str used, struct str realm)
{
	struct nonce_entry *before = nonce_book_find(b, used, &m->seen.src);
	struct str nonce, call_id = m->sip.call_id, terms = STR_ABSENT;
	struct book_entry *e;
	bool ok = true;
	char *at;

	arena_rewind(b->scratch);
	nonce = auth_unquote(info->nextnonce, b->scratch, &ok);
	if (!ok || str_empty(nonce) || str_eq(nonce, used))
		return NULL;
	if (before != NULL)
		note_next(before, nonce);
	if (nonce_book_find(b, nonce, &m->seen.src) != NULL)
		return nonce_book_find(b, nonce, &m->seen.src);
	if (before != NULL)
		terms = terms_header(before);
	e = book_entry_new(b, sizeof(struct nonce_source) + nonce.len + realm.len + call_id.len +
				      info->hdr->raw.len + terms.len);
	if (e == NULL)
		return NULL;
	/* The oldest was forgotten for it: it may have been that one. */
	before = nonce_book_find(b, used, &m->seen.src);
	at = (char *)(terms_of(e) + 1);
	e->public.nonce = str_put(&at, nonce);
	e->public.realm = str_put(&at, realm);
	e->public.call_id = str_put(&at, call_id);
	e->public.from =
		(struct nonce_source){ .header = str_put(&at, info->hdr->raw),
				       .seen = m->seen,
				       .offset = (size_t)(info->hdr->raw.p - m->sip.raw.p) };
	e->public.is_next = true;
	e->public.client = m->seen.dst;
	take_terms(e, before, info, &at);
	book_enter(b, e);
	return &e->public;
}
