/* SPDX-License-Identifier: BSD-2-Clause */
/* Nothing is lost, but packets come twice, or later than others. */
#include <stdlib.h>

#include "../src/capture/reorder.h"
#include "talk.h"
#include "trial.h"

/* PLACES: so far out of order are packets that a source puts right (reorder.h). */
enum { SHUFFLES = 12, PLACES = 7 };

#define MS INT64_C(1000000)
/* How late a copy is, or a packet: at once, after an answer from near, from far, and as late as we stand. */
static const int64_t delays[] = { 1000, 5 * MS, 20 * MS, 49 * MS };

static void
add_all(struct trial *t)
{
	trial_clear(t);
	for (size_t i = 0; i < t->whole->count; i++)
		trial_add(t, &t->whole->packets[i], 0);
}

void
trial_repeat(struct trial *t)
{
	for (size_t d = 0; d < COUNT(delays); d++) {
		double ms = (double)delays[d] / 1e6;

		if (t->coarse && d % 2 > 0)
			continue;
		add_all(t);
		for (size_t i = 0; i < t->whole->count; i++)
			trial_add(t, &t->whole->packets[i], delays[d]);
		trial_sort(t);
		trial_judge(t, TRIAL_SAME, "each packet again after %g ms", ms);
		for (size_t i = 0; i < t->whole->count; i++) {
			add_all(t);
			trial_add(t, &t->whole->packets[i], delays[d]);
			trial_sort(t);
			trial_judge(t, TRIAL_SAME, "packet %zu again after %g ms", i + 1, ms);
		}
	}
}

/* Packets in work, as a source gives those of a file that has them in this order. */
static void
read_file(struct trial *t)
{
	struct reorder *r = reorder_new();
	struct packet *file = calloc(t->count + 1, sizeof(*file)), p;
	size_t in = 0, out = 0;

	if (r == NULL || file == NULL)
		exit(99);
	for (size_t i = 0; i < t->count; i++) {
		file[i] = t->packets[i];
		file[i].no = i;
	}
	while (out < t->count) {
		while (in < t->count && reorder_wants(r)) {
			if (!reorder_put(r, &file[in++]))
				exit(99);
		}
		if (!reorder_take(r, &p))
			break;
		/* Its octets are good until the next one only. */
		t->packets[out++] = file[p.no];
	}
	t->count = out;
	reorder_free(r);
	free(file);
}

/* How many places the one that moved most is from where it was. */
static size_t
moved_most(const struct trial *t)
{
	size_t most = 0;

	for (size_t i = 0; i < t->count; i++) {
		size_t was = (size_t)t->packets[i].no, by = was > i ? was - i : i - was;

		most = by > most ? by : most;
	}
	return most;
}

/*
 * Each packet so much later, in two ways.  Stamped when it came: then a response may stand before its request,
 * and more than that nobody is blamed cannot be asked for.  Or stamped in time and written late, as captures
 * with several queues do: the source mends that.
 */
static void
judge_late(struct trial *t, const int64_t late[], const char *how, size_t n)
{
	trial_clear(t);
	for (size_t i = 0; i < t->whole->count; i++) {
		trial_add(t, &t->whole->packets[i], late[i]);
		t->packets[i].no = i;
	}
	trial_sort(t);
	trial_judge(t, TRIAL_LOSS, "%s %zu", how, n);

	trial_clear(t);
	for (size_t i = 0; i < t->whole->count; i++) {
		trial_add(t, &t->whole->packets[i], late[i]);
		t->packets[i].no = i;
	}
	trial_sort(t);
	if (moved_most(t) > PLACES)
		return;
	for (size_t i = 0; i < t->count; i++)
		t->packets[i].ts_ns -= late[t->packets[i].no];
	read_file(t);
	trial_judge(t, TRIAL_SAME, "%s %zu, stamped in time,", how, n);
}

void
trial_reorder(struct trial *t)
{
	size_t n = t->whole->count;
	int64_t *late = calloc(n + 1, sizeof(*late));

	if (late == NULL)
		exit(99);
	for (size_t i = 0; i + 1 < n; i++) {
		for (size_t d = 0; d < COUNT(delays); d++) {
			late[i] = delays[d];
			/* Later than nothing: the order is the same. */
			if (t->whole->packets[i + 1].ts_ns < t->whole->packets[i].ts_ns + late[i])
				judge_late(t, late, "late, packet", i + 1);
		}
		late[i] = 0;
	}
	for (uint64_t seed = 1; seed <= SHUFFLES; seed++) {
		uint64_t random = seed;

		for (size_t i = 0; i < n; i++)
			late[i] = (int64_t)((talk_random(&random) >> 33) % (50 * MS));
		judge_late(t, late, "shuffle", (size_t)seed);
	}
	free(late);
}
