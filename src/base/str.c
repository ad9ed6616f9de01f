/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>
#include <unistr.h>

#include <sipwhy/str.h>

static unsigned char
lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c | 0x20) : c;
}

struct str
str_of(const char *text)
{
	return text == NULL ? STR_ABSENT : (struct str){ text, strlen(text) };
}

bool
str_eq(struct str a, struct str b)
{
	if (str_absent(a) || str_absent(b))
		return str_absent(a) && str_absent(b);
	return a.len == b.len && memcmp(a.p, b.p, a.len) == 0;
}

bool
str_eq_nocase(struct str a, struct str b)
{
	if (str_absent(a) || str_absent(b))
		return str_absent(a) && str_absent(b);
	return a.len == b.len && str_starts_nocase(a, b);
}

bool
str_starts(struct str s, struct str prefix)
{
	return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.p, prefix.p, prefix.len) == 0);
}

bool
str_starts_nocase(struct str s, struct str prefix)
{
	if (s.len < prefix.len)
		return false;
	for (size_t i = 0; i < prefix.len; i++) {
		if (lower((unsigned char)s.p[i]) != lower((unsigned char)prefix.p[i]))
			return false;
	}
	return true;
}

bool
str_has_nocase(struct str s, struct str needle)
{
	for (size_t i = 0; i + needle.len <= s.len; i++) {
		if (str_starts_nocase(str_sub(s, i, needle.len), needle))
			return true;
	}
	return false;
}

int
str_cmp(struct str a, struct str b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int order = n > 0 ? memcmp(a.p, b.p, n) : 0;

	if (order != 0)
		return order;
	return (a.len > b.len) - (a.len < b.len);
}

ptrdiff_t
str_index(struct str s, char c)
{
	const char *at = s.len > 0 ? memchr(s.p, (unsigned char)c, s.len) : NULL;

	return at == NULL ? -1 : at - s.p;
}

struct str
str_sub(struct str s, size_t from, size_t len)
{
	if (str_absent(s))
		return s;
	if (from > s.len)
		from = s.len;
	if (len > s.len - from)
		len = s.len - from;
	return (struct str){ s.p + from, len };
}

struct str
str_take_while(struct str *in, bool (*is)(unsigned char))
{
	struct str out = { in->p, 0 };

	while (out.len < in->len && is((unsigned char)in->p[out.len]))
		out.len++;
	*in = str_sub(*in, out.len, in->len);
	return out;
}

bool
str_take(struct str *in, char c)
{
	if (in->len == 0 || in->p[0] != c)
		return false;
	*in = str_sub(*in, 1, in->len);
	return true;
}

struct str
str_cut(struct str *in, char separator)
{
	ptrdiff_t at = str_index(*in, separator);
	struct str out = *in;

	if (at < 0) {
		*in = str_sub(*in, in->len, 0);
		return out;
	}
	out.len = (size_t)at;
	*in = str_sub(*in, out.len + 1, in->len);
	return out;
}

struct str
str_trim_right(struct str s, bool (*is)(unsigned char))
{
	while (s.len > 0 && is((unsigned char)s.p[s.len - 1]))
		s.len--;
	return s;
}

struct str
str_trim(struct str s, bool (*is)(unsigned char))
{
	str_take_while(&s, is);
	return str_trim_right(s, is);
}

bool
str_is_lws(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool
str_is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

bool
str_is_hex(unsigned char c)
{
	unsigned char l = lower(c);

	return str_is_digit(c) || (l >= 'a' && l <= 'f');
}

bool
str_is_utf8(struct str s)
{
	return s.len == 0 || u8_check((const uint8_t *)s.p, s.len) == NULL;
}

bool
str_is_token(unsigned char c)
{
	unsigned char l = lower(c);

	return (l >= 'a' && l <= 'z') || str_is_digit(c) ||
	       (c != 0 && strchr("-.!%*_+`'~", c) != NULL);
}

static bool
to_u64(struct str s, unsigned base, uint64_t max, uint64_t *out)
{
	uint64_t n = 0;

	if (s.len == 0)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = lower((unsigned char)s.p[i]);
		unsigned digit;

		if (str_is_digit(c))
			digit = (unsigned)(c - '0');
		else if (base == 16 && str_is_hex(c))
			digit = (unsigned)(c - 'a') + 10;
		else
			return false;
		if (n > (UINT64_MAX - digit) / base)
			return false;
		n = n * base + digit;
	}
	if (n > max)
		return false;
	*out = n;
	return true;
}

bool
str_to_u64(struct str s, uint64_t max, uint64_t *out)
{
	return to_u64(s, 10, max, out);
}

bool
str_hex_to_u64(struct str s, uint64_t max, uint64_t *out)
{
	return to_u64(s, 16, max, out);
}

struct str
str_put(char **at, struct str s)
{
	struct str copy = { *at, s.len };

	if (str_absent(s))
		return s;
	if (s.len > 0)
		memcpy(*at, s.p, s.len);
	*at += s.len;
	return copy;
}
