/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include <sipwhy/arena.h>

enum { FIRST_BYTES = 4096, ALIGN = alignof(max_align_t) };

struct chunk {
	struct chunk *older;
	size_t size; /* octets of data behind this header */
	size_t used;
	alignas(max_align_t) unsigned char data[];
};

struct arena {
	struct chunk *newest;
	size_t held;
};

static bool
add_chunk(struct arena *a, size_t size)
{
	struct chunk *c;

	if (size > SIZE_MAX / 2)
		return false;
	c = malloc(sizeof(*c) + size);
	if (c == NULL)
		return false;
	*c = (struct chunk){ .older = a->newest, .size = size };
	a->newest = c;
	a->held += sizeof(*c) + size;
	return true;
}

struct arena *
arena_new(size_t first_bytes)
{
	struct arena *a = malloc(sizeof(*a));

	if (a == NULL)
		return NULL;
	*a = (struct arena){ 0 };
	if (!add_chunk(a, first_bytes > 0 ? first_bytes : FIRST_BYTES)) {
		free(a);
		return NULL;
	}
	return a;
}

void
arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	while (a->newest != NULL) {
		struct chunk *c = a->newest;

		a->newest = c->older;
		free(c);
	}
	free(a);
}

void *
arena_alloc(struct arena *a, size_t bytes)
{
	size_t need = (bytes + ALIGN - 1) / ALIGN * ALIGN;
	struct chunk *c = a->newest;
	void *p;

	if (need < bytes)
		return NULL;
	if (need > c->size - c->used) {
		/* Doubling keeps the number of chunks logarithmic; a large piece gets its own. */
		size_t size = c->size < SIZE_MAX / 4 ? 2 * c->size : c->size;

		if (!add_chunk(a, size > need ? size : need))
			return NULL;
		c = a->newest;
	}
	p = c->data + c->used;
	c->used += need;
	return memset(p, 0, need);
}

void *
arena_array(struct arena *a, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		return NULL;
	return arena_alloc(a, count * size);
}

struct str
arena_dup(struct arena *a, struct str s, bool *ok)
{
	char *p;

	if (str_absent(s))
		return s;
	p = arena_alloc(a, s.len > 0 ? s.len : 1);
	if (p == NULL) {
		*ok = false;
		return STR_ABSENT;
	}
	if (s.len > 0)
		memcpy(p, s.p, s.len);
	return (struct str){ p, s.len };
}

void
arena_rewind(struct arena *a)
{
	while (a->newest->older != NULL) {
		struct chunk *c = a->newest;

		a->newest = c->older;
		a->held -= sizeof(*c) + c->size;
		free(c);
	}
	a->newest->used = 0;
}

size_t
arena_held(const struct arena *a)
{
	return a->held;
}
