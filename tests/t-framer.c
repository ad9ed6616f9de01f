/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Octets in, messages out.  The expected messages follow from RFC 3261 7.5, 18.3, 20.14 and
 * RFC 5626 3.5.1.
 */
#include <stdlib.h>
#include <string.h>

#include <sipwhy/framer.h>

#include "framed.h"
#include "guard.h"
#include "tap.h"

#define REG "REGISTER sip:a SIP/2.0\r\nCall-ID: 1\r\n"
#define OK "SIP/2.0 200 OK\r\nCall-ID: 1\r\n"
#define NONE "Content-Length: 0\r\n\r\n"
#define FOUR "Content-Length: 4\r\n\r\n"
/* A status line and a header field, as a body has them after a REFER (RFC 3515 2.4.5). */
#define VIA "SIP/2.0 200 OK\r\nVia: SIP/2.0/TCP a\r\n"
#define FRAG "SIP/2.0 100 Trying\r\nCall-ID: 9\r\n\r\n"

enum { WANT_MAX = 5 };

static const struct {
	const char *promise;
	const char *in; /* "|" ends a piece, "{n}" is a gap of n octets */
	struct {
		const char *raw;
		size_t missing;
	} want[WANT_MAX];
	unsigned odd; /* bits by enum framer_odd */
} cases[] = {
	{ "one message in one piece", REG NONE, { { REG NONE, 0 } }, 0 },
	{ "its body is as long as it says",
	  REG FOUR "abcd" OK NONE,
	  { { REG FOUR "abcd", 0 }, { OK NONE, 0 } },
	  0 },
	{ "over two pieces", REG "|" FOUR "ab|cd", { { REG FOUR "abcd", 0 } }, 0 },
	{ "several in one piece",
	  REG NONE OK NONE REG FOUR "abcd",
	  { { REG NONE, 0 }, { OK NONE, 0 }, { REG FOUR "abcd", 0 } },
	  0 },
	{ "one and a half, then the other half",
	  REG NONE OK "|" NONE REG "|" NONE,
	  { { REG NONE, 0 }, { OK NONE, 0 }, { REG NONE, 0 } },
	  0 },
	{ "the compact form (RFC 3261 7.3.3)",
	  REG "l: 4\r\n\r\nabcd" OK NONE,
	  { { REG "l: 4\r\n\r\nabcd", 0 }, { OK NONE, 0 } },
	  0 },
	{ "names in any case, blanks before the colon",
	  REG "CONTENT-LENGTH \t: 4 \r\n\r\nabcd" OK NONE,
	  { { REG "CONTENT-LENGTH \t: 4 \r\n\r\nabcd", 0 }, { OK NONE, 0 } },
	  0 },
	{ "folded (RFC 3261 7.3.1)",
	  REG "Content-Length:\r\n  4\r\n\r\nabcd" OK NONE,
	  { { REG "Content-Length:\r\n  4\r\n\r\nabcd", 0 }, { OK NONE, 0 } },
	  0 },
	{ "not the one in a body, nor in a value",
	  REG "X: 1\r\n Content-Length: 9\r\nLong: 7\r\n" FOUR "l: 9",
	  { { REG "X: 1\r\n Content-Length: 9\r\nLong: 7\r\n" FOUR "l: 9", 0 } },
	  0 },
	{ "of two the first counts",
	  REG "l: 4\r\nContent-Length: 0\r\n\r\nabcd" OK NONE,
	  { { REG "l: 4\r\nContent-Length: 0\r\n\r\nabcd", 0 }, { OK NONE, 0 } },
	  0 },
	{ "lines end in LF alone",
	  "BYE sip:a SIP/2.0\nl: 2\n\nab" OK NONE,
	  { { "BYE sip:a SIP/2.0\nl: 2\n\nab", 0 }, { OK NONE, 0 } },
	  0 },
	{ "an empty line of CRs only ends a header",
	  REG FOUR "abcd" REG "l: 0\r\n\r\r\n" OK NONE,
	  { { REG FOUR "abcd", 0 }, { REG "l: 0\r\n\r\r\n", 0 }, { OK NONE, 0 } },
	  0 },
	{ "a response inside a body is body",
	  REG "l: 34\r\n\r\n" FRAG OK NONE,
	  { { REG "l: 34\r\n\r\n" FRAG, 0 }, { OK NONE, 0 } },
	  0 },
	{ "also when a piece begins with it",
	  REG "l: 34\r\n\r\n|" FRAG "|" OK NONE,
	  { { REG "l: 34\r\n\r\n" FRAG, 0 }, { OK NONE, 0 } },
	  0 },

	{ "line ends before a message are none of it",
	  "\r\n\r\n" REG NONE "\r\n" OK NONE,
	  { { REG NONE, 0 }, { OK NONE, 0 } },
	  0 },
	{ "a ping and a pong are keep-alives",
	  "\r\n\r\n|" REG NONE "|\r\n|\r\n\r\n|" OK NONE,
	  { { REG NONE, 0 }, { OK NONE, 0 } },
	  1u << FRAMER_ODD_KEEPALIVE },
	{ "a CR and its LF in two pieces",
	  "\r|\n" REG NONE,
	  { { REG NONE, 0 } },
	  1u << FRAMER_ODD_KEEPALIVE },
	{ "NULs between messages are passed over",
	  REG NONE "\0|" OK NONE,
	  { { REG NONE, 0 }, { OK NONE, 0 } },
	  0 },

	{ "no Content-Length: the message ends with its header",
	  REG "\r\n" OK NONE,
	  { { REG "\r\n", 0 }, { OK NONE, 0 } },
	  0 },
	{ "and a body is passed over",
	  REG "\r\nv=0\r\ns=-\r\n" OK NONE,
	  { { REG "\r\n", 0 }, { OK NONE, 0 } },
	  1u << FRAMER_ODD_GARBAGE },
	{ "the same if it is no number",
	  REG "l: four\r\n\r\n" OK NONE,
	  { { REG "l: four\r\n\r\n", 0 }, { OK NONE, 0 } },
	  0 },
	{ "or empty, or negative",
	  REG "l:\r\n\r\n" REG "l: -4\r\n\r\n" OK NONE,
	  { { REG "l:\r\n\r\n", 0 }, { REG "l: -4\r\n\r\n", 0 }, { OK NONE, 0 } },
	  0 },
	{ "too small: the rest is passed over",
	  REG "l: 2\r\n\r\nab\r\nc=d\r\n" OK NONE,
	  { { REG "l: 2\r\n\r\nab", 0 }, { OK NONE, 0 } },
	  1u << FRAMER_ODD_GARBAGE },
	{ "also if it is no whole line, and the next piece begins a message",
	  REG "l: 2\r\n\r\nabc|" REG NONE,
	  { { REG "l: 2\r\n\r\nab", 0 }, { REG NONE, 0 } },
	  1u << FRAMER_ODD_GARBAGE },
	{ "a piece that begins like a method is still half a line",
	  "NO|BYE sip:a SIP/2.0\r\n" NONE,
	  { { "BYE sip:a SIP/2.0\r\n" NONE, 0 } },
	  1u << FRAMER_ODD_GARBAGE },
	{ "also where the second half of its method is a method",
	  REG NONE "PR|ACK sip:a SIP/2.0\r\n" NONE,
	  { { REG NONE, 0 }, { "PRACK sip:a SIP/2.0\r\n" NONE, 0 } },
	  0 },
	{ "and behind garbage",
	  REG "\r\ngarbage\r\nPR|ACK sip:a SIP/2.0\r\n" NONE,
	  { { REG "\r\n", 0 }, { "PRACK sip:a SIP/2.0\r\n" NONE, 0 } },
	  1u << FRAMER_ODD_GARBAGE },
	{ "a method cut in two is one",
	  "REGI|STER sip:a SIP/2.0\r\n" NONE,
	  { { "REGISTER sip:a SIP/2.0\r\n" NONE, 0 } },
	  0 },
	{ "too large: the next message is none of the body",
	  REG "l: 6\r\n\r\nabcd|" VIA NONE "|" OK NONE,
	  { { REG "l: 6\r\n\r\nabcd", 0 }, { VIA NONE, 0 }, { OK NONE, 0 } },
	  1u << FRAMER_ODD_LENGTH },
	{ "nor where there is no body at all, in one piece",
	  REG "l: 500\r\n\r\n" VIA NONE REG "l: 500\r\n\r\n" VIA NONE,
	  { { REG "l: 500\r\n\r\n", 0 },
	    { VIA NONE, 0 },
	    { REG "l: 500\r\n\r\n", 0 },
	    { VIA NONE, 0 } },
	  1u << FRAMER_ODD_LENGTH },
	{ "but a message may be a body, if that is said",
	  REG "c: message/sipfrag\r\nl: 34\r\n\r\n|" FRAG "|" OK NONE,
	  { { REG "c: message/sipfrag\r\nl: 34\r\n\r\n" FRAG, 0 }, { OK NONE, 0 } },
	  0 },

	{ "garbage up to the next start line",
	  REG NONE "\x01\x02garbage\r\nmore: of it\r\n" OK NONE,
	  { { REG NONE, 0 }, { OK NONE, 0 } },
	  1u << FRAMER_ODD_GARBAGE },
	{ "octets without a line end",
	  REG NONE "\x80\x81\x82|\x83\x84|" OK NONE,
	  { { REG NONE, 0 }, { OK NONE, 0 } },
	  1u << FRAMER_ODD_GARBAGE },
	{ "in garbage a start line alone is none",
	  "x\r\nSIP/2.0 200 OK\r\nBYE sip:a SIP/2.0\r\n" NONE,
	  { { "BYE sip:a SIP/2.0\r\n" NONE, 0 } },
	  1u << FRAMER_ODD_GARBAGE },
	{ "the end of a lost body is no part of the method behind it",
	  "x\r\n00cBYE sip:a SIP/2.0\r\n" NONE "x\r\nPRACK sip:a SIP/2.0\r\n" NONE,
	  { { "BYE sip:a SIP/2.0\r\n" NONE, 0 }, { "PRACK sip:a SIP/2.0\r\n" NONE, 0 } },
	  1u << FRAMER_ODD_GARBAGE },
	{ "nor is a body of several words, or one that looks like a request",
	  "x\r\nHello you.BYE sip:a SIP/2.0\r\n" NONE
	  "x\r\nI said BYE sip:b.BYE sip:a SIP/2.0\r\n" NONE,
	  { { "BYE sip:a SIP/2.0\r\n" NONE, 0 }, { "BYE sip:a SIP/2.0\r\n" NONE, 0 } },
	  1u << FRAMER_ODD_GARBAGE },
	{ "but a field is no body, and words are no request",
	  "x\r\nX: BYE sip:b SIP/2.0\r\n" NONE "I speak SIP/2.0\r\n" NONE
	  "I said a:b SIP/2.0\r\n" NONE "FROB a:b SIP/2.0\r\n" NONE,
	  { { "FROB a:b SIP/2.0\r\n" NONE, 0 } },
	  1u << FRAMER_ODD_GARBAGE },
	{ "nor one without a version",
	  "x\r\nBYE sip:a\r\nl: 0\r\n\r\n" OK NONE,
	  { { OK NONE, 0 } },
	  1u << FRAMER_ODD_GARBAGE },
	{ "where one is to come, one without a version is",
	  REG NONE "BYE sip:a\r\nl: 0\r\n\r\n",
	  { { REG NONE, 0 }, { "BYE sip:a\r\nl: 0\r\n\r\n", 0 } },
	  0 },

	{ "a gap in a body, known to end it",
	  REG FOUR "ab{2}" OK NONE,
	  { { REG FOUR "ab", 2 }, { OK NONE, 0 } },
	  1u << FRAMER_ODD_CUT },
	{ "a gap within a body: the rest of it is passed over",
	  REG FOUR "a{2}d" OK NONE,
	  { { REG FOUR "a", 3 }, { OK NONE, 0 } },
	  1u << FRAMER_ODD_CUT },
	{ "two gaps within",
	  REG "l: 8\r\n\r\na{2}d{2}gh" OK NONE,
	  { { REG "l: 8\r\n\r\na", 7 }, { OK NONE, 0 } },
	  1u << FRAMER_ODD_CUT },
	{ "a gap of more than a body",
	  REG FOUR "ab{9}l: 3\r\n\r\n" OK NONE,
	  { { REG FOUR "ab", 2 }, { OK NONE, 0 } },
	  1u << FRAMER_ODD_CUT },
	{ "a gap of a whole body",
	  REG FOUR "{4}" OK NONE,
	  { { REG FOUR, 4 }, { OK NONE, 0 } },
	  1u << FRAMER_ODD_CUT },
	{ "a gap in a header",
	  REG "X: y{5}z\r\n\r\n" OK NONE,
	  { { REG "X: y", 5 }, { OK NONE, 0 } },
	  1u << FRAMER_ODD_CUT },
	{ "a gap in a start line",
	  "REGISTER sip:{5} SIP/2.0\r\nl: 0\r\n\r\n" OK NONE,
	  { { OK NONE, 0 } },
	  1u << FRAMER_ODD_HEADLESS },
	{ "a gap of whole messages",
	  REG NONE "{100}" OK NONE,
	  { { REG NONE, 0 }, { OK NONE, 0 } },
	  0 },
	{ "a gap, and the rest of a message behind it",
	  "{100}l: 3\r\n\r\nabc\r\n" OK NONE,
	  { { OK NONE, 0 } },
	  0 },
	{ "behind a gap a start line in a body is not trusted",
	  "{9}SIP/2.0 200 OK\r\n\r\n" OK NONE,
	  { { OK NONE, 0 } },
	  0 },
	{ "the end within a body",
	  REG FOUR "ab{0}",
	  { { REG FOUR "ab", 2 } },
	  1u << FRAMER_ODD_CUT },
	{ "the end within a header", REG "{0}", { { REG, 1 } }, 1u << FRAMER_ODD_CUT },
	{ "a stall, and then the rest of a body",
	  REG FOUR "ab{0}cd" OK NONE,
	  { { REG FOUR "ab", 2 }, { OK NONE, 0 } },
	  1u << FRAMER_ODD_CUT },
	{ "a stall, and then the rest of a header",
	  REG "X:{0} y\r\n" FOUR "abcd\r\n" OK NONE,
	  { { REG "X:", 1 }, { OK NONE, 0 } },
	  1u << FRAMER_ODD_CUT },
	{ "a stall between messages",
	  REG NONE "{0}" OK NONE,
	  { { REG NONE, 0 }, { OK NONE, 0 } },
	  0 },
};

/* In a page of its own, so that one octet read too many ends the test. */
static void
feed(struct framed *b, struct str piece)
{
	struct str at = guard(piece);

	b->seen.frame++;
	framer_data(&b->framer, &b->seen, at);
	guard_free(at);
}

/* Cases hold NULs. */
static struct str
text_of(size_t n)
{
	size_t len = strlen(cases[n].in);

	if (strstr(cases[n].promise, "NUL") != NULL)
		len += 1 + strlen(cases[n].in + len + 1);
	return (struct str){ cases[n].in, len };
}

static void
run_script(struct framed *b, struct str in)
{
	while (in.len > 0) {
		size_t n = 0;
		uint64_t gap;

		while (n < in.len && in.p[n] != '|' && in.p[n] != '{')
			n++;
		if (n > 0)
			feed(b, str_sub(in, 0, n));
		in = str_sub(in, n, in.len);
		if (str_take(&in, '{') && str_to_u64(str_cut(&in, '}'), UINT32_MAX, &gap))
			framer_gap(&b->framer, gap);
		else
			(void)str_take(&in, '|');
	}
}

static void
check(const struct framed *b, size_t n, const char *how)
{
	size_t i = 0;

	for (; i < WANT_MAX && cases[n].want[i].raw != NULL; i++)
		framed_is(b, i, str_of(cases[n].want[i].raw), cases[n].want[i].missing,
			  cases[n].promise);
	is_int((intmax_t)b->count, (intmax_t)i, "%s: and nothing else%s", cases[n].promise, how);
}

static void
test_case(size_t n)
{
	struct framed b;

	framed_begin(&b);
	run_script(&b, text_of(n));
	check(&b, n, "");
	is_int(b.odd, cases[n].odd, "%s: what is odd is told", cases[n].promise);
	framer_free(&b.framer);
	is_int((intmax_t)framer_held(&b.framer), 0, "nothing is held");
}

/* The same octets, each in a piece of its own; garbage, and a length that is too large, may then look otherwise. */
static void
test_octets(size_t n)
{
	struct str in = text_of(n);
	struct framed b;

	if ((cases[n].odd & (1u << FRAMER_ODD_GARBAGE | 1u << FRAMER_ODD_LENGTH)) != 0 &&
	    str_index(in, '|') >= 0)
		return;
	framed_begin(&b);
	while (in.len > 0) {
		uint64_t gap;

		if (str_take(&in, '{') && str_to_u64(str_cut(&in, '}'), UINT32_MAX, &gap))
			framer_gap(&b.framer, gap);
		else if (!str_take(&in, '|')) {
			feed(&b, str_sub(in, 0, 1));
			in = str_sub(in, 1, in.len);
		}
	}
	check(&b, n, ", octet by octet");
	framer_free(&b.framer);
}

/* Two messages with all that makes an end hard to find, cut at every pair of places. */
static void
test_splits(void)
{
	static const char first[] =
		REG "X: a\r\n Content-Length: 7\r\nl : \r\n\t35\r\n\r\n" FRAG "x";
	static const char second[] = OK "Content-Length: 0\r\n\r\n";
	static const char text[] = REG "X: a\r\n Content-Length: 7\r\nl : \r\n\t35\r\n\r\n" FRAG
				       "x\r\n" OK "Content-Length: 0\r\n\r\n";
	struct str in = str_of(text);
	size_t wrong = 0;

	for (size_t i = 0; i <= in.len; i++) {
		for (size_t k = i; k <= in.len; k++) {
			struct framed b;

			framed_begin(&b);
			framer_data(&b.framer, &b.seen, str_sub(in, 0, i));
			framer_data(&b.framer, &b.seen, str_sub(in, i, k - i));
			framer_data(&b.framer, &b.seen, str_sub(in, k, in.len));
			wrong += b.count != 2 ||
				 !str_eq((struct str){ b.messages[0].text, b.messages[0].len },
					 str_of(first)) ||
				 !str_eq((struct str){ b.messages[1].text, b.messages[1].len },
					 str_of(second));
			framer_free(&b.framer);
		}
	}
	is_int((intmax_t)wrong, 0, "cut at any two of %zu places, the same two messages",
	       in.len + 1);
}

int
main(void)
{
	for (size_t i = 0; i < COUNT(cases); i++)
		test_case(i);
	for (size_t i = 0; i < COUNT(cases); i++)
		test_octets(i);
	test_splits();
	return done();
}
