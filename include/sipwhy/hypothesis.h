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

struct hypothesis {
	const char *id;    /* "uri=request-uri": the row's name in reports */
	const char *input; /* which input it rewrites: "uri", "formula", "password" */
	const char *cause; /* the code that it proves; the code's record has party and advice */
	const char *text;  /* for people: "hashed the Request-URI instead of the uri parameter" */
};

/* All rows in the order they are tried: those that need fewer assumptions first. */
extern const struct hypothesis hypotheses_all[];
extern const size_t hypotheses_count;

#endif
