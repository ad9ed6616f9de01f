/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * quote.h - captured text on its way into a report: made whole, hidden where it must be, clipped.
 *
 * Layer: 11 report.  Nothing here allocates: texts are put together in buffers of the caller.
 */
#ifndef SIPWHY_REPORT_QUOTE_H
#define SIPWHY_REPORT_QUOTE_H

#include <sipwhy/secret.h>

/* U+2026, what stands for text that is not shown. */
#define ELLIPSIS "\xe2\x80\xa6"

/* A buffer that is filled from its front and says when it was too small. */
struct buf {
	char *p;
	size_t cap, len;
	bool full; /* something did not fit; it was left out whole, and so is all that came later */
};

#define BUF(array) ((struct buf){ .p = (array), .cap = sizeof(array) })

void buf_add(struct buf *b, struct str s);
void buf_addf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The first `max` octets, and an ellipsis for the others. */
void buf_add_clipped(struct buf *b, struct str s, size_t max);
struct str buf_str(const struct buf *b);

#define UTF8_BAD UINT32_MAX

/*
 * Decode one character of a view that is not empty (RFC 3629).  Returns the octets it takes, one at
 * least.  *cp is UTF8_BAD for octets that are no character: then as many as a decoder would replace
 * by one U+FFFD (Unicode 3.9, the maximal subpart).
 */
size_t utf8_next(struct str s, uint32_t *cp);
/* How many octets at the beginning stand for themselves in JSON and on a terminal: of ASCII all that print but
 * `"`, `\` and `<`. */
size_t utf8_plain(struct str s);
/*
 * Whether a terminal would act on the character instead of showing it: control characters, marks
 * that turn the writing direction, characters of no width, line separators, and what is no character.
 */
bool char_is_active(uint32_t cp);

enum mask {
	MASK_NONE,   /* show all: the operator asked for it */
	MASK_LENGTH, /* response="…(32)" */
	MASK_PLAIN,  /* response="…" */
};

/* Whether a parameter of this name holds what makes an offline search for the password possible. */
bool mask_hides(struct str param);
/*
 * What is hidden in captured text.  A secret is hidden wherever it stands; in a sentence of ours only in what is
 * quoted there, since what is missing in words that everybody knows would be told by that.
 */
struct masking {
	enum mask how;
	const struct secrets *secrets; /* NULL: none are watched for */
	bool sentence;
	uint64_t secrets_hidden; /* counted up */

	/* Of the text that is being cut. */
	bool is_secret; /* what is hidden now */
	bool inside;    /* a piece is left below */
	const char *begin;
	struct str left, hidden;
};

/*
 * Cut off *rest the text up to the next thing that is hidden, and that thing, which is empty at the end
 * of the text: the value of a parameter that mask_hides, unless for MASK_NONE, or a secret.  False when *rest is empty.
 * It looks into quoted strings too: a quote that never closes must not bring a value to light.
 */
void mask_begin(struct masking *m, struct str text); /* before the first call for it */
bool mask_next(struct masking *m, struct str *rest, struct str *shown, struct str *hidden);
/* What stands in place of the `len` octets just hidden: of a secret not even the length is told. */
void mask_stand_in(struct buf *out, size_t len, const struct masking *m);
/* The first `max` octets of a value, or fewer, so that no secret in it is cut in two. */
struct str mask_clip(const struct masking *m, struct str text, size_t max);

/*
 * `text` as the content of a JSON string: masked, and octets that are no UTF-8, and NUL, become U+FFFD.
 * Clipped with "…(+N)", N octets, where its printed form would be longer than `max_printed` octets.
 * Returns the octets of its printed form.
 */
size_t json_clean(struct buf *out, struct str text, struct masking *m, size_t max_printed);
/* Octets of the printed form of one character in a JSON string. */
size_t json_printed(uint32_t cp, size_t octets);

/* RFC 4648 4, without line ends. */
void base64_add(struct buf *out, struct str octets);

/* "2026-11-23T10:00:00.412000Z" */
enum { TIME_TEXT = 88 };
const char *time_text(int64_t ts_ns, char out[TIME_TEXT]);

#endif
