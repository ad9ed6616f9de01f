/* SPDX-License-Identifier: BSD-2-Clause */
/* For MAP_ANONYMOUS and madvise, which POSIX 2008 lacks. */
#define _DEFAULT_SOURCE
#include <stdalign.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <openssl/crypto.h>

#include <sipwhy/secret.h>

#include "locked.h"

/* Whole pages, since locking goes by pages; the size stands in front. */
struct pages {
	size_t mapped;
	alignas(max_align_t) char data[];
};

struct block {
	struct block *older;
	size_t used;
	char data[];
};

struct vault {
	struct block *newest;
};

/* Each block is twice as large as the one before, within these: the places below are enough for a file of 64 MiB. */
enum { BLOCK_BYTES = 8192, BLOCK_BYTES_MAX = 8 << 20 };

/*
 * All that is locked, for a signal handler, which has no other way to find it.  What finds no place is
 * still overwritten when it is freed.
 */
enum { HELD = 256 };
static _Atomic(struct pages *) held[HELD];

static void
hold(struct pages *m)
{
	for (size_t i = 0; i < HELD; i++) {
		struct pages *none = NULL;

		if (atomic_compare_exchange_strong(&held[i], &none, m))
			return;
	}
}

static void
let_go(struct pages *m)
{
	for (size_t i = 0; i < HELD; i++) {
		struct pages *mine = m;

		if (atomic_compare_exchange_strong(&held[i], &mine, NULL))
			return;
	}
}

void
secrets_wipe(void)
{
	for (size_t i = 0; i < HELD; i++) {
		struct pages *m = atomic_load(&held[i]);
		volatile char *p = m != NULL ? m->data : NULL;
		size_t bytes = m != NULL ? m->mapped - sizeof(*m) : 0;

		while (bytes-- > 0)
			*p++ = 0;
	}
}

void
secret_cleanse(void *p, size_t bytes)
{
	if (p != NULL && bytes > 0)
		OPENSSL_cleanse(p, bytes);
}

void *
locked_new(size_t bytes)
{
	long page_bytes = sysconf(_SC_PAGESIZE);
	size_t page = page_bytes > 0 ? (size_t)page_bytes : 4096;
	struct pages *m;
	size_t size;

	if (bytes > SIZE_MAX / 2)
		return NULL;
	size = (sizeof(*m) + bytes + page - 1) / page * page;
	m = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (m == MAP_FAILED)
		return NULL;
	(void)mlock(m, size);
#ifdef MADV_DONTDUMP
	(void)madvise(m, size, MADV_DONTDUMP);
#elif defined(MADV_NOCORE)
	(void)madvise(m, size, MADV_NOCORE);
#endif
	m->mapped = size;
	hold(m);
	return m->data;
}

static const struct pages *
pages_of(const void *p)
{
	return (const void *)((const char *)p - offsetof(struct pages, data));
}

size_t
locked_room(const void *p)
{
	return pages_of(p)->mapped - sizeof(struct pages);
}

void
locked_free(void *p)
{
	void *m;
	size_t size;

	if (p == NULL)
		return;
	m = (char *)p - offsetof(struct pages, data);
	size = pages_of(p)->mapped;
	let_go(m);
	secret_cleanse(m, size);
	(void)munlock(m, size);
	(void)munmap(m, size);
}

struct vault *
vault_new(void)
{
	return calloc(1, sizeof(struct vault));
}

void
vault_free(struct vault *v)
{
	if (v == NULL)
		return;
	while (v->newest != NULL) {
		struct block *b = v->newest;

		v->newest = b->older;
		locked_free(b);
	}
	free(v);
}

static size_t
room_left(const struct block *b)
{
	return b == NULL ? 0 : locked_room(b) - sizeof(*b) - b->used;
}

/* The size of the next block, which must have room for `least`. */
static size_t
next_bytes(const struct vault *v, size_t least)
{
	size_t bytes = v->newest == NULL ? BLOCK_BYTES : 2 * locked_room(v->newest);

	if (bytes > BLOCK_BYTES_MAX)
		bytes = BLOCK_BYTES_MAX;
	return least > bytes ? least : bytes;
}

char *
vault_take(struct vault *v, size_t bytes)
{
	struct block *b = v->newest;

	if (b == NULL || bytes > room_left(b)) {
		if (bytes > SIZE_MAX / 4)
			return NULL;
		b = locked_new(next_bytes(v, sizeof(*b) + bytes));
		if (b == NULL)
			return NULL;
		b->older = v->newest;
		v->newest = b;
	}
	b->used += bytes;
	return b->data + b->used - bytes;
}

void *
vault_object(struct vault *v, size_t bytes)
{
	size_t align = alignof(max_align_t);
	char *p = bytes > SIZE_MAX / 4 ? NULL : vault_take(v, bytes + align - 1);
	size_t odd = (size_t)((uintptr_t)p % align);

	/* What was never taken is still zero. */
	return p == NULL ? NULL : p + (odd > 0 ? align - odd : 0);
}

struct str
vault_dup(struct vault *v, struct str s, bool *ok)
{
	char *p;

	if (str_absent(s))
		return s;
	p = vault_take(v, s.len);
	if (p == NULL) {
		*ok = false;
		return STR_ABSENT;
	}
	if (s.len > 0)
		memcpy(p, s.p, s.len);
	return (struct str){ p, s.len };
}

void *
secret_alloc(size_t bytes)
{
	return locked_new(bytes);
}

void
secret_free(void *p)
{
	locked_free(p);
}
