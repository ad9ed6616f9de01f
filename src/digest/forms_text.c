/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What editors, keyboards, fields of fixed length and empty fields make of a password.
 */
#include <string.h>
#include <unicase.h>

#include "forms.h"

static bool
is_blank(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct str
trim_left(struct str s)
{
	str_take_while(&s, is_blank);
	return s;
}

void
forms_newline(struct forms *f)
{
	static const struct {
		struct str before, after;
		const char *what;
	} rows[] = {
		{ { "", 0 }, { "\n", 1 }, "with a line feed at its end" },
		{ { "", 0 }, { "\r\n", 2 }, "with CR LF at its end" },
		{ { "", 0 }, { "\r", 1 }, "with a carriage return at its end" },
		{ { "", 0 }, { "\0", 1 }, "with a NUL octet at its end" },
		{ { "", 0 }, { " ", 1 }, "with a blank at its end" },
		{ { "", 0 }, { "\t", 1 }, "with a tab at its end" },
		{ { "", 0 }, { "\xc2\xa0", 2 }, "with a no-break space at its end" },
		{ { " ", 1 }, { "", 0 }, "with a blank before it" },
		{ { "\t", 1 }, { "", 0 }, "with a tab before it" },
		{ { " ", 1 }, { " ", 1 }, "with a blank before and after it" },
		{ { "\xef\xbb\xbf", 3 }, { "", 0 }, "with a byte order mark before it" },
	};
	struct str pw = f->password;

	if (str_absent(pw))
		return;
	for (size_t i = 0; i < COUNT(rows); i++) {
		forms_new(f);
		forms_put(f, rows[i].before);
		forms_put(f, pw);
		forms_put(f, rows[i].after);
		forms_give(f, rows[i].what);
	}
	forms_give_all(f, str_trim_right(pw, is_blank), "without the blanks at its end");
	forms_give_all(f, trim_left(pw), "without the blanks before it");
	forms_give_all(f, str_trim(pw, is_blank), "without the blanks around it");
}

void
forms_cut(struct forms *f)
{
	static const struct {
		char at;
		const char *what;
	} marks[] = {
		{ ':', "cut at its first colon" },         { ';', "cut at its first semicolon" },
		{ ',', "cut at its first comma" },         { '#', "cut at its first \"#\"" },
		{ '@', "cut at its first \"@\"" },         { '&', "cut at its first \"&\"" },
		{ ' ', "cut at its first blank" },         { '"', "cut at its first double quote" },
		{ '\'', "cut at its first single quote" }, { '\\', "cut at its first backslash" },
		{ '=', "cut at its first \"=\"" },         { '?', "cut at its first \"?\"" },
		{ '/', "cut at its first slash" },         { '<', "cut at its first \"<\"" },
		{ '>', "cut at its first \">\"" },         { '%', "cut at its first \"%\"" },
		{ '$', "cut at its first \"$\"" },         { '|', "cut at its first \"|\"" },
		{ '\t', "cut at its first tab" },
	};
	static const struct {
		size_t octets;
		const char *what;
	} lengths[] = {
		{ 8, "cut to 8 octets" },   { 10, "cut to 10 octets" }, { 12, "cut to 12 octets" },
		{ 15, "cut to 15 octets" }, { 16, "cut to 16 octets" }, { 20, "cut to 20 octets" },
		{ 24, "cut to 24 octets" }, { 31, "cut to 31 octets" }, { 32, "cut to 32 octets" },
		{ 40, "cut to 40 octets" }, { 63, "cut to 63 octets" }, { 64, "cut to 64 octets" },
	};
	struct str pw = f->password;

	for (size_t i = 0; i < COUNT(marks); i++) {
		struct str rest = pw;

		if (str_index(pw, marks[i].at) > 0)
			forms_give_all(f, str_cut(&rest, marks[i].at), marks[i].what);
	}
	for (size_t i = 0; i < COUNT(lengths); i++) {
		if (pw.len > lengths[i].octets)
			forms_give_all(f, str_sub(pw, 0, lengths[i].octets), lengths[i].what);
	}
}

typedef uint8_t *mapping_fn(const uint8_t *s, size_t n, const char *language, uninorm_t nf,
			    uint8_t *result, size_t *length);

/* By Unicode's tables; what is no UTF-8 is passed over. */
static void
give_mapped(struct forms *f, mapping_fn *map, const char *what)
{
	size_t len = FORMS_ROOM;
	uint8_t *got;

	forms_new(f);
	got = map((const uint8_t *)f->password.p, f->password.len, "", NULL, (uint8_t *)f->room,
		  &len);
	/* It would be of the heap when there was no room for it: that many octets are no password. */
	if (got != (uint8_t *)f->room)
		return;
	f->len = len;
	forms_give(f, what);
}

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

/* The letters of ASCII turned in the first `count` octets. */
static void
give_turned(struct forms *f, size_t count, const char *what)
{
	forms_new(f);
	for (size_t i = 0; i < f->password.len; i++) {
		char c = f->password.p[i];

		forms_put_octet(f,
				i < count && (is_upper(c) || is_lower(c)) ? (char)(c ^ 0x20) : c);
	}
	forms_give(f, what);
}

void
forms_case(struct forms *f)
{
	struct str pw = f->password;

	if (str_empty(pw) || 4 * pw.len > FORMS_ROOM)
		return;
	give_mapped(f, u8_tolower, "in lower case");
	give_mapped(f, u8_toupper, "in upper case");
	if (is_lower(pw.p[0]))
		give_turned(f, 1, "with its first letter in upper case");
	else
		give_turned(f, 1, "with its first letter in lower case");
	give_turned(f, pw.len, "with upper and lower case swapped");
}

void
forms_empty(struct forms *f)
{
	forms_give_all(f, S(""), "none at all");
}

/* Texts that programs write where nothing was set, and the stars that a form shows in its place. */
void
forms_const(struct forms *f)
{
	static const struct {
		struct str text;
		const char *what;
	} rows[] = {
		{ { "undefined", 9 }, "the word \"undefined\"" },
		{ { "null", 4 }, "the word \"null\"" },
		{ { "None", 4 }, "the word \"None\"" },
		{ { "(null)", 6 }, "the word \"(null)\"" },
		{ { "nil", 3 }, "the word \"nil\"" },
		{ { "NULL", 4 }, "the word \"NULL\"" },
		{ { "none", 4 }, "the word \"none\"" },
		{ { "password", 8 }, "the word \"password\"" },
		{ { "1234", 4 }, "the digits 1234" },
		{ { "********", 8 }, "eight stars" },
		{ { "******", 6 }, "six stars" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		forms_give_all(f, rows[i].text, rows[i].what);
	if (!str_absent(f->user))
		forms_give_all(f, f->user, "the user name");
	if (str_empty(f->password))
		return;
	forms_new(f);
	for (size_t i = 0; i < f->password.len; i++)
		forms_put_octet(f, '*');
	forms_give(f, "as many stars as it has octets");
}
