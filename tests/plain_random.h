/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * plain_random.h - texts and answers put together at random, the same ones each time.
 */
#ifndef SIPWHY_TESTS_PLAIN_RANDOM_H
#define SIPWHY_TESTS_PLAIN_RANDOM_H

#include <stdint.h>

#include "plain_digest.h"

#define PLAIN_SEED ((uint64_t)0x9e3779b97f4a7c15u)

/* From 0 on, and less than `below`. */
unsigned plain_dice(uint64_t *state, unsigned below);
/* 4 to 11 letters and digits that are not mistaken for each other. */
struct plain_text plain_word(uint64_t *state);
/* All that goes into the answer to an OPTIONS but its uri, by one of the algorithms.  Returns the name of that. */
const char *plain_any(uint64_t *state, struct plain_inputs *out);

#endif
