/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * failing.h - memory that runs out when a test wants it to.
 *
 * For a test that is linked with $(wrap_alloc).
 */
#ifndef SIPWHY_TESTS_FAILING_H
#define SIPWHY_TESTS_FAILING_H

#include <stdbool.h>

/* The n-th allocation from now on fails, and only that; the first is 0. */
void failing_at(long n);
/* None does; true if one did since failing_at. */
bool failing_stop(void);
/* How many are allocated and not given back. */
long failing_held(void);

#endif
