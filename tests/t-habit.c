/* SPDX-License-Identifier: BSD-2-Clause */
/* A rewrite that comes again is a habit of the client, one among right answers an accident. */
#include <string.h>

#include <sipwhy/habit.h>
#include <sipwhy/hypothesis.h>

#include "digest_round.h"
#include "tap.h"

static const struct hypothesis uri = { "uri", "c", "t", HYPOTHESIS_URI, true, NULL };
static const struct hypothesis form = { "form", "c", "t", HYPOTHESIS_FORM, true, NULL };

static const struct verify right = { .check = VERIFY_MATCH };
static const struct verify wrong = { .check = VERIFY_MISMATCH };
static const struct verify by_uri = {
	.check = VERIFY_MISMATCH, .hashed = &uri, .differs = { { .row = &uri } }, .substitutions = 1
};
static const struct verify by_both = { .check = VERIFY_MISMATCH,
				       .hashed = &form,
				       .also = &uri,
				       .differs = { { .row = &form }, { .row = &uri } },
				       .substitutions = 2 };

struct case_ {
	const char *promise;
	const struct verify *answers[4];
	const struct verify *asked;
	struct verify_seen want;
	enum verify_habit habit;
};

static const struct case_ cases[] = {
	{ "one answer tells nothing", { &by_uri }, &by_uri, { 1, 1, 1 }, HABIT_UNKNOWN },
	{ "the same in every answer",
	  { &by_uri, &by_uri },
	  &by_uri,
	  { 2, 2, 2 },
	  HABIT_PERSISTENT },
	{ "once among right ones", { &right, &by_uri, &right }, &by_uri, { 3, 1, 1 }, HABIT_ONCE },
	{ "once among wrong ones", { &wrong, &by_uri }, &by_uri, { 2, 2, 1 }, HABIT_ONCE },
	{ "twice of three", { &by_uri, &right, &by_uri }, &by_uri, { 3, 2, 2 }, HABIT_SOMETIMES },
	{ "two rewrites are another matter than one",
	  { &by_uri, &by_both },
	  &by_both,
	  { 2, 2, 1 },
	  HABIT_ONCE },
	{ "nothing found, nothing to tell",
	  { &wrong, &wrong },
	  &wrong,
	  { 0, 0, 0 },
	  HABIT_UNKNOWN },
};

static void
test_case(const struct case_ *c, const struct digest_round *t)
{
	struct exchange x = { .client = { { 4, { 192, 0, 2, 1 } }, 5060 } };
	struct exchange elsewhere = { .client = { { 4, { 192, 0, 2, 2 } }, 5060 } };
	struct verify_near near = { .book = NULL };
	struct limits limits;
	struct habits *h;
	struct verify_seen got;

	limits_begin(&limits, (struct hash_key){ 1, 2 });
	h = habits_new(&limits);
	for (size_t i = 0; i < COUNT(c->answers) && c->answers[i] != NULL; i++)
		habits_note(h, &x, &t->round, c->answers[i]);
	got = habits_seen(h, &x, &t->round, c->asked);
	ok(got.answers == c->want.answers && got.failures == c->want.failures &&
		   got.explained == c->want.explained && verify_habit_of(&got) == c->habit,
	   "%s", c->promise);
	habits_near(h, &x, &t->round, &near);
	ok(c->asked->hashed == NULL ||
		   (near.pattern_count > 0 &&
		    near.patterns[near.pattern_count - 1].rows[0] == c->asked->hashed),
	   "%s: and is tried first", c->promise);
	habits_near(h, &elsewhere, &t->round, &near);
	ok(near.pattern_count == 0, "%s: of another host nothing is known", c->promise);
	habits_free(h);
}

int
main(void)
{
	struct digest_round t;

	digest_round_begin(&t);
	digest_round_answer(&t,
			    S("REGISTER sip:a SIP/2.0\nAuthorization: Digest username=\"u\"\n\n"),
			    STR_ABSENT);
	for (size_t i = 0; i < COUNT(cases); i++)
		test_case(&cases[i], &t);
	ok(verify_habit_name(HABIT_UNKNOWN) == NULL &&
		   strcmp(verify_habit_name(HABIT_PERSISTENT), "persistent") == 0 &&
		   strcmp(verify_habit_name(HABIT_SOMETIMES), "sometimes") == 0 &&
		   strcmp(verify_habit_name(HABIT_ONCE), "once") == 0,
	   "the names are those of the schema");
	digest_round_end(&t);
	return done();
}
