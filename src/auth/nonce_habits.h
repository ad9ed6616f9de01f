/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nonce_habits.h - what each server does with its nonces of each realm, as far as it was seen.
 *
 * Layer: 7 auth.
 */
#ifndef SIPWHY_AUTH_NONCE_HABITS_H
#define SIPWHY_AUTH_NONCE_HABITS_H

#include <sipwhy/exchange.h>

struct nonce_habits;

/* What came of one answer. */
struct nonce_fate {
	const struct endpoint *issuer; /* who issued the nonce, for `realm` */
	struct str realm;
	const struct endpoint *client;
	int64_t issued_ns, used_ns, told_ns; /* told: when the server said so */
	bool first_use;
	bool outlived;     /* by what the nonce tells of itself, it was too old */
	bool was_accepted; /* in an earlier use */
	bool repeats_nc;   /* with an nc value that had been used with it */
};

struct nonce_habits *nonce_habits_new(struct limits *limits);
void nonce_habits_free(struct nonce_habits *h);
/* The nonce was accepted, or met stale=true.  False when memory is short. */
bool nonce_habits_accepted(struct nonce_habits *h, const struct nonce_fate *f);
bool nonce_habits_stale(struct nonce_habits *h, const struct nonce_fate *f);
/* What is known of this server and realm; of nobody, when nothing is. */
struct nonce_habit nonce_habits_of(const struct nonce_habits *h, const struct endpoint *issuer,
				   struct str realm);

#endif
