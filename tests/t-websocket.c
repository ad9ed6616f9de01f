/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What WebSocket allows a peer to do to SIP messages (RFC 6455, 7118, 7692), undone, however the
 * stream was cut into pieces.
 */
#include "guard.h"
#include "tap.h"
#include "ws_stream.h"

static struct ws_stream stream;
static struct ws_result result;

static bool
has_zlib(void)
{
	static struct ws_stream s;

	s.len = 0;
	ws_frame(&s, TEXT | PACKED, packed[0]);
	return websocket_guess(ws_view(&s)) == WEBSOCKET_YES;
}

/* Read the stream in two pieces, or octet by octet with `at` of 0. */
static void
read_split(struct str all, size_t at)
{
	struct ws_reader r;

	ws_begin(&r, &result);
	if (at > 0) {
		struct str first = guard(str_sub(all, 0, at));

		ws_feed(&r, first);
		ws_feed(&r, str_sub(all, at, all.len));
		guard_free(first);
	}
	for (size_t i = 0; at == 0 && i < all.len; i++)
		ws_feed(&r, str_sub(all, i, 1));
	ws_end(&r);
}

static bool
nothing_odd(void)
{
	unsigned odd = 0;

	for (unsigned i = 0; i < WEBSOCKET_ODD_COUNT_; i++)
		odd += i == WEBSOCKET_ODD_KEEPALIVE ? 0 : result.odd[i];
	return odd == 0;
}

/* The stream gives these messages and nothing odd, whole, in octets, and in any two pieces. */
static void
gives(const struct str *want, size_t count, const char *promise)
{
	struct str all = guard(ws_view(&stream));
	size_t wrong = 0;

	for (size_t at = 0; at <= all.len; at++) {
		read_split(all, at);
		wrong += !ws_are(&result, want, count) || !nothing_odd();
	}
	is_int((intmax_t)wrong, 0, "%s: however it is cut", promise);
	is_int(websocket_guess(all), WEBSOCKET_YES, "%s: known by its beginning", promise);
	guard_free(all);
}

static void
test_builder(void)
{
	/* RFC 6455 5.7 */
	stream = (struct ws_stream){ .masked = true };
	ws_frame(&stream, TEXT, S("Hello"));
	is_str(ws_view(&stream), S("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"),
	       "this test makes frames as the RFC does");
}

static void
test_upgraded(bool masked)
{
	struct str rest = plain[2];

	stream.masked = masked;
	ws_upgrade(&stream, STR_ABSENT);
	ws_frame(&stream, TEXT, plain[0]);
	ws_frame(&stream, PING, S("are you there"));
	ws_frame(&stream, TEXT, S("\r\n\r\n"));
	ws_frame(&stream, BINARY, plain[1]);
	ws_frame(&stream, PONG, S(""));
	ws_frame(&stream, BEGIN, str_sub(rest, 0, 5));
	ws_frame(&stream, PING, S(""));
	ws_frame(&stream, MORE, str_sub(rest, 5, 200));
	ws_frame(&stream, MORE, S(""));
	ws_frame(&stream, PONG, S("x"));
	ws_frame(&stream, LAST, str_sub(rest, 205, rest.len));
	ws_frame(&stream, TEXT, plain[3]);
	ws_frame(&stream, CLOSE,
		 S("\x03\xe8"
		   "bye"));
	gives(plain, MESSAGES,
	      masked ? "a client: text, binary, fragments, control frames between"
		     : "a server: text, binary, fragments, control frames between");
	ok(result.over, "the close frame ends it");
	is_int(result.odd[WEBSOCKET_ODD_KEEPALIVE], 1, "the keep-alive was counted");
}

static void
test_long(void)
{
	static char body[1 << 17];
	static struct ws_reader r;

	for (size_t i = 0; i < sizeof(body); i++)
		body[i] = i < plain[3].len ? plain[3].p[i] : 'x';
	stream.masked = true;
	stream.len = 0;
	ws_frame(&stream, TEXT, (struct str){ body, 65600 });
	ws_frame(&stream, TEXT, plain[1]);
	ws_begin(&r, &result);
	r.limits.max[LIMIT_MESSAGE_BYTES] = 1 << 17;
	websocket_free(r.ws);
	r.ws = websocket_new(&r.shared, &r);
	for (size_t at = 0; at < stream.len; at += 1460)
		ws_feed(&r, str_sub(ws_view(&stream), at, 1460));
	ws_end(&r);
	ok(ws_are(&result, (struct str[]){ { body, 65600 }, plain[1] }, 2),
	   "a length of 64 bits, in segments");
	is_int((intmax_t)result.message[0].seen.frame, 45, "the frame is that of the last octet");
}

static void
test_missed(void)
{
	stream.masked = true;
	stream.len = 0;
	ws_frame(&stream, TEXT, plain[0]);
	ws_frame(&stream, BINARY, plain[2]);
	gives((struct str[]){ plain[0], plain[2] }, 2, "the upgrade was missed");
	stream.masked = false;
	stream.len = 0;
	ws_frame(&stream, TEXT, S("\r\n\r\n"));
	ws_frame(&stream, TEXT, plain[1]);
	gives(&plain[1], 1, "the upgrade was missed, and it goes on with a keep-alive");
}

static void
test_compressed(void)
{
	stream.masked = true;
	ws_upgrade(&stream, S("permessage-deflate; client_max_window_bits"));
	for (size_t i = 0; i < MESSAGES; i++)
		ws_frame(&stream, TEXT | PACKED, packed[i]);
	gives(plain, MESSAGES, "compressed, the window goes on");

	stream.masked = false;
	ws_upgrade(&stream, S("permessage-deflate"));
	ws_frame(&stream, BEGIN | PACKED, str_sub(packed[0], 0, 3));
	ws_frame(&stream, MORE, str_sub(packed[0], 3, 50));
	ws_frame(&stream, PING, S("?"));
	ws_frame(&stream, LAST, str_sub(packed[0], 53, packed[0].len));
	ws_frame(&stream, TEXT, plain[3]);
	ws_frame(&stream, TEXT | PACKED, packed[1]);
	ws_frame(&stream, TEXT | PACKED, packed[2]);
	gives((struct str[]){ plain[0], plain[3], plain[1], plain[2] }, 4,
	      "compressed in fragments, one between that is not");

	ws_upgrade(&stream, S("permessage-deflate; server_no_context_takeover; "
			      "server_max_window_bits=\"10\""));
	for (size_t i = 0; i < MESSAGES; i++)
		ws_frame(&stream, BINARY | PACKED, packed_alone[i]);
	gives(plain, MESSAGES, "compressed, each by itself");

	stream.len = 0;
	ws_frame(&stream, TEXT | PACKED, packed_final);
	ws_frame(&stream, TEXT | PACKED, packed_stored);
	ws_frame(&stream, TEXT | PACKED, packed_alone[2]);
	gives((struct str[]){ plain[0], plain[0], plain[2] }, 3,
	      "compressed with a final block, and without compression; the upgrade was missed");

	/* What follows a final block may still refer to what was before it. */
	stream.len = 0;
	ws_frame(&stream, TEXT | PACKED, packed_final);
	ws_frame(&stream, TEXT | PACKED, packed[1]);
	gives(plain, 2, "a final block leaves the window as it is");
}

/* Two implementations that did not know of this one. */
static void
test_real(void)
{
	struct str want[2];
	const struct str *sides[2] = { jssip, kamailio };

	for (unsigned side = 0; side < 2; side++) {
		stream.len = 0;
		for (size_t i = 0; i < PIECES; i++)
			ws_put(&stream, sides[side][i]);
		/* A server's frame: four octets, then the message as it is. */
		for (size_t i = 1; side == 1 && i < PIECES; i++)
			want[i - 1] = str_sub(kamailio[i], 4, kamailio[i].len);
		if (side == 1)
			gives(want, 2, "Kamailio");
	}
	stream.len = 0;
	for (size_t i = 0; i < PIECES; i++)
		ws_put(&stream, jssip[i]);
	read_split(ws_view(&stream), 0);
	ok(result.count == 2 && nothing_odd(), "JsSIP");
	ok(result.count == 2 &&
		   str_has_nocase(result.message[1].raw, S("\nCSeq: 2 REGISTER\r\n")) &&
		   str_has_nocase(result.message[1].raw, S("response=")) &&
		   !str_has_nocase(result.message[0].raw, S("\nAuthorization:")),
	   "JsSIP's second one has the credentials");
	is_int((intmax_t)(result.count == 2 ? result.message[0].raw.len : 0), 564,
	       "their lengths are those of the frames");
}

static const struct {
	enum websocket_guess want;
	struct str head;
} heads[] = {
	{ WEBSOCKET_YES, S("GET / HTTP/1.1\r\nUpgrade: h2c, websocket\r\n") },
	{ WEBSOCKET_YES, S("HTTP/1.1 101 x\nupgrade:websocket\n") },
	{ WEBSOCKET_MAYBE, S("GE") },
	{ WEBSOCKET_MAYBE, S("GET / HTTP/1.1\r\nUpgrade: webso") },
	{ WEBSOCKET_MAYBE, S("HTTP/1.1 10") },
	{ WEBSOCKET_MAYBE, S("\x81") },
	{ WEBSOCKET_MAYBE, S("\x81\xfe\x01\x00\x37\xfa") },
	{ WEBSOCKET_MAYBE, S("\x81\x7e\x01\x00REGIS") },
	{ WEBSOCKET_MAYBE, S("\x81\x04\r\n") },
	{ WEBSOCKET_YES, S("\x81\x02\r\n") },
	{ WEBSOCKET_MAYBE, S("\x81\x7e\x01\x00REGISTER sip:a") },
	{ WEBSOCKET_YES, S("\x81\x10REGISTER sip:a.b") },
	{ WEBSOCKET_YES, S("\x02\x0cSIP/2.0 200 \x80") },
	{ WEBSOCKET_MAYBE, S("\x8a") },
	{ WEBSOCKET_MAYBE, S("\x89\x00") },
	{ WEBSOCKET_MAYBE, S("\x89\x03hi") },
	{ WEBSOCKET_YES, S("\x89\x02hi\x8a\x00\x81\x10REGISTER sip:a.b") },
	{ WEBSOCKET_NO, S("GET / HTTP/1.1\r\nHost: a\r\n\r\n") },
	{ WEBSOCKET_NO, S("HTTP/1.1 200 OK\r\nUpgrade: websocket\r\n") },
	{ WEBSOCKET_NO, S("POST / HTTP/1.1\r\n") },
	{ WEBSOCKET_NO, S("REGISTER sip:example.com SIP/2.0\r\n") },
	{ WEBSOCKET_NO, S("SIP/2.0 200 OK\r\n") },
	{ WEBSOCKET_NO, S("\r\n\r\n") },
	{ WEBSOCKET_NO, S("\x16\x03\x01\x02\x00\x01") },
	{ WEBSOCKET_NO, S("\x81\x7e\x00\x05hello") },            /* a length not the shortest */
	{ WEBSOCKET_NO, S("\x81\x05hello") },                    /* not SIP */
	{ WEBSOCKET_NO, S("\x81\x0e{\"id\":\"123\"}\x01\x02") }, /* JSON */
	{ WEBSOCKET_NO, S("\x91\x7e\x01\x00REGISTER sip:a") },   /* RSV3 */
	{ WEBSOCKET_NO, S("\x83\x7e\x01\x00REGISTER sip:a") },   /* a reserved opcode */
	{ WEBSOCKET_NO, S("\x81\x7f\x80\x00\x00\x00\x00\x01\x00\x00REGISTER sip:a") },
	{ WEBSOCKET_NO, S("\x89\x00hello") },
	{ WEBSOCKET_NO, S("\x88\x00") }, /* nothing comes after it */
	{ WEBSOCKET_NO, S("\x81\x02\0\0") },
};

static void
test_guess(void)
{
	for (size_t i = 0; i < COUNT(heads); i++) {
		struct str head = guard(heads[i].head);

		is_int(websocket_guess(head), heads[i].want, "the beginning %zu is told", i);
		guard_free(head);
	}
	is_int(websocket_guess(S("")), WEBSOCKET_MAYBE, "so is that of none");
}

int
main(void)
{
	test_builder();
	test_upgraded(true);
	test_upgraded(false);
	test_long();
	test_missed();
	if (has_zlib())
		test_compressed();
	else
		skip("built without zlib");
	test_real();
	test_guess();
	return done();
}
