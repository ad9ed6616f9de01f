/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "line.h"
#include "octet.h"

enum { WORD = sizeof(uint64_t) };

/* False when no octet of these eight is below 0x20 or DEL.  Carries can make it true in vain,
 * never false: cheap to ask, and the octets themselves decide. */
static bool
may_have_control(const char *p)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t w;

	memcpy(&w, p, WORD);
	return (((w - 0x20 * ones) | (w + ones)) & ~w & (0x80 * ones)) != 0;
}

static const char *
next_control_within(const char *p, const char *end)
{
	while (p < end && !octet_is(*p, OCTET_CONTROL))
		p++;
	return p;
}

/* The first control octet but HTAB in [p, end), or end. */
static const char *
next_control(const char *p, const char *end)
{
	while (end - p >= WORD) {
		const char *next = p + WORD;

		if (may_have_control(p) && (p = next_control_within(p, next)) < next)
			return p;
		p = next;
	}
	return next_control_within(p, end);
}

/* The end of one physical line that begins at `p`; *next is past its line end. */
static const char *
line_end(const char *p, const char *end, const char **next, unsigned *odd)
{
	for (; (p = next_control(p, end)) < end; p++) {
		if (*p == '\n') {
			*odd |= LINE_BARE_LF;
			*next = p + 1;
			return p;
		}
		if (*p == '\r' && end - p == 1)
			break;
		if (*p == '\r' && p[1] == '\n') {
			*next = p + 2;
			return p;
		}
		*odd |= LINE_CONTROL;
		if (*p == '\r')
			*odd |= LINE_BARE_CR;
		else if (*p == '\0')
			*odd |= LINE_NUL;
	}
	*odd |= LINE_OPEN;
	*next = end;
	return p;
}

void
line_next(struct str *rest, bool folds, struct line *out)
{
	const char *start = rest->p;
	const char *end = rest->p + rest->len;
	const char *next = start;
	const char *stop;

	*out = (struct line){ .text = { start, 0 } };
	stop = line_end(start, end, &next, &out->odd);
	out->text.len = (size_t)(stop - start);
	while (folds && next < end && octet_is(*next, OCTET_BLANK) && !line_is_blank(out)) {
		out->odd |= LINE_FOLDED;
		stop = line_end(next, end, &next, &out->odd);
		out->text.len = (size_t)(stop - start);
	}
	*rest = (struct str){ next, (size_t)(end - next) };
}

bool
line_is_blank(const struct line *line)
{
	for (size_t i = 0; i < line->text.len; i++) {
		if (line->text.p[i] != '\r')
			return false;
	}
	return true;
}
