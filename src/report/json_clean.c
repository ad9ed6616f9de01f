/* SPDX-License-Identifier: BSD-2-Clause */
#include "quote.h"

#define REPLACEMENT "\xef\xbf\xbd"

/* Room for "…(+18446744073709551615)" and a NUL. */
enum { CLIPPED_TEXT = 32, SET_ASIDE = 2 * CLIPPED_TEXT };

size_t
json_printed(uint32_t cp, size_t octets)
{
	switch (cp) {
	case '\b':
	case '\f':
	case '\n':
	case '\r':
	case '\t':
	case '"':
	case '\\':
		return 2;
	case '<': /* in "</" and "<!" only, but that hangs on what follows */
		return 6;
	default:
		if (char_is_active(cp))
			return cp > 0xffff ? 12 : 6;
		return octets;
	}
}

/* The same as clean_piece, of the octets at the beginning that stand for themselves.  Returns how many there are. */
static size_t
add_plain(struct buf *out, struct str text, size_t *printed, size_t limit)
{
	size_t n = utf8_plain(text), room = out->cap - out->len;

	if (*printed >= limit || room <= CLIPPED_TEXT)
		return 0;
	if (n > limit - *printed)
		n = limit - *printed;
	if (n > room - CLIPPED_TEXT)
		n = room - CLIPPED_TEXT;
	buf_add(out, str_sub(text, 0, n));
	*printed += n;
	return n;
}

/* As much of `text` as keeps *printed within `limit`.  Returns what does not. */
static struct str
clean_piece(struct buf *out, struct str text, size_t *printed, size_t limit)
{
	while (text.len > 0) {
		uint32_t cp;
		size_t n = add_plain(out, text, printed, limit), more;
		struct str octets;
		bool bad;

		text = str_sub(text, n, text.len);
		if (text.len == 0)
			break;
		n = utf8_next(text, &cp);
		bad = cp == UTF8_BAD || cp == 0;
		octets = bad ? S(REPLACEMENT) : str_sub(text, 0, n);
		more = bad ? octets.len : json_printed(cp, n);
		if (*printed + more > limit || octets.len + CLIPPED_TEXT > out->cap - out->len)
			break;
		buf_add(out, octets);
		*printed += more;
		text = str_sub(text, n, text.len);
	}
	return text;
}

size_t
json_clean(struct buf *out, struct str text, struct masking *m, size_t max_printed)
{
	const char *end = text.p + text.len;
	struct str shown, hidden;
	size_t printed = 0, begin;
	bool cut = false;

	/* What follows is set aside for one value that is hidden and one mark that the text is clipped. */
	max_printed -= SET_ASIDE;
	mask_begin(m, text);
	while (!cut && mask_next(m, &text, &shown, &hidden)) {
		shown = clean_piece(out, shown, &printed, max_printed);
		begin = out->len;
		cut = shown.len > 0 || printed > max_printed;
		if (cut)
			buf_addf(out, ELLIPSIS "(+%zu)", (size_t)(end - shown.p));
		else if (hidden.len > 0)
			mask_stand_in(out, hidden.len, m);
		printed += out->len - begin;
	}
	return printed;
}
