/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What TCP streams cost at most, how long anything is waited for, and which packet an octet is
 * said to be from.
 */
#include <string.h>

#include <sipwhy/tcp.h>

#include "segments.h"
#include "tap.h"

enum { EVENTS = 64 };

struct seen_event {
	enum stream_kind kind;
	unsigned from;
	uint64_t frame; /* 0: not told */
	uint16_t src_port;
	size_t bytes;
};

struct record {
	struct seen_event events[EVENTS];
	size_t count;
	struct tcp *tcp;
	size_t waiting; /* to be told as held, after each event but a gap of 0 */
	size_t gone;
};

static enum tcp_want
on_event(void *ctx, struct tcp_conn *c, const struct stream_event *e)
{
	struct record *r = ctx;
	bool give_up = e->kind == STREAM_GAP && e->gap_bytes == 0;

	if (r->count < EVENTS)
		r->events[r->count++] =
			(struct seen_event){ e->kind, e->from, e->seen != NULL ? e->seen->frame : 0,
					     e->seen != NULL ? e->seen->src.port : 0,
					     e->kind == STREAM_GAP ? (size_t)e->gap_bytes
								   : e->data.len };
	tcp_hold(r->tcp, c, give_up ? 0 : r->waiting, 0);
	return TCP_WANT_MORE;
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
	struct record *r = ctx;

	(void)c;
	r->gone++;
}

static struct tcp *
new_tcp(struct limits *limits, struct record *r, uint64_t key)
{
	struct tcp_reader reader = { on_begins, on_event, on_gone, r, NULL };

	memset(r, 0, sizeof(*r));
	limits_begin(limits, (struct hash_key){ key, 2 });
	r->tcp = tcp_new(limits, &reader);
	return r->tcp;
}

static void
run(struct tcp *t, const char *script)
{
	struct segments s = segments_of(str_of(script), 1000, 2000);
	struct unit u;

	while (segments_next(&s, &u)) {
		tcp_expire(t, u.seen.ts_ns);
		tcp_add(t, &u);
	}
}

static void
is_event(const struct record *r, size_t i, struct seen_event want, const char *promise)
{
	const struct seen_event *got = &r->events[i];

	ok(i < r->count && got->kind == want.kind && got->from == want.from &&
		   got->frame == want.frame && got->bytes == want.bytes &&
		   (want.src_port == 0 || got->src_port == want.src_port),
	   "%s (event %zu: kind %d, end %u, frame %u, %zu octets)", promise, i, (int)got->kind,
	   got->from, (unsigned)got->frame, got->bytes);
}

static void
test_frames(void)
{
	struct limits limits;
	struct record r;
	struct tcp *t = new_tcp(&limits, &r, 1);

	run(t, "c syn;c 0 =ab;c 4 =ef;c 2 =cd");
	is_event(&r, 0, (struct seen_event){ STREAM_DATA, 0, 2, 40000, 2 }, "its own packet");
	is_event(&r, 1, (struct seen_event){ STREAM_DATA, 0, 4, 40000, 2 }, "that fills the hole");
	is_event(&r, 2, (struct seen_event){ STREAM_DATA, 0, 4, 40000, 2 },
		 "octets are readable from the packet on that filled the hole before them");
	tcp_free(t);

	t = new_tcp(&limits, &r, 1);
	run(t, "c syn;c 4 =ef;c 0 =ab;s a=6;s;s;s;s;s;s;s;s");
	is_event(&r, 0, (struct seen_event){ STREAM_DATA, 0, 3, 40000, 2 }, "before a hole");
	is_event(&r, 1, (struct seen_event){ STREAM_GAP, 0, 2, 40000, 2 },
		 "a gap is told by what stands behind it");
	is_event(&r, 2, (struct seen_event){ STREAM_DATA, 0, 2, 40000, 2 },
		 "octets behind a gap are from their own packet");
	tcp_free(t);

	t = new_tcp(&limits, &r, 1);
	run(t, "c syn;c 0 =ab;s a=6;s;s;s;s;s;s;s;s a=6");
	is_event(&r, 1, (struct seen_event){ STREAM_GAP, 0, 11, 40000, 4 },
		 "a gap that only the peer tells of is told in its own direction");
	tcp_free(t);
}

static void
test_times(void)
{
	static const int64_t ms = 1000000;
	struct limits limits;
	struct record r;
	struct tcp *t = new_tcp(&limits, &r, 1);

	run(t, "c syn;c 4 =ef t=1000;s 0 =x;s 1 =y t=9000");
	tcp_expire(t, 10999 * ms);
	is_int((intmax_t)r.count, 2, "10 s are waited for what was lost on the way");
	tcp_expire(t, 11000 * ms);
	is_event(&r, 2, (struct seen_event){ STREAM_GAP, 0, 2, 0, 4 }, "and no longer");
	is_event(&r, 3, (struct seen_event){ STREAM_DATA, 0, 2, 0, 2 }, "what is behind follows");
	tcp_free(t);

	t = new_tcp(&limits, &r, 1);
	r.waiting = 10;
	run(t, "c syn;c 0 =ab t=1000;c 2 =cd t=9000");
	is_int((intmax_t)tcp_held(t), 10, "what the reader holds is counted");
	tcp_expire(t, 18999 * ms);
	is_int((intmax_t)r.count, 2, "each new octet begins the 10 s anew");
	tcp_expire(t, 19000 * ms);
	is_event(&r, 2, (struct seen_event){ STREAM_GAP, 0, 0, 0, 0 },
		 "then the reader is told not to wait");
	is_int((intmax_t)tcp_held(t), 0, "and lets go");
	tcp_expire(t, (9000 + 3599999) * ms);
	is_int((intmax_t)tcp_open(t), 1, "a silent connection is known for an hour");
	tcp_expire(t, (9000 + 3600000) * ms);
	is_int((intmax_t)tcp_open(t), 0, "then forgotten");
	tcp_free(t);

	t = new_tcp(&limits, &r, 1);
	run(t, "c syn t=1000;c p=1 syn;c 0 fin;s 0 fin");
	is_int((intmax_t)tcp_open(t), 2, "one closed, one not begun");
	tcp_expire(t, 11000 * ms);
	is_int((intmax_t)tcp_open(t), 1, "a closed one is known for 10 s");
	tcp_expire(t, 301000 * ms);
	is_int((intmax_t)tcp_open(t), 0, "one that never begins for five minutes");
	tcp_free(t);

	t = new_tcp(&limits, &r, 1);
	run(t, "c syn t=5000;c 2 =cd t=6000;c 4 =ef t=1;c 0 =ab t=2");
	is_int((intmax_t)r.count, 3, "a clock that goes back does no harm");
	tcp_free(t);
}

/* A segment of one of many connections. */
static void
add(struct tcp *t, uint32_t n, uint8_t flags, uint32_t at, struct str payload)
{
	struct unit u = { .kind = UNIT_TCP, .payload = payload };

	u.seen.frame = n;
	u.seen.ts_ns = (int64_t)n * 1000;
	u.seen.src =
		(struct endpoint){ { 4, { 10, (uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n } },
				   40000 };
	u.seen.dst = (struct endpoint){ { 4, { 192, 0, 2, 1 } }, 5060 };
	u.tcp.flags = flags;
	u.tcp.seq = 1000 + at;
	tcp_expire(t, u.seen.ts_ns);
	tcp_add(t, &u);
}

enum { MANY = 1000000 };

static void
test_half_open(void)
{
	struct limits limits;
	struct record r;
	struct tcp *t = new_tcp(&limits, &r, 1);
	size_t most = 0, open;

	add(t, 0, TCP_SYN, 0, STR_ABSENT);
	add(t, 0, 0, 1, S("ab"));
	for (uint32_t n = 1; n <= MANY; n++) {
		add(t, n, TCP_SYN, 0, STR_ABSENT);
		open = tcp_open(t);
		most = open > most ? open : most;
	}
	is_int((intmax_t)most, (intmax_t)limits.max[LIMIT_STREAMS],
	       "of %d half-open connections no more are remembered than the bound", (int)MANY);
	is_int((intmax_t)limits.hit[LIMIT_STREAMS], MANY + 1 - (intmax_t)most,
	       "each that goes for lack of room is counted");
	is_int((intmax_t)tcp_held(t), 0, "none holds an octet");
	add(t, 0, 0, 3, S("cd"));
	is_event(&r, 1, (struct seen_event){ STREAM_DATA, 0, 0, 40000, 2 },
		 "the one that carries something stays");
	tcp_free(t);
	is_int((intmax_t)r.gone, MANY + 1, "each is told to be gone");
}

static void
test_memory(void)
{
	static char octets[1400];
	struct str full = { octets, sizeof(octets) };
	struct limits limits;
	struct record r;
	struct tcp *t = new_tcp(&limits, &r, 1);
	size_t most = 0;

	limits.max[LIMIT_STREAM_MEMORY] = 1 << 20;
	for (uint32_t n = 1; n <= 20000; n++) {
		add(t, n, TCP_SYN, 0, STR_ABSENT);
		add(t, n, 0, 3, full);
		most = tcp_held(t) > most ? tcp_held(t) : most;
	}
	ok(most <= 1 << 20 && most > (1 << 20) - 2000,
	   "20000 streams that wait hold no more than the bound in all (%zu)", most);
	ok(limits.hit[LIMIT_STREAM_MEMORY] > 18000, "each time it is reached is counted");
	is_event(&r, 0, (struct seen_event){ STREAM_GAP, 0, 1, 40000, 2 },
		 "the one that waited longest goes first");
	is_event(&r, 1, (struct seen_event){ STREAM_DATA, 0, 1, 40000, 1400 },
		 "and what it held is read");
	tcp_finish(t);
	is_int((intmax_t)tcp_held(t), 0, "at the end nothing is held");
	tcp_free(t);
}

static void
test_one_stream(void)
{
	static char octets[1400];
	struct str full = { octets, sizeof(octets) };
	struct limits limits;
	struct record r;
	struct tcp *t = new_tcp(&limits, &r, 1);
	size_t most = 0;

	add(t, 1, TCP_SYN, 0, STR_ABSENT);
	for (uint32_t n = 0; n < 1000; n++) {
		add(t, 1, 0, 3 + 1400 * n, full);
		most = tcp_held(t) > most ? tcp_held(t) : most;
	}
	ok(most < limits.max[LIMIT_STREAM_BYTES], "one stream holds less than its bound (%zu)",
	   most);
	is_int((intmax_t)limits.hit[LIMIT_STREAM_BYTES], 1, "then the hole is given up, once");
	is_event(&r, 0, (struct seen_event){ STREAM_GAP, 0, 1, 40000, 2 }, "as a gap");
	tcp_free(t);

	/* One octet each, with holes between: what is held is more than the octets. */
	t = new_tcp(&limits, &r, 1);
	most = 0;
	add(t, 1, TCP_SYN, 0, STR_ABSENT);
	for (uint32_t n = 0; n < 10000; n++) {
		add(t, 1, 0, 3 + 2 * n, S("x"));
		most = tcp_held(t) > most ? tcp_held(t) : most;
	}
	ok(most < limits.max[LIMIT_STREAM_BYTES], "so does one of single octets (%zu)", most);
	ok(limits.hit[LIMIT_STREAM_PIECES] > 0, "of which no more are kept than can be searched");
	tcp_free(t);
}

/* The tables' order hangs on their key; nothing that is told may. */
static void
test_order(void)
{
	struct record first = { .count = 0 }, r;
	struct limits limits;
	size_t same = 0, wrong = 0;

	for (uint64_t key = 0; key < 20; key++) {
		struct tcp *t = new_tcp(&limits, &r, key * 0x9e3779b97f4a7c15u);

		for (uint32_t n = 1; n <= 20; n++) {
			add(t, n * 7919, TCP_SYN, 0, STR_ABSENT);
			add(t, n * 7919, 0, 3, S("late"));
		}
		tcp_finish(t);
		tcp_free(t);
		if (key == 0)
			first = r;
		same += r.count == first.count;
		for (size_t i = 0; i < r.count && i < first.count; i++)
			wrong += r.events[i].kind != first.events[i].kind ||
				 r.events[i].frame != first.events[i].frame;
	}
	ok(same == 20 && wrong == 0,
	   "with 20 keys of the table, the same events in the same order");
}

int
main(void)
{
	test_frames();
	test_times();
	test_half_open();
	test_memory();
	test_one_stream();
	test_order();
	return done();
}
