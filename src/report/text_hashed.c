/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the client hashed instead of what it sent.
 */
#include <inttypes.h>

#include <sipwhy/hypothesis.h>

#include "text.h"

/* "a, b and c" of inputs. */
static void
put_inputs(struct page *p, unsigned inputs)
{
	for (enum hypothesis_input i = HYPOTHESIS_FORM; i < HYPOTHESIS_INPUTS_; i++) {
		if ((inputs >> i & 1u) == 0)
			continue;
		page_ours(p, hypothesis_input_name(i));
		inputs &= ~(1u << i);
		if (inputs != 0)
			page_ours(p, (inputs & (inputs - 1)) != 0 ? ", " : " and ");
	}
}

static void
put_not_found(struct page *p, const struct verify *v)
{
	if (v->tried == 0) {
		page_ours(p,
			  v->tried_short
				  ? " No way to make it was tried: the limit is too low."
				  : " It has not the form of a digest that could be made here, so "
				    "that no other way to make it was tried.");
		return;
	}
	page_f(p, " %" PRIu64 " other ways to make it were tried, and none fits", v->tried);
	if ((v->tried_inputs & ~verify_untried(v)) != 0) {
		page_ours(p, ": another ");
		put_inputs(p, v->tried_inputs & ~verify_untried(v));
		if (v->tried_depth > 1)
			page_f(p, ", up to %u of them at once", v->tried_depth);
	}
	page_ours(p,
		  v->tried_short ? ". The search stopped at a limit: there was more to try." : ".");
	if (v->from_ha1)
		page_ours(p,
			  " Only the HA1 is known, so that other user names, realms and forms of "
			  "the password could not be tried, apart from a few fixed words.");
}

static void
put_seen(struct page *p, const struct verify_seen *seen)
{
	switch (verify_habit_of(seen)) {
	case HABIT_UNKNOWN:
		return;
	case HABIT_PERSISTENT:
		page_f(p,
		       " It does so in all %u answers of this client that could be checked: this is how "
		       "it works, no accident.",
		       seen->answers);
		return;
	case HABIT_SOMETIMES:
		page_f(p,
		       " It does so in %u of the %u answers of this client that could be checked.",
		       seen->explained, seen->answers);
		return;
	case HABIT_ONCE:
		page_f(p,
		       " Of the %u answers of this client that could be checked only this one fits so: "
		       "rather an accident, such as a race, than how it works.",
		       seen->answers);
		return;
	}
}

static void
put_diff(struct page *p, const struct verify_diff *v)
{
	if (v->input != NULL && v->what != NULL) {
		text_item(p, 2);
		page_f(p, "%s: %s", v->input, v->what);
	}
	/* Nothing more is told of passwords. */
	if (v->input == NULL || (str_absent(v->sent) && str_absent(v->hashed)))
		return;
	text_item(p, 2);
	page_f(p, "%s sent: ", v->input);
	page_text(p, str_absent(v->sent) ? S("none") : v->sent);
	page_ours(p, "; hashed: ");
	page_text(p, str_absent(v->hashed) ? S("(not shown)") : v->hashed);
}

void
text_hashed(struct page *p, const struct verify *v)
{
	if (v->hashed == NULL) {
		if (v->check == VERIFY_MISMATCH)
			put_not_found(p, v);
		return;
	}
	page_f(p, " It fits if the client %s", v->hashed->text);
	for (size_t i = 1; i < v->substitutions && i < VERIFY_DIFFS; i++) {
		if (v->differs[i].row != NULL)
			page_f(p, "; and %s", v->differs[i].row->text);
	}
	page_ours(p, ".");
	put_seen(p, &v->seen);
	for (size_t i = 0; i < VERIFY_DIFFS; i++)
		put_diff(p, &v->differs[i]);
}
