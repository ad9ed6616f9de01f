/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * named.h - what the command line names to be read, looked at before anything is.
 *
 * Layer: 12 app.
 */
#ifndef SIPWHY_APP_NAMED_H
#define SIPWHY_APP_NAMED_H

#include <sipwhy/options.h>

/*
 * Whether there is an input that can be read only once, as it comes: an interface, standard input, a pipe.
 * What is in it is judged with what was seen so far.
 */
bool named_are_streams(const struct options *o);
/* Whether it is a file that does not have the head of a capture yet: its writer keeps it back. */
bool named_begins_later(const char *name);
/*
 * Whether each named file can be opened, and none of them is where the report goes: a slip of the pen
 * shows at once, and not behind a password or an hour of reading.  False and *err if not.
 */
bool named_check(const struct options *o, struct err *err);

#endif
