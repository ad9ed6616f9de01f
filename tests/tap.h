/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tap.h - the Test Anything Protocol, as automake's tap-driver reads it.
 *
 * A test program calls ok() and its kin any number of times and ends with
 * `return done();`, which prints the plan.  One that dies before has no plan,
 * and so counts as failed.  Not for use by several threads.
 */
#ifndef SIPWHY_TESTS_TAP_H
#define SIPWHY_TESTS_TAP_H

#include <stdbool.h>
#include <stdint.h>

#include <sipwhy/str.h>

/* One promise, named by the text; gives `cond` back, so that a test can stop on it. */
bool ok(bool cond, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The same octets; absent equals only absent.  Shows both, escaped, when they differ. */
bool is_str(struct str got, struct str want, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* The same number; shows both when they differ. */
bool is_int(intmax_t got, intmax_t want, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* A promise that can't be tried here, and why. */
void skip(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* A remark for whoever reads the log. */
void diag(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Nothing of this program can be tried: prints the plan "1..0 # SKIP why"; return its value from main. */
int skip_all(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Prints the plan; 0 if all was well, else 1: the value for main to return. */
int done(void);

#endif
