/* SPDX-License-Identifier: BSD-2-Clause */
#include "quote.h"

/* What the first octet says: how many follow, its own bits, and the bounds of the second octet, which
 * keep out overlong forms, surrogates and all beyond U+10FFFF (RFC 3629 4). */
struct lead {
	unsigned char first, last;
	unsigned char more, mask;
	unsigned char low, high;
};

static const struct lead leads[] = {
	{ 0xc2, 0xdf, 1, 0x1f, 0x80, 0xbf }, { 0xe0, 0xe0, 2, 0x0f, 0xa0, 0xbf },
	{ 0xe1, 0xec, 2, 0x0f, 0x80, 0xbf }, { 0xed, 0xed, 2, 0x0f, 0x80, 0x9f },
	{ 0xee, 0xef, 2, 0x0f, 0x80, 0xbf }, { 0xf0, 0xf0, 3, 0x07, 0x90, 0xbf },
	{ 0xf1, 0xf3, 3, 0x07, 0x80, 0xbf }, { 0xf4, 0xf4, 3, 0x07, 0x80, 0x8f },
};

static const struct lead *
lead_of(unsigned char octet)
{
	for (size_t i = 0; i < COUNT(leads); i++)
		if (octet >= leads[i].first && octet <= leads[i].last)
			return &leads[i];
	return NULL;
}

size_t
utf8_next(struct str s, uint32_t *cp)
{
	unsigned char first = (unsigned char)s.p[0];
	const struct lead *lead;
	uint32_t value;

	*cp = first < 0x80 ? first : UTF8_BAD;
	/* Nearly all of SIP. */
	if (first < 0x80 || (lead = lead_of(first)) == NULL)
		return 1;
	value = first & lead->mask;
	for (size_t i = 1; i <= lead->more; i++) {
		unsigned char octet = i < s.len ? (unsigned char)s.p[i] : 0;

		if (octet < (i == 1 ? lead->low : 0x80) || octet > (i == 1 ? lead->high : 0xbf))
			return i;
		value = value << 6 | (octet & 0x3fu);
	}
	*cp = value;
	return lead->more + 1u;
}

size_t
utf8_plain(struct str s)
{
	size_t n = 0;

	while (n < s.len && s.p[n] >= 0x20 && s.p[n] < 0x7f && s.p[n] != '"' && s.p[n] != '\\' &&
	       s.p[n] != '<')
		n++;
	return n;
}

bool
char_is_active(uint32_t cp)
{
	static const struct {
		uint32_t first, last;
	} active[] = {
		{ 0x00, 0x1f },     { 0x7f, 0x9f },     { 0xad, 0xad },       { 0x61c, 0x61c },
		{ 0x180e, 0x180e }, { 0x200b, 0x200f }, { 0x2028, 0x202e },   { 0x2060, 0x206f },
		{ 0xfeff, 0xfeff }, { 0xfff9, 0xfffb }, { 0xe0000, 0xe007f },
	};

	if (cp >= 0x20 && cp < 0x7f)
		return false;
	for (size_t i = 0; i < COUNT(active); i++)
		if (cp >= active[i].first && cp <= active[i].last)
			return true;
	return cp == UTF8_BAD;
}
