/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hypothesis.h - "the answer is right *for* …": rewrites of what a digest is made from.
 *
 * Layer: 8 digest.  A row rewrites one input and names the cause that a match proves.  The
 * answer is compared whole, so a match is no coincidence.  Never a word list.
 */
#ifndef SIPWHY_HYPOTHESIS_H
#define SIPWHY_HYPOTHESIS_H

#include <sipwhy/verify.h>

/* What a response is made from, in the order in which rewrites are told. */
enum hypothesis_input {
	HYPOTHESIS_FORM,      /* which texts are joined, and how */
	HYPOTHESIS_ALGORITHM, /* which hashes, and the -sess step */
	HYPOTHESIS_METHOD,
	HYPOTHESIS_URI,
	HYPOTHESIS_BODY,
	HYPOTHESIS_USER,
	HYPOTHESIS_REALM,
	HYPOTHESIS_PASSWORD,
	HYPOTHESIS_NONCE,
	HYPOTHESIS_NC,
	HYPOTHESIS_CNONCE,
	HYPOTHESIS_QOP,
	HYPOTHESIS_INPUTS_, /* how many; of a row: it rewrites none */
};

struct search;

struct hypothesis {
	const char *id;    /* "uri=request-uri": the row's name in reports */
	const char *cause; /* the code that it proves, with party and advice; NULL: none */
	const char *text;  /* for people: "hashed the Request-URI instead of the uri parameter" */
	enum hypothesis_input input; /* the one that it rewrites */
	bool common;                 /* seen often: tried first, and with other common ones */
	/*
	 * For the search alone: proposes what may have been hashed in the place of that input.  A row
	 * of the password is called for one account after the other, every other row once.  NULL: none.
	 */
	void (*propose)(struct search *s);
};

/* All rows; where two give the same octets, a common one is told before a rare one, and then
 * the one that stands first. */
extern const struct hypothesis hypotheses_all[];
extern const size_t hypotheses_count;

/* "formula", "algorithm", "uri", "username", …: as in verify_diff and in the events. */
const char *hypothesis_input_name(enum hypothesis_input input);

#endif
