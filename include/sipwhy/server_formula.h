/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * server_formula.h - by which formula would a server have to compute, to take or refuse this answer?
 *
 * Layer: 8 digest.  The other side of hypothesis.h: the answer is as it was sent, and what varies is how servers
 * are known to compute.  One answer proves nothing; diag/decisions puts those of one server together.
 */
#ifndef SIPWHY_SERVER_FORMULA_H
#define SIPWHY_SERVER_FORMULA_H

#include <sipwhy/verify.h>

enum { SERVER_FORMULAS_MAX = 32 }; /* bits of a fit */

struct formula_run;

struct server_formula {
	const char *id;   /* "no-nc-no-qop" */
	const char *text; /* "HA1:nonce:cnonce:HA2, …": behind "as if it hashed" */
	/* For verify_server_fit alone: 1 made, 0 it has no meaning for this answer or cannot be computed, -1 OpenSSL
	 * failed. */
	int (*make)(struct formula_run *run, struct digest_hex *out);
};

/* In the order in which they are told where several fit. */
extern const struct server_formula server_formulas[];
extern const size_t server_formula_count;

/* What each formula gives for one answer. */
struct server_fit {
	bool known; /* a secret is there, and all that goes into the answer; else all is empty */
	bool right; /* it is made as the RFCs say, for what was sent */
	uint32_t makes;   /* bit i: server_formulas[i] makes it */
	uint32_t differs; /* bit i: that one gives another value than the RFCs do */
};

/* The answer of a round.  Of several secrets the one that makes it by some formula counts. */
void verify_server_fit(struct verifier *v, const struct round *r, struct server_fit *out);

#endif
