/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Nonce, cnonce and response together let anybody who reads a report search for the password at
 * leisure; without the response they are harmless (RFC 7616 5.9).  rspauth and auts give it away too.
 */
#include "quote.h"

/* Narrower than a token (RFC 3261 25.1), so that a name after any kind of quote is still found. */
static bool
is_name(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || str_is_digit(c) || c == '-' ||
	       c == '_';
}

static bool
is_not_name(unsigned char c)
{
	return !is_name(c);
}

static bool
is_bare_value(unsigned char c)
{
	return c != ',' && c != ';' && c != '"' && !str_is_lws(c);
}

bool
mask_hides(struct str param)
{
	return str_eq_nocase(param, S("response")) || str_eq_nocase(param, S("rspauth")) ||
	       str_eq_nocase(param, S("auts"));
}

/*
 * What stands before the closing quote, or all.  A sentence that quotes a header may have a
 * backslash before both quotes; else a backslash takes the next octet with it.
 */
static struct str
take_quoted(struct str *in, bool escaped)
{
	struct str value = { in->p, 0 };

	while (value.len < in->len && in->p[value.len] != '"') {
		bool backslash = in->p[value.len] == '\\';

		if (backslash && escaped)
			break;
		value.len += backslash && value.len + 1 < in->len ? 2 : 1;
	}
	*in = str_sub(*in, value.len, in->len);
	return value;
}

/* The value, when `in` goes on as one: "=", blanks, and quotes or not. */
static bool
take_value(struct str *in, struct str *value)
{
	bool escaped;

	str_take_while(in, str_is_lws);
	if (!str_take(in, '='))
		return false;
	str_take_while(in, str_is_lws);
	escaped = str_take(in, '\\');
	if (str_take(in, '"'))
		*value = take_quoted(in, escaped);
	else
		*value = str_take_while(in, is_bare_value);
	return value->len > 0 && !str_starts(*value, S(ELLIPSIS));
}

/*
 * Whether a parameter that is hidden begins in the first `within` octets: *at is where, *after what
 * follows its name.
 */
static bool
find_name(struct str in, size_t within, size_t *at, struct str *after)
{
	const char *begin = in.p;

	while (in.len > 0) {
		struct str name, rest;

		str_take_while(&in, is_not_name);
		*at = (size_t)(in.p - begin);
		if (*at >= within)
			return false;
		name = str_take_while(&in, is_name);
		*after = rest = in;
		str_take_while(&rest, str_is_lws);
		if (mask_hides(name) && str_take(&rest, '='))
			return true;
	}
	return false;
}

bool
mask_next(struct str *rest, struct str *shown, struct str *hidden, enum mask how)
{
	struct str in = *rest, after;
	size_t at;

	*shown = *rest;
	*hidden = STR_ABSENT;
	*rest = str_sub(in, in.len, 0);
	while (how != MASK_NONE && find_name(in, in.len, &at, &after)) {
		in = after;
		if (!take_value(&after, hidden))
			continue;
		in = (struct str){ hidden->p, (size_t)(in.p + in.len - hidden->p) };
		/* A name in the value: its own value may lie where this one seems to end. */
		if (find_name(in, hidden->len, &at, rest)) {
			after = str_sub(in, at, in.len);
			hidden->len = at;
		}
		shown->len = (size_t)(hidden->p - shown->p);
		*rest = after;
		return true;
	}
	*hidden = STR_ABSENT;
	return shown->len > 0;
}

void
mask_stand_in(struct buf *out, size_t len, enum mask how)
{
	buf_add(out, S(ELLIPSIS));
	if (how == MASK_LENGTH)
		buf_addf(out, "(%zu)", len);
}
