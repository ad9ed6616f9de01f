/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "quote.h"

void
buf_add(struct buf *b, struct str s)
{
	if (b->full || s.len > b->cap - b->len) {
		b->full = true;
		return;
	}
	if (s.len > 0)
		memcpy(b->p + b->len, s.p, s.len);
	b->len += s.len;
}

void
buf_add_clipped(struct buf *b, struct str s, size_t max)
{
	buf_add(b, str_sub(s, 0, max));
	if (s.len > max)
		buf_add(b, S(ELLIPSIS));
}

void
buf_addf(struct buf *b, const char *fmt, ...)
{
	size_t room = b->cap - b->len;
	va_list args;
	int n;

	if (b->full)
		return;
	va_start(args, fmt);
	n = vsnprintf(b->p + b->len, room, fmt, args);
	va_end(args);
	/* vsnprintf needs one octet more, for a NUL that is not counted here. */
	if (n < 0 || (size_t)n >= room)
		b->full = true;
	else
		b->len += (size_t)n;
}

struct str
buf_str(const struct buf *b)
{
	return (struct str){ b->p, b->len };
}

const char *
time_text(int64_t ts_ns, char out[TIME_TEXT])
{
	int64_t left = ts_ns % 1000000000;
	time_t seconds = (time_t)(ts_ns / 1000000000);
	struct tm tm = { 0 };

	/* Towards the past, not towards zero: times before 1970 come from hosts without a clock. */
	if (left < 0) {
		left += 1000000000;
		seconds--;
	}
	(void)gmtime_r(&seconds, &tm);
	(void)snprintf(out, TIME_TEXT, "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", tm.tm_year + 1900,
		       tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
		       (int)(left / 1000));
	return out;
}

void
base64_add(struct buf *out, struct str octets)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < octets.len; i += 3) {
		size_t n = octets.len - i < 3 ? octets.len - i : 3;
		uint32_t bits = 0;
		char four[4];

		for (size_t k = 0; k < 3; k++)
			bits = bits << 8 | (k < n ? (unsigned char)octets.p[i + k] : 0u);
		for (size_t k = 0; k < 4; k++)
			four[k] = k <= n ? digits[bits >> (18 - 6 * k) & 63u] : '=';
		buf_add(out, (struct str){ four, sizeof(four) });
	}
}
