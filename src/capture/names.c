/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include "names.h"

bool
names_grow(void **all, size_t count, size_t *room, size_t size)
{
	size_t more = *room == 0 ? 8 : 2 * *room;
	void *wider;

	if (count < *room)
		return true;
	wider = realloc(*all, more * size);
	if (wider == NULL)
		return false;
	*all = wider;
	*room = more;
	return true;
}

const char *
names_find(const struct names *n, struct str text)
{
	for (size_t i = 0; i < n->count; i++) {
		if (str_eq(str_of(n->all[i]), text))
			return n->all[i];
	}
	return NULL;
}

const char *
names_add(struct names *n, struct str text)
{
	void *all = n->all;
	char *name;

	if (!names_grow(&all, n->count, &n->room, sizeof(*n->all)))
		return NULL;
	n->all = all;
	name = malloc(text.len + 1);
	if (name == NULL)
		return NULL;
	if (text.len > 0)
		memcpy(name, text.p, text.len);
	name[text.len] = '\0';
	n->all[n->count++] = name;
	return name;
}

void
names_free(struct names *n)
{
	for (size_t i = 0; i < n->count; i++)
		free(n->all[i]);
	free(n->all);
	*n = (struct names){ 0 };
}
