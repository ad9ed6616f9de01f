/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Linked with --wrap for malloc, calloc, realloc and free: the n-th allocation fails, for each n.
 */
#include <stdlib.h>

#include <sipwhy/streams.h>

#include "failing.h"
#include "talk.h"
#include "tap.h"

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
	long held = failing_held();

	limits_begin(&limits, (struct hash_key){ 1, 2 });
	if (once)
		failing_at(left);
	else
		failing_from(left);
	t = tcps_new(&limits, on_message, &check);
	for (size_t i = 0; t != NULL && i < talk->count; i++) {
		tcps_expire(t, talk->units[i].seen.ts_ns);
		tcps_add(t, &talk->units[i]);
	}
	if (t != NULL) {
		tcps_finish(t);
		right = check.wrong == 0 && (tcps_dropped(t) > 0) == failing_has() &&
			(failing_has() || check.whole == TALK_MESSAGES);
	}
	(void)failing_stop();
	tcps_free(t);
	return right && failing_held() == held;
}

static void
check(const struct talk *talk, bool once)
{
	bool right = true;
	long n = 0;

	do {
		right = play(talk, n, once) && right;
	} while (failing_has() && n++ < 10000);
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
