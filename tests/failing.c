/* SPDX-License-Identifier: BSD-2-Clause */
#include <stddef.h>

#include "failing.h"

static struct {
	long left, held; /* left: below 0, none fails */
	bool failed;
} memory = { -1, 0, false };

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void __real_free(void *p);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void __wrap_free(void *p);

static bool
may_succeed(void)
{
	if (memory.left != 0) {
		memory.left -= memory.left > 0;
		return true;
	}
	memory.left = -1;
	memory.failed = true;
	return false;
}

void *
__wrap_malloc(size_t size)
{
	void *p = may_succeed() ? __real_malloc(size) : NULL;

	memory.held += p != NULL;
	return p;
}

void *
__wrap_calloc(size_t count, size_t size)
{
	void *p = may_succeed() ? __real_calloc(count, size) : NULL;

	memory.held += p != NULL;
	return p;
}

void
__wrap_free(void *p)
{
	memory.held -= p != NULL;
	__real_free(p);
}

void
failing_at(long n)
{
	memory.left = n;
	memory.failed = false;
}

bool
failing_stop(void)
{
	memory.left = -1;
	return memory.failed;
}

long
failing_held(void)
{
	return memory.held;
}
