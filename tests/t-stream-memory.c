/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Linked with --wrap for malloc, calloc, realloc and free: the n-th allocation fails, for each n.
 */
#include <stdlib.h>

#include <sipwhy/streams.h>

#include "talk.h"
#include "tap.h"

/* A test program is one thread, and the linker gives these functions no place for a context. */
static struct {
	long left; /* allocations that succeed still; below 0: all do */
	bool once; /* only one fails */
	bool failed;
	long held;
} memory = { .left = -1 };

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *p, size_t size);
void __real_free(void *p);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *p, size_t size);
void __wrap_free(void *p);

static bool
may_succeed(void)
{
	if (memory.left != 0 || (memory.once && memory.failed)) {
		if (memory.left > 0)
			memory.left--;
		return true;
	}
	memory.failed = true;
	return false;
}

static void *
counted(void *p)
{
	if (p != NULL)
		memory.held++;
	return p;
}

void *
__wrap_malloc(size_t size)
{
	return may_succeed() ? counted(__real_malloc(size)) : NULL;
}

void *
__wrap_calloc(size_t count, size_t size)
{
	return may_succeed() ? counted(__real_calloc(count, size)) : NULL;
}

void *
__wrap_realloc(void *p, size_t size)
{
	void *q = may_succeed() ? __real_realloc(p, size) : NULL;

	return p == NULL ? counted(q) : q;
}

void
__wrap_free(void *p)
{
	if (p != NULL)
		memory.held--;
	__real_free(p);
}

static void
on_message(void *ctx, const struct seen *seen, struct str raw, size_t missing_bytes)
{
	talk_check_message(ctx, seen, raw, missing_bytes);
}

/* Whether what was lost was counted, nothing else was told, and all memory given back. */
static bool
play(const struct talk *talk, long left, bool once)
{
	struct talk_check check = { .wrong = 0 };
	struct limits limits;
	struct tcps *t;
	bool right = true;
	long held = memory.held;

	limits_begin(&limits, (struct hash_key){ 1, 2 });
	memory.left = left;
	memory.once = once;
	memory.failed = false;
	t = tcps_new(&limits, on_message, &check);
	for (size_t i = 0; t != NULL && i < talk->count; i++) {
		tcps_expire(t, talk->units[i].seen.ts_ns);
		tcps_add(t, &talk->units[i]);
	}
	if (t != NULL) {
		tcps_finish(t);
		right = check.wrong == 0 && (tcps_dropped(t) > 0) == memory.failed &&
			(memory.failed || check.whole == TALK_MESSAGES);
	}
	memory.left = -1;
	tcps_free(t);
	return right && memory.held == held;
}

static void
check(const struct talk *talk, bool once)
{
	bool right = true;
	long n = 0;

	do {
		right = play(talk, n, once) && right;
	} while (memory.failed && n++ < 10000);
	ok(right, "%s allocation fails, for each of %ld: counted, and nothing leaks",
	   once ? "the n-th" : "each from the n-th on", n);
	ok(n > 8, "and the failures were real");
}

int
main(void)
{
	struct talk_mischief m = { .piece_max = 200, .repeat = 30, .shuffle = 3 };
	struct arena *a = arena_new(0);

	for (m.seed = 1; a != NULL && m.seed <= 5; m.seed++) {
		struct talk talk = talk_new(talk_call, TALK_MESSAGES, &m, a);

		check(&talk, true);
		check(&talk, false);
	}
	arena_free(a);
	return done();
}
