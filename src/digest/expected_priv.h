/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * expected_priv.h - what the files that make the expected header share.
 *
 * Layer: 8 digest.
 */
#ifndef SIPWHY_EXPECTED_PRIV_H
#define SIPWHY_EXPECTED_PRIV_H

#include <sipwhy/expected.h>

#include "search.h"

/* The digits of a SipHash, twice; the digits of a nonce count (RFC 3261 25.1 nc-value). */
enum { CNONCE_DIGITS = 32, NC_DIGITS = 8 };

/* The parameters in the order in which they are written. */
enum expected_param {
	EXPECTED_USERNAME,
	EXPECTED_REALM,
	EXPECTED_NONCE,
	EXPECTED_URI,
	EXPECTED_RESPONSE,
	EXPECTED_ALGORITHM,
	EXPECTED_CNONCE,
	EXPECTED_OPAQUE,
	EXPECTED_QOP,
	EXPECTED_NC,
	EXPECTED_USERHASH,
	EXPECTED_PARAMS_,
};

/* What goes into the header field. */
struct wanted {
	const struct round *answered;
	const struct challenge *offer;
	struct str user;  /* as sent, escapes kept, unless plain_user */
	bool plain_user;  /* the name in clear, known from the secret */
	bool user_hidden; /* it was hashed unasked: only a secret tells it */
	bool extended;    /* in username* */
	bool userhash;
	struct str uri;
	bool plain_uri; /* the Request-URI, which has no escapes */
	struct str qop; /* absent: none was offered */
	bool with_cnonce;
	char cnonce[CNONCE_DIGITS + 1], nc[NC_DIGITS + 1];
	struct digest_hex response; /* of no length: not computed */
};

/* The header field, and each value in it as it stands there, quotes included. */
struct written {
	struct str header;
	struct str at[EXPECTED_PARAMS_];
};

/* expected_choice.c: everything but the response.  False when there is nothing to expect. */
bool expected_decide(const struct expected_ask *ask, struct wanted *w);
/* expected.c: the response, and a user name that was hidden.  False when no secret fits, or something that is
 * hashed is not known. */
bool expected_compute(struct verifier *v, struct wanted *w);
/* expected_write.c.  An absent header when memory is short. */
void expected_write(const struct wanted *w, struct arena *a, struct written *out);
/* expected_diff.c. */
void expected_compare(const struct expected_ask *ask, const struct wanted *w,
		      const struct written *made, struct expected *out);

#endif
