/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * server_run.h - one answer and one secret, as the formulas of servers see them.
 *
 * Layer: 8 digest.
 */
#ifndef SIPWHY_SERVER_RUN_H
#define SIPWHY_SERVER_RUN_H

#include <sipwhy/server_formula.h>

#include "search.h"

enum { FORMULA_PARTS = 6 };

struct formula_run {
	struct verifier *v;
	const struct round *round;
	const struct account *account;
	struct digest_input in;        /* as sent */
	enum digest_function function; /* of its algorithm */
	struct digest_hex ha1;         /* the plain one */
	struct digest_hex session;     /* after the -sess step */
	struct digest_hex ha2;
};

/* H of the parts with colons between them. */
bool formula_hash(const struct formula_run *run, enum digest_function f, const struct str *parts,
		  size_t count, struct digest_hex *out);
/* The values of `in` joined with these two, by the formula that was sent. */
bool formula_join(const struct formula_run *run, struct str ha1, struct str ha2,
		  const struct digest_input *in, struct digest_hex *out);

#endif
