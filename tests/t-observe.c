/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/observe.h>

#include "tap.h"

enum { STEPS = 4 };

/* One sighting: when (ms), where, with which IP identification, between which ends, which message. */
struct sight {
	int ms;
	unsigned input;
	const char *interface;
	uint32_t ip_id;
	unsigned client, server; /* last octet of the address */
	const char *text;
	enum observation want;
};

static const struct {
	const char *promise;
	struct sight step[STEPS];
} cases[] = {
	{ "a mirror port shows a packet twice: its IP identification tells",
	  { { 0, 0, "eth0", 77, 1, 2, "m", OBSERVED_FIRST },
	    { 1, 0, "eth0", 77, 1, 2, "m", OBSERVED_DUPLICATE } } },
	{ "the same octets in another packet were sent again",
	  { { 0, 0, "eth0", 77, 1, 2, "m", OBSERVED_FIRST },
	    { 50, 0, "eth0", 78, 1, 2, "m", OBSERVED_AGAIN } } },
	{ "an identification of 0 tells nothing",
	  { { 0, 0, "eth0", 0, 1, 2, "m", OBSERVED_FIRST },
	    { 50, 0, "eth0", 0, 1, 2, "m", OBSERVED_AGAIN } } },
	{ "another interface shows the same packet",
	  { { 0, 0, "eth0", 0, 1, 2, "m", OBSERVED_FIRST },
	    { 3, 0, "eth1", 0, 1, 2, "m", OBSERVED_DUPLICATE } } },
	{ "another file too",
	  { { 0, 0, NULL, 0, 1, 2, "m", OBSERVED_FIRST },
	    { 99, 1, NULL, 0, 1, 2, "m", OBSERVED_DUPLICATE } } },
	{ "after 100 ms it was sent again, wherever it was seen",
	  { { 0, 0, "eth0", 77, 1, 2, "m", OBSERVED_FIRST },
	    { 101, 1, "eth1", 77, 1, 2, "m", OBSERVED_FIRST } } },
	{ "the same octets between other ends are another leg",
	  { { 0, 0, "eth0", 7, 1, 2, "m", OBSERVED_FIRST },
	    { 1, 0, "eth0", 7, 9, 2, "m", OBSERVED_ELSEWHERE },
	    { 2, 0, "eth0", 7, 9, 2, "m", OBSERVED_DUPLICATE } } },
	{ "other octets are another message",
	  { { 0, 0, "eth0", 77, 1, 2, "m", OBSERVED_FIRST },
	    { 1, 0, "eth0", 77, 1, 2, "n", OBSERVED_FIRST } } },
	{ "a clock that steps back changes nothing",
	  { { 50, 0, "eth0", 77, 1, 2, "m", OBSERVED_FIRST },
	    { 0, 0, "eth0", 77, 1, 2, "m", OBSERVED_DUPLICATE } } },
};

static struct seen
seen_of(const struct sight *s)
{
	return (struct seen){
		.ts_ns = 1000000000 + (int64_t)s->ms * 1000000,
		.input = s->input,
		.src = { { 4, { 192, 0, 2, (uint8_t)s->client } }, 5060 },
		.dst = { { 4, { 192, 0, 2, (uint8_t)s->server } }, 5060 },
		.path = { .interface = s->interface },
	};
}

int
main(void)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct limits lim;
		struct observer *o;
		bool right = true;

		limits_begin(&lim, (struct hash_key){ 1, i });
		o = observer_new(&lim);
		for (size_t k = 0; k < STEPS && cases[i].step[k].text != NULL; k++) {
			const struct sight *s = &cases[i].step[k];
			struct seen seen = seen_of(s);

			right = observer_note(o, &seen, s->ip_id, str_of(s->text)) == s->want &&
				right;
		}
		ok(right, "%s", cases[i].promise);
		observer_free(o);
	}

	struct limits small;
	struct seen seen = { .ts_ns = 1 };
	struct observer *o;

	limits_begin(&small, (struct hash_key){ 1, 2 });
	small.max[LIMIT_OBSERVATIONS] = 2;
	o = observer_new(&small);
	(void)observer_note(o, &seen, 1, S("a"));
	(void)observer_note(o, &seen, 1, S("b"));
	(void)observer_note(o, &seen, 1, S("c"));
	ok(small.hit[LIMIT_OBSERVATIONS] == 1 &&
		   observer_note(o, &seen, 1, S("c")) == OBSERVED_DUPLICATE,
	   "over the bound the oldest is forgotten, and that is counted");
	observer_free(o);
	return done();
}
