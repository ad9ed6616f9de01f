/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * plain_digest.h - the response by the formulas of RFC 2617 and their known misreadings, once more, on OpenSSL alone.
 */
#ifndef SIPWHY_TESTS_PLAIN_DIGEST_H
#define SIPWHY_TESTS_PLAIN_DIGEST_H

#include <stdbool.h>

enum { PLAIN_TEXT = 320 };

struct plain_text {
	char s[PLAIN_TEXT];
};

/* All that goes into a response; `form` 0: with qop, 1: RFC 2069, 2: HA1:nonce:cnonce:HA2, 3: HA1 twice. */
struct plain_inputs {
	struct plain_text user, realm, password, nonce, nc, cnonce, qop, method, uri, body;
	struct plain_text ha1; /* in the place of the hash; "" for none */
	const char *hash, *ha1_hash;
	int form, session; /* session: 0 none, 1 of digits, 2 of octets */
	bool with_body, upper;
	bool cut; /* SHA-512 to 256 bits */
};

/* The three, one behind the other. */
struct plain_text plain_put(const char *a, const char *b, const char *c);
/* In hexadecimal; `name` is OpenSSL's. */
struct plain_text plain_hash(const char *name, const char *text, bool upper);
struct plain_text plain_response(const struct plain_inputs *in);

#endif
