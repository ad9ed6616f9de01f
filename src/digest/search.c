/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which combinations of rewrites are tried, and in which order.
 */
#include <string.h>

#include "search.h"

#define FORM (1u << HYPOTHESIS_FORM)
#define ALGORITHM (1u << HYPOTHESIS_ALGORITHM)
#define METHOD (1u << HYPOTHESIS_METHOD)
#define URI (1u << HYPOTHESIS_URI)
#define BODY (1u << HYPOTHESIS_BODY)
#define USER (1u << HYPOTHESIS_USER)
#define REALM (1u << HYPOTHESIS_REALM)
#define PASSWORD (1u << HYPOTHESIS_PASSWORD)
#define NONCE (1u << HYPOTHESIS_NONCE)
#define NC (1u << HYPOTHESIS_NC)
#define CNONCE (1u << HYPOTHESIS_CNONCE)
#define QOP (1u << HYPOTHESIS_QOP)
#define COMMON PART_COMMON
#define ALL PART_ALL

/*
 * Fewer substitutions first: where two explanations fit, the simpler is told.  Of as many, those
 * that are seen often, and those that cost little, before the others.
 */
static const struct search_step plan[] = {
	{ FORM, ALL },
	{ URI, ALL },
	{ METHOD, ALL },
	{ USER, ALL },
	{ REALM, ALL },
	{ PASSWORD, ALL },
	{ NC, ALL },
	{ CNONCE, ALL },
	{ QOP, ALL },
	{ NONCE, ALL },
	{ ALGORITHM, ALL },
	{ BODY, ALL },

	{ FORM | URI, ALL },
	{ FORM | PASSWORD, ALL },
	{ USER | REALM, ALL },
	{ REALM | PASSWORD, COMMON },
	{ USER | PASSWORD, COMMON },
	{ PASSWORD | URI, COMMON },
	{ NC | URI, ALL },
	{ METHOD | URI, COMMON },
	{ REALM | URI, COMMON },
	{ USER | URI, COMMON },
	{ FORM | METHOD, ALL },
	{ FORM | USER, ALL },
	{ FORM | REALM, ALL },
	{ FORM | NONCE, COMMON },
	{ FORM | NC, ALL },
	{ FORM | CNONCE, ALL },
	{ FORM | QOP, ALL },
	{ FORM | BODY, ALL },
	{ ALGORITHM | FORM, ALL },
	{ ALGORITHM | METHOD, ALL },
	{ ALGORITHM | URI, COMMON },
	{ ALGORITHM | USER, ALL },
	{ ALGORITHM | REALM, ALL },
	{ ALGORITHM | PASSWORD, ALL },
	{ ALGORITHM | NC, ALL },
	{ ALGORITHM | CNONCE, ALL },
	{ ALGORITHM | QOP, ALL },
	{ ALGORITHM | BODY, ALL },
	{ NC | CNONCE, ALL },
	{ NC | QOP, ALL },
	{ CNONCE | QOP, ALL },
	{ QOP | URI, COMMON },
	{ QOP | BODY, ALL },
	{ BODY | URI, COMMON },
	{ NONCE | NC, COMMON },
	{ NONCE | URI, COMMON },
	{ REALM | PASSWORD, ALL },
	{ USER | PASSWORD, ALL },
	{ METHOD | URI, ALL },
	{ ALGORITHM | URI, ALL },
	{ PASSWORD | URI, ALL },

	{ USER | REALM | PASSWORD, COMMON },
	{ FORM | USER | REALM, COMMON },
	{ FORM | PASSWORD | URI, COMMON },
	{ FORM | NC | CNONCE, ALL },
	{ FORM | USER | REALM | PASSWORD, COMMON },
	{ USER | REALM | PASSWORD, ALL },
	{ FORM | USER | REALM | PASSWORD, ALL },
};

static unsigned
bits_of(unsigned mask)
{
	unsigned n = 0;

	for (; mask != 0; mask &= mask - 1)
		n++;
	return n;
}

static bool
has_guesses(const struct search *s, const struct search_step *step)
{
	for (enum hypothesis_input i = HYPOTHESIS_FORM; i < HYPOTHESIS_INPUTS_; i++) {
		struct span span = search_span(s, step, i);

		if (span.from == span.to)
			return false;
	}
	return true;
}

static void
propose_row(struct search *s, const struct hypothesis *row)
{
	size_t times = row->input == HYPOTHESIS_PASSWORD ? s->accounts->count : 1;

	s->row = row;
	s->what = NULL;
	for (size_t k = 0; row->propose != NULL && k < times && !s->failed; k++) {
		s->account = &s->accounts->list[k];
		row->propose(s);
	}
}

/* What explained other answers of this client stands first in each list, then what is seen often. */
static void
propose_rows(struct search *s)
{
	struct guesses *of = s->room->of;
	const struct verify_near *near = s->near;

	for (size_t i = 0; i < near->pattern_count * VERIFY_DIFFS; i++) {
		const struct verify_pattern *p = &near->patterns[i / VERIFY_DIFFS];

		if (p->rows[i % VERIFY_DIFFS] != NULL)
			propose_row(s, p->rows[i % VERIFY_DIFFS]);
	}
	for (size_t i = 0; i < HYPOTHESIS_INPUTS_; i++)
		of[i].known = of[i].count;
	for (size_t i = 0; i < hypotheses_count; i++) {
		if (hypotheses_all[i].common)
			propose_row(s, &hypotheses_all[i]);
	}
	for (size_t i = 0; i < HYPOTHESIS_INPUTS_; i++)
		of[i].common = of[i].count;
	for (size_t i = 0; i < hypotheses_count; i++) {
		if (!hypotheses_all[i].common)
			propose_row(s, &hypotheses_all[i]);
	}
}

bool
search_as_sent(struct search *s, struct search_hit *hit)
{
	static const struct search_step sent = { 0, ALL };
	uint64_t max = s->max;
	bool found;

	/* The bound is on what is tried besides. */
	s->max = UINT64_MAX;
	found = !s->failed && s->want_digits > 0 && search_try(s, &sent, hit);
	s->max = max;
	return found;
}

static bool
try_step(struct search *s, const struct search_step *step, struct search_hit *hit)
{
	uint64_t before = s->tried;
	bool found;

	if (s->failed || s->spent || !has_guesses(s, step))
		return false;
	found = search_try(s, step, hit);
	/* A step of which no response could be made was not tried. */
	if (s->tried == before)
		return found;
	s->tried_inputs |= step->mask;
	if (s->depth < bits_of(step->mask))
		s->depth = bits_of(step->mask);
	return found;
}

/* Of the patterns of this client those of so many rewrites. */
static bool
try_patterns(struct search *s, unsigned bits, struct search_hit *hit)
{
	const struct verify_near *near = s->near;

	for (size_t i = 0; i < near->pattern_count; i++) {
		struct search_step step = { 0, PART_KNOWN };

		for (size_t k = 0; k < VERIFY_DIFFS; k++) {
			if (near->patterns[i].rows[k] != NULL)
				step.mask |= 1u << near->patterns[i].rows[k]->input;
		}
		if (bits_of(step.mask) == bits && try_step(s, &step, hit))
			return true;
	}
	return false;
}

bool
search_rows(struct search *s, struct search_hit *hit)
{
	unsigned bits = 0;

	if (s->failed || s->want_digits == 0)
		return false;
	propose_rows(s);
	for (size_t i = 0; i < COUNT(plan); i++) {
		/* Before the first step of as many. */
		while (bits < bits_of(plan[i].mask)) {
			if (try_patterns(s, ++bits, hit))
				return true;
		}
		if (try_step(s, &plan[i], hit))
			return true;
	}
	return false;
}
