/* SPDX-License-Identifier: BSD-2-Clause */
#include <stddef.h>

#include "failing.h"

/* A test program is one thread, and the linker gives these functions no place for a context. */
static struct {
	long left, held; /* left: allocations that succeed still; below 0: all do */
	bool once;       /* only one fails */
	bool failed;
} memory = { .left = -1 };

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *p, size_t size);
void __real_free(void *p);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *p, size_t size);
void __wrap_free(void *p);

bool
failing_allows(void)
{
	if (memory.left != 0) {
		memory.left -= memory.left > 0;
		return true;
	}
	if (memory.once)
		memory.left = -1;
	memory.failed = true;
	return false;
}

static void *
counted(void *p)
{
	memory.held += p != NULL;
	return p;
}

void *
__wrap_malloc(size_t size)
{
	return failing_allows() ? counted(__real_malloc(size)) : NULL;
}

void *
__wrap_calloc(size_t count, size_t size)
{
	return failing_allows() ? counted(__real_calloc(count, size)) : NULL;
}

void *
__wrap_realloc(void *p, size_t size)
{
	if (!failing_allows())
		return NULL;
	return p == NULL ? counted(__real_realloc(p, size)) : __real_realloc(p, size);
}

void
__wrap_free(void *p)
{
	memory.held -= p != NULL;
	__real_free(p);
}

static void
begin(long n, bool once)
{
	memory.left = n;
	memory.once = once;
	memory.failed = false;
}

void
failing_at(long n)
{
	begin(n, true);
}

void
failing_from(long n)
{
	begin(n, false);
}

bool
failing_stop(void)
{
	memory.left = -1;
	return memory.failed;
}

bool
failing_has(void)
{
	return memory.failed;
}

void
failing_count(long n)
{
	memory.held += n;
}

long
failing_held(void)
{
	return memory.held;
}
