/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * framed.h - a framer, and what it told.
 */
#ifndef SIPWHY_TESTS_FRAMED_H
#define SIPWHY_TESTS_FRAMED_H

#include <sipwhy/framer.h>

enum { FRAMED_MESSAGES = 8, FRAMED_TEXT = 4096 };

struct framed {
	struct limits limits;
	struct framer_shared shared;
	struct framer framer;
	struct seen seen; /* of what is fed to it next */
	struct {
		char text[FRAMED_TEXT]; /* its first octets */
		size_t len, missing;
		const char *p; /* where it was handed on from */
		struct seen seen;
	} messages[FRAMED_MESSAGES]; /* the first ones */
	size_t count;                /* of all */
	unsigned odd;                /* bits by enum framer_odd */
};

/* To be ended with framer_free. */
void framed_begin(struct framed *f);
/* A test that message number `i`, from 0, is there and is this. */
void framed_is(const struct framed *f, size_t i, struct str want, size_t missing,
	       const char *promise);

#endif
