/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * aka.h - what a SIM makes of an AKA challenge: RFC 3310, RFC 4169, 3GPP TS 33.102 6.3.
 *
 * Layer: 8 digest.
 */
#ifndef SIPWHY_AKA_H
#define SIPWHY_AKA_H

#include <sipwhy/verify.h>

#include "milenage.h"

enum {
	AKA_AUTS_BYTES = 14,
	AKA_PRF_BYTES = 16,
	AKA_TEXT_BYTES = 32, /* of an AKAv2 password: 24 */
};

/* RAND and AUTN of a nonce. */
struct aka_nonce {
	unsigned char rand[AKA_KEY_BYTES], autn[AKA_KEY_BYTES];
};

/*
 * What one SIM answers to one nonce, in locked memory: `secret` is the one given, with the password of RFC 3310
 * 3.3 or RFC 4169 3 in it, and all that `given` made under `aka`.  Its views point into itself.
 */
struct aka_made {
	struct secret secret;
	struct secret_aka aka;
	struct milenage m;
	unsigned char prf[AKA_PRF_BYTES];
	char text[AKA_TEXT_BYTES];
};

static inline bool
aka_is(enum auth_algorithm alg)
{
	return alg == ALGORITHM_AKAV1_MD5 || alg == ALGORITHM_AKAV2_MD5;
}

/* RFC 3310 3.2: base64 of RAND, AUTN and what the server likes.  False when it is not. */
bool aka_nonce_read(struct str nonce, struct aka_nonce *out);
/* RFC 3310 3.4: base64 of 14 octets. */
bool aka_auts_read(struct str auts, unsigned char out[AKA_AUTS_BYTES]);

/* OPc as it was given or follows from OP.  False when OpenSSL fails or memory is short, as below. */
bool aka_opc(struct aes *a, const struct secret_aka *given, unsigned char opc[AKA_KEY_BYTES]);
/* `auts`: the answer asks to resynchronise, for which the password is empty (RFC 3310 3.4).  The password
 * is absent where CK and IK are needed and not known. */
bool aka_make(struct aes *a, const struct secret *given, const struct aka_nonce *nonce,
	      enum auth_algorithm alg, bool auts, struct aka_made *out);

/*
 * Whether this K makes the AUTN of the nonce, and if not, by which slip it would: `autn` and `slip` of *out, untold
 * without K.  False when OpenSSL fails or memory is short.
 */
bool aka_fit(struct aes *a, const struct secret_aka *given, const struct aka_nonce *nonce,
	     struct verify_aka *out);

/* RFC 4169 2.1: HMAC-MD5 of a fixed text, its key these joined. */
extern const struct str aka_prf_text;
bool aka_prf(const struct str *key, size_t count, unsigned char mac[AKA_PRF_BYTES]);

/*
 * Whether the network (AUTN of the challenge) and the client (auts of the answer) proved themselves by the
 * K that was given for the account.  Nothing is told when none was, or it is no AKA challenge.  False when memory is short.
 */
bool aka_look(const struct secrets *s, const struct round *r, struct verify_aka *out);

#endif
