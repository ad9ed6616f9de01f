/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/causes.h>

#define AGGREGATE "It takes many exchanges together, which are not judged together yet."

const struct cause_absent causes_absent[] = {
	{ "digest-leak", AGGREGATE },
	{ "nonce-state-poisoned", AGGREGATE },
	{ "password-brute-force", AGGREGATE },
	{ "scanner-enumeration", AGGREGATE },
};

const size_t causes_absent_count = COUNT(causes_absent);
