/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where a message is handed on from, which sighting it has, how long it may be, and what a stream
 * is told to be by its first octets.
 */
#include <string.h>

#include <sipwhy/framer.h>

#include "framed.h"
#include "guard.h"
#include "tap.h"

#define REG "REGISTER sip:a SIP/2.0\r\nCall-ID: 1\r\n"
#define OK "SIP/2.0 200 OK\r\nCall-ID: 1\r\n"
#define NONE "Content-Length: 0\r\n\r\n"

static void
feed(struct framed *b, struct str piece)
{
	b->seen.frame++;
	framer_data(&b->framer, &b->seen, piece);
}

static void
test_places(void)
{
	static const char two[] = REG NONE OK NONE;
	struct str in = str_of(two);
	struct framed b;

	framed_begin(&b);
	b.seen.frame = 7;
	framer_data(&b.framer, &b.seen, in);
	ok(b.messages[0].p == in.p, "a whole message is handed on where it lies");
	ok(b.messages[1].p == in.p + strlen(REG NONE), "so is the next");
	is_int((intmax_t)framer_held(&b.framer), 0, "and nothing is copied");

	feed(&b, str_sub(in, 0, 10));
	ok(framer_held(&b.framer) > 0, "what is not whole is");
	feed(&b, str_sub(in, 10, in.len - 20));
	is_int((intmax_t)b.messages[2].seen.frame, 9,
	       "a message was seen with the last of its octets");
	feed(&b, str_sub(in, in.len - 10, 10));
	is_int((intmax_t)b.messages[3].seen.frame, 10, "so was the next");

	/* As after a gap that is told before what it delayed. */
	feed(&b, S("BYE sip:a SIP/2.0\r\n"));
	b.seen.frame = 4;
	feed(&b, S("l: 0\r\n\r\n"));
	is_int((intmax_t)b.messages[4].seen.frame, 11,
	       "the last to be seen, if they came out of order");
	framer_free(&b.framer);
}

static void
test_long(size_t piece)
{
	static char text[70000];
	const size_t max = 65535;
	struct str in = { text, sizeof(text) };
	struct framed b;

	/* A header without an end. */
	memset(text, 'x', sizeof(text));
	memcpy(text, REG, strlen(REG));
	framed_begin(&b);
	for (size_t at = 0; at < in.len; at += piece)
		framer_data(&b.framer, &b.seen, str_sub(in, at, piece));
	is_int((intmax_t)b.count, 1, "a header over the bound is handed on (by %zu)", piece);
	is_int((intmax_t)b.messages[0].len, (intmax_t)max, "as much as is bounded");
	is_int((intmax_t)b.messages[0].missing, 1, "as cut");
	ok(b.odd == 1u << FRAMER_ODD_LONG && b.limits.hit[LIMIT_MESSAGE_BYTES] == 1,
	   "that is counted");
	ok(framer_held(&b.framer) == 0, "nothing is held of it");
	framer_data(&b.framer, &b.seen, S("\r\n" OK NONE));
	framed_is(&b, 1, S(OK NONE), 0, "the next message is found");
	framer_free(&b.framer);

	/* A body that no one could wait for. */
	framed_begin(&b);
	framer_data(&b.framer, &b.seen, S(REG "l: 4000000000\r\n\r\n"));
	framed_is(&b, 0, S(REG "l: 4000000000\r\n\r\n"), 4000000000,
		  "a body over the bound is not waited for");
	framer_data(&b.framer, &b.seen, S("x\r\n" OK NONE));
	framed_is(&b, 1, S(OK NONE), 0, "the next message is found");
	framer_free(&b.framer);

	/* The largest there may be. */
	framed_begin(&b);
	memset(text, 'x', sizeof(text));
	memcpy(text, REG "l: 65487\r\n\r\n", strlen(REG "l: 65487\r\n\r\n"));
	for (size_t at = 0; at < max; at += piece)
		framer_data(&b.framer, &b.seen,
			    str_sub(in, at, max - at < piece ? max - at : piece));
	is_int((intmax_t)b.messages[0].len, (intmax_t)max, "one as long as the bound is whole");
	is_int((intmax_t)b.messages[0].missing, 0, "not cut");
	framer_free(&b.framer);
}

static void
test_guess(void)
{
	static const struct {
		const char *in;
		enum framer_guess want;
	} guesses[] = {
		{ "REGISTER sip:a SIP/2.0\r\n", FRAMER_YES },
		{ "\r\n\r\nSIP/2.0 200", FRAMER_YES },
		{ "INVITE tel:+1", FRAMER_YES },
		{ "", FRAMER_MAYBE },
		{ "\r\n", FRAMER_MAYBE },
		{ "R", FRAMER_MAYBE },
		{ "REGISTER", FRAMER_MAYBE },
		{ "REGISTER ", FRAMER_MAYBE },
		{ "REGISTER si", FRAMER_MAYBE },
		{ "SI", FRAMER_MAYBE },
		{ "GET / HTTP/1.1\r\nHost: a\r\n\r\n", FRAMER_NO },
		{ "220 mail.example.com ESMTP\r\n", FRAMER_NO },
		{ "SSH-2.0-x\r\n", FRAMER_NO },
		{ "\x16\x03\x01", FRAMER_NO },
		{ "{\"a\"", FRAMER_NO },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		  FRAMER_NO },
	};

	for (size_t i = 0; i < COUNT(guesses); i++) {
		struct str in = guard(str_of(guesses[i].in));

		is_int(framer_guess(in), guesses[i].want, "what a stream is that begins \"%.*s\"",
		       STR_ARG(in));
		guard_free(in);
	}
}

int
main(void)
{
	static const size_t pieces[] = { 70000, 1400, 1 };

	test_places();
	for (size_t i = 0; i < COUNT(pieces); i++)
		test_long(pieces[i]);
	test_guess();
	return done();
}
