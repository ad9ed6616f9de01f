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
	/* Of AKA it has the password that RES makes for this answer. */
	const struct secret *secret;
	struct str user; /* in clear, even where the answer has its hash */
	struct str realm;
	const struct secret *plain; /* AKA: a password that was given too; NULL for none */
	/* AKA: its K does not make the AUTN that it answers, so that it is not known to be the SIM's. */
	bool unproved;
	bool mended; /* AKA: OP and OPc of the key given changed places, and so it makes the AUTN */
};

struct aka_made;

struct accounts {
	struct account list[ACCOUNTS];
	size_t count;
	/* Why there are none. */
	enum verify_reason none;
	/* They belong to the realm of the challenge, and the answer names another: only a match
	 * tells anything. */
	bool of_offer;
	bool failed;           /* memory was short, or OpenSSL failed */
	struct aka_made *made; /* of AKA accounts, in locked memory; NULL for none */
};

/* accounts_end must follow. */
void accounts_of(struct digest *d, const struct secrets *s, const struct round *r,
		 const struct answer *answer, struct accounts *out);

/* Overwrites what was made of K. */
void accounts_end(struct accounts *accounts);

/* Whether its secret is one for the algorithm: secret_is_for, and of AKA a key and no password. */
bool account_is_for(const struct account *account, enum auth_algorithm alg);

/* The plain HA1 in hexadecimal, for the algorithm; false if only an HA1 of another length is
 * known, or OpenSSL failed.  The caller cleanses *out. */
bool account_ha1(struct digest *d, const struct account *account, enum auth_algorithm alg,
		 struct digest_hex *out);

#endif
