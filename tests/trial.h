/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * trial.h - one case, judged undisturbed and then disturbed in many ways, and what may come of that.
 *
 * SIPWHY_EXHAUSTIVE in the environment: every snap length, every two messages, every pair of ends.
 */
#ifndef SIPWHY_TESTS_TRIAL_H
#define SIPWHY_TESTS_TRIAL_H

#include "judged.h"

/* What a disturbance must not do. */
enum trial_law {
	/*
	 * Evidence is gone, or its order: nobody is accused of what the whole case does not show of a
	 * failure, unless the case says so in a line "#! lost:", and nothing is proven that was not.
	 */
	TRIAL_LOSS,
	/* Nothing is gone: each exchange is judged as it was. */
	TRIAL_SAME,
};

struct trial {
	const char *path;
	struct expect e;
	struct sipcase *c;
	struct sipwire *whole;
	struct judged_list before;
	struct packet *packets; /* disturbed: in work */
	size_t count, room;
	bool exhaustive;
	bool coarse; /* in wider steps: there are many packets */
	/* Built with sanitizers: one disturbance in so many is judged, the first among them. */
	unsigned every, turn;
	unsigned runs, bad;
};

/* How a case is carried. */
enum trial_carrier {
	TRIAL_AS_IT_IS,
	TRIAL_TCP, /* what was UDP is TCP, each message in segments that are cut within its credentials */
};

/* Exits when the case cannot be read or memory is short. */
void trial_begin(struct trial *t, const char *path, enum trial_carrier carrier);
/* One promise of the test: nothing bad came. */
void trial_end(struct trial *t, const char *promise);

/* The disturbances; each judges as often as it takes. */
void trial_lose_packets(struct trial *t);
void trial_lose_messages(struct trial *t);
void trial_lose_ends(struct trial *t);
void trial_lose_directions(struct trial *t);
void trial_lose_octets(struct trial *t);
void trial_repeat(struct trial *t);
void trial_reorder(struct trial *t);

/* For the disturbances: packets in work. */
void trial_clear(struct trial *t);
void trial_add(struct trial *t, const struct packet *p, int64_t later_ns);
/* Put them into the order of their times; those of one time stay in theirs. */
void trial_sort(struct trial *t);
/* Number them in their order, judge them and hold the result against the law; the text tells what was done. */
void trial_judge(struct trial *t, enum trial_law law, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* The function for each case below tests/cases and tests/traps; how many there were. */
size_t trial_all(void (*fn)(const char *path));

#endif
