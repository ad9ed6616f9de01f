/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * WebSocket with something missing, wrong or too much of it: what is handed on is right, what is
 * not is counted, and memory is given back.
 */
#include <string.h>

#include "failing.h"
#include "tap.h"
#include "ws_stream.h"

static struct ws_stream stream;
static struct ws_result result;
static struct ws_reader r;

/* Whether each message is one of those that were sent, or says that it is the beginning of one. */
static bool
all_true(void)
{
	for (size_t i = 0; i < result.count; i++) {
		struct str raw = result.message[i].raw;
		size_t missing = result.message[i].missing;
		bool good = false;

		for (size_t k = 0; k < MESSAGES && !good; k++)
			good = missing == 0 ? str_eq(raw, plain[k]) : str_starts(plain[k], raw);
		if (!good)
			return false;
	}
	return true;
}

static bool
has_last(struct str want)
{
	return result.count > 0 && result.message[result.count - 1].missing == 0 &&
	       str_eq(result.message[result.count - 1].raw, want);
}

/* Without `len` octets at `at`: told, or only not there. */
static void
read_hole(size_t at, size_t len)
{
	struct str all = ws_view(&stream);

	ws_begin(&r, &result);
	ws_feed(&r, str_sub(all, 0, at));
	websocket_gap(r.ws, len);
	ws_feed(&r, str_sub(all, at + len, all.len));
	ws_end(&r);
}

/* Wherever a hole is, nothing wrong comes out, and what is clear of it comes whole. */
static void
holes(size_t last_begins, struct str last, const char *promise)
{
	static const size_t lens[] = { 1, 2, 5, 14, 100, 300, 700 };
	size_t wrong = 0, lost = 0, told = 0;

	for (size_t at = 0; at < stream.len; at++) {
		for (size_t i = 0; i < COUNT(lens); i++) {
			size_t behind = at + lens[i];

			read_hole(at, lens[i]);
			wrong += !all_true();
			lost += behind <= last_begins && !has_last(last);
			told += result.count;
		}
	}
	is_int((intmax_t)wrong, 0, "%s: no hole makes a message that was not sent", promise);
	is_int((intmax_t)lost, 0, "%s: the last message is read after any hole before it", promise);
	ok(told > stream.len, "%s: most are read", promise);
}

static void
test_holes(void)
{
	size_t last;

	for (unsigned masked = 0; masked < 2; masked++) {
		stream.masked = masked != 0;
		ws_upgrade(&stream, STR_ABSENT);
		ws_frame(&stream, TEXT, plain[0]);
		ws_frame(&stream, BEGIN, str_sub(plain[1], 0, 100));
		ws_frame(&stream, PING, S(""));
		ws_frame(&stream, LAST, str_sub(plain[1], 100, plain[1].len));
		last = stream.len;
		ws_frame(&stream, BINARY, plain[3]);
		holes(last, plain[3], masked ? "a client" : "a server");
	}
}

static void
test_compressed_holes(void)
{
	size_t last;

	stream.masked = true;
	ws_upgrade(&stream, S("permessage-deflate"));
	for (size_t i = 0; i < MESSAGES; i++)
		ws_frame(&stream, TEXT | PACKED, packed[i]);
	last = stream.len;
	ws_frame(&stream, TEXT, plain[3]);
	holes(last, plain[3], "compressed, then not");

	ws_upgrade(&stream, S("permessage-deflate; client_no_context_takeover"));
	for (size_t i = 0; i < MESSAGES; i++) {
		last = stream.len;
		ws_frame(&stream, TEXT | PACKED, packed_alone[i]);
	}
	holes(last, plain[3], "compressed, each by itself");

	/* With the upgrade missed, the first message that refers to others is not readable. */
	stream.len = 0;
	for (size_t i = 1; i < MESSAGES; i++)
		ws_frame(&stream, TEXT | PACKED, packed[i]);
	ws_begin(&r, &result);
	ws_feed(&r, ws_view(&stream));
	ws_end(&r);
	ok(all_true(), "what the window does not have is not made up");
}

static void
test_cut(void)
{
	stream.masked = true;
	ws_upgrade(&stream, STR_ABSENT);
	ws_frame(&stream, TEXT, plain[2]);
	ws_frame(&stream, TEXT, plain[0]);
	read_hole(stream.len - plain[0].len - 8 - 100, 60);
	ok(result.count == 2 && result.message[0].missing == 100 &&
		   str_eq(result.message[0].raw, str_sub(plain[2], 0, plain[2].len - 100)),
	   "a message with a hole: its beginning, and how much is missing from there on");
	ok(has_last(plain[0]) && result.odd[WEBSOCKET_ODD_CUT] == 1, "and the next one whole");

	/* It did not come in time, and then it did. */
	ws_begin(&r, &result);
	ws_feed(&r, str_sub(ws_view(&stream), 0, stream.len - plain[0].len - 8 - 100));
	websocket_gap(r.ws, 0);
	is_int((intmax_t)result.count, 1, "what waited too long is handed on");
	is_int((intmax_t)websocket_waiting(r.ws), 0, "and let go");
	ws_feed(&r, str_sub(ws_view(&stream), stream.len - plain[0].len - 8 - 100, 4096));
	ok(result.count == 2 && has_last(plain[0]), "its rest is passed over, the next is read");
	ws_end(&r);

	/* The end came in the middle. */
	ws_begin(&r, &result);
	ws_feed(&r, str_sub(ws_view(&stream), 0, stream.len - 40));
	ws_end(&r);
	ok(result.count == 2 && result.message[1].missing == 40, "the last one lacks its end");
}

/* Feed it, then say how often this was counted, and whether the last message came through. */
static void
odd(enum websocket_odd which, struct str last, const char *promise)
{
	ws_begin(&r, &result);
	ws_feed(&r, ws_view(&stream));
	ws_end(&r);
	is_int(result.odd[which], 1, "%s: counted", promise);
	ok(str_absent(last) ? result.count == 0 : has_last(last), "%s: %s", promise,
	   str_absent(last) ? "nothing is read" : "the next message is read");
	ok(strncmp(websocket_odd_name(which), "websocket.", 10) == 0 &&
		   strlen(websocket_odd_text(which)) > 10,
	   "%s: it has a name", promise);
}

static void
test_odd_frames(void)
{
	stream.masked = true;
	ws_upgrade(&stream, STR_ABSENT);
	ws_put(&stream, S("\x83\x05hello"));
	ws_frame(&stream, TEXT, plain[0]);
	odd(WEBSOCKET_ODD_FRAME, plain[0], "a reserved opcode");

	ws_upgrade(&stream, STR_ABSENT);
	ws_put(&stream, S("\x81\xff\x00\x00\x01\x00\x00\x00\x00\x00"));
	ws_frame(&stream, TEXT, plain[0]);
	odd(WEBSOCKET_ODD_FRAME, plain[0], "a length beyond reason");

	ws_upgrade(&stream, STR_ABSENT);
	stream.masked = false;
	ws_frame(&stream, TEXT, plain[0]);
	odd(WEBSOCKET_ODD_MASK, plain[0], "a client that does not mask");

	stream.masked = true;
	ws_upgrade(&stream, STR_ABSENT);
	ws_frame(&stream, BEGIN, str_sub(plain[0], 0, 150));
	ws_frame(&stream, TEXT, plain[2]);
	odd(WEBSOCKET_ODD_FRAGMENT, plain[2], "a message within another");
	ok(result.count == 2 && result.message[0].missing == 1, "the first is handed on as cut");

	ws_upgrade(&stream, STR_ABSENT);
	ws_frame(&stream, MORE, str_sub(plain[0], 0, 150));
	ws_frame(&stream, LAST, str_sub(plain[0], 150, 999));
	ws_frame(&stream, TEXT, plain[2]);
	odd(WEBSOCKET_ODD_HEADLESS, plain[2], "the end of a message whose beginning is missing");

	ws_upgrade(&stream, STR_ABSENT);
	ws_frame(&stream, TEXT, S("{\"id\":1}"));
	ws_frame(&stream, TEXT, plain[2]);
	odd(WEBSOCKET_ODD_NOT_SIP, plain[2], "a message of something else");

	stream.masked = false;
	ws_upgrade(&stream, STR_ABSENT);
	ws_frame(&stream, TEXT | PACKED, packed_alone[0]);
	ws_frame(&stream, TEXT, plain[1]);
	odd(WEBSOCKET_ODD_INFLATE, plain[1], "compressed, which was not agreed to");
}

static void
test_upgrades(void)
{
	static const char other[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
				    "Sec-WebSocket-Protocol: msrp\r\n\r\n";

	stream.masked = false;
	ws_upgrade(&stream, S("x-webkit-deflate-frame"));
	ws_frame(&stream, TEXT, plain[1]);
	odd(WEBSOCKET_ODD_EXTENSION, plain[1], "an extension that is not read");

	stream.len = 0;
	ws_put(&stream, str_of(other));
	ws_frame(&stream, TEXT, plain[1]);
	odd(WEBSOCKET_ODD_SUBPROTOCOL, STR_ABSENT, "another subprotocol");
	ok(result.over, "another subprotocol: it is over");

	stream.len = 0;
	ws_put(&stream, S("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm=a\r\n"
			  "Content-Length: 5\r\n\r\nHTTP/HTTP/1.1 100 Continue\r\n\r\n"
			  "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"));
	ws_frame(&stream, TEXT, plain[1]);
	odd(WEBSOCKET_ODD_REFUSED, plain[1], "refused, and granted when asked anew");

	stream.len = 0;
	ws_put(&stream, S("HTTP/1.1 503 Service Unavailable\r\nTransfer-Encoding: chunked\r\n\r\n"
			  "6\r\nsorry!\r\n0\r\n\r\nHTTP/1.1 101 Switching Protocols\r\n"
			  "Upgrade: websocket\r\n\r\n"));
	ws_frame(&stream, TEXT, plain[1]);
	odd(WEBSOCKET_ODD_REFUSED, plain[1], "refused with a body of no told length");

	stream.masked = true;
	stream.len = 0;
	ws_put(&stream, S("GET / HTTP/1.1\r\nUpgrade: websocket\r\n"
			  "Sec-WebSocket-Protocol: xmpp\r\nSec-WebSocket-Protocol: msrp, SIP\r\n"
			  "\r\nGET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"));
	ws_frame(&stream, TEXT, plain[0]);
	ws_begin(&r, &result);
	ws_feed(&r, ws_view(&stream));
	ws_end(&r);
	ok(ws_are(&result, plain, 1), "asked for twice, with SIP among other subprotocols");
}

static void
test_terms(void)
{
	struct websocket_terms t;

	stream.masked = false;
	ws_upgrade(&stream, S("foo, permessage-deflate; server_no_context_takeover; "
			      "client_max_window_bits=9;server_max_window_bits=\"12\""));
	ws_begin(&r, &result);
	ok(!websocket_terms(r.ws).known, "before the answer nothing is settled");
	ws_feed(&r, ws_view(&stream));
	t = websocket_terms(r.ws);
	ws_end(&r);
	ok(t.known && t.deflate && t.server_no_takeover && !t.client_no_takeover,
	   "what was agreed is known");
	ok(t.client_max_window == 9 && t.server_max_window == 12, "so are the windows");

	stream.masked = true;
	stream.len = 0;
	for (size_t i = 0; i < MESSAGES; i++)
		ws_frame(&stream, TEXT | PACKED, packed_alone[i]);
	t.client_no_takeover = true;
	ws_begin(&r, &result);
	websocket_agree(r.ws, &t);
	ws_feed(&r, ws_view(&stream));
	ok(ws_are(&result, plain, MESSAGES) && r.shared.inflaters == 0,
	   "a client that was told so needs no window");
	ws_end(&r);
}

static void
test_bounds(void)
{
	stream.masked = true;
	ws_upgrade(&stream, STR_ABSENT);
	ws_frame(&stream, TEXT, plain[2]);
	ws_frame(&stream, TEXT, plain[0]);
	ws_begin(&r, &result);
	websocket_free(r.ws);
	r.limits.max[LIMIT_MESSAGE_BYTES] = 300;
	r.ws = websocket_new(&r.shared, &r);
	ws_feed(&r, ws_view(&stream));
	ok(result.count == 2 && result.message[0].missing == plain[2].len - 300 &&
		   has_last(plain[0]),
	   "a message too long is cut");
	ok(result.odd[WEBSOCKET_ODD_LONG] == 1 && r.limits.hit[LIMIT_MESSAGE_BYTES] == 1,
	   "which is counted");
	ws_end(&r);

	stream.len = 0;
	for (unsigned i = 0; i < 8; i++)
		ws_frame(&stream, TEXT | PACKED, packed_wide);
	ws_begin(&r, &result);
	ws_feed(&r, ws_view(&stream));
	ok(result.over && result.count < 8 && r.limits.hit[LIMIT_MESSAGE_EXPANSION] == 1 &&
		   result.odd[WEBSOCKET_ODD_LOST] == 1,
	   "what expands beyond reason is given up after %zu messages", result.count);
	ws_end(&r);

	stream.len = 0;
	ws_frame(&stream, TEXT | PACKED, packed_alone[0]);
	ws_frame(&stream, TEXT, plain[2]);
	ws_begin(&r, &result);
	r.limits.max[LIMIT_INFLATERS] = 0;
	ws_feed(&r, ws_view(&stream));
	ok(result.odd[WEBSOCKET_ODD_NO_INFLATE] == 1 && has_last(plain[2]) &&
		   r.limits.hit[LIMIT_INFLATERS] == 1,
	   "without a window the compressed message is counted, the other one read");
	ws_end(&r);

	stream.len = 0;
	ws_frame(&stream, TEXT, plain[2]);
	ws_begin(&r, &result);
	websocket_gap(r.ws, 1);
	for (unsigned i = 0; i < 300; i++) {
		static const char noise[1024];

		ws_feed(&r, (struct str){ noise, sizeof(noise) });
	}
	ok(result.over && result.odd[WEBSOCKET_ODD_LOST] == 1, "noise is given up in the end");
	ws_end(&r);
}

/* The n-th allocation fails, for each n. */
static void
test_memory(void)
{
	long held = failing_held(), tried = 0;
	bool silent = false, wrong = false, leaked = false, failed;

	stream.masked = true;
	ws_upgrade(&stream, S("permessage-deflate"));
	for (size_t i = 0; i < MESSAGES; i++)
		ws_frame(&stream, i == 2 ? TEXT : TEXT | PACKED, i == 2 ? plain[2] : packed[i]);
	do {
		failing_at(tried++);
		if (ws_begin(&r, &result)) {
			ws_feed(&r, str_sub(ws_view(&stream), 0, 300));
			ws_feed(&r, str_sub(ws_view(&stream), 300, stream.len));
			silent = silent || (result.count < 3 && r.shared.dropped == 0 &&
					    result.odd[WEBSOCKET_ODD_INFLATE] == 0);
			wrong = wrong || !all_true();
			ws_end(&r);
			leaked = leaked || r.shared.inflaters != 0;
		}
		failed = failing_stop();
		leaked = leaked || failing_held() != held;
	} while (failed);
	ok(tried > 5, "each of %ld allocations was made to fail", tried);
	ok(!leaked, "nothing leaks");
	ok(!silent, "what is lost is counted");
	ok(!wrong, "what is handed on is right");
}

static bool
has_zlib(void)
{
	stream.len = 0;
	ws_frame(&stream, TEXT | PACKED, packed[0]);
	return websocket_guess(ws_view(&stream)) == WEBSOCKET_YES;
}

int
main(void)
{
	test_holes();
	test_cut();
	test_odd_frames();
	test_upgrades();
	if (has_zlib()) {
		test_compressed_holes();
		test_terms();
		test_bounds();
		test_memory();
	} else {
		skip("built without zlib");
	}
	return done();
}
