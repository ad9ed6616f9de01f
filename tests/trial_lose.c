/* SPDX-License-Identifier: BSD-2-Clause */
/* What a capture may have lost. */
#include <stdlib.h>
#include <string.h>

#include "trial.h"

/* About so many pairs of ends are tried, and lengths outside what is of interest by these steps. */
enum { ENDS = 60, STEP_HEADER = 9, STEP_VALUE = 5, STEP_COARSE = 3, SNAP_MOST = 2048 };

static void
add_but(struct trial *t, size_t left_out)
{
	trial_clear(t);
	for (size_t i = 0; i < t->whole->count; i++) {
		if (i != left_out)
			trial_add(t, &t->whole->packets[i], 0);
	}
}

void
trial_lose_packets(struct trial *t)
{
	for (size_t i = 0; i < t->whole->count; i++) {
		add_but(t, i);
		trial_judge(t, TRIAL_LOSS, "without packet %zu", i + 1);
	}
}

static void
judge_without(struct trial *t, size_t one, size_t other)
{
	bool was = t->c->msgs[other].drop;
	const struct sipwire_options o = { .drop = one + 1 };
	struct err err = { "" };
	struct sipwire *w;

	t->c->msgs[other].drop = was || other != one;
	w = sipwire_new(t->c, &o, &err);
	t->c->msgs[other].drop = was;
	if (w == NULL)
		exit(99);
	trial_clear(t);
	for (size_t i = 0; i < w->count; i++)
		trial_add(t, &w->packets[i], 0);
	trial_judge(t, TRIAL_LOSS, "without messages %zu and %zu", one + 1, other + 1);
	sipwire_free(w);
}

void
trial_lose_messages(struct trial *t)
{
	for (size_t i = 0; i < t->c->count; i++) {
		judge_without(t, i, i);
		for (size_t k = 0; t->exhaustive && k < i; k++)
			judge_without(t, i, k);
	}
}

/* Captured from packet `from` and until before `to`. */
static void
judge_between(struct trial *t, size_t from, size_t to)
{
	trial_clear(t);
	for (size_t i = from; i < to; i++)
		trial_add(t, &t->whole->packets[i], 0);
	trial_judge(t, TRIAL_LOSS, "packets %zu to %zu alone", from + 1, to);
}

void
trial_lose_ends(struct trial *t)
{
	size_t n = t->whole->count, pairs = n * n / 2, turn = 0;
	size_t step = t->exhaustive || pairs <= ENDS ? 1 : pairs / ENDS;

	for (size_t from = 0; from < n; from++) {
		for (size_t to = from + 1; to <= n; to++) {
			if (turn++ % step == 0 || from == 0 || to == n)
				judge_between(t, from, to);
		}
	}
}

/* From where to where an Ethernet packet goes, by IP; absent for anything else. */
static struct str
direction(const struct packet *p)
{
	struct str type = str_sub(p->data, 12, 2);

	if (str_eq(type, (struct str){ "\x08\x00", 2 }))
		return str_sub(p->data, 14 + 12, 8);
	if (str_eq(type, (struct str){ "\x86\xdd", 2 }))
		return str_sub(p->data, 14 + 8, 32);
	return STR_ABSENT;
}

void
trial_lose_directions(struct trial *t)
{
	for (size_t i = 0; i < t->whole->count; i++) {
		struct str lost = direction(&t->whole->packets[i]);
		bool done = str_absent(lost);

		for (size_t k = 0; k < i; k++)
			done = done || str_eq(direction(&t->whole->packets[k]), lost);
		if (done)
			continue;
		trial_clear(t);
		for (size_t k = 0; k < t->whole->count; k++) {
			if (!str_eq(direction(&t->whole->packets[k]), lost))
				trial_add(t, &t->whole->packets[k], 0);
		}
		trial_judge(t, TRIAL_LOSS, "without the direction of packet %zu", i + 1);
	}
}

/* Within a field that has to do with digests: each end of a name and of a value, and steps in between. */
static void
mark_field(bool marks[SNAP_MOST], struct str line, size_t at)
{
	char before = '\0';
	size_t since = 0;

	for (size_t i = 0; i < line.len && at + i + 1 < SNAP_MOST; i++, since++) {
		bool border = line.p[i] == '=' || line.p[i] == ',' || line.p[i] == '"' ||
			      line.p[i] == ' ';

		if (border || since % STEP_VALUE == 0 || before != '\0')
			marks[at + i] = marks[at + i + 1] = true;
		before = border ? line.p[i] : '\0';
		since = border ? 0 : since;
	}
}

static void
mark(bool marks[SNAP_MOST], struct str packet)
{
	struct str rest = packet;

	while (rest.len > 0) {
		struct str line = str_cut(&rest, '\n');
		size_t at = (size_t)(line.p - packet.p);

		if (str_has_nocase(line, S("digest ")))
			mark_field(marks, line, at);
		/* Where a line ends, and what it begins with. */
		for (size_t i = at; i < at + 3 && i < SNAP_MOST; i++)
			marks[i] = true;
	}
	if (packet.len < SNAP_MOST)
		marks[packet.len] = true;
}

static void
judge_snapped(struct trial *t, size_t snap)
{
	trial_clear(t);
	for (size_t i = 0; i < t->whole->count; i++) {
		struct packet p = t->whole->packets[i];

		p.data = str_sub(p.data, 0, snap);
		trial_add(t, &p, 0);
	}
	trial_judge(t, TRIAL_LOSS, "at snap length %zu", snap);
}

void
trial_lose_octets(struct trial *t)
{
	bool marks[SNAP_MOST] = { false };
	size_t longest = 0;

	for (size_t i = 0; i < t->whole->count; i++) {
		struct str data = t->whole->packets[i].data;

		mark(marks, data);
		longest = data.len > longest ? data.len : longest;
	}
	for (size_t n = 0; n < longest; n++) {
		/* Every third of them: over the cases it is another third each time. */
		if (t->coarse && (n + t->whole->count) % STEP_COARSE != 0)
			continue;
		if (t->exhaustive || n % STEP_HEADER == 0 || (n < SNAP_MOST && marks[n]))
			judge_snapped(t, n);
	}
}
