/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include <sipwhy/table.h>

enum { FIRST_SIZE = 64 };

bool
table_begin(struct table *t)
{
	*t = (struct table){ .size = FIRST_SIZE };
	t->buckets = calloc(FIRST_SIZE, sizeof(struct table_node *));
	return t->buckets != NULL;
}

void
table_end(struct table *t)
{
	free(t->buckets);
	*t = (struct table){ 0 };
}

static void
put_first(struct table_node **bucket, struct table_node *n)
{
	n->next = *bucket;
	n->at = bucket;
	if (n->next != NULL)
		n->next->at = &n->next;
	*bucket = n;
}

static void
grow(struct table *t)
{
	size_t size = 2 * t->size;
	struct table_node **wider = calloc(size, sizeof(struct table_node *));

	if (wider == NULL)
		return;
	/* Each chain is turned round on the way, so newest-first needs it turned back. */
	for (size_t i = 0; i < t->size; i++) {
		struct table_node *chain = NULL;

		while (t->buckets[i] != NULL) {
			struct table_node *n = t->buckets[i];

			t->buckets[i] = n->next;
			n->next = chain;
			chain = n;
		}
		while (chain != NULL) {
			struct table_node *n = chain;

			chain = n->next;
			put_first(&wider[n->hash & (size - 1)], n);
		}
	}
	free(t->buckets);
	t->buckets = wider;
	t->size = size;
}

void
table_add(struct table *t, struct table_node *node, uint64_t hash)
{
	if (t->count >= t->size)
		grow(t);
	node->hash = hash;
	put_first(&t->buckets[hash & (t->size - 1)], node);
	t->count++;
}

void
table_remove(struct table *t, struct table_node *node)
{
	if (node->at == NULL)
		return;
	*node->at = node->next;
	if (node->next != NULL)
		node->next->at = node->at;
	node->next = NULL;
	node->at = NULL;
	t->count--;
}

struct table_node *
table_first(const struct table *t, uint64_t hash)
{
	struct table_node *n = t->size > 0 ? t->buckets[hash & (t->size - 1)] : NULL;

	while (n != NULL && n->hash != hash)
		n = n->next;
	return n;
}

struct table_node *
table_next(const struct table_node *node)
{
	uint64_t hash = node->hash;
	struct table_node *n = node->next;

	while (n != NULL && n->hash != hash)
		n = n->next;
	return n;
}
