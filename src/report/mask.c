/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Nonce, cnonce and response together let anybody who reads a report search for the password at
 * leisure; without the response they are harmless (RFC 2617 4.7).  rspauth and auts give it away too.
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
	if (str_take(in, '"')) {
		/* Quotes doubled: ""…"" hides nothing less. */
		if (in->len > 1 && in->p[0] == '"' && is_name((unsigned char)in->p[1]))
			*in = str_sub(*in, 1, in->len);
		*value = take_quoted(in, escaped);
	} else {
		*value = str_take_while(in, is_bare_value);
	}
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

/* The parameters that mask_hides alone. */
static bool
next_value(struct str *rest, struct str *shown, struct str *hidden, enum mask how)
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

/* No word of a sentence: it has a letter and something that words lack. */
static bool
is_no_word(struct str s)
{
	bool letter = false, other = false;

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool alpha = (c | 0x20u) >= 'a' && (c | 0x20u) <= 'z';

		letter = letter || alpha;
		other = other || str_is_digit(c) || c >= 0x80;
	}
	return letter && other;
}

/* Whether these octets of a sentence are a quotation: between quotes, or a value behind "=". */
static bool
is_quotation(const struct masking *m, struct str found)
{
	bool quoted = false;

	for (const char *p = m->begin; p < found.p; p++)
		quoted = quoted != (*p == '"');
	return quoted || (found.p > m->begin && found.p[-1] == '=') || is_no_word(found);
}

/* The first secret that is to be hidden in `text`; of no length when there is none. */
static struct str
find_secret(const struct masking *m, struct str text)
{
	size_t at, len;

	while ((len = secrets_spot(m->secrets, text, &at)) > 0) {
		struct str found = str_sub(text, at, len);

		if (!m->sentence || is_quotation(m, found))
			return found;
		text = str_sub(text, at + 1, text.len);
	}
	return STR_ABSENT;
}

void
mask_begin(struct masking *m, struct str text)
{
	m->begin = text.p;
	m->inside = false;
}

bool
mask_next(struct masking *m, struct str *rest, struct str *shown, struct str *hidden)
{
	struct str secret;

	if (!m->inside && !next_value(rest, &m->left, &m->hidden, m->how))
		return false;
	secret = find_secret(m, m->left);
	m->is_secret = m->inside = secret.len > 0;
	*shown = m->left;
	*hidden = m->hidden;
	if (!m->is_secret)
		return true;
	m->secrets_hidden++;
	shown->len = (size_t)(secret.p - shown->p);
	*hidden = secret;
	m->left = str_sub(m->left, shown->len + secret.len, m->left.len);
	return true;
}

void
mask_stand_in(struct buf *out, size_t len, const struct masking *m)
{
	buf_add(out, S(ELLIPSIS));
	if (m->how == MASK_LENGTH && !m->is_secret)
		buf_addf(out, "(%zu)", len);
}

struct str
mask_clip(const struct masking *m, struct str text, size_t max)
{
	size_t at, len, from = 0;

	while (text.len > max &&
	       (len = secrets_spot(m->secrets, str_sub(text, from, text.len), &at)) > 0) {
		if (from + at >= max)
			break;
		if (from + at + len > max)
			return str_sub(text, 0, from + at + len);
		from += at + len;
	}
	return str_sub(text, 0, max);
}
