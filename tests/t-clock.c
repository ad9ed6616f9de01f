/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One packet with a time that cannot be does not change what time it is; silence, and a clock that was
 * set, do.  Times are seconds; in the answers "!" marks a packet whose time was replaced.
 */
#include <stdio.h>
#include <string.h>

#include "../src/app/clock.h"
#include "tap.h"

enum { STEPS = 8, TEXT = 128, END = -1 };

static const struct {
	const char *promise;
	int time[STEPS]; /* END ends */
	const char *want;
} cases[] = {
	{ "packets come as they are", { 1, 2, 3, END }, "1 2 3" },
	{ "also a little out of order", { 1, 3, 2, 4, END }, "1 3 2 4" },
	{ "a minute of silence is one", { 1, 61, 62, END }, "1 61 62" },
	{ "so are hours", { 1, 9000, 9001, END }, "1 9000 9001" },
	{ "and hours between each two", { 1, 9000, 18000, 27000, END }, "1 9000 18000 27000" },
	{ "one from the future gets the time of those before it",
	  { 1, 2, 9000, 3, 4, END },
	  "1 2 !2 3 4" },
	{ "one from the past, too", { 5000, 5001, 7, 5002, END }, "5000 5001 !5001 5002" },
	{ "the first of all gets that of the next", { 9000, 1, 2, END }, "!1 1 2" },
	{ "a clock that was set back is gone by", { 9000, 9001, 1, 2, END }, "9000 9001 1 2" },
	{ "two clocks in turn: the first is gone by",
	  { 1, 2, 3601, 3, 3602, 4, END },
	  "1 2 !2 3 !3 4" },
	{ "the last of all is believed", { 1, 2, 9000, END }, "1 2 9000" },
};

struct record {
	char text[TEXT];
	size_t len;
};

static void
on_packet(void *ctx, uint32_t input, const struct packet *p)
{
	struct record *r = ctx;

	(void)input;
	ok(p->data.len == 2 && p->data.p[0] == 'p', "its octets are those that came");
	r->len += (size_t)snprintf(r->text + r->len, TEXT - r->len, "%s%d",
				   r->len > 0 && r->text[r->len - 1] != '!' ? " " : "",
				   (int)(p->ts_ns / 1000000000));
}

static void
on_odd(void *ctx, uint32_t input, const struct packet *p)
{
	struct record *r = ctx;

	(void)input;
	(void)p;
	r->len += (size_t)snprintf(r->text + r->len, TEXT - r->len, "%s!", r->len > 0 ? " " : "");
}

int
main(void)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct record r = { .len = 0 };
		struct clock c;

		clock_begin(&c, on_packet, on_odd, &r);
		for (size_t k = 0; k < STEPS && cases[i].time[k] != END; k++) {
			char octets[2] = { 'p', (char)k };
			struct packet p = { .ts_ns = cases[i].time[k] * INT64_C(1000000000),
					    .data = { octets, sizeof(octets) } };

			clock_packet(&c, 0, &p);
			octets[0] = 'x';
		}
		clock_release(&c);
		clock_end(&c);
		is_str(str_of(r.text), str_of(cases[i].want), "%s", cases[i].promise);
	}
	return done();
}
