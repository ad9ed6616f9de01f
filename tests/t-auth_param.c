/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/auth_param.h>

#include "guard.h"
#include "tap.h"

enum { WANT_MAX = 5 };

#define EL(n, v, o)                                     \
	{                                               \
		.name = S(n), .value = S(v), .odd = (o) \
	}
#define QUOTED(n, v, o)                                                 \
	{                                                               \
		.name = S(n), .value = S(v), .quoted = true, .odd = (o) \
	}
#define WORD(n, o)                                             \
	{                                                      \
		.name = S(n), .odd = AUTH_PARAM_NO_VALUE | (o) \
	}

/* RFC 3261 25.1, RFC 7235 2.1: what a list of auth-params is, and what it is not. */
static const struct {
	const char *promise;
	struct str in;
	struct auth_param want[WANT_MAX];
} cases[] = {
	{ "a bare value and a quoted one",
	  S("algorithm=MD5, realm=\"a\""),
	  { EL("algorithm", "MD5", 0), QUOTED("realm", "a", 0) } },
	{ "no blank is needed, many are no harm",
	  S("a=1,b=2 ,\t c = 3\r\n ,d=\"4\""),
	  { EL("a", "1", 0), EL("b", "2", 0), EL("c", "3", 0), QUOTED("d", "4", 0) } },
	{ "a comma inside quotes is text",
	  S("qop=auth, realm=\"a, b\""),
	  { EL("qop", "auth", 0), QUOTED("realm", "a, b", 0) } },
	{ "so is name= inside quotes",
	  S("realm=\"x nonce=\\\"y\", nonce=\"z\""),
	  { QUOTED("realm", "x nonce=\\\"y", 0), QUOTED("nonce", "z", 0) } },
	{ "a longer name is another name",
	  S("cnonce=\"1\",nonce=\"2\""),
	  { QUOTED("cnonce", "1", 0), QUOTED("nonce", "2", 0) } },
	{ "an escaped quote stays escaped",
	  S("username=\"a\\\"b\""),
	  { QUOTED("username", "a\\\"b", 0) } },
	{ "an escaped backslash ends no escape",
	  S("a=\"b\\\\\",c=\"d\""),
	  { QUOTED("a", "b\\\\", 0), QUOTED("c", "d", 0) } },
	{ "an empty quoted value is a value", S("cnonce=\"\""), { QUOTED("cnonce", "", 0) } },
	{ "repeats come in order",
	  S("qop=auth,qop=auth-int"),
	  { EL("qop", "auth", 0), EL("qop", "auth-int", 0) } },
	{ "= in a bare value is text",
	  S("nonce=YWJj==,b=1"),
	  { EL("nonce", "YWJj==", 0), EL("b", "1", 0) } },
	{ "the extended form of a name",
	  S("username*=UTF-8''J%C3%A4s"),
	  { EL("username*", "UTF-8''J%C3%A4s", 0) } },
	{ "any octets in quotes",
	  S("realm=\"\xc3\xa4\x01;\t<>\""),
	  { QUOTED("realm", "\xc3\xa4\x01;\t<>", 0) } },
	{ "a fold inside quotes stays", S("realm=\"a\r\n b\""), { QUOTED("realm", "a\r\n b", 0) } },

	{ "a missing comma is told, and ends the element",
	  S("realm=\"a\" nonce=\"b\""),
	  { QUOTED("realm", "a", AUTH_PARAM_NO_COMMA), QUOTED("nonce", "b", 0) } },
	{ "behind a bare value too",
	  S("stale=false\r\n algorithm=MD5"),
	  { EL("stale", "false", AUTH_PARAM_NO_COMMA), EL("algorithm", "MD5", 0) } },
	{ "without a blank it is text behind the value",
	  S("realm=\"a\"nonce=\"b\""),
	  { QUOTED("realm", "a", AUTH_PARAM_TRAILING) } },
	{ "a scheme is a word without a value",
	  S("Basic realm=\"a\""),
	  { WORD("Basic", AUTH_PARAM_NO_COMMA), QUOTED("realm", "a", 0) } },
	{ "base64 behind one is no element",
	  S("Basic YWxhZGRpbg==, b=1"),
	  { WORD("Basic", AUTH_PARAM_TRAILING), EL("b", "1", 0) } },
	{ "nor is it with one =",
	  S("Basic YWxhZGRpbjpv="),
	  { WORD("Basic", AUTH_PARAM_TRAILING) } },
	{ "semicolons for commas",
	  S("realm=\"a\"; nonce=\"b\""),
	  { QUOTED("realm", "a", AUTH_PARAM_TRAILING | AUTH_PARAM_NO_COMMA),
	    QUOTED("nonce", "b", 0) } },
	{ "an unescaped quote ends the value early",
	  S("username=\"al\"ice\", b=1"),
	  { QUOTED("username", "al", AUTH_PARAM_TRAILING), EL("b", "1", 0) } },
	{ "doubled quotes leave the value outside",
	  S("opaque=\"\"x=y\"\", b=1"),
	  { QUOTED("opaque", "", AUTH_PARAM_TRAILING), EL("b", "1", 0) } },
	{ "the quote never closes",
	  S("nonce=\"abc"),
	  { QUOTED("nonce", "abc", AUTH_PARAM_OPEN_QUOTE) } },
	{ "an escape at the end closes nothing",
	  S("nonce=\"abc\\"),
	  { QUOTED("nonce", "abc\\", AUTH_PARAM_OPEN_QUOTE) } },
	{ "an escaped quote closes nothing",
	  S("a=\"b\\\", c=\"d"),
	  { QUOTED("a", "b\\\", c=", AUTH_PARAM_TRAILING) } },

	{ "a name without a value", S("stale, qop"), { WORD("stale", 0), WORD("qop", 0) } },
	{ "an empty value",
	  S("realm=, nonce="),
	  { EL("realm", "", AUTH_PARAM_NO_VALUE), EL("nonce", "", AUTH_PARAM_NO_VALUE) } },
	{ "a value without a name",
	  S("=\"x\", b=1"),
	  { QUOTED("", "x", AUTH_PARAM_NO_NAME), EL("b", "1", 0) } },
	{ "no name at all",
	  S("\"x\", b=1"),
	  { WORD("", AUTH_PARAM_NO_NAME | AUTH_PARAM_TRAILING), EL("b", "1", 0) } },
	{ "only commas", S(" ,, ,"), { { .odd = 0 } } },
	{ "nothing", S(""), { { .odd = 0 } } },

	{ "typographic quotes",
	  S("realm=\xe2\x80\x9c"
	    "a, b\xe2\x80\x9d, n=1"),
	  { QUOTED("realm", "a, b", AUTH_PARAM_TYPOGRAPHIC), EL("n", "1", 0) } },
	{ "both opening, as some keyboards have it",
	  S("realm=\xe2\x80\x9c"
	    "a\xe2\x80\x9c,n=1"),
	  { QUOTED("realm", "a", AUTH_PARAM_TYPOGRAPHIC), EL("n", "1", 0) } },
	{ "low and high ones",
	  S("realm=\xe2\x80\x9e"
	    "a\xe2\x80\x9c"),
	  { QUOTED("realm", "a", AUTH_PARAM_TYPOGRAPHIC) } },
	{ "full-width ones",
	  S("realm=\xef\xbc\x82"
	    "a\xef\xbc\x82"),
	  { QUOTED("realm", "a", AUTH_PARAM_TYPOGRAPHIC) } },
	{ "single ones; a double one does not close them",
	  S("realm=\xe2\x80\x98"
	    "a\xe2\x80\x9d\xe2\x80\x99"),
	  { QUOTED("realm", "a\xe2\x80\x9d", AUTH_PARAM_TYPOGRAPHIC) } },
	{ "closed by a plain one",
	  S("realm=\xe2\x80\x9c"
	    "a\", n=1"),
	  { QUOTED("realm", "a", AUTH_PARAM_TYPOGRAPHIC), EL("n", "1", 0) } },
	{ "never closed: bare up to the comma",
	  S("realm=\xe2\x80\x9c"
	    "a, n=1"),
	  { EL("realm",
	       "\xe2\x80\x9c"
	       "a",
	       AUTH_PARAM_TYPOGRAPHIC | AUTH_PARAM_OPEN_QUOTE),
	    EL("n", "1", 0) } },
	{ "inside plain quotes they are text",
	  S("realm=\"\xe2\x80\x9c"
	    "a\xe2\x80\x9d\""),
	  { QUOTED("realm",
		   "\xe2\x80\x9c"
		   "a\xe2\x80\x9d",
		   0) } },
	{ "other UTF-8 is none", S("realm=\xe2\x82\xac"), { EL("realm", "\xe2\x82\xac", 0) } },
	{ "nor is half of one", S("realm=\xe2\x80"), { EL("realm", "\xe2\x80", 0) } },

	{ "' is a token character",
	  S("nonce='abc', b=1"),
	  { EL("nonce", "'abc'", 0), EL("b", "1", 0) } },
	{ "what stands between two is one value",
	  S("realm='a, b' , b=1"),
	  { EL("realm", "'a, b'", 0), EL("b", "1", 0) } },
	{ "but not when text follows", S("a='b, c='d"), { EL("a", "'b", 0), EL("c", "'d", 0) } },
	{ "escaped quotes around a value are part of it",
	  S("nonce=\\\"x\\\", b=1"),
	  { EL("nonce", "\\\"x\\\"", 0), EL("b", "1", 0) } },
};

static bool
same(const struct auth_param *a, const struct auth_param *b)
{
	return str_eq(a->name, b->name) && str_eq(a->value, b->value) && a->quoted == b->quoted &&
	       a->odd == b->odd;
}

static void
test_case(size_t i)
{
	const struct auth_param *want = cases[i].want;
	struct str in = guard(cases[i].in), rest = in;
	struct auth_param got;
	size_t n = 0;

	for (; auth_param_next(&rest, &got); n++) {
		bool good = n < WANT_MAX && same(&got, &want[n]);

		ok(good, "%s: %.*s", cases[i].promise, STR_ARG(got.raw));
		if (!good)
			diag("name %.*s, value %.*s, odd %#x", STR_ARG(got.name),
			     STR_ARG(got.value), got.odd);
	}
	ok(n == WANT_MAX || str_absent(want[n].name), "%s: and nothing less", cases[i].promise);
	guard_free(in);
}

static void
test_raw(void)
{
	struct str rest = S(" a=1 , b=\"2\" x, c d=3 ");
	const struct str want[] = { S("a=1"), S("b=\"2\" x"), S("c"), S("d=3") };
	struct auth_param got;

	for (size_t i = 0; i < COUNT(want); i++) {
		ok(auth_param_next(&rest, &got), "an element");
		is_str(got.raw, want[i],
		       "raw is the element as sent, without the blanks around it");
	}
	ok(!auth_param_next(&rest, &got) && rest.len == 0, "then the end, where it stays");
	ok(!auth_param_next(&rest, &got), "at the end");
}

/* A name of n letters, n blanks, n quotes …: the time a list takes is in line with its length. */
static void
test_long(void)
{
	static const char *const patterns[] = { "a=\"",
						"a=\xe2\x80\x9c,",
						"a=\xe2\x80\x98,",
						"a='x ",
						"a b",
						"  ",
						"a=b ",
						"\\\"",
						"a",
						"=",
						"\xe2\x80\x98\xe2\x80\x9c" };
	static char text[1u << 18];

	for (size_t i = 0; i < COUNT(patterns); i++) {
		struct str pattern = str_of(patterns[i]);
		struct str rest = { text, sizeof(text) };
		struct auth_param got;
		size_t n = 0;

		for (size_t at = 0; at < sizeof(text); at++)
			text[at] = pattern.p[at % pattern.len];
		while (auth_param_next(&rest, &got))
			n++;
		ok(n <= sizeof(text), "a quarter of a megabyte of %s ends", patterns[i]);
	}
}

int
main(void)
{
	for (size_t i = 0; i < COUNT(cases); i++)
		test_case(i);
	test_raw();
	test_long();
	return done();
}
