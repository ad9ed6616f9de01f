/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From segments to messages: however a conversation was cut, repeated, shuffled, lost and
 * captured, nothing comes out that was not said.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sipwhy/streams.h>

#include "segments.h"
#include "sipwire.h"
#include "talk.h"
#include "tap.h"

enum { MESSAGES = 64 };

struct got {
	struct str raw;
	struct seen seen;
	size_t missing;
};

struct record {
	struct arena *arena;
	struct got messages[MESSAGES];
	size_t count;
	uint64_t gap_bytes;
	size_t gaps;
	struct talk_check check;
};

static void
on_message(void *ctx, const struct seen *seen, struct str raw, size_t missing_bytes)
{
	struct record *r = ctx;
	bool ok = true;

	if (r->count < MESSAGES)
		r->messages[r->count] =
			(struct got){ arena_dup(r->arena, raw, &ok), *seen, missing_bytes };
	r->count++;
	talk_check_message(&r->check, seen, raw, missing_bytes);
}

static void
on_gap(void *ctx, const struct seen *seen, uint64_t bytes)
{
	struct record *r = ctx;

	(void)seen;
	r->gaps++;
	r->gap_bytes += bytes;
}

struct bench {
	struct arena *arena;
	struct limits limits;
	struct record record;
	struct tcps *tcps;
};

static void
begin(struct bench *b, uint64_t key)
{
	b->arena = arena_new(0);
	b->record = (struct record){ .arena = b->arena };
	limits_begin(&b->limits, (struct hash_key){ key, 2 });
	b->tcps = tcps_new(&b->limits, on_message, &b->record);
	tcps_on_gap(b->tcps, on_gap);
}

static void
end(struct bench *b)
{
	tcps_free(b->tcps);
	arena_free(b->arena);
}

static void
add(struct bench *b, const struct unit *u)
{
	tcps_expire(b->tcps, u->seen.ts_ns);
	tcps_add(b->tcps, u);
}

static void
run(struct bench *b, const char *script)
{
	struct segments s = segments_of(str_of(script), 1000, 2000);
	struct unit u;

	while (segments_next(&s, &u))
		add(b, &u);
}

static uint64_t
oddity(const struct bench *b, const char *name)
{
	struct stream_oddity odd[STREAM_ODDITIES];
	size_t n = tcps_oddities(b->tcps, odd);

	for (size_t i = 0; i < n; i++) {
		if (strcmp(odd[i].name, name) == 0)
			return odd[i].count;
	}
	return 0;
}

static void
test_mischief(const char *promise, struct talk_mischief m, uint64_t seeds)
{
	uint64_t failed = 0, held = 0;

	for (m.seed = 1; m.seed <= seeds; m.seed++) {
		struct bench b;
		struct talk talk;

		begin(&b, m.seed);
		talk = talk_new(talk_call, TALK_MESSAGES, &m, b.arena);
		for (size_t i = 0; i < talk.count; i++)
			add(&b, &talk.units[i]);
		held += tcps_held(b.tcps) > 0;
		tcps_finish(b.tcps);
		if ((b.record.check.whole != TALK_MESSAGES || b.record.count != TALK_MESSAGES ||
		     b.record.gaps > 0) &&
		    failed++ == 0)
			diag("seed %u: %zu messages, %zu gaps", (unsigned)m.seed, b.record.count,
			     b.record.gaps);
		end(&b);
	}
	is_int((intmax_t)failed, 0, "the same messages, %s (%u conversations)", promise,
	       (unsigned)seeds);
	is_int((intmax_t)held, 0, "and nothing waits at the end");
}

static void
test_loss(const char *promise, struct talk_mischief m, uint64_t seeds)
{
	uint64_t failed = 0;
	size_t whole = 0, parts = 0;

	for (m.seed = 1; m.seed <= seeds; m.seed++) {
		struct bench b;
		struct talk talk;

		begin(&b, m.seed);
		talk = talk_new(talk_call, TALK_MESSAGES, &m, b.arena);
		for (size_t i = 0; i < talk.count; i++)
			add(&b, &talk.units[i]);
		tcps_finish(b.tcps);
		if (b.record.check.wrong > 0 && failed++ == 0)
			diag("seed %u", (unsigned)m.seed);
		whole += b.record.check.whole;
		parts += b.record.check.parts;
		end(&b);
	}
	is_int((intmax_t)failed, 0, "nothing is invented, %s (%zu whole messages, %zu parts)",
	       promise, whole, parts);
	ok(parts > 0 && whole > parts, "most are whole");
}

static void
test_talks(void)
{
	struct talk_mischief m = { .piece_max = 1400 };

	test_mischief("each in its segment", m, 1);
	m.piece_max = 1;
	test_mischief("octet by octet", m, 1);
	m.piece_max = 300;
	test_mischief("cut anywhere", m, 300);
	m.repeat = 30;
	test_mischief("with octets sent again", m, 300);
	m.shuffle = 3;
	test_mischief("out of order within 3 packets", m, 300);
	m.no_acks = true;
	m.shuffle = 40;
	test_mischief("far out of order, without acknowledgements", m, 300);
	m.piece_max = 3;
	test_mischief("in crumbs far out of order", m, 20);

	m = (struct talk_mischief){ .piece_max = 300, .drop = 10 };
	test_loss("if some segments are not in the capture", m, 300);
	m.shuffle = 3;
	m.repeat = 30;
	m.cut = 5;
	test_loss("if there is all of that", m, 300);
	m.no_acks = true;
	test_loss("also without acknowledgements", m, 300);
	m.no_syn = true;
	m.no_acks = false;
	test_loss("also when the beginning is missing", m, 300);
}

static const char case_text[] =
	"@ 0.000 tcp 192.0.2.10:40000 > 192.0.2.1:5060 seg=7,1,100 swap\n"
	"REGISTER sip:example.com SIP/2.0\nCall-ID: 1\nContent-Length: @len@\n\nbody\n"
	"@ 0.010 tcp 192.0.2.1:5060 > 192.0.2.10:40000 seg=30 swap\n"
	"SIP/2.0 401 Unauthorized\nCall-ID: 1\nContent-Length: 0\n\n"
	"@ 0.020 tcp 192.0.2.10:40000 > 192.0.2.1:5060\n\n"
	"@ 0.030 tcp 192.0.2.10:40000 > 192.0.2.1:5060 seg=20\n"
	"REGISTER sip:example.com SIP/2.0\nCall-ID: 1\nl: 0\n\n"
	"@ 0.040 tcp 192.0.2.11:40001 > 192.0.2.1:9999\n"
	"OPTIONS sip:example.com SIP/2.0\nCall-ID: 2\nl: 0\n\n"
	"@ 0.050 tcp 192.0.2.1:5060 > 192.0.2.10:40000 snap=120\n"
	"SIP/2.0 200 OK\nCall-ID: 1\nContent-Length: @len@\n\n"
	"a body that the capture does not have all of, since it was cut short\n";

/* As captures have them; frames by counting: a handshake is three, each message is acknowledged. */
static void
test_case(void)
{
	static const struct {
		uint64_t frame;
		uint16_t src_port;
		const char *begins;
		size_t missing;
	} want[] = {
		{ 6, 40000, "REGISTER", 0 },    { 9, 5060, "SIP/2.0 401", 0 },
		{ 14, 40000, "REGISTER", 0 },   { 19, 40001, "OPTIONS", 0 },
		{ 21, 5060, "SIP/2.0 200", 1 },
	};
	struct err err = { "" };
	struct sipcase *c = sipcase_parse(str_of(case_text), "case", &err);
	struct sipwire_options o = { .link = LINK_ETHERNET };
	struct sipwire *w = c != NULL ? sipwire_new(c, &o, &err) : NULL;
	struct bench b;
	struct unit u;

	begin(&b, 1);
	ok(w != NULL, "a case can be made %s", err.text);
	for (size_t i = 0; w != NULL && i < w->count; i++) {
		if (segment_of_packet(&w->packets[i], &u))
			add(&b, &u);
	}
	tcps_finish(b.tcps);
	is_int((intmax_t)b.record.count, COUNT(want), "each message of a capture is read");
	for (size_t i = 0; i < COUNT(want) && i < b.record.count; i++) {
		const struct got *got = &b.record.messages[i];

		ok(str_starts(got->raw, str_of(want[i].begins)) &&
			   got->seen.src.port == want[i].src_port &&
			   got->seen.transport == TRANSPORT_TCP,
		   "%s, from its sender", want[i].begins);
		is_int((intmax_t)got->seen.frame, (intmax_t)want[i].frame,
		       "the packet that made it whole");
		ok((got->missing > 0) == (want[i].missing > 0), "cut or not");
	}
	is_int((intmax_t)oddity(&b, "stream.keepalive"), 1, "the keep-alive is counted");
	is_int((intmax_t)oddity(&b, "tcp.cut"), 1, "so is the cut segment");
	end(&b);
	sipwire_free(w);
	sipcase_free(c);
}

/* RFC 7118 8.1; 39 octets unmasked, as a server sends them. */
#define UPGRADE                                                                                    \
	"c syn;s syn a=0;c 0 =GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: "     \
	"Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: sip"    \
	"\r\nSec-WebSocket-Version: 13\r\n\r\n;s 0 =HTTP/1.1 101 Switching Protocols\r\nUpgrade: " \
	"websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: sip\r\n\r\n;"
#define FRAME "=\x82\x27" BYE_TEXT
#define BYE_TEXT "BYE sip:a SIP/2.0\r\nCall-ID: 1\r\nl: 0\r\n\r\n"

#define BYE "=" BYE_TEXT

/* What is read, and what is remembered of what is not. */
struct kind {
	const char *promise, *script;
	size_t messages, open;
	const char *odd; /* NULL: none is looked for */
};

static const struct kind kinds[] = {
	{ "SIP on a port of its own", "c syn p=1;s syn p=1;c 0 " BYE, 1, 1, NULL },
	{ "the first octets come one by one",
	  "c syn;c 0 =B;c 1 =Y;c 2 =E;c 3 = ;c 4 =sip:a SIP/2.0\r\nl: 0\r\n\r\n", 1, 1, NULL },
	{ "the server speaks first", "c syn;s syn a=0;s 0 " BYE, 1, 1, NULL },
	{ "a keep-alive comes first", "c syn;c 0 =\r\n\r\n;c 4 " BYE, 1, 1, NULL },
	{ "TLS is told, once, and not read",
	  "c syn;c 0 =\x16\x03\x01\x02\x02\x01\x01;s 0 =\x16\x03\x03\x02\x02\x02\x01;c 7 =\x17\x03\x03"
	  "\x02\x02"
	  "abc;c 15 " BYE,
	  0, 1, "tls.sip" },
	{ "TLS that was under way",
	  "c 7 =\x17\x03\x03\x02\x02"
	  "abc;s 9 =\x17\x03\x03\x02\x02"
	  "abc",
	  0, 1, "tls.sip" },
	{ "records that are no TLS", "c syn;c 0 =\x17\x07\x03\x01\x02 a=0;c 6 =x", 0, 1, NULL },
};

/* On a port that tells nothing. */
static const struct kind others[] = {
	{ "SIP", "c syn;c 0 " BYE, 1, 1, NULL },
	{ "a web page is forgotten",
	  "c syn;s syn a=0;c 0 =GET / HTTP/1.1\r\nHost: a\r\n\r\n;"
	  "s 0 =HTTP/1.1 200 OK\r\n\r\n;c 26 =GET / HTTP/1.1\r\n\r\n",
	  0, 0, NULL },
	{ "so is mail", "c syn;s 0 =220 mail.example.com ESMTP\r\n", 0, 0, NULL },
	{ "and octets of any kind", "c syn;c 0 =\x01\x02\x03", 0, 0, NULL },
	{ "unless SIP follows", "c syn;c 0 =\x01\x02\x03;c 3 " BYE, 1, 1, "tcp.no-beginning" },
	{ "octets before and behind a gap are not put together",
	  "c syn;s syn a=0;c 0 =BY;s 0 " BYE ";c 7 =E sip:a SIP/2.0\r\nl: 0\r\n\r\n", 1, 1, NULL },
	{ "nor is half a method one at the end",
	  "c syn;s syn a=0;c 0 =BY;s 0 " BYE ";c 2 fin;s 39 fin", 1, 1, NULL },
	{ "a request under way", "c 100 " BYE ";c 139 " BYE, 2, 1, "tcp.no-beginning" },
	{ "a method that is told octet by octet and is none",
	  "c syn;c 0 =B;c 1 =Y;c 2 =E;c 3 =!;c 4 =\x80", 0, 0, NULL },
	{ "TLS is told apart there", "c syn;c 0 =\x16\x03\x01\x02\x02\x01\x01", 0, 1, "tls.other" },
	{ "WebSocket", UPGRADE "s 106 " FRAME, 1, 1, NULL },
	{ "WebSocket under way", "s 9 " FRAME ";s 50 " FRAME, 2, 1, "tcp.no-beginning" },
	{ "nothing but line ends", "c syn;c 0 =\r\n\r\n;c 4 =\r\n", 0, 1, NULL },
};

/* `port`: the server's. */
static void
test_kind(const struct kind *kind, uint16_t port)
{
	struct segments s = segments_of(str_of(kind->script), 1000, 2000);
	struct bench b;
	struct unit u;

	begin(&b, 1);
	while (segments_next(&s, &u)) {
		if (u.seen.dst.port == 5060)
			u.seen.dst.port = port;
		else
			u.seen.src.port = port;
		add(&b, &u);
	}
	is_int((intmax_t)tcps_open(b.tcps), (intmax_t)kind->open,
	       "%s: what is remembered (port %u)", kind->promise, port);
	tcps_finish(b.tcps);
	is_int((intmax_t)b.record.count, (intmax_t)kind->messages, "%s: what is read",
	       kind->promise);
	if (kind->odd != NULL)
		is_int((intmax_t)oddity(&b, kind->odd), 1, "%s: %s", kind->promise, kind->odd);
	end(&b);
}

static void
test_kinds(void)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		test_kind(&kinds[i], 5060);
	for (size_t i = 0; i < COUNT(others); i++)
		test_kind(&others[i], 8080);
}

/* A SYN and half a message from each of many hosts. */
static void
test_many(void)
{
	static const struct str half = { "REGISTER sip:a SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.1",
					 51 };
	struct bench b;
	size_t open = 0, held = 0;

	begin(&b, 1);
	b.limits.max[LIMIT_STREAM_MEMORY] = (uint64_t)4 << 20;
	for (uint32_t n = 0; n < 200000; n++) {
		struct unit u = { .kind = UNIT_TCP, .tcp = { .flags = TCP_SYN } };

		u.seen = (struct seen){ .ts_ns = n, .frame = n + 1 };
		u.seen.src = (struct endpoint){
			{ 4, { 10, (uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n } }, 40000
		};
		u.seen.dst = (struct endpoint){ { 4, { 192, 0, 2, 1 } }, 5060 };
		add(&b, &u);
		u.tcp = (struct tcp_head){ .seq = 1 };
		u.payload = half;
		add(&b, &u);
		open = tcps_open(b.tcps) > open ? tcps_open(b.tcps) : open;
		held = tcps_held(b.tcps) > held ? tcps_held(b.tcps) : held;
	}
	is_int((intmax_t)open, (intmax_t)b.limits.max[LIMIT_STREAMS],
	       "of 200000 connections with half a message no more are known than the bound");
	ok(held <= (size_t)4 << 20 && held > (size_t)4 << 19, "nor more octets held (%zu)", held);
	tcps_finish(b.tcps);
	is_int((intmax_t)b.record.count, 200000, "each half is told, as cut");
	end(&b);
}

static void
test_under_way(void)
{
	struct bench b;

	begin(&b, 1);
	run(&b, "c 0 =Max-Forwards: 70\r\nl: 2\r\n\r\nab\r\nBYE sip:a SIP/2.0\r\nl: 0\r\n\r\n");
	is_int((intmax_t)b.record.count, 1, "on port 5060, a message behind the rest of another");
	is_int((intmax_t)oddity(&b, "stream.garbage"), 0, "that rest is not garbage");
	end(&b);
}

static void
test_gaps(void)
{
	struct bench b;

	begin(&b, 1);
	run(&b, "c syn;s syn a=0;c 0 " BYE ";c 100 " BYE ";s a=139;s;s;s;s;s;s;s;s a=139");
	is_int((intmax_t)b.record.count, 2, "what stands behind a gap is read");
	ok(b.record.gaps == 1 && b.record.gap_bytes > 0, "that octets are missing is told");
	is_int((intmax_t)oddity(&b, "tcp.gap"), 1, "and counted");
	end(&b);

	begin(&b, 1);
	run(&b, "c syn t=0;c 0 =BYE sip:a SIP/2.0\r\nCall-ID: 1\r\n");
	tcps_expire(b.tcps, INT64_C(9999999999));
	is_int((intmax_t)b.record.count, 0, "half a message is waited for");
	tcps_expire(b.tcps, INT64_C(10000000000));
	is_int((intmax_t)b.record.count, 1, "10 s long");
	ok(b.record.messages[0].missing > 0 && b.record.gaps == 0,
	   "then it is told as cut, but not as lost");
	is_int((intmax_t)tcps_held(b.tcps), 0, "and held no more");
	end(&b);
}

int
main(void)
{
	test_talks();
	test_case();
	test_kinds();
	test_under_way();
	test_gaps();
	test_many();
	return done();
}
