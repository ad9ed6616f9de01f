/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * habit.h - what the clients of this capture were found to hash, so that one answer is seen beside the others.
 *
 * Layer: 8 digest.  A client is an address with a user name.  A rewrite that comes again is a bug
 * of the client; one that was seen once among right answers is an accident.
 */
#ifndef SIPWHY_HABIT_H
#define SIPWHY_HABIT_H

#include <sipwhy/verify.h>

struct habits;

/* `limits` is kept.  NULL when memory is short. */
struct habits *habits_new(struct limits *limits);
void habits_free(struct habits *h);
/* Count an answer that was checked.  What lack of memory or the bound leaves out is not counted. */
void habits_note(struct habits *h, const struct exchange *x, const struct round *r,
		 const struct verify *v);
/* What was found for this client so far, into near->patterns: to be tried first. */
void habits_near(const struct habits *h, const struct exchange *x, const struct round *r,
		 struct verify_near *near);
/* How the rewrites of *v fit the answers of this client that were noted; all 0 when none was found. */
struct verify_seen habits_seen(const struct habits *h, const struct exchange *x,
			       const struct round *r, const struct verify *v);

#endif
