/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An event is whole or not there: the n-th allocation fails, for each n.  json-c is a library of its own, so
 * the allocator itself is put before libc's, where that is known to work.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report_fake.h"
#include "sanitized.h"
#include "tap.h"

#if defined(__GLIBC__) && !defined(SANITIZED)

/* A test program is one thread, and an allocator has no place for a context. */
static struct {
	long left; /* allocations that succeed still; below 0: all do */
	bool once; /* only one fails */
	bool failed;
	long held;
} memory = { .left = -1 };

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *p, size_t size);
void __libc_free(void *p);

static bool
may_succeed(void)
{
	if (memory.left != 0) {
		if (memory.left > 0)
			memory.left--;
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
malloc(size_t size)
{
	return may_succeed() ? counted(__libc_malloc(size)) : NULL;
}

void *
calloc(size_t count, size_t size)
{
	return may_succeed() ? counted(__libc_calloc(count, size)) : NULL;
}

void *
realloc(void *p, size_t size)
{
	void *q;

	if (!may_succeed())
		return NULL;
	q = __libc_realloc(p, size);
	memory.held += q != NULL && p == NULL;
	return q;
}

void
free(void *p)
{
	memory.held -= p != NULL;
	__libc_free(p);
}

static char line[1 << 17], room[1 << 17];

/* The event, in `line`; its length, or 0 when report_json_event said that memory is short. */
static size_t
print(struct fake *f, long fail_at, bool once)
{
	FILE *out = fmemopen(line, sizeof(line), "w");
	bool done;
	long end;

	if (out == NULL || setvbuf(out, room, _IOFBF, sizeof(room)) != 0)
		exit(EXIT_FAILURE);
	memory.failed = false;
	memory.once = once;
	memory.left = fail_at;
	done = report_json_event(out, &f->o, &f->d);
	memory.left = -1;
	end = ftell(out);
	(void)fclose(out);
	if (!done && end != 0)
		ok(false, "nothing is printed when allocation %ld fails", fail_at);
	return done ? (size_t)end : 0;
}

/* OpenSSL keeps the texts of errors, so what is held is compared only without event ids. */
static void
test_each(struct fake *f, bool once)
{
	static char want[1 << 17];
	size_t whole = print(f, -1, false), got;
	long n = 0, held = memory.held;
	bool fine = true, failed;

	memcpy(want, line, whole);
	do {
		got = print(f, n++, once);
		failed = memory.failed;
		fine = got == 0 || (got == whole && memcmp(line, want, whole) == 0);
		fine = fine && (f->o.digest != NULL || memory.held == held);
	} while (fine && failed && n < 100000);
	ok(fine && n > 100,
	   "%ld allocations fail%s%s: the event is whole or not there, nothing leaks", n,
	   once ? " one by one" : " from the n-th on",
	   f->o.digest == NULL ? ", without an id" : "");
}

int
main(void)
{
	struct fake f;

	fake_begin(&f);
	test_each(&f, true);
	test_each(&f, false);
	f.o.digest = NULL;
	test_each(&f, true);
	test_each(&f, false);
	fake_end(&f);
	return done();
}

#else

int
main(void)
{
	return skip_all("the allocator cannot be put before this libc's, or a sanitizer has it");
}

#endif
