/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fed.h - a capture fed from memory, in pieces and with pauses, for fuzz harnesses.
 *
 * Linked with --wrap=intake_open,--wrap=intake_read,--wrap=intake_close,--wrap=inflow_more.
 * Under the address sanitizer the buffer is closed to readers but for what stands ready.
 */
#ifndef SIPWHY_TESTS_FED_H
#define SIPWHY_TESTS_FED_H

#include <sipwhy/str.h>

/* Feed these octets to what is opened next, `piece` at a time, after each a pause when `pauses`. */
void fed_begin(struct str octets, size_t piece, bool pauses);
/* For an invariant. */
void must(bool cond);

#endif
