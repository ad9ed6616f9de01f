/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/exchange.h>

/* Shorter pieces are like each other by chance. */
enum { CUT_MIN = 8 };

static bool
contains(struct str whole, struct str part)
{
	for (size_t i = 0; i + part.len <= whole.len; i++) {
		if (str_eq(str_sub(whole, i, part.len), part))
			return true;
	}
	return false;
}

/* Octets that copying is known to lose or to put in: base64's tail, quotes, blanks, backslashes. */
static bool
is_fragile(unsigned char c)
{
	return c == '=' || c == '+' || c == ' ' || c == '"' || c == '\\' || c == '\t' ||
	       c == '\r' || c == '\n' || c == '<' || c == '>' || c == '\'';
}

static unsigned
hex_value(char c)
{
	return c <= '9' ? (unsigned)(c - '0') : (unsigned)((c | 0x20) - 'a') + 10;
}

/* The next octet of *s in lower case, with %xx decoded and the fragile ones passed over; -1 at the end. */
static int
next_sturdy(struct str *s)
{
	while (s->len > 0) {
		unsigned char c = (unsigned char)s->p[0];
		size_t took = 1;

		if (c == '%' && s->len >= 3 && str_is_hex((unsigned char)s->p[1]) &&
		    str_is_hex((unsigned char)s->p[2])) {
			c = (unsigned char)(hex_value(s->p[1]) << 4 | hex_value(s->p[2]));
			took = 3;
		}
		*s = str_sub(*s, took, s->len);
		if (!is_fragile(c))
			return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
	}
	return -1;
}

static bool
same_sturdy(struct str a, struct str b)
{
	for (;;) {
		int x = next_sturdy(&a), y = next_sturdy(&b);

		if (x != y)
			return false;
		if (x < 0)
			return true;
	}
}

bool
nonce_is_damaged_copy(struct str used, struct str issued)
{
	if (str_empty(used) || str_empty(issued) || str_eq(used, issued))
		return false;
	if (issued.len >= CUT_MIN && same_sturdy(used, issued))
		return true;
	if (used.len < issued.len)
		return used.len >= CUT_MIN && 2 * used.len >= issued.len && contains(issued, used);
	return issued.len >= CUT_MIN && used.len <= 2 * issued.len && contains(used, issued);
}

static bool
is_quote(unsigned char c)
{
	return c == '"' || c == '\'' || c == '\\';
}

bool
nonce_differs_by_quotes(struct str used, struct str issued)
{
	return !str_empty(issued) && used.len > issued.len &&
	       str_eq(str_trim(used, is_quote), issued);
}
