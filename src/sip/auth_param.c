/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/auth_param.h>

#include "octet.h"

enum {
	OCTET_GAP = OCTET_LWS | OCTET_COMMA,
	TYPOGRAPHIC_LEN = 3, /* octets of each such mark in UTF-8 */
};

enum mark {
	MARK_NONE,
	MARK_SINGLE,
	MARK_DOUBLE,
};

/* U+2018 … U+201B and U+FF07 for ', U+201C … U+201F and U+FF02 for ". */
static enum mark
typographic_mark(struct str in)
{
	struct str lead = str_sub(in, 0, TYPOGRAPHIC_LEN - 1);
	unsigned char last;

	if (in.len < TYPOGRAPHIC_LEN)
		return MARK_NONE;
	last = (unsigned char)in.p[TYPOGRAPHIC_LEN - 1];
	if (str_eq(lead, S("\xe2\x80")) && last >= 0x98 && last <= 0x9f)
		return last < 0x9c ? MARK_SINGLE : MARK_DOUBLE;
	if (str_eq(lead, S("\xef\xbc")) && (last == 0x82 || last == 0x87))
		return last == 0x87 ? MARK_SINGLE : MARK_DOUBLE;
	return MARK_NONE;
}

static bool
at_gap(struct str in)
{
	return in.len == 0 || octet_is(in.p[0], OCTET_GAP);
}

/* SWS "=", nothing of it where no "=" stands. */
static bool
take_equal(struct str *in)
{
	struct str rest = *in;

	octet_take(&rest, OCTET_LWS);
	if (!str_take(&rest, '='))
		return false;
	*in = rest;
	return true;
}

/*
 * Whether "name=" and a value begin here, the sign of a forgotten comma.  The "=" that pad
 * base64 ("Basic YTpi=="; RFC 7235 2.1 token68) are none; `quoted` asks for a quoted value too.
 */
static bool
element_begins(struct str in, bool quoted)
{
	if (octet_take(&in, OCTET_TOKEN).len == 0)
		return false;
	if (!take_equal(&in))
		return false;
	octet_take(&in, OCTET_LWS);
	if (in.len == 0)
		return false;
	return quoted ? in.p[0] == '"' : !octet_is(in.p[0], OCTET_COMMA | OCTET_EQUAL);
}

/* From "..." with its opening quote gone; an open one runs to the end. */
static void
take_quoted(struct str *in, struct auth_param *out)
{
	size_t len = octet_until_quote(*in);

	out->quoted = true;
	out->value = str_sub(*in, 0, len);
	if (len == in->len)
		out->odd |= AUTH_PARAM_OPEN_QUOTE;
	*in = str_sub(*in, len + 1, in->len);
}

/* A value between typographic marks; the closing one may be a plain one at the end of the value.
 * False, and nothing taken, if none closes it. */
static bool
take_typographic(struct str *in, enum mark mark, struct auth_param *out)
{
	const char plain = mark == MARK_DOUBLE ? '"' : '\'';

	for (size_t i = TYPOGRAPHIC_LEN; i < in->len; i++) {
		struct str here = str_sub(*in, i, in->len);
		size_t close = 0;

		if (typographic_mark(here) == mark)
			close = TYPOGRAPHIC_LEN;
		else if (here.p[0] == plain && at_gap(str_sub(here, 1, here.len)))
			close = 1;
		if (close == 0)
			continue;
		out->quoted = true;
		out->value = str_sub(*in, TYPOGRAPHIC_LEN, i - TYPOGRAPHIC_LEN);
		*in = str_sub(here, close, here.len);
		return true;
	}
	return false;
}

/* A value without quotes.  To the grammar ' is a token character: 'a b' keeps its marks, but is
 * one value. */
static struct str
take_bare(struct str *in)
{
	struct str rest = str_sub(*in, 1, in->len);
	ptrdiff_t close = in->len > 0 && in->p[0] == '\'' ? str_index(rest, '\'') : -1;
	struct str value;

	if (close < 0 || !at_gap(str_sub(rest, (size_t)close + 1, rest.len)))
		return octet_take_until(in, OCTET_GAP);
	value = str_sub(*in, 0, (size_t)close + 2);
	*in = str_sub(*in, value.len, in->len);
	return value;
}

static void
take_value(struct str *in, struct auth_param *out)
{
	struct str rest = *in;
	enum mark mark;

	octet_take(&rest, OCTET_LWS);
	if (at_gap(rest)) {
		out->value = str_sub(*in, 0, 0);
		out->odd |= AUTH_PARAM_NO_VALUE;
		return;
	}
	*in = rest;
	if (str_take(in, '"')) {
		take_quoted(in, out);
		return;
	}
	mark = typographic_mark(*in);
	if (mark != MARK_NONE) {
		out->odd |= AUTH_PARAM_TYPOGRAPHIC;
		if (take_typographic(in, mark, out))
			return;
		out->odd |= AUTH_PARAM_OPEN_QUOTE;
	}
	out->value = take_bare(in);
}

/* To the comma, or to the next element where the comma was forgotten. */
static void
take_rest(struct str *in, struct auth_param *out)
{
	bool trailing = false;

	while (in->len > 0 && !octet_is(in->p[0], OCTET_COMMA)) {
		bool blanks = octet_take(in, OCTET_LWS).len > 0;

		if (blanks && element_begins(*in, trailing)) {
			out->odd |= AUTH_PARAM_NO_COMMA;
			break;
		}
		trailing = octet_take_until(in, OCTET_GAP).len > 0 || trailing;
	}
	if (trailing)
		out->odd |= AUTH_PARAM_TRAILING;
}

bool
auth_param_next(struct str *rest, struct auth_param *out)
{
	struct str in = *rest;
	struct str begin;

	octet_take(&in, OCTET_GAP);
	*out = (struct auth_param){ .raw = str_sub(in, 0, 0) };
	*rest = in;
	if (in.len == 0)
		return false;

	begin = in;
	out->name = octet_take(&in, OCTET_TOKEN);
	if (out->name.len == 0)
		out->odd |= AUTH_PARAM_NO_NAME;
	if (take_equal(&in))
		take_value(&in, out);
	else
		out->odd |= AUTH_PARAM_NO_VALUE;
	take_rest(&in, out);
	out->raw = str_sub(begin, 0, begin.len - in.len);
	/* In a quoted string that never closes blanks are text. */
	if ((out->odd & AUTH_PARAM_OPEN_QUOTE) == 0)
		out->raw = octet_trim(out->raw);
	*rest = in;
	return true;
}
