/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * account.h - the secrets that an answer is to be checked with.
 *
 * Layer: 8 digest.
 */
#ifndef SIPWHY_ACCOUNT_H
#define SIPWHY_ACCOUNT_H

#include "answer.h"

/* So many secrets of one user are tried; who gives more has another question. */
enum { ACCOUNTS = 16 };

struct account {
	const struct secret *secret;
	struct str user; /* in clear, even where the answer has its hash */
	struct str realm;
};

struct accounts {
	struct account list[ACCOUNTS];
	size_t count;
	/* Why there are none. */
	enum verify_reason none;
	/* They belong to the realm of the challenge, and the answer names another: only a match
	 * tells anything. */
	bool of_offer;
};

void accounts_of(struct digest *d, const struct secrets *s, const struct round *r,
		 const struct answer *answer, struct accounts *out);

/* The plain HA1 in hexadecimal, for the algorithm; false if only an HA1 of another length is
 * known, or OpenSSL failed.  The caller cleanses *out. */
bool account_ha1(struct digest *d, const struct account *account, enum auth_algorithm alg,
		 struct digest_hex *out);

#endif
