/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * arena.h - memory that is taken piece by piece and given back all at once.
 *
 * Layer: 1 base.  Whoever calls arena_new calls arena_free.  Pieces are aligned for
 * any type, are zeroed, and live until arena_free or a rewind past them.
 */
#ifndef SIPWHY_ARENA_H
#define SIPWHY_ARENA_H

#include <sipwhy/str.h>

struct arena;

/* NULL when memory is short.  `first_bytes`: the size of the first chunk, 0 for the usual. */
struct arena *arena_new(size_t first_bytes);
void arena_free(struct arena *a);

/* `bytes` of zeroed memory, or NULL when memory is short.  O(bytes). */
void *arena_alloc(struct arena *a, size_t bytes);
/* Like arena_alloc for `count` things of `size`; NULL too when the product overflows. */
void *arena_array(struct arena *a, size_t count, size_t size);
/* A copy of the view's octets.  Absent gives absent; so does lack of memory: see *ok, which
 * lack of memory sets to false and nothing sets to true. */
struct str arena_dup(struct arena *a, struct str s, bool *ok);

/* Give back everything, but keep the first chunk for reuse. */
void arena_rewind(struct arena *a);
/* Octets held from the system, for the accounts of limits.h. */
size_t arena_held(const struct arena *a);

#endif
