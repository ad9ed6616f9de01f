/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sip-check.h - what holds for every message that was ever parsed, whatever was sent.
 */
#ifndef SIPWHY_TESTS_SIP_CHECK_H
#define SIPWHY_TESTS_SIP_CHECK_H

#include <sipwhy/auth_info.h>

/* The promise that is broken, or NULL: views lie within the message, fields stand in order,
 * and nothing of the header section is lost. */
const char *sip_check(const struct sip_msg *m);
/* The same for its challenges and credentials. */
const char *auth_check(const struct sip_msg *m);

/* What makes `cut`, the beginning of `whole` in a capture that ends there, look otherwise than it
 * is; NULL for nothing. */
const char *cut_check(const struct sip_msg *whole, const struct sip_msg *cut);

/* A message parsed where reading on, or before it, is death. */
struct parsed {
	struct arena *arena;
	struct sip_msg m;
};

/* `missing`: octets that the capture cut off behind `text`.  Ends the test without memory. */
void parsed_begin(struct parsed *p, struct str text, size_t missing);
void parsed_end(struct parsed *p);

#endif
