/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/table.h>

void
list_begin(struct list *l)
{
	l->head.prev = l->head.next = &l->head;
}

bool
list_is_empty(const struct list *l)
{
	return l->head.next == &l->head;
}

void
list_insert_before(struct list_node *at, struct list_node *node)
{
	node->prev = at->prev;
	node->next = at;
	at->prev->next = node;
	at->prev = node;
}

void
list_append(struct list *l, struct list_node *node)
{
	list_insert_before(&l->head, node);
}

void
list_remove(struct list_node *node)
{
	if (node->next == NULL)
		return;
	node->prev->next = node->next;
	node->next->prev = node->prev;
	node->prev = node->next = NULL;
}

struct list_node *
list_first(const struct list *l)
{
	return list_is_empty(l) ? NULL : l->head.next;
}

struct list_node *
list_after(const struct list *l, const struct list_node *node)
{
	return node->next == &l->head ? NULL : node->next;
}
