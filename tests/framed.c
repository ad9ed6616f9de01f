/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "framed.h"
#include "tap.h"

static void
on_message(void *ctx, const struct seen *seen, struct str raw, size_t missing_bytes)
{
	struct framed *f = ctx;
	size_t i = f->count++;

	if (i >= FRAMED_MESSAGES)
		return;
	memcpy(f->messages[i].text, raw.p, raw.len < FRAMED_TEXT ? raw.len : FRAMED_TEXT);
	f->messages[i].len = raw.len;
	f->messages[i].missing = missing_bytes;
	f->messages[i].p = raw.p;
	f->messages[i].seen = *seen;
}

static void
on_odd(void *ctx, enum framer_odd odd, const struct seen *seen)
{
	struct framed *f = ctx;

	(void)seen;
	f->odd |= 1u << odd;
}

void
framed_begin(struct framed *f)
{
	*f = (struct framed){ .count = 0 };
	limits_begin(&f->limits, (struct hash_key){ 1, 2 });
	f->shared = (struct framer_shared){ &f->limits, on_message, on_odd, 0 };
	framer_begin(&f->framer, &f->shared, f);
}

void
framed_is(const struct framed *f, size_t i, struct str want, size_t missing, const char *promise)
{
	bool there = i < f->count && i < FRAMED_MESSAGES && f->messages[i].len <= FRAMED_TEXT;
	struct str got = STR_ABSENT;

	if (there)
		got = (struct str){ f->messages[i].text, f->messages[i].len };
	is_str(got, want, "%s (message %zu)", promise, i + 1);
	if (there)
		is_int((intmax_t)f->messages[i].missing, (intmax_t)missing, "as much is missing");
}
