/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * early.h - messages that came before their time: a response before its request, credentials before the
 * challenge that their nonce is from.
 *
 * Layer: 7 auth.  Where a capture is made on several queues, interfaces or hosts, its stamps are late by
 * some milliseconds, and what cannot be stands in it: an effect before its cause.  Such a message is kept
 * until its cause has come, or cannot be late any more: then it was not captured.  What follows in the same
 * call waits behind it, so that nothing is put out of order here.  Messages without a Call-ID never wait.
 * Bounded by LIMIT_EARLY_BYTES, the one that has waited longest going first.
 */
#ifndef SIPWHY_EARLY_H
#define SIPWHY_EARLY_H

#include <sipwhy/nonce_book.h>
#include <sipwhy/transaction.h>

/* How late a stamp may be. */
#define EARLY_NS INT64_C(50000000)

/* `m` is good during the call only. */
typedef void early_fn(void *ctx, const struct message *m);

struct early;

struct early_options {
	struct limits *limits;         /* kept, as are the others */
	const struct txns *txns;       /* knows the requests that were handed on */
	const struct nonce_book *book; /* … and the nonces */
	early_fn *fn;                  /* called once for each message */
	void *ctx;
};

/* NULL when memory is short. */
struct early *early_new(const struct early_options *o);
/* Frees those that wait without handing them on. */
void early_free(struct early *e);
/* Take a message in at the time `now_ns`, which is never less than before.  Without memory nothing waits. */
void early_add(struct early *e, const struct message *m, int64_t now_ns);
/* Hand on what has waited long enough. */
void early_expire(struct early *e, int64_t now_ns);
/* The input is over: hand on all. */
void early_finish(struct early *e);

#endif
