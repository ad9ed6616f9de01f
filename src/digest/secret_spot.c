/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where captured text repeats a secret, so that a report can leave it out.
 */
#include <string.h>

#include "secret_store.h"

#define ELLIPSIS "\xe2\x80\xa6"

/* Index of the first whose beginning is not before that of `text`. */
static size_t
lower_bound(const struct watch *w, struct str text)
{
	size_t low = 0, high = w->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (memcmp(w->list[middle].p, text.p, SECRET_WATCHED_MIN) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Whether a text breaks off here, perhaps amid an escape. */
static bool
breaks_off(struct str text)
{
	if (str_take(&text, '%') && text.len > 0 && str_is_hex((unsigned char)text.p[0]))
		text = str_sub(text, 1, text.len);
	else
		(void)str_take(&text, '\\');
	return str_starts(text, S("...")) || str_starts(text, S(ELLIPSIS));
}

/* Cut an octet off, or the escape that stands for one: %NN, \xNN or a quoted-pair.  Text is not empty. */
static char
take_octet(struct str *text)
{
	size_t mark = str_starts(*text, S("%")) ? 1 : str_starts(*text, S("\\x")) ? 2 : 0;
	struct str digits = str_sub(*text, mark, 2);
	uint64_t octet;
	char c;

	if (mark > 0 && digits.len == 2 && str_hex_to_u64(digits, UINT8_MAX, &octet)) {
		*text = str_sub(*text, mark + 2, text->len);
		return (char)octet;
	}
	if (text->len > 1)
		(void)str_take(text, '\\');
	c = text->p[0];
	*text = str_sub(*text, 1, text->len);
	return c;
}

/* As `stands`, of a secret any octets of which may be escaped. */
static size_t
stands_escaped(struct str secret, struct str text)
{
	struct str rest = text, next = text;
	size_t same = 0;

	while (same < secret.len && next.len > 0 && take_octet(&next) == secret.p[same]) {
		rest = next;
		same++;
	}
	if (same < secret.len && (same < SECRET_WATCHED_MIN || !breaks_off(rest)))
		return 0;
	return text.len - rest.len;
}

/* How much of the secret stands at the front of `text`: all, or as much as there is before an ellipsis. */
static size_t
stands(struct str secret, struct str text)
{
	size_t same = 0;
	struct str rest;

	while (same < secret.len && same < text.len && secret.p[same] == text.p[same])
		same++;
	rest = str_sub(text, same, text.len);
	if (same == secret.len)
		return same;
	if (same < SECRET_WATCHED_MIN)
		return 0;
	return str_starts(rest, S("...")) || str_starts(rest, S(ELLIPSIS)) ? same : 0;
}

/* The most that a secret which begins with `front`, of SECRET_WATCHED_MIN octets, covers of `text`. */
static size_t
longest_of(const struct watch *w, struct str front, struct str text,
	   size_t (*covers)(struct str secret, struct str text))
{
	size_t longest = 0;

	for (size_t i = lower_bound(w, front); i < w->count; i++) {
		size_t len;

		if (memcmp(w->list[i].p, front.p, SECRET_WATCHED_MIN) != 0)
			break;
		len = covers(w->list[i], text);
		if (len > longest)
			longest = len;
	}
	return longest;
}

/*
 * As the list has it, which knows what programs escape; and with any octets escaped, since a URI may escape more
 * than it must (RFC 3261 19.1.4).
 */
static size_t
spot(const struct watch *w, struct str text)
{
	char front[SECRET_WATCHED_MIN];
	struct str rest = text;
	size_t plain, escaped, n = 0;

	if (text.len < SECRET_WATCHED_MIN)
		return 0;
	plain = longest_of(w, text, text, stands);
	while (n < SECRET_WATCHED_MIN && rest.len > 0)
		front[n++] = take_octet(&rest);
	if (n < SECRET_WATCHED_MIN)
		return plain;
	escaped = longest_of(w, (struct str){ front, n }, text, stands_escaped);
	secret_cleanse(front, sizeof(front));
	return escaped > plain ? escaped : plain;
}

size_t
secrets_spot(const struct secrets *s, struct str text, size_t *at)
{
	const struct watch *w = s != NULL ? secrets_watched(s) : NULL;

	if (w == NULL || w->count == 0)
		return 0;
	for (*at = 0; *at + SECRET_WATCHED_MIN <= text.len; ++*at) {
		size_t len = spot(w, str_sub(text, *at, text.len));

		if (len > 0)
			return len;
	}
	return 0;
}
