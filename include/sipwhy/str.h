/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * str.h - a view of bytes that somebody else owns.
 *
 * Layer: 1 base.  Owns nothing, allocates nothing.  A view is not terminated by
 * NUL and may hold any byte.  { NULL, 0 } means absent; { p, 0 } means present
 * and empty: in a SIP header the two are different facts.
 */
#ifndef SIPWHY_STR_H
#define SIPWHY_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
	const char *p;
	size_t len;
};

/* The view of a string literal, and the absent view. */
#define S(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
#define STR_ABSENT ((struct str){ NULL, 0 })
/* For printf's "%.*s": the view must be shorter than INT_MAX, as every captured one is. */
#define STR_ARG(s) (int)(s).len, (s).p ? (s).p : ""

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static inline bool
str_absent(struct str s)
{
	return s.p == NULL;
}

/* Absent or of no length. */
static inline bool
str_empty(struct str s)
{
	return s.len == 0;
}

/* A view of a NUL-terminated string of our own (never of captured bytes); NULL gives absent. */
struct str str_of(const char *text);

/* Octet by octet; absent equals only absent. */
bool str_eq(struct str a, struct str b);
/* The same with A-Z and a-z alike (RFC 3261 7.3.1: tokens compare without case). */
bool str_eq_nocase(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_starts_nocase(struct str s, struct str prefix);
/* Whether `needle` occurs in `s`, letters of any case; an empty needle occurs everywhere. */
bool str_has_nocase(struct str s, struct str needle);
/* <0, 0, >0 like memcmp, the shorter first; for sorting. */
int str_cmp(struct str a, struct str b);

/* Index of the first `c`, or -1. */
ptrdiff_t str_index(struct str s, char c);
/* From octet `from` on, at most `len` of them; clipped to the view. */
struct str str_sub(struct str s, size_t from, size_t len);

/* Cut off and return the longest prefix whose octets all satisfy `is`. */
struct str str_take_while(struct str *in, bool (*is)(unsigned char));
/* Cut off one octet if it is `c`. */
bool str_take(struct str *in, char c);
/* Cut off what stands before `separator` and the separator; all if there is none. */
struct str str_cut(struct str *in, char separator);
struct str str_trim(struct str s, bool (*is)(unsigned char));
struct str str_trim_right(struct str s, bool (*is)(unsigned char));
/* Copy `s` to *at, where there is room for it, and move *at behind it.  Absent stays absent. */
struct str str_put(char **at, struct str s);

/* RFC 3261 25.1 character classes. */
bool str_is_lws(unsigned char c);   /* SP HTAB CR LF */
bool str_is_digit(unsigned char c); /* 0-9 */
bool str_is_token(unsigned char c); /* alphanum and -.!%*_+`'~ */
bool str_is_hex(unsigned char c);   /* 0-9 a-f A-F */

/* Whether the whole view is UTF-8 as RFC 3629 4 has it; what is empty or absent is. */
bool str_is_utf8(struct str s);

/*
 * The whole view as an unsigned decimal number.  False, and *out untouched, when it is
 * empty, has another octet, or is over `max`.
 */
bool str_to_u64(struct str s, uint64_t max, uint64_t *out);
/* The same in hexadecimal, without a prefix. */
bool str_hex_to_u64(struct str s, uint64_t max, uint64_t *out);

/* Keyed hash (SipHash-1-3): who does not know the key cannot aim at one bucket. */
struct hash_key {
	uint64_t k0, k1;
};
uint64_t str_hash(const struct hash_key *key, struct str s);

#endif
