/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * transaction.h - which response answers which request (RFC 3261 17.1.3, 17.2.3).
 *
 * Layer: 6 call.  Keyed per leg (both endpoints), by branch, sent-by, CSeq number and method.
 * A request is a retransmission only if its octets are the same: real clients reuse a branch
 * or a CSeq for the retry with credentials, and that is a new attempt.
 * Keeps a copy of each request until its transaction expires: 64*T1 after its last message, for
 * an INVITE without a final response 180 s (timer C).  Bounded by LIMIT_OPEN_TRANSACTIONS: the one
 * silent for longest goes first.
 */
#ifndef SIPWHY_TRANSACTION_H
#define SIPWHY_TRANSACTION_H

#include <sipwhy/call_step.h>
#include <sipwhy/limits.h>

/* RFC 3261 17.1.1.1: an estimate of the round-trip time; and how long a client waits. */
enum { T1_MS = 500, T2_MS = 4000, TIMER_B_MS = 64 * T1_MS };

struct txns;

/* `limits` is kept.  NULL when memory is short. */
struct txns *txns_new(struct limits *limits, call_step_fn *fn, void *ctx);
void txns_free(struct txns *t);

/*
 * Take one message in; `fn` is called for it once.  Not for an ACK, which is true all the same; nor
 * for one that cannot be placed, as it has no CSeq or Call-ID or was cut before they and
 * the branch ended: false.  Memory short: false, and counted.  O(length).
 *
 * Of requests alike in all but their octets the newest gets the responses, first one with exactly
 * these endpoints, then one between other ports of the same hosts.
 */
bool txns_add(struct txns *t, const struct message *m);
/* Forget what is over by `now_ns`, the greatest capture time seen. */
void txns_expire(struct txns *t, int64_t now_ns);
/* Whether the request that this response is for was taken in, and is remembered. */
bool txns_know(const struct txns *t, const struct message *response);
/* Whether a response is for this request, as far as the two of them tell. */
bool txns_answers(const struct message *response, const struct message *request);
/* Requests dropped because memory was short. */
uint64_t txns_dropped(const struct txns *t);

#endif
