/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * err.h - what went wrong on our side, for main to print once.
 *
 * Layer: 1 base.  What captured traffic got wrong is data and never comes here.
 */
#ifndef SIPWHY_ERR_H
#define SIPWHY_ERR_H

#include <stdbool.h>

struct err {
	char text[512]; /* empty: nothing went wrong; one line without the program's name */
};

/* Set the text (clipped to its room) and return false, so that a caller can return it. */
bool err_set(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The sentence for lack of memory; returns false. */
bool err_memory(struct err *e);

#endif
