/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/causes.h>

#define AGGREGATE "It takes many exchanges together, which are not judged together yet."

const struct cause_absent causes_absent[] = {
	{ "client-401-ui-mislabel",
	  "What a client shows on its screen is not in the packets; what the server said is, and is told." },
	{ "digest-leak", AGGREGATE },
	{ "fabricated-nonce",
	  "It cannot be told from a nonce that was issued before the capture began." },
	{ "nonce-state-poisoned", AGGREGATE },
	{ "password-brute-force", AGGREGATE },
	{ "scanner-enumeration", AGGREGATE },
	{ "topology-hiding-breaks-auth",
	  "The two sides of the device can be joined by nothing but what it changes between them." },
};

const size_t causes_absent_count = COUNT(causes_absent);
