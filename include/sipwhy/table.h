/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * table.h - a chained hash table and a list, both linked through the things they hold.
 *
 * Layer: 1 base.  Neither owns what it holds.  A table is never walked for output: its
 * order hangs on the random key.  What must come out in order is in a list too.
 */
#ifndef SIPWHY_TABLE_H
#define SIPWHY_TABLE_H

#include <sipwhy/str.h>

/* The thing of type `type` whose member `member` is at `node`. */
#define HOLDER(node, type, member) ((type *)(void *)((char *)(node)-offsetof(type, member)))

struct table_node {
	struct table_node *next;
	struct table_node **at; /* what points here; NULL: in no table */
	uint64_t hash;
};

struct table {
	struct table_node **buckets;
	size_t size; /* a power of two, or 0 */
	size_t count;
};

/* False when memory is short.  table_end frees the buckets, not what they held. */
bool table_begin(struct table *t);
void table_end(struct table *t);
/* Cannot fail: when memory for growth is short the chains get longer. O(1) amortised. */
void table_add(struct table *t, struct table_node *node, uint64_t hash);
/* Does nothing to a zeroed node that is in no table.  O(1), whatever else has the same hash. */
void table_remove(struct table *t, struct table_node *node);
/* The first, or next, node with this hash, newest first; NULL for none.  Compare the keys. */
struct table_node *table_first(const struct table *t, uint64_t hash);
struct table_node *table_next(const struct table_node *node);

struct list_node {
	struct list_node *prev, *next;
};

/* A ring whose head is the list itself; list_begin must be called, on a head that stays put. */
struct list {
	struct list_node head;
};

void list_begin(struct list *l);
bool list_is_empty(const struct list *l);
void list_append(struct list *l, struct list_node *node);
/* Before `at`, which is in the list or is &l->head. */
void list_insert_before(struct list_node *at, struct list_node *node);
/* Leaves the node detached; removing a detached (zeroed) node does nothing. */
void list_remove(struct list_node *node);
/* NULL at the end. */
struct list_node *list_first(const struct list *l);
struct list_node *list_after(const struct list *l, const struct list_node *node);

#endif
