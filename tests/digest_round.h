/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * digest_round.h - a round written as the text of its messages, for the tests of layer 8.
 */
#ifndef SIPWHY_TESTS_DIGEST_ROUND_H
#define SIPWHY_TESTS_DIGEST_ROUND_H

#include <sipwhy/exchange.h>

enum { DIGEST_ROUND_HEADERS = 4 };

struct digest_round {
	struct round round;
	struct arena *arena;
	struct message request, challenge, answer, outcome;
	struct challenge offers[DIGEST_ROUND_HEADERS];
	struct credentials creds[DIGEST_ROUND_HEADERS];
};

/* Ends the test when memory is short.  digest_round_end frees what it holds. */
void digest_round_begin(struct digest_round *t);
void digest_round_end(struct digest_round *t);

/* The messages, LF for CRLF.  The capture of the answer ends behind the first `ends` in it; absent: it
 * is whole.  What is parsed ends at a guard page. */
void digest_round_challenge(struct digest_round *t, struct str text);
void digest_round_answer(struct digest_round *t, struct str text, struct str ends);
void digest_round_outcome(struct digest_round *t, struct str text);

#endif
