/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * failing.h - memory that runs out when a test wants it to.
 *
 * For a test that is linked with $(wrap_alloc): what its own objects and the library take by malloc,
 * calloc and realloc.
 */
#ifndef SIPWHY_TESTS_FAILING_H
#define SIPWHY_TESTS_FAILING_H

#include <stdbool.h>

/* The n-th allocation from now on fails, and only that: what comes after it must find its way.  The first is 0. */
void failing_at(long n);
/* The same, and all after it. */
void failing_from(long n);
/* None does any more; true if one did since then. */
bool failing_stop(void);
/* Whether one has. */
bool failing_has(void);
/* For wrappers of a test's own: whether an allocation may succeed, and that so many more are held. */
bool failing_allows(void);
void failing_count(long n);
/* How many are allocated and not given back. */
long failing_held(void);

#endif
