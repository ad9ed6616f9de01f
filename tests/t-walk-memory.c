/* SPDX-License-Identifier: BSD-2-Clause */
/* Linked with --wrap for malloc, calloc and free: the n-th allocation fails, for each n. */
#include <sipwhy/walk.h>

#include "failing.h"
#include "tap.h"

#define V4(total, id, where) "\x45\0" total id where "\x40\x11\0\0\xc0\0\x02\x01\xc0\0\x02\x02"
#define UDP "\x13\xc4\x13\xc4\0\x18\0\0"
#define WHOLE V4("\0\x2c", "\0\0", "\0\0") UDP "0123456789abcdef"
#define FIRST(id) V4("\0\x24", id, "\x20\0") UDP "01234567"
#define LAST(id) V4("\0\x1c", id, "\0\x02") "89abcdef"
#define ALL(id) V4("\0\x2c", id, "\0\0") UDP "0123456789abcdef"

/* In order, out of order, twice, around one another, one that is lost. */
static const struct str packets[] = {
	S(WHOLE),           S(FIRST("\0\x01")), S(LAST("\0\x01")),  S(LAST("\0\x02")),
	S(FIRST("\0\x03")), S(FIRST("\0\x02")), S(LAST("\0\x03")),  S(FIRST("\0\x04")),
	S(FIRST("\0\x04")), S(LAST("\0\x04")),  S(FIRST("\0\x05")), S(WHOLE),
};

enum { UNITS = 6, FRAGMENTS = 10 };

struct tally {
	unsigned units, cut, lost, blind, ours;
};

static void
on_unit(void *ctx, const struct unit *u)
{
	struct tally *t = ctx;

	t->units += u->missing_bytes == 0;
	t->cut += u->missing_bytes > 0;
}

static void
on_lost(void *ctx, const struct lost *l)
{
	struct tally *t = ctx;

	t->lost++;
	t->blind += str_absent(l->start);
	t->ours += l->why == LOST_EVICTED;
}

/* Whether all that was lost was counted, and all memory given back. */
static bool
play(long n, bool *failed)
{
	struct tally t = { 0 };
	struct limits limits;
	struct walk *w;
	bool right = true;
	long held = failing_held();
	uint64_t dropped;

	limits_begin(&limits, (struct hash_key){ 1, 2 });
	failing_at(n);
	w = walk_new(&limits, on_unit, &t);
	if (w != NULL)
		walk_on_lost(w, on_lost);
	for (size_t i = 0; w != NULL && i < COUNT(packets); i++) {
		struct packet p = { .no = i + 1, .link = LINK_IPV4, .data = packets[i] };

		walk_packet(w, 0, &p);
	}
	*failed = failing_stop();
	if (w != NULL) {
		walk_finish(w);
		dropped = walk_dropped(w);
		right = *failed == (dropped > 0) && dropped <= FRAGMENTS &&
			dropped == walk_counts(w)[DECODE_IP_FRAGMENT].count;
		/* What came whole needs no memory; what is lost then is so by our doing. */
		right = right && t.units >= 2 && t.units <= UNITS && t.lost == t.cut + t.blind;
		if (dropped == 0)
			right = right && t.units == UNITS && t.lost == 1 && t.ours == 0;
	}
	walk_free(w);
	return right && failing_held() == held;
}

int
main(void)
{
	long n = 0;
	bool right = true, failed;

	do
		right = play(n, &failed) && right;
	while (failed && n++ < 1000);
	ok(right, "the n-th allocation fails, for each of %ld: counted, and nothing leaks", n);
	ok(n > FRAGMENTS, "and the failures were real");
	return done();
}
