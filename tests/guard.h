/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * guard.h - input whose end is the end of the world: one octet further, and the test dies.
 */
#ifndef SIPWHY_TESTS_GUARD_H
#define SIPWHY_TESTS_GUARD_H

#include <sipwhy/str.h>

/*
 * A copy of `s` that ends flush at a page without access; an absent view stays absent.
 * The caller frees it with guard_free, given the view as it came.  Ends the test
 * when there is no memory.
 */
struct str guard(struct str s);
/* The same for a copy that begins flush after a page without access. */
struct str guard_front(struct str s);
void guard_free(struct str s);
void guard_front_free(struct str s);

#endif
