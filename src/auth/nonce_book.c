/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include <sipwhy/nonce_book.h>
#include <sipwhy/table.h>

/* One allocation: the entry, then the octets that its views show. */
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

struct nonce_book *
nonce_book_new(struct limits *limits)
{
	struct nonce_book *b = calloc(1, sizeof(*b));

	if (b == NULL)
		return NULL;
	b->limits = limits;
	list_begin(&b->by_age);
	b->scratch = arena_new(0);
	if (b->scratch == NULL || !table_begin(&b->by_nonce)) {
		arena_free(b->scratch);
		free(b);
		return NULL;
	}
	return b;
}

static void
forget(struct nonce_book *b, struct book_entry *e)
{
	table_remove(&b->by_nonce, &e->by_nonce);
	list_remove(&e->by_age);
	free(e->next);
	free(e);
}

void
nonce_book_free(struct nonce_book *b)
{
	struct list_node *n;

	if (b == NULL)
		return;
	while ((n = list_first(&b->by_age)) != NULL)
		forget(b, HOLDER(n, struct book_entry, by_age));
	table_end(&b->by_nonce);
	arena_free(b->scratch);
	free(b);
}

/* Move the views of a header field, and those of a challenge in it, to the same places of a copy. */
static void
move_offer(struct book_entry *e, const struct challenge *c, struct str copy)
{
	struct str whole = c->hdr->raw;
	struct str *views[] = { &e->public.offer.raw,
				&e->public.offer.scheme,
				&e->public.offer.realm,
				&e->public.offer.nonce,
				&e->public.offer.opaque,
				&e->public.offer.domain,
				&e->public.offer.stale,
				&e->public.offer.algorithm,
				&e->public.offer.qop,
				&e->public.offer.userhash,
				&e->public.offer.charset,
				&e->hdr.name,
				&e->hdr.value };

	e->public.offer = *c;
	e->public.offer.hdr = &e->hdr;
	e->hdr = *c->hdr;
	e->hdr.raw = copy;
	for (size_t i = 0; i < COUNT(views); i++) {
		if (!str_absent(*views[i]))
			*views[i] = str_sub(copy, (size_t)(views[i]->p - whole.p), views[i]->len);
	}
}

struct nonce_entry *
nonce_book_find(const struct nonce_book *b, struct str nonce)
{
	uint64_t hash = str_hash(&b->limits->key, nonce);

	if (str_empty(nonce))
		return NULL;
	for (struct table_node *n = table_first(&b->by_nonce, hash); n != NULL; n = table_next(n)) {
		struct book_entry *e = HOLDER(n, struct book_entry, by_nonce);

		if (str_eq(e->public.nonce, nonce))
			return &e->public;
	}
	return NULL;
}

/* An entry with room for so many octets of text, the oldest forgotten for it when there are too many. */
static struct book_entry *
entry_new(struct nonce_book *b, size_t text_bytes)
{
	if (!limits_allow(b->limits, LIMIT_NONCES, b->by_nonce.count))
		forget(b, HOLDER(list_first(&b->by_age), struct book_entry, by_age));
	return calloc(1, sizeof(struct book_entry) + text_bytes);
}

static void
enter(struct nonce_book *b, struct book_entry *e)
{
	table_add(&b->by_nonce, &e->by_nonce, str_hash(&b->limits->key, e->public.nonce));
	list_append(&b->by_age, &e->by_age);
}

struct nonce_entry *
nonce_book_add(struct nonce_book *b, const struct message *m, const struct challenge *c,
	       const struct message *request)
{
	bool ok = true;
	struct str nonce, realm, call_id = m->sip.call_id;
	struct nonce_entry *known;
	struct book_entry *e;
	char *at;

	arena_rewind(b->scratch);
	nonce = auth_unquote(c->nonce, b->scratch, &ok);
	realm = auth_unquote(c->realm, b->scratch, &ok);
	if (!ok || str_empty(nonce) || (c->odd & AUTH_CUT) != 0)
		return NULL;

	known = nonce_book_find(b, nonce);
	if (known != NULL && str_eq(known->realm, realm) && known->offer.kind == c->kind) {
		known->repeats++;
		known->algorithms |= 1u << c->alg;
		return known;
	}
	e = entry_new(b, nonce.len + realm.len + call_id.len + c->hdr->raw.len);
	if (e == NULL)
		return NULL;
	at = (char *)(e + 1);
	e->public.algorithms = 1u << c->alg;
	e->public.nonce = str_put(&at, nonce);
	e->public.realm = str_put(&at, realm);
	e->public.call_id = str_put(&at, call_id);
	e->public.from = (struct nonce_source){ .header = str_put(&at, c->hdr->raw),
						.seen = m->seen,
						.offset = (size_t)(c->hdr->raw.p - m->sip.raw.p) };
	e->public.terms = e->public.from;
	e->public.client = request != NULL ? request->seen.src : m->seen.dst;
	move_offer(e, c, e->public.from.header);
	enter(b, e);
	return &e->public;
}

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

/* The challenge that a nextnonce goes with is that of the nonce before it, in all but the nonce. */
static void
take_terms(struct book_entry *e, const struct nonce_entry *before, const struct auth_info *info,
	   char **at)
{
	struct challenge *offer = &e->public.offer;
	size_t from = (size_t)(info->nextnonce.p - info->hdr->raw.p);

	*offer = (struct challenge){ .kind = info->kind };
	if (before != NULL && before->offer.is_digest) {
		e->public.terms = before->terms;
		e->public.terms.header = str_put(at, before->terms.header);
		move_offer(e, &before->offer, e->public.terms.header);
	}
	/* That one's nonce stands in another text if it was a nextnonce too. */
	offer->nonce = str_sub(e->public.from.header, from, info->nextnonce.len);
	offer->stale = STR_ABSENT;
}

struct nonce_entry *
nonce_book_add_next(struct nonce_book *b, const struct message *m, const struct auth_info *info,
		    struct str used, struct str realm)
{
	struct nonce_entry *before = nonce_book_find(b, used);
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
	if (nonce_book_find(b, nonce) != NULL)
		return nonce_book_find(b, nonce);
	if (before != NULL)
		terms = before->terms.header;
	e = entry_new(b, nonce.len + realm.len + call_id.len + info->hdr->raw.len + terms.len);
	if (e == NULL)
		return NULL;
	/* The oldest was forgotten for it: it may have been that one. */
	before = nonce_book_find(b, used);
	at = (char *)(e + 1);
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
	enter(b, e);
	return &e->public;
}

static const struct book_entry *
entry_of(const struct list_node *n)
{
	return (const void *)((const char *)n - offsetof(struct book_entry, by_age));
}

const struct nonce_entry *
nonce_book_newest(const struct nonce_book *b)
{
	return list_is_empty(&b->by_age) ? NULL : &entry_of(b->by_age.head.prev)->public;
}

const struct nonce_entry *
nonce_book_older(const struct nonce_book *b, const struct nonce_entry *e)
{
	const struct book_entry *holder =
		(const void *)((const char *)e - offsetof(struct book_entry, public));

	return holder->by_age.prev == &b->by_age.head ? NULL
						      : &entry_of(holder->by_age.prev)->public;
}
