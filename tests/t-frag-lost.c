/* SPDX-License-Identifier: BSD-2-Clause */
/* Datagrams that do not become whole: for lack of a fragment, or of room. */
#include "frag_part.h"
#include "guard.h"
#include "tap.h"

static const int64_t second = 1000000000;

static void
test_lost(struct limits *limits, unsigned family, int64_t seconds)
{
	static const struct part parts[] = { { 16, 8, LAST, 0, 0, 0 }, { 0, 8, MORE, 0, 0, 0 } };
	struct frags *f = frags_new(limits);
	struct frag_whole whole;
	struct lost lost = { 0 };

	ok(frags_due_ns(f) == INT64_MAX, "nothing is due");
	for (unsigned i = 0; i < 2; i++) {
		struct ip_view v = frag_part_view(family, &parts[i], 0x1234);

		(void)frag_part_add(f, &v, 10 + i, &whole);
	}
	ok(frags_due_ns(f) == (10 + seconds) * second, "IPv%u: due %d s after the first to come",
	   family, (int)seconds);
	ok(!frags_lost(f, (10 + seconds) * second - 1, &lost), "and not before");
	ok(frags_lost(f, (10 + seconds) * second, &lost), "then it is lost");
	is_int(lost.why, LOST_TIMEOUT, "for lack of a fragment");
	is_str(lost.start, S("abcdefgh"), "what is there from its start on is told");
	is_int((intmax_t)lost.have_bytes, 16, "how much came");
	is_int((intmax_t)lost.want_bytes, 24, "of how much");
	is_int((intmax_t)lost.seen.frame, 11, "where its start is");
	is_int(lost.id, 0x1234, "its identification");
	ok(!frags_lost(f, INT64_MAX, &lost) && frags_open(f) == 0 && frags_held(f) == 0,
	   "and nothing is left of it");
	frags_free(f);
}

static void
test_lost_start(struct limits *limits)
{
	static const struct part last = { 16, 8, LAST, 0, 0, 0 }, more = { 16, 8, MORE, 0, 0, 0 };
	struct frags *f = frags_new(limits);
	struct ip_view v = frag_part_view(4, &last, 1), w = frag_part_view(4, &more, 2);
	struct frag_whole whole;
	struct lost lost;

	(void)frag_part_add(f, &v, 5, &whole);
	(void)frag_part_add(f, &w, 6, &whole);
	ok(frags_left(f, &lost) && lost.why == LOST_END && lost.seen.frame == 5,
	   "at the end of the input the oldest comes first");
	ok(str_absent(lost.start), "without its start there is nothing to read");
	ok(frags_left(f, &lost) && lost.want_bytes == 0, "without its end the length is not known");
	frags_free(f);
}

/* A UDP header of two ports is in the first fragment: 0x6162 and 0x6364, "abcd". */
static void
test_passed(struct limits *limits)
{
	static const struct part first = { 0, 8, MORE, 0, 0, 0 };
	static const struct {
		const char *what;
		bool back;
		uint16_t port;
		int64_t after_ns;
		bool passed;
	} all[] = {
		{ "an answer", true, 0x6162, 20000000, true },
		{ "one sooner, as from another call", true, 0x6162, 19999999, false },
		{ "an answer to another port", true, 0x6163, 20000000, false },
		{ "the next datagram", false, 0x6162, 100000000, true },
		{ "one right behind it", false, 0x6162, 99999999, false },
		{ "one from another port", false, 0x6163, 100000000, false },
	};

	for (size_t i = 0; i < 2 * COUNT(all); i++) {
		unsigned family = i % 2 == 0 ? 4 : 6;
		struct frags *f = frags_new(limits);
		struct ip_view v = frag_part_view(family, &first, 7);
		struct seen seen = { .ts_ns = 10 * second + all[i / 2].after_ns };
		struct frag_whole whole;
		struct lost lost;

		v.protocol = 17;
		seen.src.ip = all[i / 2].back ? v.dst : v.src;
		seen.dst.ip = all[i / 2].back ? v.src : v.dst;
		seen.src.port = all[i / 2].back ? 0x6364 : all[i / 2].port;
		seen.dst.port = all[i / 2].back ? all[i / 2].port : 0x6364;
		(void)frag_part_add(f, &v, 10, &whole);
		ok(frags_passed(f, &seen, &lost) == all[i / 2].passed, "%s, IPv%u: %s",
		   all[i / 2].what, family,
		   all[i / 2].passed ? "it waits no longer" : "it waits on");
		if (all[i / 2].passed)
			ok(lost.why == LOST_PASSED && str_eq(lost.start, S("abcdefgh")) &&
				   frags_open(f) == 0 && !frags_passed(f, &seen, &lost),
			   "what is there of it is told, once");
		frags_free(f);
	}
}

/* IPv6 waits longer, so what began later may be lost earlier. */
static void
test_order(struct limits *limits)
{
	static const struct part first = { 0, 8, MORE, 0, 0, 0 };
	struct frags *f = frags_new(limits);
	struct frag_whole whole;
	struct lost lost = { 0 };
	struct ip_view v;

	v = frag_part_view(6, &first, 1);
	(void)frag_part_add(f, &v, 0, &whole);
	v = frag_part_view(4, &first, 2);
	(void)frag_part_add(f, &v, 10, &whole);
	ok(frags_lost(f, 90 * second, &lost) && lost.id == 2, "losses come in order of time");
	v = frag_part_view(4, &first, 3);
	(void)frag_part_add(f, &v, 50, &whole);
	ok(frags_lost(f, 90 * second, &lost) && lost.id == 1, "of either version");
	ok(frags_lost(f, 90 * second, &lost) && lost.id == 3, "to the last");
	frags_free(f);
}

/* A capture on two interfaces may have each fragment twice. */
static void
test_echo(struct limits *limits)
{
	static const struct part first = { 0, 8, MORE, 0, 0, 0 }, last = { 8, 8, LAST, 0, 0, 0 };
	struct frags *f = frags_new(limits);
	struct ip_view v[] = { frag_part_view(4, &first, 1), frag_part_view(4, &first, 1),
			       frag_part_view(4, &last, 1), frag_part_view(4, &last, 1) };
	struct frag_whole whole;
	struct lost lost = { .why = LOST_END };

	for (unsigned i = 0; i < 4; i++)
		(void)frag_part_add(f, &v[i], 1, &whole);
	ok(frags_lost(f, 31 * second, &lost) && lost.why == LOST_REPEATED,
	   "a stray copy of a datagram that was whole is no loss");
	frags_free(f);

	f = frags_new(limits);
	for (unsigned i = 0; i < 4; i++) {
		v[i] = frag_part_view(4, i % 2 == 0 ? &first : &last, 1);
		is_int(frag_part_add(f, &v[i], 1, &whole), i % 2 == 0 ? FRAG_HELD : FRAG_WHOLE,
		       "one datagram after the other with the same identification: %u", i);
	}
	v[0] = frag_part_view(4, &first, 1);
	(void)frag_part_add(f, &v[0], 3, &whole);
	ok(frags_lost(f, 33 * second, &lost) && lost.why == LOST_TIMEOUT,
	   "a second later it is another datagram");
	frags_free(f);
}

static void
test_bounds(struct limits *limits)
{
	static const struct part first = { 0, 8, MORE, 0, 0, 0 };
	struct frags *f = frags_new(limits);
	struct frag_whole whole;
	struct lost lost;
	unsigned lost_count = 0, due_at_once = 0;
	bool in_order = true;
	size_t most = 0;

	limits->max[LIMIT_FRAGMENTED] = 10;
	for (unsigned i = 0; i < 1000; i++) {
		struct ip_view v = frag_part_view(i % 3 == 0 ? 6 : 4, &first, i);

		(void)frag_part_add(f, &v, 1, &whole);
		due_at_once += frags_due_ns(f) == INT64_MIN;
		while (frags_lost(f, second, &lost)) {
			in_order = in_order && lost.id == lost_count && lost.why == LOST_EVICTED;
			lost_count++;
		}
		most = frags_open(f) > most ? frags_open(f) : most;
	}
	is_int(due_at_once, 990, "over the bound, something is due at once");
	is_int((intmax_t)most, 10, "no more wait than the bound allows");
	ok(frags_left(f, &lost) && lost.why == LOST_EVICTED,
	   "what began after may be the rest of one given up: no loss of others'");
	ok(in_order && lost_count == 990, "the oldest goes first, of both versions");
	is_int((intmax_t)limits->hit[LIMIT_FRAGMENTED], 990, "and each is counted");
	frags_free(f);
}

static void
test_bytes(struct limits *limits)
{
	static const struct part big = { 0, 8000, MORE, 0, 0, 0 };
	struct frags *f = frags_new(limits);
	struct frag_whole whole;
	struct lost lost;
	size_t most = 0;

	limits->max[LIMIT_FRAGMENTED] = 1000000;
	limits->max[LIMIT_FRAGMENT_BYTES] = 100000;
	for (unsigned i = 0; i < 1000; i++) {
		struct ip_view v = frag_part_view(4, &big, i);

		(void)frag_part_add(f, &v, 1, &whole);
		while (frags_lost(f, second, &lost))
			continue;
		most = frags_held(f) > most ? frags_held(f) : most;
	}
	ok(most <= 100000 && most > 90000, "no more octets wait than the bound allows");
	ok(limits->hit[LIMIT_FRAGMENT_BYTES] > 980, "and reaching it is counted");
	frags_free(f);
}

static void
test_pieces(struct limits *limits)
{
	struct frags *f = frags_new(limits);
	struct frag_whole whole;
	struct lost lost = { 0 };
	enum frag_step step = FRAG_HELD;

	limits->max[LIMIT_FRAGMENT_PIECES] = 3;
	for (unsigned i = 0; i < 4; i++) {
		struct part p = { i * 16, 8, MORE, 0, 0, 0 };
		struct ip_view v = frag_part_view(4, &p, 1);

		is_int(step, FRAG_HELD, "piece %u", i);
		step = frag_part_add(f, &v, 1, &whole);
	}
	is_int(step, FRAG_FULL, "one piece more than a datagram may have");
	is_int((intmax_t)limits->hit[LIMIT_FRAGMENT_PIECES], 1, "is counted");
	ok(frags_lost(f, INT64_MAX, &lost) && lost.why == LOST_EVICTED,
	   "that it was lost then is our doing");
	frags_free(f);
}

/* The time of a record is not trusted: it may be the last that there is. */
static void
test_end_of_time(struct limits *limits)
{
	static const struct part first = { 0, 8, MORE, 0, 0, 0 }, last = { 8, 8, LAST, 0, 0, 0 };
	struct frags *f = frags_new(limits);
	struct ip_view a = frag_part_view(4, &first, 1), b = frag_part_view(4, &last, 1);
	struct seen seen = { .src.ip = a.src, .dst.ip = a.dst };
	struct frag_whole whole;

	(void)frags_add(f, &a, &seen, INT64_MAX - 1, &whole);
	is_int(frags_add(f, &b, &seen, INT64_MAX - 1, &whole), FRAG_WHOLE, "at the end of time");
	guard_free(a.payload);
	guard_free(b.payload);
	frags_free(f);
}

int
main(void)
{
	struct limits limits;

	limits_begin(&limits, (struct hash_key){ 1, 2 });
	test_lost(&limits, 4, 30);
	test_lost(&limits, 6, 60);
	test_lost_start(&limits);
	test_order(&limits);
	test_passed(&limits);
	test_echo(&limits);
	test_end_of_time(&limits);
	test_bounds(&limits);
	limits_begin(&limits, (struct hash_key){ 3, 4 });
	test_bytes(&limits);
	limits_begin(&limits, (struct hash_key){ 5, 6 });
	test_pieces(&limits);
	return done();
}
