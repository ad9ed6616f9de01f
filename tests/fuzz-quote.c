/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any octets on their way into a report: no control octet comes out, what comes out is UTF-8, its length is
 * what was said, and a response put in front of them is hidden.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../src/report/quote.h"
#include "guard.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROOM = 2048 };

static void
want(bool cond)
{
	if (!cond)
		abort();
}

static void
check_clean(struct str in, enum mask how)
{
	char text[ROOM];
	struct buf out = BUF(text);
	struct masking m = { .how = how };
	size_t printed = json_clean(&out, in, &m, ROOM), sum = 0;
	struct str rest = buf_str(&out);

	want(printed <= ROOM && !out.full);
	while (rest.len > 0) {
		uint32_t cp;
		size_t n = utf8_next(rest, &cp);

		want(cp != UTF8_BAD && cp != 0);
		sum += json_printed(cp, n);
		rest = str_sub(rest, n, rest.len);
	}
	want(sum <= printed);
}

/* Whatever comes before, unless it ends as a longer name of a parameter. */
static void
check_hidden(struct str in)
{
	static const char tail[] = ", response=\"5ec0e7\"";
	char *all = malloc(in.len + sizeof(tail));
	struct str rest = { all, in.len + sizeof(tail) - 1 }, shown, hidden;
	struct masking m = { .how = MASK_LENGTH };

	want(all != NULL);
	if (in.len > 0)
		memcpy(all, in.p, in.len);
	memcpy(all + in.len, tail, sizeof(tail));
	mask_begin(&m, rest);
	while (mask_next(&m, &rest, &shown, &hidden))
		want(!str_has_nocase(shown, S("5ec0e7")) || str_has_nocase(in, S("5ec0e7")));
	free(all);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = guard((struct str){ size > 0 ? (const char *)data : "", size });

	check_clean(in, MASK_NONE);
	check_clean(in, MASK_LENGTH);
	check_hidden(in);
	guard_free(in);
	return 0;
}
