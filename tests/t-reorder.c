/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Packets a few places from where their times belong are put there; nothing else is moved.
 */
#include <stdio.h>
#include <string.h>

#include "../src/capture/reorder.h"
#include "tap.h"

/* Times in milliseconds of packets as they were written, and as they come. */
static const struct {
	const char *promise;
	int64_t in[24], want[24];
	size_t count;
} orders[] = {
	{ "in order they stay", { 1, 2, 3 }, { 1, 2, 3 }, 3 },
	{ "one place", { 1, 3, 2, 4 }, { 1, 2, 3, 4 }, 4 },
	{ "three places", { 4, 1, 2, 3, 5, 9, 8, 7, 6 }, { 1, 2, 3, 4, 5, 6, 7, 8, 9 }, 9 },
	{ "seven places",
	  { 9, 1, 2, 3, 4, 5, 6, 7, 10, 11 },
	  { 1, 2, 3, 4, 5, 6, 7, 9, 10, 11 },
	  10 },
	{ "more places than are held: late, but not lost",
	  { 2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 11 },
	  { 2, 3, 1, 4, 5, 6, 7, 8, 9, 10, 11 },
	  11 },
	{ "99 ms behind", { 100, 1, 200 }, { 1, 100, 200 }, 3 },
	{ "100 ms behind is another clock", { 100, 101, 1, 2, 102 }, { 100, 101, 1, 2, 102 }, 5 },
	{ "two files put together",
	  { 5000, 5002, 5001, 10, 12, 11, 13 },
	  { 5000, 5001, 5002, 10, 11, 12, 13 },
	  7 },
	{ "and a third",
	  { 5002, 5001, 102, 101, 7002, 7001 },
	  { 5001, 5002, 101, 102, 7001, 7002 },
	  6 },
	{ "one packet of another clock",
	  { 5000, 5001, 7, 5002, 5003 },
	  { 5000, 5001, 7, 5002, 5003 },
	  5 },
	{ "times below 0", { -5, -7, -3 }, { -7, -5, -3 }, 3 },
};

static struct packet
packet_of(int64_t ms, uint64_t no, char octets[16])
{
	struct packet p = { .ts_ns = ms * 1000000, .no = no };

	p.data.len = (size_t)snprintf(octets, 16, "%jd", (intmax_t)ms);
	p.data.p = octets;
	return p;
}

/* All that comes, as text: of each its time, with "!" when the octets are another's. */
static void
test_order(size_t n)
{
	struct reorder *r = reorder_new();
	char got[256] = "", want[256] = "";
	size_t at = 0, used = 0, wanted = 0;
	struct packet p;

	for (size_t i = 0; i < orders[n].count; i++)
		wanted += (size_t)snprintf(want + wanted, sizeof(want) - wanted, "%jd ",
					   (intmax_t)orders[n].want[i]);
	while (r != NULL && used < 200) {
		char octets[16];

		/* The octets given are over as soon as they were taken. */
		while (at < orders[n].count && reorder_wants(r)) {
			struct packet in = packet_of(orders[n].in[at], at + 1, octets);

			at++;
			ok(reorder_put(r, &in), "%s: packet %zu is put in", orders[n].promise, at);
			memset(octets, 'x', sizeof(octets));
		}
		if (!reorder_take(r, &p))
			break;
		(void)packet_of(p.ts_ns / 1000000, 1, octets);
		used += (size_t)snprintf(got + used, sizeof(got) - used, "%jd%s ",
					 (intmax_t)(p.ts_ns / 1000000),
					 str_eq(p.data, str_of(octets)) ? "" : "!");
	}
	is_str(str_of(got), str_of(want), "%s", orders[n].promise);
	reorder_free(r);
}

static void
test_extremes(void)
{
	struct reorder *r = reorder_new();
	struct packet late = { .ts_ns = INT64_MAX, .no = 1 },
		      early = { .ts_ns = INT64_MIN, .no = 2 }, p = { .no = 0 };
	uint64_t bytes = 1;

	if (!ok(r != NULL && reorder_put(r, &late) && reorder_put(r, &early),
		"times as far apart as can be"))
		return;
	ok(!reorder_wants(r), "end the waiting");
	is_int((intmax_t)reorder_held(r, &bytes), 2, "both are held");
	is_int((intmax_t)bytes, 0, "without octets");
	ok(reorder_take(r, &p) && p.no == 1 && reorder_take(r, &p) && p.no == 2,
	   "and stay in their order");
	ok(!reorder_take(r, &p) && reorder_wants(r), "then nothing is left");
	reorder_free(r);
}

static void
test_equal(void)
{
	struct reorder *r = reorder_new();
	struct packet in = { .ts_ns = 7 }, p = { .no = 0 };

	for (in.no = 1; r != NULL && in.no <= 5; in.no++)
		ok(reorder_put(r, &in), "packet %ju of the same time", (uintmax_t)in.no);
	for (uint64_t no = 1; r != NULL && no <= 5; no++)
		ok(reorder_take(r, &p) && p.no == no, "comes in its turn");
	reorder_free(r);
}

int
main(void)
{
	for (size_t n = 0; n < COUNT(orders); n++)
		test_order(n);
	test_equal();
	test_extremes();
	return done();
}
