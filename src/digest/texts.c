/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "texts.h"

static char *
room(struct search *s, size_t bytes)
{
	char *p = arena_alloc(s->scratch, bytes + 1);

	s->failed |= p == NULL;
	return p;
}

struct str
text_join(struct search *s, const struct str *parts, size_t count)
{
	size_t len = 0;
	char *p;

	for (size_t i = 0; i < count; i++)
		len += parts[i].len;
	p = room(s, len);
	if (p == NULL)
		return STR_ABSENT;
	len = 0;
	for (size_t i = 0; i < count; i++) {
		if (parts[i].len > 0)
			memcpy(p + len, parts[i].p, parts[i].len);
		len += parts[i].len;
	}
	return (struct str){ p, len };
}

static struct str
in_case(struct search *s, struct str text, char first)
{
	char *p = room(s, text.len);

	if (p == NULL)
		return STR_ABSENT;
	for (size_t i = 0; i < text.len; i++) {
		bool letter = text.p[i] >= first && text.p[i] < first + 26;

		p[i] = (char)(letter ? text.p[i] ^ 0x20 : text.p[i]);
	}
	return (struct str){ p, text.len };
}

struct str
text_lower(struct search *s, struct str text)
{
	return in_case(s, text, 'A');
}

struct str
text_upper(struct search *s, struct str text)
{
	return in_case(s, text, 'a');
}

struct str
text_quoted(struct search *s, struct str text)
{
	return text_join(s, (struct str[]){ S("\""), text, S("\"") }, 3);
}

struct str
text_unescaped(struct search *s, struct str text)
{
	char *p = str_index(text, '%') >= 0 ? room(s, text.len) : NULL;
	size_t len = 0, escapes = 0;

	for (size_t i = 0; p != NULL && i < text.len; i++) {
		struct str digits = str_sub(text, i + 1, 2);
		uint64_t octet;

		p[len] = text.p[i];
		if (text.p[i] == '%' && digits.len == 2 &&
		    str_hex_to_u64(digits, UINT8_MAX, &octet)) {
			p[len] = (char)octet;
			escapes++;
			i += 2;
		}
		len++;
	}
	return escapes > 0 ? (struct str){ p, len } : STR_ABSENT;
}

static bool
is_unreserved(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       c == '-' || c == '_' || c == '.' || c == '~';
}

struct str
text_escaped(struct search *s, struct str text)
{
	static const char digits[] = "0123456789ABCDEF";
	char *p = room(s, 3 * text.len);
	size_t len = 0;

	for (size_t i = 0; p != NULL && i < text.len; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if (is_unreserved(c)) {
			p[len++] = (char)c;
			continue;
		}
		p[len++] = '%';
		p[len++] = digits[c >> 4];
		p[len++] = digits[c & 15];
	}
	return len > text.len ? (struct str){ p, len } : STR_ABSENT;
}

struct str
text_replaced(struct search *s, struct str text, struct str from, struct str to)
{
	size_t found = 0, len = 0;
	char *p;

	for (size_t i = 0; i + from.len <= text.len; i++)
		found += str_starts(str_sub(text, i, from.len), from);
	p = found > 0 ? room(s, text.len + found * to.len) : NULL;
	for (size_t i = 0; p != NULL && i < text.len; i++) {
		if (!str_starts(str_sub(text, i, from.len), from)) {
			p[len++] = text.p[i];
			continue;
		}
		if (to.len > 0)
			memcpy(p + len, to.p, to.len);
		len += to.len;
		i += from.len - 1;
	}
	return p != NULL ? (struct str){ p, len } : STR_ABSENT;
}
