/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * search.h - from the rows of hypothesis.h to the response that the answer has.
 *
 * Layer: 8 digest.  What may have been hashed instead is kept apart by the part of the digest that
 * it changes, each hashed once; the responses are joined from all the combinations wanted.
 * The guesses at HA1 are in locked memory, and overwritten after each search.
 */
#ifndef SIPWHY_SEARCH_H
#define SIPWHY_SEARCH_H

#include <sipwhy/hypothesis.h>

#include "account.h"

/* Room for all that the rows can propose: see ACCOUNTS and HOSTS. */
enum {
	HA1_GUESSES = 64,
	HA2_GUESSES = 640,
	JOIN_GUESSES = 16,
};

/* In all of these `row` is NULL for what was sent. */
struct ha1_guess {
	const struct hypothesis *row;
	const struct account *account;
	struct digest_hex hex; /* after the -sess step */
};

struct ha2_guess {
	const struct hypothesis *row;
	struct str value; /* for the report */
	/* Without the body and with it: which, the formula decides. */
	struct digest_hex hex[2];
};

struct join_guess {
	const struct hypothesis *row;
	struct str sent, hashed; /* for the report */
	struct digest_input in;
};

struct verifier {
	struct digest *digest;
	const struct secrets *secrets;
	struct arena *scratch;
	/* As many as the constants above say. */
	struct ha1_guess *ha1; /* in locked memory */
	struct ha2_guess *ha2;
	struct join_guess *join;
};

struct search {
	/* What a row may look at. */
	const struct round *round;
	const struct answer *answer;
	const struct account *account; /* HA1 rows: the one to propose for */
	struct digest_input sent;
	struct arena *scratch;

	struct digest *digest;
	const struct hypothesis *row; /* the one that proposes now; NULL: what was sent */
	struct digest_hex want;
	struct ha1_guess *ha1;
	struct ha2_guess *ha2;
	struct join_guess *join;
	size_t ha1_count, ha2_count, join_count;
	size_t ha1_sent, ha2_sent, join_sent; /* how many of them are as sent; those come first */
	uint64_t tried;
	bool failed; /* memory was short, or OpenSSL failed */
};

struct search_hit {
	const struct ha1_guess *ha1;
	const struct ha2_guess *ha2;
	const struct join_guess *join;
};

/* What was sent, for these accounts and one algorithm.  search_end must follow. */
void search_begin(struct search *s, struct verifier *v, const struct round *r,
		  const struct answer *answer, const struct accounts *accounts);
/* Whether the answer is right as sent. */
bool search_as_sent(struct search *s, struct search_hit *hit);
/* Try the rows: one alone, then two of different parts. */
bool search_rows(struct search *s, const struct accounts *accounts, struct search_hit *hit);
/* Overwrite what was derived from secrets. */
void search_end(struct search *s);

/* For the rows.  A value that was sent, or proposed before, is passed over. */
void search_propose_uri(struct search *s, struct str uri);
void search_propose_join(struct search *s, const struct digest_input *in, struct str sent,
			 struct str hashed);
/* The plain HA1, for s->account. */
void search_propose_ha1(struct search *s, struct str ha1);

#endif
