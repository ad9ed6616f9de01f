/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every form of a password, by its words.  The octets are by python: str.encode, urllib.parse, html, xml.sax.saxutils,
 * unicodedata.
 */
#include <string.h>

#include "../src/digest/forms.h"
#include "guard.h"
#include "tap.h"

static const struct {
	void (*make)(struct forms *f);
	struct str password;
	const char *what;
	struct str want;
} rows[] = {
	{ forms_newline, S("open sesame"), "with a line feed at its end", S("open sesame\x0a") },
	{ forms_newline, S("open sesame"), "with CR LF at its end", S("open sesame\x0d\x0a") },
	{ forms_newline, S("open sesame"), "with a carriage return at its end",
	  S("open sesame\x0d") },
	{ forms_newline, S("open sesame"), "with a NUL octet at its end", S("open sesame\x00") },
	{ forms_newline, S("open sesame"), "with a blank at its end", S("open sesame ") },
	{ forms_newline, S("open sesame"), "with a tab at its end", S("open sesame\x09") },
	{ forms_newline, S("open sesame"), "with a no-break space at its end",
	  S("open sesame\xc2\xa0") },
	{ forms_newline, S("open sesame"), "with a blank before it", S(" open sesame") },
	{ forms_newline, S("open sesame"), "with a tab before it", S("\x09open sesame") },
	{ forms_newline, S("open sesame"), "with a blank before and after it", S(" open sesame ") },
	{ forms_newline, S("open sesame"), "with a byte order mark before it",
	  S("\xef\xbb\xbfopen sesame") },
	{ forms_newline, S(" \x09open \x0d\x0a"), "without the blanks at its end", S(" \x09open") },
	{ forms_newline, S(" \x09open \x0d\x0a"), "without the blanks before it",
	  S("open \x0d\x0a") },
	{ forms_newline, S(" \x09open \x0d\x0a"), "without the blanks around it", S("open") },
	{ forms_escape, S("50%+a b&<\"\xc3\xa9'>/;:@=$,#!*~(x)\?"), "percent-encoded",
	  S("50%25%2Ba%20b%26%3C%22%C3%A9%27%3E%2F%3B%3A%40%3D%24%2C%23%21%2A~%28x%29%3F") },
	{ forms_escape, S("50%+a b&<\"\xc3\xa9'>/;:@=$,#!*~(x)\?"),
	  "percent-encoded with digits in lower case",
	  S("50%25%2ba%20b%26%3c%22%c3%a9%27%3e%2f%3b%3a%40%3d%24%2c%23%21%2a~%28x%29%3f") },
	{ forms_escape, S("50%+a b&<\"\xc3\xa9'>/;:@=$,#!*~(x)\?"),
	  "percent-encoded as JavaScript's encodeURIComponent does",
	  S("50%25%2Ba%20b%26%3C%22%C3%A9'%3E%2F%3B%3A%40%3D%24%2C%23!*~(x)%3F") },
	{ forms_escape, S("50%+a b&<\"\xc3\xa9'>/;:@=$,#!*~(x)\?"),
	  "percent-encoded as JavaScript's encodeURI does",
	  S("50%25+a%20b&%3C%22%C3%A9'%3E/;:@=$,#!*~(x)\?") },
	{ forms_escape, S("50%+a b&<\"\xc3\xa9'>/;:@=$,#!*~(x)\?"),
	  "percent-encoded as in a SIP URI",
	  S("50%25+a%20b&%3C%22%C3%A9'%3E%2F%3B%3A%40=$,%23!*~(x)%3F") },
	{ forms_escape, S("50%+a b&<\"\xc3\xa9'>/;:@=$,#!*~(x)\?"), "encoded as a form is sent",
	  S("50%25%2Ba+b%26%3C%22%C3%A9%27%3E%2F%3B%3A%40%3D%24%2C%23%21*%7E%28x%29%3F") },
	{ forms_escape, S("50%+a b&<\"\xc3\xa9'>/;:@=$,#!*~(x)\?"), "with \"+\" for each blank",
	  S("50%+a+b&<\"\xc3\xa9'>/;:@=$,#!*~(x)\?") },
	{ forms_escape, S("50%+a b&<\"\xc3\xa9'>/;:@=$,#!*~(x)\?"), "with a blank for each \"+\"",
	  S("50% a b&<\"\xc3\xa9'>/;:@=$,#!*~(x)\?") },
	{ forms_escape, S("50%+a b&<\"\xc3\xa9'>/;:@=$,#!*~(x)\?"), "with XML entities",
	  S("50%+a b&amp;&lt;&quot;\xc3\xa9&apos;&gt;/;:@=$,#!*~(x)\?") },
	{ forms_escape, S("50%+a b&<\"\xc3\xa9'>/;:@=$,#!*~(x)\?"),
	  "with XML entities, its quotes left",
	  S("50%+a b&amp;&lt;\"\xc3\xa9'&gt;/;:@=$,#!*~(x)\?") },
	{ forms_escape, S("50%+a b&<\"\xc3\xa9'>/;:@=$,#!*~(x)\?"), "with HTML entities",
	  S("50%+a b&amp;&lt;&quot;\xc3\xa9&#39;&gt;/;:@=$,#!*~(x)\?") },
	{ forms_escape, S("a%41%2b+%zz%4"), "with %XX decoded", S("aA++%zz%4") },
	{ forms_escape, S("a%41%2b+%zz%4"), "with %XX decoded and \"+\" taken for a blank",
	  S("aA+ %zz%4") },
	{ forms_escape, S("a&amp;&lt;b&gt;&quot;&apos;&#228;&#xE4;&#x;&#;&nosuch;&"),
	  "with its XML entities decoded", S("a&<b>\"'\xc3\xa4\xc3\xa4&#x;&#;&nosuch;&") },
	{ forms_cut, S("ab:cd:e"), "cut at its first colon", S("ab") },
	{ forms_cut, S("ab;cd;e"), "cut at its first semicolon", S("ab") },
	{ forms_cut, S("ab,cd,e"), "cut at its first comma", S("ab") },
	{ forms_cut, S("ab#cd#e"), "cut at its first \"#\"", S("ab") },
	{ forms_cut, S("ab@cd@e"), "cut at its first \"@\"", S("ab") },
	{ forms_cut, S("ab&cd&e"), "cut at its first \"&\"", S("ab") },
	{ forms_cut, S("ab cd e"), "cut at its first blank", S("ab") },
	{ forms_cut, S("ab\"cd\"e"), "cut at its first double quote", S("ab") },
	{ forms_cut, S("ab'cd'e"), "cut at its first single quote", S("ab") },
	{ forms_cut, S("ab\\cd\\e"), "cut at its first backslash", S("ab") },
	{ forms_cut, S("ab=cd=e"), "cut at its first \"=\"", S("ab") },
	{ forms_cut, S("ab\?cd\?e"), "cut at its first \"?\"", S("ab") },
	{ forms_cut, S("ab/cd/e"), "cut at its first slash", S("ab") },
	{ forms_cut, S("ab<cd<e"), "cut at its first \"<\"", S("ab") },
	{ forms_cut, S("ab>cd>e"), "cut at its first \">\"", S("ab") },
	{ forms_cut, S("ab%cd%e"), "cut at its first \"%\"", S("ab") },
	{ forms_cut, S("ab$cd$e"), "cut at its first \"$\"", S("ab") },
	{ forms_cut, S("ab|cd|e"), "cut at its first \"|\"", S("ab") },
	{ forms_cut,
	  S("ab\x09"
	    "cd\x09"
	    "e"),
	  "cut at its first tab", S("ab") },
	{ forms_cut, S("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqr"),
	  "cut to 8 octets", S("abcdefgh") },
	{ forms_cut, S("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqr"),
	  "cut to 10 octets", S("abcdefghij") },
	{ forms_cut, S("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqr"),
	  "cut to 12 octets", S("abcdefghijkl") },
	{ forms_cut, S("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqr"),
	  "cut to 15 octets", S("abcdefghijklmno") },
	{ forms_cut, S("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqr"),
	  "cut to 16 octets", S("abcdefghijklmnop") },
	{ forms_cut, S("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqr"),
	  "cut to 20 octets", S("abcdefghijklmnopqrst") },
	{ forms_cut, S("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqr"),
	  "cut to 24 octets", S("abcdefghijklmnopqrstuvwx") },
	{ forms_cut, S("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqr"),
	  "cut to 31 octets", S("abcdefghijklmnopqrstuvwxyzabcde") },
	{ forms_cut, S("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqr"),
	  "cut to 32 octets", S("abcdefghijklmnopqrstuvwxyzabcdef") },
	{ forms_cut, S("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqr"),
	  "cut to 40 octets", S("abcdefghijklmnopqrstuvwxyzabcdefghijklmn") },
	{ forms_cut, S("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqr"),
	  "cut to 63 octets",
	  S("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk") },
	{ forms_cut, S("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqr"),
	  "cut to 64 octets",
	  S("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl") },
	{ forms_shell, S("a$$b$$$c"), "with \"$\" for each \"$$\"", S("a$b$$c") },
	{ forms_shell, S("a$b1-c${d}e$1f$-g${h"), "with what looks like a variable taken out",
	  S("a-cef$-g${h") },
	{ forms_shell, S("a\\b\\\\c\\"), "with its backslashes taken out", S("ab\\c\\") },
	{ forms_shell, S("a\"b\\c"), "with a backslash before each quote and backslash",
	  S("a\\\"b\\\\c") },
	{ forms_shell, S("a\"b\\c $d!"), "escaped as for a shell", S("a\\\"b\\\\c\\ \\$d\\!") },
	{ forms_shell, S("open sesame"), "with double quotes around it", S("\"open sesame\"") },
	{ forms_shell, S("open sesame"), "with single quotes around it", S("'open sesame'") },
	{ forms_shell, S("\"ab\""), "without the quotes around it", S("ab") },
	{ forms_shell, S("'a\"b'"), "without any quotes in it", S("ab") },
	{ forms_case,
	  S("Stra\xc3\x9f"
	    "e \xc3\x89"
	    "aB"),
	  "in lower case",
	  S("stra\xc3\x9f"
	    "e \xc3\xa9"
	    "ab") },
	{ forms_case,
	  S("Stra\xc3\x9f"
	    "e \xc3\x89"
	    "aB"),
	  "in upper case",
	  S("STRASSE \xc3\x89"
	    "AB") },
	{ forms_case,
	  S("Stra\xc3\x9f"
	    "e \xc3\x89"
	    "aB"),
	  "with its first letter in lower case",
	  S("stra\xc3\x9f"
	    "e \xc3\x89"
	    "aB") },
	{ forms_case, S("open"), "with its first letter in upper case", S("Open") },
	{ forms_case, S("oPEN 1"), "with upper and lower case swapped", S("Open 1") },
	{ forms_charset, S("p\xc3\xa4ssword"), "in Latin-1", S("p\xe4ssword") },
	{ forms_charset, S("p\xc3\xa4ssw\xe2\x82\xacrd"), "in Windows-1252", S("p\xe4ssw\x80rd") },
	{ forms_charset, S("p\xc3\xa4ssw\xe2\x82\xacrd"), "in Latin-9", S("p\xe4ssw\xa4rd") },
	{ forms_charset,
	  S("\xc5\x82\xc3\xb3"
	    "d\xc5\xba"),
	  "in Latin-2",
	  S("\xb3\xf3"
	    "d\xbc") },
	{ forms_charset,
	  S("\xc5\x82\xc3\xb3"
	    "d\xc5\xba"),
	  "in Windows-1250",
	  S("\xb3\xf3"
	    "d\x9f") },
	{ forms_charset, S("\xd0\xbf\xd0\xb0\xd1\x80\xd0\xbe\xd0\xbb\xd1\x8c"), "in Windows-1251",
	  S("\xef\xe0\xf0\xee\xeb\xfc") },
	{ forms_charset, S("\xd0\xbf\xd0\xb0\xd1\x80\xd0\xbe\xd0\xbb\xd1\x8c"), "in KOI8-R",
	  S("\xd0\xc1\xd2\xcf\xcc\xd8") },
	{ forms_charset, S("p\xc3\xa4ssword"), "in code page 850", S("p\x84ssword") },
	{ forms_charset, S("p\xc3\xa4ssword"), "in code page 437", S("p\x84ssword") },
	{ forms_charset, S("p\xc3\xa4ssword"), "in Mac Roman", S("p\x8assword") },
	{ forms_charset, S("\xe3\x83\x91\xe3\x82\xb9"), "in Shift JIS", S("\x83p\x83X") },
	{ forms_charset, S("\xe3\x83\x91\xe3\x82\xb9"), "in EUC-JP", S("\xa5\xd1\xa5\xb9") },
	{ forms_charset, S("\xe5\xaf\x86\xe7\xa0\x81"), "in GBK", S("\xc3\xdc\xc2\xeb") },
	{ forms_charset, S("\xe5\xaf\x86\xe7\xa2\xbc"), "in Big5", S("\xb1K\xbdX") },
	{ forms_charset, S("\xec\x95\x94\xed\x98\xb8"), "in EUC-KR", S("\xbe\xcf\xc8\xa3") },
	{ forms_charset, S("open sesame"), "in UTF-16, the low octet first",
	  S("o\x00p\x00"
	    "e\x00n\x00 \x00s\x00"
	    "e\x00s\x00"
	    "a\x00m\x00"
	    "e\x00") },
	{ forms_charset, S("p\xc3\xa4ssw\xe2\x82\xacrd"), "in UTF-16, the high octet first",
	  S("\x00p\x00\xe4\x00s\x00s\x00w \xac\x00r\x00"
	    "d") },
	{ forms_charset, S("open sesame"), "in UTF-16 with its mark, the low octet first",
	  S("\xff\xfeo\x00p\x00"
	    "e\x00n\x00 \x00s\x00"
	    "e\x00s\x00"
	    "a\x00m\x00"
	    "e\x00") },
	{ forms_charset, S("p\xc3\xa4ssw\xe2\x82\xacrd"),
	  "in UTF-16 with its mark, the high octet first",
	  S("\xfe\xff\x00p\x00\xe4\x00s\x00s\x00w \xac\x00r\x00"
	    "d") },
	{ forms_charset, S("A\xcc\x8asa e\xcc\x82\xcc\x81 \xef\xac\x81 \xc2\xb2"),
	  "in Unicode's composed form (NFC)", S("\xc3\x85sa \xe1\xba\xbf \xef\xac\x81 \xc2\xb2") },
	{ forms_charset, S("\xc3\x85sa \xe1\xba\xbf \xef\xac\x81 \xc2\xb2"),
	  "in Unicode's decomposed form (NFD)",
	  S("A\xcc\x8asa e\xcc\x82\xcc\x81 \xef\xac\x81 \xc2\xb2") },
	{ forms_charset, S("\xc3\x85sa \xe1\xba\xbf \xef\xac\x81 \xc2\xb2"),
	  "in Unicode's form NFKC", S("\xc3\x85sa \xe1\xba\xbf fi 2") },
	{ forms_charset, S("\xc3\x85sa \xe1\xba\xbf \xef\xac\x81 \xc2\xb2"),
	  "in Unicode's form NFKD", S("A\xcc\x8asa e\xcc\x82\xcc\x81 fi 2") },
	{ forms_charset, S("\xc3\x85sa \xe1\xba\xbf x"), "without accents", S("Asa e x") },
	{ forms_charset, S("p\xc3\xa4ssword"), "as UTF-8 made of octets taken for Latin-1",
	  S("p\xc3\x83\xc2\xa4ssword") },
	{ forms_charset, S("p\xc3\xa4ssw\xe2\x82\xacrd"),
	  "as UTF-8 made of octets taken for Windows-1252",
	  S("p\xc3\x83\xc2\xa4ssw\xc3\xa2\xe2\x80\x9a\xc2\xacrd") },
	{ forms_charset, S("p\xe4ssword"), "as UTF-8 made of octets taken for Latin-1",
	  S("p\xc3\xa4ssword") },
	{ forms_charset, S("p\xc3\xa4ssw\xe2\x82\xacrd"), "with \"?\" for what is not ASCII",
	  S("p\?ssw\?rd") },
	{ forms_charset, S("p\xc3\xa4ssw\xe2\x82\xacrd"), "without what is not ASCII",
	  S("psswrd") },
	{ forms_charset, S("p\xc3\xa4ssw\xe2\x82\xacrd"), "with the low octet of each character",
	  S("p\xe4ssw\xacrd") },
	{ forms_empty, S("open sesame"), "none at all", S("") },
	{ forms_const, S("open sesame"), "the word \"undefined\"", S("undefined") },
	{ forms_const, S("open sesame"), "the word \"null\"", S("null") },
	{ forms_const, S("open sesame"), "the word \"None\"", S("None") },
	{ forms_const, S("open sesame"), "the word \"(null)\"", S("(null)") },
	{ forms_const, S("open sesame"), "the word \"nil\"", S("nil") },
	{ forms_const, S("open sesame"), "the word \"NULL\"", S("NULL") },
	{ forms_const, S("open sesame"), "the word \"none\"", S("none") },
	{ forms_const, S("open sesame"), "the word \"password\"", S("password") },
	{ forms_const, S("open sesame"), "the digits 1234", S("1234") },
	{ forms_const, S("open sesame"), "eight stars", S("********") },
	{ forms_const, S("open sesame"), "six stars", S("******") },
	{ forms_const, S("open sesame"), "the user name", S("alice") },
	{ forms_const, S("open sesame"), "as many stars as it has octets", S("***********") },
};

/* What one group made. */
struct seen {
	const char *what; /* the one that is looked for; NULL: any */
	char octets[512];
	size_t len;
	unsigned times, all, bad;
	struct str password;
};

static void
on_form(void *ctx, struct str form, const char *what)
{
	struct seen *seen = ctx;

	seen->all++;
	/* Words are for people; and who has the password itself needs no row. */
	seen->bad += what == NULL || *what == '\0' || str_eq(form, seen->password);
	if (what == NULL || seen->what == NULL || strcmp(what, seen->what) != 0 ||
	    form.len > sizeof(seen->octets))
		return;
	seen->times++;
	memcpy(seen->octets, form.p, form.len);
	seen->len = form.len;
}

static struct seen
make(void (*group)(struct forms *f), struct str password, const char *what)
{
	struct seen seen = { .what = what, .password = password };
	struct str in = str_absent(password) ? password : guard(password);
	struct forms f;

	if (!forms_begin(&f, in, S("alice")))
		return seen;
	f.fn = on_form;
	f.ctx = &seen;
	group(&f);
	forms_end(&f);
	if (!str_absent(in))
		guard_free(in);
	return seen;
}

static void (*const groups[])(struct forms *f) = {
	forms_newline, forms_escape, forms_cut,   forms_shell,
	forms_case,    forms_empty,  forms_const, forms_charset,
};

/* No row is made twice by the same words, none is the password, and an odd password is no trouble. */
static void
test_any(void)
{
	static char longest[FORMS_ROOM + 10];
	const struct str odd[] = { STR_ABSENT,
				   S(""),
				   S("x"),
				   S("%"),
				   S("&#"),
				   S("&#x"),
				   S("&#99999999;"),
				   S("$"),
				   S("${"),
				   S("\\"),
				   S("\xff\xfe\xc3"),
				   S("\xcc\x81"),
				   S("\0"),
				   { longest, 900 },
				   { longest, sizeof(longest) } };
	unsigned bad = 0, from_none = 0;

	memset(longest, '%', sizeof(longest));
	for (size_t i = 0; i < COUNT(odd); i++) {
		for (size_t k = 0; k < COUNT(groups); k++) {
			struct seen seen = make(groups[k], odd[i], NULL);

			bad += seen.bad;
			from_none += str_absent(odd[i]) ? seen.all : 0;
		}
	}
	is_int(bad, 0, "odd passwords give forms that differ from them");
	is_int(from_none, 13,
	       "without a password there are the empty one, fixed words and the user name");
}

int
main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct seen seen = make(rows[i].make, rows[i].password, rows[i].what);

		if (!ok(seen.times == 1 && seen.bad == 0 &&
				str_eq((struct str){ seen.octets, seen.len }, rows[i].want),
			"%s", rows[i].what))
			diag("%u times, got %.*s", seen.times, (int)seen.len, seen.octets);
	}
	test_any();
	return done();
}
