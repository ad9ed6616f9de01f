/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * inputs.h - the captures to be read: those named, and those in a directory that is named.
 *
 * Layer: 2 capture.  Owns its names.  Zero it to begin; whoever does calls inputs_free.
 */
#ifndef SIPWHY_INPUTS_H
#define SIPWHY_INPUTS_H

#include <sipwhy/err.h>
#include <sipwhy/str.h>

struct inputs {
	const char **names;
	bool *found; /* of each: it was in a directory; its fault is none of the command line */
	size_t count, room;
	size_t most;     /* so many and no more; 0: no bound */
	size_t left_out; /* files in directories that are no captures */
};

/*
 * Add a file, "-", or what captures a directory holds: files whose first octets are those of a
 * capture or of one that is compressed, in the order of their names, those in its directories
 * not.  False and *err when there are none, or too many.
 */
bool inputs_add(struct inputs *in, const char *name, struct err *err);
void inputs_free(struct inputs *in);

#endif
