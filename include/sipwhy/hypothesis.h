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

/* The parts that a response is joined from.  A row changes one; rows of two parts make a pair. */
enum hypothesis_part {
	HYPOTHESIS_NONE, /* as sent */
	HYPOTHESIS_JOIN, /* formula, nonce, nc, cnonce, qop */
	HYPOTHESIS_HA2,  /* method, uri, body */
	HYPOTHESIS_HA1,  /* user name, realm, password */
};

struct search;

struct hypothesis {
	const char *id;    /* "uri=request-uri": the row's name in reports */
	const char *input; /* which input it rewrites: "uri", "formula", "password" */
	const char *cause; /* the code that it proves, with party and advice; NULL: none */
	const char *text;  /* for people: "hashed the Request-URI instead of the uri parameter" */
	enum hypothesis_part part;
	/* For the search alone: adds what may have been hashed (a row of HA1: for one account). */
	void (*propose)(struct search *s);
};

/* All rows in the order they are tried: those that need fewer assumptions first. */
extern const struct hypothesis hypotheses_all[];
extern const size_t hypotheses_count;

#endif
