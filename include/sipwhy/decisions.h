/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * decisions.h - what each server accepted and refused of answers whose secret is known, and by which formula it
 * would have had to.
 *
 * Layer: 9 diag.  Kept by the server's address and port and by realm, and bounded as contrast.h is.
 */
#ifndef SIPWHY_DECISIONS_H
#define SIPWHY_DECISIONS_H

#include <sipwhy/exchange.h>
#include <sipwhy/limits.h>
#include <sipwhy/server_formula.h>

/* How far the server's decisions speak for one of its formulas. */
enum formula_proof {
	FORMULA_NOT_ASKED, /* nothing is known of this answer */
	FORMULA_NONE,      /* none fits: each is contradicted by what was accepted */
	FORMULA_POSSIBLE, /* one fits, or would, but nothing accepted tells it from the right one */
	FORMULA_SHOWN,    /* accepted what only it makes, and refused what it does not make */
};

/* What all decisions say of the refusal of one right answer. */
struct formula_view {
	enum formula_proof proof;
	const struct server_formula *formula; /* of POSSIBLE and SHOWN; NULL when it might be any */
	/* SHOWN: */
	bool same_account; /* accepted of the very account that is refused here */
	/* One between two of the other kind: no change of the account or the server in between explains it. */
	bool interleaved;
	uint64_t accepted; /* answers that it makes and the RFCs do not, accepted */
	uint64_t refused;  /* right ones that it does not make, refused; this one included */
	uint64_t against;  /* decisions that it does not explain */
	const struct witness
		*answer;     /* the first one accepted, of the same account if there is one */
	struct str response; /* in it */
};

struct decisions;

struct decisions *decisions_new(struct limits *limits);
void decisions_free(struct decisions *d);
/* Note an exchange that was accepted or refused.  What does not fit is counted by its limit. */
void decisions_add(struct decisions *d, const struct exchange *x, const struct server_fit *fit);
/* Of a refused exchange, which must have been noted.  Texts are the decisions' own, good until more are noted. */
void decisions_view(const struct decisions *d, const struct exchange *x,
		    const struct server_fit *fit, struct formula_view *out);

#endif
