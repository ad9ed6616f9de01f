/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * octet.h - the classes of octets that RFC 3261 25.1 knows, as one table.
 *
 * Layer: 5 sip.  Private to src/sip.  The predicates of str.h say the same one call an octet;
 * here the whole path of a message goes through, so a class is one load.
 */
#ifndef SIPWHY_SIP_OCTET_H
#define SIPWHY_SIP_OCTET_H

#include <string.h>

#include <sipwhy/str.h>

enum octet_class {
	OCTET_TOKEN = 1u << 0,
	OCTET_BLANK = 1u << 1, /* SP HTAB */
	OCTET_LINE = 1u << 2,  /* CR LF */
	OCTET_COMMA = 1u << 3,
	OCTET_SEMICOLON = 1u << 4,
	OCTET_EQUAL = 1u << 5,
	OCTET_CONTROL = 1u << 6, /* CTL but HTAB */
	OCTET_LWS = OCTET_BLANK | OCTET_LINE,
};

extern const uint8_t octet_classes[256];

static inline bool
octet_is(char c, unsigned classes)
{
	return (octet_classes[(unsigned char)c] & classes) != 0;
}

/* Cut off and return the longest prefix of octets that are (not) in one of `classes`. */
static inline struct str
octet_take_that(struct str *in, unsigned classes, bool are)
{
	struct str out = { in->p, 0 };

	while (out.len < in->len && octet_is(in->p[out.len], classes) == are)
		out.len++;
	if (out.len > 0)
		*in = (struct str){ in->p + out.len, in->len - out.len };
	return out;
}

static inline struct str
octet_take(struct str *in, unsigned classes)
{
	return octet_take_that(in, classes, true);
}

static inline struct str
octet_take_until(struct str *in, unsigned classes)
{
	return octet_take_that(in, classes, false);
}

/* Whether two tokens are the same in any case; mostly length or first letter tell, and nearly
 * every stack writes them as the RFC does. */
static inline bool
octet_same_token(struct str a, struct str b)
{
	return a.len == b.len && a.len > 0 && ((a.p[0] ^ b.p[0]) & ~0x20) == 0 &&
	       (memcmp(a.p, b.p, a.len) == 0 || str_eq_nocase(a, b));
}

/* Without LWS at its ends; folds are LWS (RFC 3261 7.3.1). */
static inline struct str
octet_trim(struct str s)
{
	octet_take(&s, OCTET_LWS);
	while (s.len > 0 && octet_is(s.p[s.len - 1], OCTET_LWS))
		s.len--;
	return s;
}

/* Octets up to the quote that closes the quoted string whose content `s` begins with, or s.len
 * when it never comes.  RFC 3261 25.1 quoted-string, quoted-pair. */
size_t octet_until_quote(struct str s);

/* Length of the quoted string at the start of `s`, both quotes counted; 0 when there is none or
 * its closing quote never comes. */
size_t octet_quoted(struct str s);

#endif
