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

/* Copy `s` to *at and move *at on. */
static struct str
put(char **at, struct str s)
{
	struct str copy = { *at, s.len };

	if (str_absent(s))
		return s;
	if (s.len > 0)
		memcpy(*at, s.p, s.len);
	*at += s.len;
	return copy;
}

/* Read the challenge again from the book's own copy of its header field. */
static void
reread(struct book_entry *e, const struct challenge *c)
{
	struct str copy = e->public.header;
	struct sip_msg one = { .hdrs = &e->hdr, .hdr_count = 1 };
	struct challenge all[8];
	size_t shift = (size_t)(c->raw.p - c->hdr->raw.p);
	size_t n;

	e->hdr = *c->hdr;
	e->hdr.raw = copy;
	e->hdr.name = str_sub(copy, (size_t)(c->hdr->name.p - c->hdr->raw.p), c->hdr->name.len);
	e->hdr.value = str_sub(copy, (size_t)(c->hdr->value.p - c->hdr->raw.p), c->hdr->value.len);
	n = challenges_of(&one, all, COUNT(all));
	for (size_t i = 0; i < n && i < COUNT(all); i++) {
		if ((size_t)(all[i].raw.p - copy.p) == shift)
			e->public.offer = all[i];
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
	if (!limits_allow(b->limits, LIMIT_NONCES, b->by_nonce.count))
		forget(b, HOLDER(list_first(&b->by_age), struct book_entry, by_age));

	e = calloc(1, sizeof(*e) + nonce.len + realm.len + call_id.len + c->hdr->raw.len);
	if (e == NULL)
		return NULL;
	at = (char *)(e + 1);
	e->public.algorithms = 1u << c->alg;
	e->public.nonce = put(&at, nonce);
	e->public.realm = put(&at, realm);
	e->public.call_id = put(&at, call_id);
	e->public.header = put(&at, c->hdr->raw);
	e->public.seen = m->seen;
	e->public.offset = (size_t)(c->hdr->raw.p - m->sip.raw.p);
	e->public.client = request != NULL ? request->seen.src : m->seen.dst;
	reread(e, c);
	table_add(&b->by_nonce, &e->by_nonce, str_hash(&b->limits->key, nonce));
	list_append(&b->by_age, &e->by_age);
	return &e->public;
}
