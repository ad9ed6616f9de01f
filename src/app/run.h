/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * run.h - one run of the program over its inputs.
 *
 * Layer: 12 app.
 */
#ifndef SIPWHY_APP_RUN_H
#define SIPWHY_APP_RUN_H

#include <sipwhy/options.h>
#include <sipwhy/secret.h>

enum exit_status {
	EXIT_DONE = 0,
	EXIT_FAILURES = 1, /* with -e: a failure was diagnosed */
	EXIT_USAGE = 2,    /* and what cannot be opened, and lack of rights or memory */
	EXIT_PARTIAL = 3,  /* an input was truncated or corrupt */
	EXIT_INTERRUPTED = 130,
};

/* Explain the inputs; errors are printed.  Returns an enum exit_status. */
int run(const struct options *o);

/* Read the secrets that the options name; NULL and *err on failure.  *err is empty and NULL returned when none
 * is named. */
struct secrets *run_secrets(const struct options *o, struct err *err);
/*
 * Give a bare password its user: the only one in the capture.  False and *err, with the list of user names,
 * when there are several or none.
 */
bool run_bind_user(struct secrets *s, const struct options *o, struct err *err);

#endif
