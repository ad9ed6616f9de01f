/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Linked with --wrap for malloc, calloc and free: the n-th allocation fails, for each n.
 */
#include <stdlib.h>

#include <sipwhy/dialog.h>
#include <sipwhy/transaction.h>

#include "failing.h"
#include "scene.h"
#include "tap.h"

static const char *const shots[] = {
	"0 c>s REGISTER 1 za call=x",
	"10 s>c 401 1:REGISTER za call=x",
	"20 c>s REGISTER 2 zb call=x auth=y",
	"30 s>c 200 2:REGISTER zb call=x",
	"40 c>s INVITE 1 zc",
	"50 c>s INVITE 1 zc auth=y",
	"60 c>s CANCEL 1 zc",
	"70 s>c 487 1:INVITE zc",
	"80 c>s ACK 1 zc",
	"99999 c>s OPTIONS 1 zd call=z",
};

enum { REQUESTS = 6, MESSAGES = COUNT(shots) };

static void
to_dialogs(void *ctx, const struct call_step *step)
{
	dialogs_add(ctx, step);
}

struct tally {
	uint64_t begun, no_dialog;
};

static void
take(void *ctx, const struct call_step *step)
{
	struct tally *tally = ctx;

	tally->begun += step->kind == CALL_REQUEST;
	tally->no_dialog += step->dialog == 0 && step->kind != CALL_ACK;
}

/* Whether all that was lost was counted, and all memory given back. */
static bool
play(const struct message *messages, long left, bool once)
{
	struct tally tally = { 0 };
	struct limits limits;
	struct dialogs *d;
	struct txns *t;
	bool right = true;
	long held = failing_held();
	uint64_t refused = 0;

	limits_begin(&limits, (struct hash_key){ 1, 2 });
	if (once)
		failing_at(left);
	else
		failing_from(left);
	d = dialogs_new(&limits, take, &tally);
	t = d != NULL ? txns_new(&limits, to_dialogs, d) : NULL;
	for (size_t i = 0; t != NULL && i < MESSAGES; i++)
		refused += !txns_add(t, &messages[i]);
	(void)failing_stop();
	if (t != NULL) {
		right = txns_dropped(t) == refused && tally.begun + refused == REQUESTS &&
			dialogs_dropped(d) == tally.no_dialog;
		right = right && failing_has() == (refused + tally.no_dialog > 0);
	}
	txns_free(t);
	dialogs_free(d);
	return right && failing_held() == held;
}

static void
check(const struct message *messages, bool once)
{
	long n = 0;
	bool right = true;

	do {
		right = play(messages, n, once) && right;
	} while (failing_has() && n++ < 1000);
	ok(right, "%s allocation fails, for each of %ld: counted, and nothing leaks",
	   once ? "the n-th" : "each from the n-th on", n);
	ok(n > REQUESTS, "and the failures were real");
}

int
main(void)
{
	struct message messages[MESSAGES];
	struct arena *a = arena_new(0);

	for (size_t i = 0; i < MESSAGES; i++)
		messages[i] = scene_message(shots[i], a);
	check(messages, true);
	check(messages, false);
	arena_free(a);
	return done();
}
