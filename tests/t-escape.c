/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Captured octets in a terminal, in a JSON string, and what of them is hidden.  What must become of octets
 * that are no UTF-8 is what Python's decode("utf-8", "replace") makes of them; of base64, RFC 4648 10.
 */
#include <stdio.h>
#include <stdlib.h>

#include <sipwhy/report.h>

#include "../src/report/quote.h"
#include "guard.h"
#include "tap.h"

#define FFFD "\xef\xbf\xbd"

struct text_case {
	const char *promise;
	struct str in, want;
};

static const struct text_case terminal[] = {
	{ "plain text stays", S("sip:bob@example.com;a=\"b\\c\""),
	  S("sip:bob@example.com;a=\"b\\c\"") },
	{ "letters of other scripts stay", S("J\xc3\xb6rg \xe6\x9d\xb1"),
	  S("J\xc3\xb6rg \xe6\x9d\xb1") },
	{ "an escape sequence does nothing", S("\x1b[31mred"), S("\\x1b[31mred") },
	{ "line ends and tabs are shown", S("a\r\n\tb"), S("a\\r\\n\\tb") },
	{ "NUL and DEL are shown", S("a\0b\x7f"), S("a\\x00b\\x7f") },
	{ "a C1 control, CSI in UTF-8, is shown",
	  S("\xc2\x9b"
	    "2J"),
	  S("\\u009b2J") },
	{ "octets that are no UTF-8 are shown one by one", S("\xff\xe2\x82"),
	  S("\\xff\\xe2\\x82") },
	{ "an overlong slash is no slash", S("\xc0\xaf"), S("\\xc0\\xaf") },
	{ "the mark that turns the direction is shown",
	  S("a\xe2\x80\xae"
	    "b"),
	  S("a\\u202eb") },
	{ "isolates are shown", S("\xe2\x81\xa6x\xe2\x81\xa9"), S("\\u2066x\\u2069") },
	{ "characters of no width are shown",
	  S("a\xe2\x80\x8b"
	    "b\xef\xbb\xbf"),
	  S("a\\u200bb\\ufeff") },
	{ "tag characters are shown", S("\xf3\xa0\x81\x81"), S("\\U000e0041") },
	{ "nothing stays nothing", S(""), S("") },
};

static const struct text_case json[] = {
	{ "a sequence that was cut is one U+FFFD", S("\xe2\x82"), S(FFFD) },
	{ "four octets' worth, cut", S("\xf0\x9f\x98"), S(FFFD) },
	{ "an overlong form is two", S("\xc0\xaf"), S(FFFD FFFD) },
	{ "a surrogate is three", S("\xed\xa0\x80"), S(FFFD FFFD FFFD) },
	{ "beyond U+10FFFF is four", S("\xf4\x90\x80\x80"), S(FFFD FFFD FFFD FFFD) },
	{ "NUL becomes U+FFFD", S("a\0b"), S("a" FFFD "b") },
	{ "no octet of UTF-8 at all", S("\xff"), S(FFFD) },
	{ "what follows is not swallowed", S("\xe2\x28\xa1"), S(FFFD "(" FFFD) },
	{ "nor after two good octets", S("\xf1\x80\x80\x41"), S(FFFD "A") },
	{ "control octets stay for the printer to escape", S("\x1b\r\n"), S("\x1b\r\n") },
};

static const struct text_case masked[] = {
	{ "a response is shown by its length", S("response=\"0123456789abcdef\", uri=\"x\""),
	  S("response=\"\xe2\x80\xa6(16)\", uri=\"x\"") },
	{ "one without quotes too", S("uri=x,response=abcd,nc=1"),
	  S("uri=x,response=\xe2\x80\xa6(4),nc=1") },
	{ "in any case, with blanks and folds", S("RESPONSE =\r\n \"ab\""),
	  S("RESPONSE =\r\n \"\xe2\x80\xa6(2)\"") },
	{ "rspauth and auts too", S("rspauth=\"ab\", auts=\"xyz==\""),
	  S("rspauth=\"\xe2\x80\xa6(2)\", auts=\"\xe2\x80\xa6(5)\"") },
	{ "xresponse is another parameter", S("xresponse=\"ab\""), S("xresponse=\"ab\"") },
	{ "so are response-x and my_response", S("response-x=\"ab\",my_response=\"cd\""),
	  S("response-x=\"ab\",my_response=\"cd\"") },
	{ "the word alone is no parameter", S("the response was refused"),
	  S("the response was refused") },
	{ "an escaped quote does not end it", S("response=\"a\\\"b\",c"),
	  S("response=\"\xe2\x80\xa6(4)\",c") },
	{ "a quote that never closes hides all", S("response=\"abc, uri=x"),
	  S("response=\"\xe2\x80\xa6(10)") },
	{ "a quote that never closed before shows nothing", S("nonce=\"abc, response=\"dead\""),
	  S("nonce=\"abc, response=\"\xe2\x80\xa6(4)\"") },
	{ "inside another quoted value", S("opaque=\"response=ab\""),
	  S("opaque=\"response=\xe2\x80\xa6(2)\"") },
	{ "with the quotes of a sentence about it", S("'response=\\\"abcd\\\"'"),
	  S("'response=\\\"\xe2\x80\xa6(4)\\\"'") },
	{ "an empty value is shown to be empty", S("response=\"\", nc=1"),
	  S("response=\"\", nc=1") },
	{ "what is hidden already stays", S("response=\"\xe2\x80\xa6(32)\""),
	  S("response=\"\xe2\x80\xa6(32)\"") },
	{ "typographic quotes do not help it out",
	  S("response=\xe2\x80\x9c"
	    "abcd\xe2\x80\x9d, nc=1"),
	  S("response=\xe2\x80\xa6(10), nc=1") },
	{ "a name inside a value has its own value hidden", S("response=\\\", response=\"dead\""),
	  S("response=\\\"\xe2\x80\xa6(2)response=\"\xe2\x80\xa6(4)\"") },
	{ "or at its end", S("response=rspauth =\"dead\""),
	  S("response=rspauth =\"\xe2\x80\xa6(4)\"") },
	{ "two of them", S("response=a response=bb"),
	  S("response=\xe2\x80\xa6(1) response=\xe2\x80\xa6(2)") },
	{ "at the very end", S("a, response="), S("a, response=") },
};

static void
test_terminal(const struct text_case *c)
{
	struct str in = guard(c->in);
	char got[256];
	FILE *out = tmpfile();
	size_t len;

	report_escape(out, in);
	rewind(out);
	len = fread(got, 1, sizeof(got), out);
	(void)fclose(out);
	is_str((struct str){ got, len }, c->want, "terminal: %s", c->promise);
	guard_free(in);
}

static void
test_clean(const struct text_case *c, enum mask how, const char *where)
{
	struct str in = guard(c->in);
	char text[512];
	struct buf got = BUF(text);

	(void)json_clean(&got, in, &(struct masking){ .how = how }, sizeof(text));
	is_str(buf_str(&got), c->want, "%s: %s", where, c->promise);
	guard_free(in);
}

static void
test_clip(void)
{
	char many[1000], text[512];
	struct buf got = BUF(text);
	struct str in = { many, sizeof(many) };
	size_t printed;

	for (size_t i = 0; i < sizeof(many); i++)
		many[i] = '\x1b';
	printed = json_clean(&got, in, &(struct masking){ .how = MASK_NONE }, 300);
	ok(printed <= 300, "clip: a value of escapes is bounded as it is printed (%zu)", printed);
	ok(got.len < 60 && got.p[got.len - 1] == ')', "clip: and says how much is missing");
	got = BUF(text);
	for (size_t i = 0; i + 9 < sizeof(many); i += 9)
		(void)snprintf(many + i, 10, "auts=%03zu,", i % 1000);
	printed = json_clean(&got, in, &(struct masking){ .how = MASK_LENGTH }, 300);
	ok(printed <= 300 && !got.full, "clip: what stands for hidden values is counted (%zu)",
	   printed);
}

static void
test_base64(void)
{
	static const struct text_case cases[] = {
		{ "none", S(""), S("") },
		{ "one", S("f"), S("Zg==") },
		{ "two", S("fo"), S("Zm8=") },
		{ "three", S("foo"), S("Zm9v") },
		{ "four", S("foob"), S("Zm9vYg==") },
		{ "octets", S("\xff\xfe\0"), S("//4A") },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str in = guard(cases[i].in);
		char text[16];
		struct buf got = BUF(text);

		base64_add(&got, in);
		is_str(buf_str(&got), cases[i].want, "base64: %s", cases[i].promise);
		guard_free(in);
	}
}

static void
test_time(void)
{
	static const struct {
		int64_t ns;
		const char *want;
	} cases[] = {
		{ 0, "1970-01-01T00:00:00.000000Z" },
		{ INT64_C(1795428000412000999), "2026-11-23T10:00:00.412000Z" },
		{ -1, "1969-12-31T23:59:59.999999Z" },
		{ INT64_C(951782400000000000), "2000-02-29T00:00:00.000000Z" },
	};
	char text[TIME_TEXT];

	for (size_t i = 0; i < COUNT(cases); i++)
		is_str(str_of(time_text(cases[i].ns, text)), str_of(cases[i].want), "time: %s",
		       cases[i].want);
}

int
main(void)
{
	for (size_t i = 0; i < COUNT(terminal); i++)
		test_terminal(&terminal[i]);
	for (size_t i = 0; i < COUNT(json); i++)
		test_clean(&json[i], MASK_NONE, "JSON");
	for (size_t i = 0; i < COUNT(masked); i++)
		test_clean(&masked[i], MASK_LENGTH, "masked");
	test_clean(&(struct text_case){ "all is shown when asked for", S("response=\"ab\""),
					S("response=\"ab\"") },
		   MASK_NONE, "masked");
	test_clean(&(struct text_case){ "without its length in a header to be sent",
					S("response=\"ab\""), S("response=\"\xe2\x80\xa6\"") },
		   MASK_PLAIN, "masked");
	test_clip();
	test_base64();
	test_time();
	return done();
}
