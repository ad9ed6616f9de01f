/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * digest.h - the arithmetic of RFC 2069, 2617, 7616 and 8760 on one answer.
 *
 * Layer: 8 digest.  Arithmetic only: it does not know what is right.  One struct digest holds
 * the fetched algorithms and a reusable context; it is not for two threads at once.
 */
#ifndef SIPWHY_DIGEST_H
#define SIPWHY_DIGEST_H

#include <sipwhy/auth_hdr.h>
#include <sipwhy/err.h>

enum { DIGEST_OCTETS_MAX = 64, DIGEST_HEX_MAX = 2 * DIGEST_OCTETS_MAX };

enum digest_function {
	DIGEST_MD5,
	DIGEST_SHA_256,
	DIGEST_SHA_512_256, /* FIPS 180-4, with initial values of its own */
	DIGEST_SHA_512,
	DIGEST_SHA_512_CUT, /* the first half of SHA-512, which is not SHA-512/256 */
	DIGEST_FUNCTIONS_,  /* how many; also: none */
};

/* A hash value in lower-case hexadecimal. */
struct digest_hex {
	char text[DIGEST_HEX_MAX];
	size_t len;
};

static inline struct str
digest_hex_str(const struct digest_hex *h)
{
	return (struct str){ h->text, h->len };
}

/* Which formula joins HA1, nonce and HA2. */
enum digest_form {
	DIGEST_FORM_2617, /* HA1:nonce:nc:cnonce:qop:HA2 */
	DIGEST_FORM_2069, /* HA1:nonce:HA2 */
};

/* What is hashed; every text already without quotes and escapes. */
struct digest_input {
	enum auth_algorithm alg;
	enum digest_form form;
	struct str nonce, nc, cnonce, qop;
	struct str method, uri, body; /* body: only for qop auth-int */
};

struct digest_octets {
	unsigned char o[DIGEST_OCTETS_MAX];
	size_t len;
};

struct digest;

/* NULL and *err when OpenSSL cannot give MD5 (a FIPS host: the sentence says so) or SHA-2. */
struct digest *digest_new(struct err *err);
void digest_free(struct digest *d);

/* Overwrite what the contexts keep of the last hashes. */
void digest_forget(struct digest *d);
/* H(joined parts) in hexadecimal.  `alg`'s -sess form counts as its plain one. False: OpenSSL failed
 * or the algorithm is unknown (AKA counts as MD5). */
bool digest_hash(struct digest *d, enum auth_algorithm alg, const struct str *parts, size_t count,
		 struct digest_hex *out);
/* H(user:realm:password), without the -sess step. */
bool digest_ha1(struct digest *d, enum auth_algorithm alg, struct str user, struct str realm,
		struct str password, struct digest_hex *out);
/* From HA1 (the plain one; the -sess step of RFC 7616 3.4.2 is done here) to the response. */
bool digest_response(struct digest *d, struct str ha1, const struct digest_input *in,
		     struct digest_hex *out);

/* The three steps of digest_response, for who joins many HA1 with many HA2:
 * HA1 as it is joined, which is HA1 itself unless in->alg is a -sess form; */
bool digest_session(struct digest *d, struct str ha1, const struct digest_input *in,
		    struct digest_hex *out);
/* H(method:uri), or H(method:uri:H(body)); */
bool digest_ha2(struct digest *d, const struct digest_input *in, struct digest_hex *out);
/* and the response. */
bool digest_join(struct digest *d, struct str ha1, struct str ha2, const struct digest_input *in,
		 struct digest_hex *out);

/* The function behind an algorithm, AKA's and the -sess forms counted as their plain one;
 * DIGEST_FUNCTIONS_ for ALGORITHM_UNKNOWN. */
enum digest_function digest_function_of(enum auth_algorithm alg);
/* Digits of its values; 0 for none. */
size_t digest_function_hex(enum digest_function f);
/* H(parts), one behind the other with nothing between.  False: OpenSSL failed, or there is no such
 * function. */
bool digest_plain(struct digest *d, enum digest_function f, const struct str *parts, size_t count,
		  struct digest_octets *out);
/* The digits, in lower case. */
void digest_print(const struct digest_octets *octets, struct digest_hex *out);

/* Whether the body is hashed: qop is auth-int, in any case, and the form has a qop. */
bool digest_is_auth_int(const struct digest_input *in);

#endif
