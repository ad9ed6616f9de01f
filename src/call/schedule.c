/* SPDX-License-Identifier: BSD-2-Clause */
#include <stddef.h>

#include "schedule.h"

#define MS UINT64_C(1000000)

static const struct timers {
	uint64_t t1_min, t1_max, t2;
} profiles[] = {
	{ 250 * MS, 1200 * MS, 4000 * MS },   /* RFC 3261 17.1.1.1, 17.1.2.1 */
	{ 1600 * MS, 2400 * MS, 16000 * MS }, /* 3GPP TS 24.229 7.7 */
};

enum { PROFILES = sizeof(profiles) / sizeof(profiles[0]) };

static const uint64_t echo_ns = 10 * MS;
/* Longer than any gap of any client; keeps the products below from overflowing. */
static const uint64_t gap_max_ns = 600000 * MS;

void
schedule_begin(struct schedule *s, int64_t ts_ns)
{
	*s = (struct schedule){ .last_ns = ts_ns };
}

static const struct timers *
timers_of(uint64_t t1)
{
	for (unsigned i = 0; i < PROFILES; i++) {
		if (t1 >= profiles[i].t1_min && t1 <= profiles[i].t1_max)
			return &profiles[i];
	}
	return NULL;
}

/* RFC 3261 17.1.1.2: timer A doubles until timer B ends it; 17.1.2.2: timer E doubles up to T2. */
static uint64_t
next_gap(const struct schedule *s, bool invite)
{
	uint64_t twice = 2 * s->expected_ns;

	return invite || twice < s->t2_ns ? twice : s->t2_ns;
}

static bool
gap_fits(struct schedule *s, uint64_t gap, bool invite)
{
	if (gap > gap_max_ns)
		return false;
	if (s->gaps == 0) {
		const struct timers *t = timers_of(gap);

		s->expected_ns = gap;
		s->t2_ns = t != NULL ? t->t2 : 0;
		return t != NULL;
	}
	s->expected_ns = next_gap(s, invite);
	return 10 * gap >= 6 * s->expected_ns && 10 * gap <= 17 * s->expected_ns;
}

bool
schedule_add(struct schedule *s, int64_t ts_ns, bool invite)
{
	/* A capture's clock may step back, and a damaged file's by any amount. */
	bool back = ts_ns < s->last_ns;
	uint64_t gap = back ? (uint64_t)s->last_ns - (uint64_t)ts_ns
			    : (uint64_t)ts_ns - (uint64_t)s->last_ns;

	if (gap < echo_ns)
		return false;
	if (!s->broken && (back || !gap_fits(s, gap, invite)))
		s->broken = true;
	s->last_ns = ts_ns;
	s->gaps++;
	return true;
}

bool
schedule_fits(const struct schedule *s)
{
	return !s->broken && s->gaps >= 2;
}
