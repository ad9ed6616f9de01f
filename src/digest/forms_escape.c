/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is escaped once too often, or not at all: for URLs (RFC 3986 2.1), XML and shells.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistr.h>

#include "forms.h"

static bool
is_alnum(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || str_is_digit(c);
}

/* What is left as it is, beside letters and digits. */
static bool
is_kept(char c, const char *kept)
{
	return is_alnum((unsigned char)c) || (c != '\0' && strchr(kept, c) != NULL);
}

static void
put_percent(struct forms *f, char c, bool upper)
{
	const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	unsigned char octet = (unsigned char)c;

	forms_put_octet(f, '%');
	forms_put_octet(f, digits[octet >> 4]);
	forms_put_octet(f, digits[octet & 15]);
}

static void
give_percent(struct forms *f, const char *kept, bool upper, const char *what)
{
	forms_new(f);
	for (size_t i = 0; i < f->password.len; i++) {
		char c = f->password.p[i];

		if (is_kept(c, kept))
			forms_put_octet(f, c);
		else
			put_percent(f, c, upper);
	}
	forms_give(f, what);
}

/* As a form is sent: application/x-www-form-urlencoded. */
static void
give_form(struct forms *f)
{
	forms_new(f);
	for (size_t i = 0; i < f->password.len; i++) {
		char c = f->password.p[i];

		if (c == ' ')
			forms_put_octet(f, '+');
		else if (is_kept(c, "*-._"))
			forms_put_octet(f, c);
		else
			put_percent(f, c, true);
	}
	forms_give(f, "encoded as a form is sent");
}

static void
give_swapped(struct forms *f, char from, char to, const char *what)
{
	forms_new(f);
	for (size_t i = 0; i < f->password.len; i++)
		forms_put_octet(f, f->password.p[i] == from ? to : f->password.p[i]);
	forms_give(f, what);
}

/* `plus`: "+" is a blank. */
static void
give_decoded(struct forms *f, bool plus, const char *what)
{
	struct str in = f->password;

	forms_new(f);
	for (size_t i = 0; i < in.len; i++) {
		uint64_t octet;
		struct str digits = str_sub(in, i + 1, 2);

		if (in.p[i] == '%' && digits.len == 2 &&
		    str_hex_to_u64(digits, UINT8_MAX, &octet)) {
			forms_put_octet(f, (char)octet);
			i += 2;
		} else {
			forms_put_octet(f, plus && in.p[i] == '+' ? ' ' : in.p[i]);
		}
	}
	forms_give(f, what);
}

/* XML 1.0 4.6, and the numbers that programs write for the quotes. */
static const struct entity {
	char c;
	struct str name, number;
} entities[] = {
	{ '&', { "&amp;", 5 }, { "&#38;", 5 } },   { '<', { "&lt;", 4 }, { "&#60;", 5 } },
	{ '>', { "&gt;", 4 }, { "&#62;", 5 } },    { '"', { "&quot;", 6 }, { "&#34;", 5 } },
	{ '\'', { "&apos;", 6 }, { "&#39;", 5 } },
};

enum quotes { QUOTES_PLAIN, QUOTES_NAMED, QUOTES_HTML };

static struct str
entity_for(char c, enum quotes quotes)
{
	for (size_t i = 0; i < COUNT(entities); i++) {
		if (entities[i].c != c)
			continue;
		if ((c == '"' || c == '\'') && quotes == QUOTES_PLAIN)
			return STR_ABSENT;
		return c == '\'' && quotes == QUOTES_HTML ? entities[i].number : entities[i].name;
	}
	return STR_ABSENT;
}

static void
give_entities(struct forms *f, enum quotes quotes, const char *what)
{
	forms_new(f);
	for (size_t i = 0; i < f->password.len; i++) {
		struct str entity = entity_for(f->password.p[i], quotes);

		forms_put(f, str_absent(entity) ? str_sub(f->password, i, 1) : entity);
	}
	forms_give(f, what);
}

/* "&#228;" or "&#xe4;" at the front of *in, as UTF-8. */
static bool
take_number(struct str *in, struct forms *f)
{
	struct str rest = str_sub(*in, 2, in->len), digits;
	uint8_t octets[6];
	uint64_t cp;
	bool hex;
	int n;

	if (!str_starts(*in, S("&#")) || str_index(*in, ';') < 0)
		return false;
	digits = str_cut(&rest, ';');
	hex = str_starts_nocase(digits, S("x"));
	if (hex ? !str_hex_to_u64(str_sub(digits, 1, digits.len), 0x10ffff, &cp)
		: !str_to_u64(digits, 0x10ffff, &cp))
		return false;
	n = u8_uctomb(octets, (ucs4_t)cp, sizeof(octets));
	if (n <= 0)
		return false;
	forms_put(f, (struct str){ (const char *)octets, (size_t)n });
	*in = rest;
	return true;
}

static bool
take_entity(struct str *in, struct forms *f)
{
	for (size_t i = 0; i < COUNT(entities); i++) {
		if (!str_starts(*in, entities[i].name))
			continue;
		forms_put_octet(f, entities[i].c);
		*in = str_sub(*in, entities[i].name.len, in->len);
		return true;
	}
	return take_number(in, f);
}

static void
give_without_entities(struct forms *f)
{
	struct str in = f->password;

	forms_new(f);
	while (in.len > 0) {
		if (take_entity(&in, f))
			continue;
		forms_put_octet(f, in.p[0]);
		in = str_sub(in, 1, in.len);
	}
	forms_give(f, "with its XML entities decoded");
}

void
forms_escape(struct forms *f)
{
	if (str_absent(f->password))
		return;
	give_decoded(f, false, "with %XX decoded");
	give_decoded(f, true, "with %XX decoded and \"+\" taken for a blank");
	give_percent(f, "-._~", true, "percent-encoded");
	give_percent(f, "-._~", false, "percent-encoded with digits in lower case");
	give_percent(f, "-._~!*'()", true,
		     "percent-encoded as JavaScript's encodeURIComponent does");
	give_percent(f, "-._~!*'();/?:@&=+$,#", true,
		     "percent-encoded as JavaScript's encodeURI does");
	/* RFC 3261 25.1: password = *(unreserved / escaped / "&" / "=" / "+" / "$" / ","). */
	give_percent(f, "-_.!~*'()&=+$,", true, "percent-encoded as in a SIP URI");
	give_form(f);
	give_swapped(f, ' ', '+', "with \"+\" for each blank");
	give_swapped(f, '+', ' ', "with a blank for each \"+\"");
	give_entities(f, QUOTES_NAMED, "with XML entities");
	give_entities(f, QUOTES_PLAIN, "with XML entities, its quotes left");
	give_entities(f, QUOTES_HTML, "with HTML entities");
	give_without_entities(f);
}

/* "$$" becomes "$", as in make and in dialplans. */
static void
give_dollars(struct forms *f)
{
	struct str in = f->password;

	forms_new(f);
	for (size_t i = 0; i < in.len; i++) {
		forms_put_octet(f, in.p[i]);
		if (str_starts(str_sub(in, i, 2), S("$$")))
			i++;
	}
	forms_give(f, "with \"$\" for each \"$$\"");
}

static bool
is_variable(unsigned char c)
{
	return is_alnum(c) || c == '_';
}

/* $name, ${name} and $1 become nothing: no such variable is set. */
static size_t
variable_len(struct str in)
{
	struct str rest = str_sub(in, 1, in.len);
	size_t len;

	if (str_take(&rest, '{')) {
		len = str_take_while(&rest, is_variable).len;
		return len > 0 && str_starts(rest, S("}")) ? len + 3 : 0;
	}
	if (rest.len > 0 && str_is_digit((unsigned char)rest.p[0]))
		return 2;
	len = str_take_while(&rest, is_variable).len;
	return len > 0 ? len + 1 : 0;
}

static void
give_without_variables(struct forms *f)
{
	struct str in = f->password;

	forms_new(f);
	while (in.len > 0) {
		size_t skip = in.p[0] == '$' ? variable_len(in) : 0;

		if (skip == 0)
			forms_put_octet(f, in.p[0]);
		in = str_sub(in, skip > 0 ? skip : 1, in.len);
	}
	forms_give(f, "with what looks like a variable taken out");
}

/* A backslash before an octet goes; of two the second stays. */
static void
give_without_backslashes(struct forms *f)
{
	struct str in = f->password;

	forms_new(f);
	for (size_t i = 0; i < in.len; i++) {
		if (in.p[i] == '\\' && i + 1 < in.len)
			i++;
		forms_put_octet(f, in.p[i]);
	}
	forms_give(f, "with its backslashes taken out");
}

static void
give_backslashes(struct forms *f, const char *before, const char *what)
{
	forms_new(f);
	for (size_t i = 0; i < f->password.len; i++) {
		char c = f->password.p[i];

		if (c != '\0' && strchr(before, c) != NULL)
			forms_put_octet(f, '\\');
		forms_put_octet(f, c);
	}
	forms_give(f, what);
}

static void
give_between(struct forms *f, struct str mark, const char *what)
{
	forms_new(f);
	forms_put(f, mark);
	forms_put(f, f->password);
	forms_put(f, mark);
	forms_give(f, what);
}

static void
give_without_quotes(struct forms *f)
{
	struct str in = f->password;
	char first = in.len >= 2 ? in.p[0] : '\0';

	if ((first == '"' || first == '\'') && in.p[in.len - 1] == first)
		forms_give_all(f, str_sub(in, 1, in.len - 2), "without the quotes around it");
	forms_new(f);
	for (size_t i = 0; i < in.len; i++) {
		if (in.p[i] != '"' && in.p[i] != '\'')
			forms_put_octet(f, in.p[i]);
	}
	forms_give(f, "without any quotes in it");
}

void
forms_shell(struct forms *f)
{
	if (str_absent(f->password))
		return;
	give_dollars(f);
	give_without_variables(f);
	give_without_backslashes(f);
	give_backslashes(f, "\\\"", "with a backslash before each quote and backslash");
	give_backslashes(f, "\\\"'$`!&;<>()|*?#~ ", "escaped as for a shell");
	give_between(f, S("\""), "with double quotes around it");
	give_between(f, S("'"), "with single quotes around it");
	give_without_quotes(f);
}

void
forms_quoted(struct forms *f)
{
	give_percent(f, "-._~", true, "");
	give_percent(f, "-._~", false, "");
	give_percent(f, "-_.!~*'()&=+$,", true, "");
	give_entities(f, QUOTES_NAMED, "");
	give_backslashes(f, "\\\"", "");
}
