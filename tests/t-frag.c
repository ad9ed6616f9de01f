/* SPDX-License-Identifier: BSD-2-Clause */
#include "frag_part.h"
#include "tap.h"

enum { MOST = 8 };

/* Steps by hand after RFC 791 3.2, RFC 815, RFC 8200 4.5 and RFC 5722 4. */
static const struct frag_case {
	const char *promise;
	unsigned family;
	struct part parts[MOST];
	struct str want; /* absent: it does not become whole */
	size_t wire_bytes;
	bool contradicted; /* by the fragment that made it whole */
} cases[] = {
	{ "two in order",
	  4,
	  { { 0, 16, MORE, 0, 0, 0 }, { 16, 4, LAST, FRAG_WHOLE, 0, 0 } },
	  S("abcdefghijklmnopqrst"),
	  20,
	  false },
	{ "two in order, IPv6",
	  6,
	  { { 0, 16, MORE, 0, 0, 0 }, { 16, 4, LAST, FRAG_WHOLE, 0, 0 } },
	  S("abcdefghijklmnopqrst"),
	  20,
	  false },
	{ "the last first",
	  4,
	  { { 16, 4, LAST, 0, 0, 0 }, { 0, 16, MORE, FRAG_WHOLE, 0, 0 } },
	  S("abcdefghijklmnopqrst"),
	  20,
	  false },
	{ "any order",
	  6,
	  { { 16, 8, MORE, 0, 0, 0 },
	    { 24, 1, LAST, 0, 0, 0 },
	    { 0, 8, MORE, 0, 0, 0 },
	    { 8, 8, MORE, FRAG_WHOLE, 0, 0 } },
	  S("abcdefghijklmnopqrstuvwxy"),
	  25,
	  false },
	{ "a copy does no harm",
	  4,
	  { { 0, 8, MORE, 0, 0, 0 },
	    { 0, 8, MORE, FRAG_REPEATED, 0, 0 },
	    { 8, 8, LAST, FRAG_WHOLE, 0, 0 } },
	  S("abcdefghijklmnop"),
	  16,
	  false },
	{ "a copy does no harm, IPv6",
	  6,
	  { { 8, 8, LAST, 0, 0, 0 },
	    { 8, 8, LAST, FRAG_REPEATED, 0, 0 },
	    { 0, 8, MORE, FRAG_WHOLE, 0, 0 } },
	  S("abcdefghijklmnop"),
	  16,
	  false },
	{ "other sizes of the same octets are no contradiction in IPv4",
	  4,
	  { { 0, 8, MORE, 0, 0, 0 }, { 16, 8, MORE, 0, 0, 0 }, { 0, 32, LAST, FRAG_WHOLE, 0, 0 } },
	  S("abcdefghijklmnopqrstuvwxyz012345"),
	  32,
	  false },
	{ "the first octets to come stay, before and behind",
	  4,
	  { { 8, 8, MORE, 0, 0, 0 }, { 0, 24, LAST, FRAG_WHOLE, OTHER, 0 } },
	  S("ABCDEFGHijklmnopQRSTUVWX"),
	  24,
	  true },
	{ "a contradiction alone is not used",
	  4,
	  { { 0, 8, MORE, 0, 0, 0 },
	    { 0, 8, MORE, FRAG_OVERLAP, OTHER, 0 },
	    { 8, 8, LAST, FRAG_WHOLE, 0, 0 } },
	  S("abcdefghijklmnop"),
	  16,
	  false },
	{ "IPv6 with an overlap is given up, with all that follows",
	  6,
	  { { 0, 16, MORE, 0, 0, 0 },
	    { 8, 16, MORE, FRAG_OVERLAP, 0, 0 },
	    { 16, 8, LAST, FRAG_OVERLAP, 0, 0 },
	    { 0, 16, MORE, FRAG_OVERLAP, 0, 0 } },
	  STR_ABSENT,
	  0,
	  false },
	{ "IPv6 with a copy of other octets is given up",
	  6,
	  { { 0, 16, MORE, 0, 0, 0 },
	    { 0, 16, MORE, FRAG_OVERLAP, OTHER, 0 },
	    { 16, 8, LAST, FRAG_OVERLAP, 0, 0 } },
	  STR_ABSENT,
	  0,
	  false },
	{ "two ends contradict each other",
	  4,
	  { { 8, 8, LAST, 0, 0, 0 },
	    { 16, 8, LAST, FRAG_OVERLAP, 0, 0 },
	    { 0, 8, MORE, FRAG_WHOLE, 0, 0 } },
	  S("abcdefghijklmnop"),
	  16,
	  false },
	{ "what goes on behind the end contradicts it",
	  4,
	  { { 8, 8, LAST, 0, 0, 0 },
	    { 16, 8, MORE, FRAG_OVERLAP, 0, 0 },
	    { 8, 8, MORE, FRAG_OVERLAP, 0, 0 },
	    { 0, 8, MORE, FRAG_WHOLE, 0, 0 } },
	  S("abcdefghijklmnop"),
	  16,
	  false },
	{ "an end before what came contradicts it",
	  4,
	  { { 16, 8, MORE, 0, 0, 0 },
	    { 0, 8, LAST, FRAG_OVERLAP, 0, 0 },
	    { 0, 16, MORE, 0, 0, 0 },
	    { 24, 8, LAST, FRAG_WHOLE, 0, 0 } },
	  S("abcdefghijklmnopqrstuvwxyz012345"),
	  32,
	  false },
	{ "what came before may turn out to be all",
	  4,
	  { { 0, 16, MORE, 0, 0, 0 }, { 8, 8, LAST, FRAG_WHOLE, 0, 0 } },
	  S("abcdefghijklmnop"),
	  16,
	  false },
	{ "a contradiction does not even tell the end",
	  4,
	  { { 0, 16, MORE, 0, 0, 0 },
	    { 8, 8, LAST, FRAG_OVERLAP, OTHER, 0 },
	    { 16, 8, LAST, FRAG_WHOLE, 0, 0 } },
	  S("abcdefghijklmnopqrstuvwx"),
	  24,
	  false },
	{ "two ends in IPv6",
	  6,
	  { { 8, 8, LAST, 0, 0, 0 },
	    { 16, 8, LAST, FRAG_OVERLAP, 0, 0 },
	    { 0, 8, MORE, FRAG_OVERLAP, 0, 0 } },
	  STR_ABSENT,
	  0,
	  false },
	{ "only the last may have a length that is no multiple of 8",
	  4,
	  { { 0, 9, MORE, FRAG_MALFORMED, 0, 0 },
	    { 0, 8, MORE, 0, 0, 0 },
	    { 8, 1, LAST, FRAG_WHOLE, 0, 0 } },
	  S("abcdefghi"),
	  9,
	  false },
	{ "no datagram is longer than 65535",
	  6,
	  { { 65528, 8, LAST, FRAG_MALFORMED, 0, 0 },
	    { 65528, 8, MORE, FRAG_MALFORMED, 0, 0 },
	    { 65528, 7, LAST, FRAG_HELD, 0, 0 } },
	  STR_ABSENT,
	  0,
	  false },
	{ "what the capture cut off ends what there is of it",
	  4,
	  { { 0, 16, MORE, 0, 0, 0 },
	    { 16, 16, MORE, 0, 0, 3 },
	    { 32, 8, LAST, FRAG_WHOLE, 0, 0 } },
	  S("abcdefghijklmnopqrs"),
	  40,
	  false },
	{ "of the first fragment, too",
	  6,
	  { { 16, 16, LAST, 0, 0, 0 }, { 0, 16, MORE, FRAG_WHOLE, 0, 9 } },
	  S("abcdefghi"),
	  32,
	  false },
};

static void
test_case(const struct frag_case *c, struct limits *limits)
{
	struct frags *f = frags_new(limits);
	struct frag_whole whole = { 0 };
	struct lost lost;
	unsigned n = 0;

	for (; n < MOST && c->parts[n].len > 0; n++) {
		struct ip_view v = frag_part_view(c->family, &c->parts[n], 1);

		is_int(frag_part_add(f, &v, n + 1, &whole), (intmax_t)c->parts[n].want,
		       "%s: fragment %u", c->promise, n + 1);
	}
	is_str(whole.payload, c->want, "%s: what is whole", c->promise);
	is_int((intmax_t)whole.wire_bytes, (intmax_t)c->wire_bytes, "%s: its length", c->promise);
	ok(whole.contradicted == c->contradicted, "%s: whether it was contradicted", c->promise);
	is_int((intmax_t)frags_open(f), str_absent(c->want), "%s: what waits", c->promise);
	ok(frags_left(f, &lost) == str_absent(c->want) && frags_held(f) == 0,
	   "%s: nothing else is left", c->promise);
	frags_free(f);
}

/* Any order of the fragments gives the same datagram. */
static void
test_orders(struct limits *limits)
{
	static const struct part parts[] = {
		{ 0, 16, MORE, 0, 0, 0 },  { 16, 16, MORE, 0, 0, 0 }, { 32, 8, MORE, 0, 0, 0 },
		{ 40, 16, MORE, 0, 0, 0 }, { 56, 3, LAST, 0, 0, 0 },
	};
	unsigned right = 0, orders = 0;

	/* Each number of base 5 whose digits all differ is an order. */
	for (unsigned n = 0; n < 3125; n++) {
		unsigned order[5], taken = 0;
		struct frags *f;
		struct frag_whole whole = { 0 };

		for (unsigned i = 0, rest = n; i < 5; i++, rest /= 5) {
			order[i] = rest % 5;
			taken |= 1u << order[i];
		}
		if (taken != 31)
			continue;
		f = frags_new(limits);
		for (unsigned i = 0; i < 5; i++) {
			struct ip_view v = frag_part_view(6, &parts[order[i]], 1);

			(void)frag_part_add(f, &v, i, &whole);
		}
		right += str_eq(whole.payload, str_sub(S(FRAG_PART_TEXT), 0, 59));
		orders++;
		frags_free(f);
	}
	is_int(orders, 120, "all orders of five were tried");
	is_int(right, orders, "and each gives the datagram");
}

/* What tells one datagram from another: RFC 791 3.2, RFC 8200 4.5. */
static void
test_keys(struct limits *limits)
{
	static const struct part first = { 0, 8, MORE, 0, 0, 0 }, last = { 8, 8, LAST, 0, 0, 0 };

	for (unsigned n = 0; n < 6; n++) {
		static const char *const what[] = { "source",   "destination", "identification",
						    "protocol", "version",     "protocol in IPv6" };
		unsigned family = n == 5 ? 6 : 4;
		struct frags *f = frags_new(limits);
		struct frag_whole whole;
		struct ip_view a = frag_part_view(family, &first, 7);
		struct ip_view b = frag_part_view(family, &last, 7);

		if (n == 0)
			b.src.octets[3]++;
		if (n == 1)
			b.dst.octets[3]++;
		if (n == 2)
			b.id += 1u << 24;
		if (n == 3 || n == 5)
			b.protocol++;
		if (n == 4)
			b.src.family = b.dst.family = 6;
		/* In IPv6 the first to come, which is not the first, tells another one. */
		if (n == 5) {
			struct ip_view swap = a;

			a = b;
			b = swap;
		}
		(void)frag_part_add(f, &a, 1, &whole);
		is_int(frag_part_add(f, &b, 2, &whole), n == 5 ? FRAG_WHOLE : FRAG_HELD,
		       "another %s", what[n]);
		if (n == 5)
			is_int(whole.protocol, 17, "the first fragment tells the protocol");
		frags_free(f);
	}
}

int
main(void)
{
	struct limits limits;

	limits_begin(&limits, (struct hash_key){ 1, 2 });
	for (size_t i = 0; i < COUNT(cases); i++)
		test_case(&cases[i], &limits);
	test_orders(&limits);
	test_keys(&limits);
	return done();
}
