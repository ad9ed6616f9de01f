/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * forms.h - what becomes of a password on its way through menus, files and programs.
 *
 * Layer: 8 digest.  Each form is handed on as soon as it is made, in locked memory that the next one overwrites.
 * Of a form only the words for it may be told.
 */
#ifndef SIPWHY_FORMS_H
#define SIPWHY_FORMS_H

#include <sipwhy/str.h>

/* `what` is for people: "with a line feed at its end". */
typedef void forms_fn(void *ctx, struct str form, const char *what);

struct forms {
	struct str password; /* absent: not known, and only what needs none is made */
	struct str user;
	forms_fn *fn;
	void *ctx;
	/* Of the one that is made now. */
	char *room; /* locked */
	size_t len;
	bool full; /* it does not fit, and is passed over */
};

/* False when memory is short.  forms_end overwrites and frees. */
bool forms_begin(struct forms *f, struct str password, struct str user);
void forms_end(struct forms *f);

/* The groups, one a row of hypothesis.h. */
void forms_newline(struct forms *f); /* octets at its ends */
void forms_cut(struct forms *f);
void forms_case(struct forms *f);
void forms_empty(struct forms *f);
void forms_const(struct forms *f);
void forms_escape(struct forms *f); /* of URLs and XML */
void forms_shell(struct forms *f);
/* As it stands in a message that repeats it: with escapes of URIs, XML or quoted strings. */
void forms_quoted(struct forms *f);
void forms_charset(struct forms *f);

/* For those groups: begin a form, add to it, hand it on.  What equals the password is not handed on. */
enum { FORMS_ROOM = 16000 };
void forms_new(struct forms *f);
void forms_put(struct forms *f, struct str octets);
void forms_put_octet(struct forms *f, char c);
void forms_give(struct forms *f, const char *what);
/* One that is no more than this. */
void forms_give_all(struct forms *f, struct str octets, const char *what);

#endif
