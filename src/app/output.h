/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * output.h - where the report goes, and whether it got there.
 *
 * Layer: 12 app.  A full disk is an error; a reader that went away is none.
 */
#ifndef SIPWHY_APP_OUTPUT_H
#define SIPWHY_APP_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include <sipwhy/err.h>

struct output {
	FILE *stream; /* NULL: not open */
	int error;    /* errno of the first write that failed, 0 while all went well */
};

/* `path` NULL: standard output.  False and *err when it cannot be opened. */
bool output_open(struct output *o, const char *path, struct err *err);
bool output_is_terminal(const struct output *o);
/* Look, right after something was written, whether it was; `flush` hands it on.  False when writing
 * has failed. */
bool output_check(struct output *o, bool flush);
/* Hand on and close.  False and *err when something was not written; if nobody reads any more
 * *gone becomes true, which is no error. */
bool output_close(struct output *o, bool *gone, struct err *err);

#endif
