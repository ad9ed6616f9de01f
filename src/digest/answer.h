/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * answer.h - the texts of one answer as they were hashed: without quotes and escapes.
 *
 * Layer: 8 digest.  Views into the message, or copies in the arena given.
 */
#ifndef SIPWHY_ANSWER_H
#define SIPWHY_ANSWER_H

#include <sipwhy/verify.h>

/* What the answer may have been hashed with, when it does not say. */
enum { ANSWER_ALGORITHMS = 2 };

struct answer {
	const struct credentials *cred;
	struct str user, realm, response;
	bool user_hashed;         /* RFC 7616 3.4.4: `user` is H(user:realm) */
	bool resync;              /* AKA: it has auts (RFC 3310 3.4) */
	struct digest_input sent; /* alg: the first of those below */
	enum auth_algorithm algs[ANSWER_ALGORITHMS];
	size_t alg_count;

	bool account_cut;  /* user or realm end where the capture does */
	bool cut;          /* anything else may */
	bool incomplete;   /* username, realm, nonce, uri or response is not there */
	bool set_broken;   /* qop without cnonce or nc */
	bool body_missing; /* auth-int, and not all of the body */
};

/* False when memory is short.  `r` must have credentials and the message they stand in. */
bool answer_read(const struct round *r, struct arena *a, struct answer *out);
/* Whether `alg` needs a cnonce for its HA1 that was not sent. */
bool answer_lacks_session(const struct answer *answer, enum auth_algorithm alg);

#endif
