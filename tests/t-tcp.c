/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Segments in, octets in order out: what RFC 9293 says of a receiver, and what a bystander has to
 * do that a receiver need not.
 */
#include <stdio.h>
#include <string.h>

#include <sipwhy/tcp.h>

#include "guard.h"
#include "segments.h"
#include "tap.h"

/* Eight packets that say nothing, and so give up what is known to be lost. */
#define EIGHT "s a=0;s a=0;s a=0;s a=0;s a=0;s a=0;s a=0;s a=0;"
#define OPEN "c syn;s syn a=0;"

static const struct {
	const char *promise, *script;
	/* In turn: "c:octets", "c~n" a gap of n, "c." the end; at the end of the input "|". */
	const char *want;
	unsigned contradictions, gaps;
} cases[] = {
	{ "octets in order", OPEN "c 0 =hello;s 0 =you;c 5 = world",
	  "c:hello s:you c: world | c. s.", 0, 0 },
	{ "a segment sent again is read once", OPEN "c 0 =hello;c 0 =hello;c 5 =,",
	  "c:hello, | c. s.", 0, 0 },
	{ "what is new in one sent again is read", OPEN "c 0 =hel;c 0 =hello;c 3 =lo,",
	  "c:hello, | c. s.", 0, 0 },
	{ "two segments change places", OPEN "c 5 =world;c 0 =hello", "c:helloworld | c. s.", 0,
	  0 },
	{ "the last comes first", OPEN "c 4 =e;c 3 =d;c 2 =c;c 1 =b;c 0 =a", "c:abcde | c. s.", 0,
	  0 },
	{ "a hole is filled from both sides", OPEN "c 4 =ef;c 0 =ab;c 1 =bcd;c 3 =def",
	  "c:abcdef | c. s.", 0, 0 },
	{ "a segment spans what came before its turn", OPEN "c 2 =c;c 4 =e;c 0 =abcdefg",
	  "c:abcdefg | c. s.", 0, 0 },
	{ "what came before its turn is sent again, longer", OPEN "c 3 =d;c 2 =cde;c 0 =ab",
	  "c:abcde | c. s.", 0, 0 },
	{ "the first octets win where two contradict", OPEN "c 2 =XY;c 0 =abcd", "c:abXY | c. s.",
	  1, 0 },
	{ "also where only some do", OPEN "c 1 =b;c 4 =e;c 0 =abcdEf", "c:abcdef | c. s.", 1, 0 },
	{ "also when they were read before", OPEN "c 0 =abcd;c 0 =abcX;c 4 =e", "c:abcde | c. s.",
	  1, 0 },
	{ "a keep-alive is no octet, whatever it is", OPEN "c 0 =abc;c 2 =X;c 2 =c;c 2;c 3 =d",
	  "c:abcd | c. s.", 0, 0 },
	{ "an acknowledgement alone is nothing", OPEN "c 0 =abc;s a=3;c 3;c 3 =d", "c:abcd | c. s.",
	  0, 0 },

	{ "lost, but got by the peer: given up", OPEN "c 0 =ab;c 4 =ef;s a=6;" EIGHT "c 6 =g",
	  "c:ab c~2 c:efg | c. s.", 0, 1 },
	{ "not before it is 8 packets old", OPEN "c 0 =ab;c 4 =ef;s a=6;s;s;s;s;s;s;c 2 =cd",
	  "c:abcdef | c. s.", 0, 0 },
	{ "nor before it is a fifth of a second old", OPEN "c 4 =ef;s a=6 t=10;c 0 =abcd t=209",
	  "c:abcdef | c. s.", 0, 0 },
	{ "but then", OPEN "c 4 =ef;s a=6 t=10;s a=6 t=210;c 0 =abcd", "c~4 c:ef | c. s.", 0, 1 },
	{ "also when nothing more came", OPEN "c 0 =ab;s a=6;" EIGHT, "c:ab c~4 | c. s.", 0, 1 },
	{ "what the peer has not got is waited for",
	  OPEN "c 0 =ab;c 4 =ef;s a=2;" EIGHT EIGHT "c 2 =cd", "c:abcdef | c. s.", 0, 0 },
	{ "two holes", OPEN "c 1 =b;c 3 =d;s a=4;" EIGHT "c 4 =e", "c~1 c:b c~1 c:de | c. s.", 0,
	  2 },
	{ "what an end says waits for what it had got", OPEN "c 0 =ab;c 4 =ef;s 0 =xy a=6;c 2 =cd",
	  "c:abcdef s:xy | c. s.", 0, 0 },
	{ "or until that is given up", OPEN "c 0 =ab;c 4 =ef;s 0 =xy a=6;" EIGHT,
	  "c:ab c~2 c:ef s:xy | c. s.", 0, 1 },
	{ "also at the end of the input", OPEN "c 0 =ab;c 4 =ef;s 0 =xy a=6",
	  "c:ab | c~2 c:ef s:xy c. s.", 0, 1 },
	{ "what it says of nothing later waits for nothing",
	  OPEN "c 0 =ab;c 4 =ef;s 0 =xy a=2;c 2 =cd", "c:ab s:xy c:cdef | c. s.", 0, 0 },
	{ "an octet acknowledged that was not seen may be a FIN", OPEN "c 0 =ab;s a=3;" EIGHT,
	  "c:ab | c. s.", 0, 0 },
	{ "so it is", OPEN "c 0 =ab;s a=3;" EIGHT "c 2 fin", "c:ab c. | s.", 0, 0 },
	{ "at the end of the input nothing more is waited for", OPEN "c 0 =ab;c 4 =ef;c 8 =i",
	  "c:ab | c~2 c:ef c~2 c:i c. s.", 0, 2 },

	{ "the capture cut the segment", OPEN "c 0 =abc cut=2;c 5 =f", "c:abc c~2 c:f | c. s.", 0,
	  1 },
	{ "all of it", OPEN "c 0 cut=5;c 5 =f", "c~5 c:f | c. s.", 0, 1 },
	{ "a cut one before its turn", OPEN "c 2 =cd cut=2;c 6 =g;c 0 =ab",
	  "c:abcd c~2 c:g | c. s.", 0, 1 },
	{ "one that begins in what was read", OPEN "c 0 =ab;c 1 =b cut=3;c 5 =f",
	  "c:ab c~3 c:f | c. s.", 0, 1 },

	{ "FIN ends its direction only", OPEN "c 0 fin =ab;s 0 =x;s 1 =y;s 2 fin",
	  "c:ab c. s:xy s. |", 0, 0 },
	{ "FIN before its turn", OPEN "c 2 fin;c 0 =ab;s 0 fin", "c:ab c. s. |", 0, 0 },
	{ "FIN with the last octets, sent again", OPEN "c 0 =ab;c 2 =cd;c 2 =cd;s 0 fin",
	  "c:abcd s. | c.", 0, 0 },
	{ "after both ended, what is sent again is not new",
	  OPEN "c 0 =Bab;c 3 fin;s 0 fin;c 0 =Bab", "c:Bab c. s. |", 0, 0 },
	{ "RST ends both", OPEN "c 0 =ab;s 0 rst", "c:ab | c. s.", 0, 0 },
	{ "but overtakes nothing", OPEN "c 0 =ab;s 0 rst;c 2 =cd", "c:abcd | c. s.", 0, 0 },
	{ "its text is not part of the stream", OPEN "c 0 =ab;c 2 rst =why;c 2 =cd",
	  "c:abcd | c. s.", 0, 0 },

	{ "a SYN sent again changes nothing",
	  "c syn;c syn;s syn a=0;s syn a=0;c 0 =ab;c syn;c 2 =c", "c:abc | c. s.", 0, 0 },
	{ "the server's SYN came first", "s syn a=0;c syn;c 0 =ab;s 0 =cd", "c:ab s:cd | c. s.", 0,
	  0 },
	{ "data in the SYN", "c syn =ab;s syn a=2;c 2 =cd", "c:abcd | c. s.", 0, 0 },
	{ "no SYN from the server", "c syn;c a=0;s 3 =def;s 0 =abc", "s:abcdef | c. s.", 0, 0 },
	{ "another connection of the same ports", OPEN "c 0 =ab;c 1000 syn;c 1000 =xy",
	  "c:ab c. s. c:xy | c. s.", 0, 0 },
	{ "and the holes of the old one are told", OPEN "c 2 =cd;c 1000 syn;c 1000 =xy",
	  "c~2 c:cd c. s. c:xy | c. s.", 0, 1 },
	{ "after an end, without its SYN", OPEN "c 0 fin =ab;s 0 fin;c 70000 =Bxy",
	  "c:ab c. s. c:Bxy | c. s.", 0, 0 },
	{ "after no end, without its SYN, far away", OPEN "c 0 =ab;c 100000000 =Bxy;c 100000003 =z",
	  "c:ab c. s. c:Bxyz | c. s.", 0, 0 },
	{ "far away and not like a beginning is not read", OPEN "c 0 =ab;c 100000000 =xyz;c 2 =c",
	  "c:abc | c. s.", 0, 0 },

	{ "a connection under way is taken up where it begins anew",
	  "c 7 =x;c 8 =Bab;c 11 =c;c 0 =z", "c:Babc | c. s.", 0, 0 },
	{ "the other direction is known by what was acknowledged", "c 7 =Bab a=3;s 5 =fg;s 3 =de",
	  "c:Bab s:defg | c. s.", 0, 0 },
	{ "unless the acknowledgement overtook it", "c 7 =Bab a=3;s 0 =abc;s 3 =de",
	  "c:Bab s:abcde | c. s.", 0, 0 },
	{ "a direction that is not captured is told as missing", "c 0 =Bab a=0;c 3 =c a=9;" EIGHT,
	  "c:Babc s~9 | c. s.", 0, 1 },

	{ "what is not wanted is forgotten", OPEN "c 0 =!no;c 3 =more;c 7 =Bx;c 9 =y",
	  "c:!noBxy | c. s.", 0, 0 },
	{ "what is to be silent is, to its end",
	  OPEN "c 0 =?tls;c 4 =Bx;s 0 =Bz;c 100000000 =Bx;"
	       "c 6 fin;s 2 fin",
	  "c:?tls |", 0, 0 },
	{ "and a new connection is heard again", OPEN "c 0 =?tls;c 1000 syn;c 1000 =ab",
	  "c:?tlsab | c. s.", 0, 0 },
	{ "connections of different ports do not mix",
	  OPEN "c syn p=41000;c 0 =AB;c 0 =ab p=40000;c 2 =cd;c 2 =CD p=41000",
	  "c:ABabcdCD | c. s. c. s.", 0, 0 },
};

struct record {
	char text[1024];
	size_t len;
	char last; /* whose octets the text ends with */
	uint64_t frame;
};

static void
put(struct record *r, struct str s)
{
	if (s.len > sizeof(r->text) - r->len)
		s.len = sizeof(r->text) - r->len;
	if (s.len > 0)
		memcpy(r->text + r->len, s.p, s.len);
	r->len += s.len;
}

static void
put_event(struct record *r, const struct stream_event *e)
{
	char head[32], who = e->from == 0 ? 'c' : 's';

	if (e->kind == STREAM_DATA && r->last == who) {
		put(r, e->data);
		return;
	}
	r->last = e->kind == STREAM_DATA ? who : '\0';
	(void)snprintf(head, sizeof(head), "%s%c", r->len > 0 ? " " : "", who);
	put(r, str_of(head));
	if (e->kind == STREAM_GAP) {
		(void)snprintf(head, sizeof(head), "~%u", (unsigned)e->gap_bytes);
		put(r, str_of(head));
	} else {
		put(r, e->kind == STREAM_END ? S(".") : S(":"));
		put(r, e->data);
	}
}

static enum tcp_want
on_event(void *ctx, struct tcp_conn *c, const struct stream_event *e)
{
	struct record *r = ctx;

	(void)c;
	put_event(r, e);
	if (e->seen != NULL)
		r->frame = e->seen->frame;
	if (e->kind == STREAM_DATA && str_starts(e->data, S("!")))
		return TCP_WANT_NOTHING;
	return e->kind == STREAM_DATA && str_starts(e->data, S("?")) ? TCP_WANT_SILENCE
								     : TCP_WANT_MORE;
}

static bool
on_begins(void *ctx, const struct unit *u)
{
	(void)ctx;
	return str_starts(u->payload, S("B"));
}

static void
on_gone(void *ctx, struct tcp_conn *c)
{
	(void)ctx;
	(void)c;
}

static struct tcp *
new_tcp(struct limits *limits, struct record *r)
{
	struct tcp_reader reader = { on_begins, on_event, on_gone, r, NULL };

	*r = (struct record){ .len = 0 };
	limits_begin(limits, (struct hash_key){ 1, 2 });
	return tcp_new(limits, &reader);
}

static void
run(struct tcp *t, struct segments *s)
{
	struct unit u;

	while (segments_next(s, &u)) {
		struct str payload = guard(u.payload);

		u.payload = payload;
		tcp_expire(t, u.seen.ts_ns);
		tcp_add(t, &u);
		guard_free(payload);
	}
}

/* Nothing hangs on where the sequence numbers begin, nor on where they wrap. */
static const uint32_t bases[] = { 1, 1000, UINT32_MAX, UINT32_MAX - 2, 0x7ffffffd, 0x80000000 };

static void
test_case(size_t n)
{
	for (size_t i = 0; i < COUNT(bases); i++) {
		struct segments s =
			segments_of(str_of(cases[n].script), bases[i], bases[COUNT(bases) - 1 - i]);
		struct record r;
		struct limits limits;
		struct tcp *t = new_tcp(&limits, &r);

		run(t, &s);
		put(&r, r.len > 0 ? S(" |") : S("|"));
		r.last = '\0';
		tcp_finish(t);
		is_str((struct str){ r.text, r.len }, str_of(cases[n].want), "%s (from %u)",
		       cases[n].promise, (unsigned)bases[i]);
		is_int((intmax_t)tcp_odd_count(t, TCP_ODD_CONTRADICTION).count,
		       cases[n].contradictions, "contradictions are counted");
		is_int((intmax_t)tcp_odd_count(t, TCP_ODD_GAP).count, cases[n].gaps,
		       "gaps are counted");
		ok(tcp_open(t) == 0 && tcp_held(t) == 0, "nothing is left");
		tcp_free(t);
	}
}

int
main(void)
{
	for (size_t i = 0; i < COUNT(cases); i++)
		test_case(i);
	return done();
}
