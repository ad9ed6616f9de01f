/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * answers.h - the answers of a capture side by side: what two with one nonce tell without any secret.
 *
 * Layer: 9 diag.  A hash tells nothing of what went into it, but two of them do: equal ones of unequal inputs,
 * unequal ones of equal inputs.  Remembers a bounded number of answers, the oldest forgotten first.
 */
#ifndef SIPWHY_ANSWERS_H
#define SIPWHY_ANSWERS_H

#include <sipwhy/exchange.h>
#include <sipwhy/limits.h>

/* Another answer; the texts are the store's. */
struct answer_seen {
	struct witness where;    /* its header field */
	struct credentials cred; /* views into where.text */
	struct str method, call_id;
	uint32_t cseq;
	struct endpoint client, server;
	bool accepted; /* its exchange ended with its acceptance */
};

/* What is known of one answer by others with the same nonce, realm and header; NULL: no such one.  Of several the
 * earliest seen, an accepted one first. */
struct answer_kin {
	const struct answer_seen *other_method; /* the same response, for another method */
	const struct answer_seen *other_uri;    /* … for another uri parameter */
	const struct answer_seen *copy; /* the same in all, from another host to the same server */
	const struct answer_seen *other_response; /* another response, to the very same inputs */
	/* Of the same client, earlier and accepted: a nonce count as great or greater. */
	const struct answer_seen *count_used;
	/* This registration (by its Call-ID) was accepted with the same kind of answer, before and after this one. */
	bool alike_before, alike_after;
};

struct answers;

struct answers *answers_new(struct limits *limits);
void answers_free(struct answers *a);
/* Note the answers of an ended exchange.  What does not fit is counted by its limit. */
void answers_add(struct answers *a, const struct exchange *x);
/* Of an answered round of an exchange that was noted; good until more are noted. */
void answers_view(const struct answers *a, const struct exchange *x, const struct round *r,
		  struct answer_kin *out);

#endif
