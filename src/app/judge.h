/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * judge.h - what becomes of an ended exchange: checked, kept for hindsight, diagnosed.
 *
 * Layer: 12 app.
 */
#ifndef SIPWHY_APP_JUDGE_H
#define SIPWHY_APP_JUDGE_H

#include <sipwhy/pipeline.h>

struct judge;

typedef void diagnosis_fn(void *ctx, const struct diagnosis *d);

struct judge *judge_new(struct limits *limits, const struct pipeline_options *o, diagnosis_fn *fn,
			void *ctx);
void judge_free(struct judge *j);
/* Every challenge that is seen; kept.  Without it, those of the exchange itself. */
void judge_book(struct judge *j, const struct nonce_book *book);
/* Takes the exchange over. */
void judge_add(struct judge *j, struct exchange *x);
/* From now on the capture is known to have lost packets. */
void judge_drops(struct judge *j);
/* All of the input was seen: judge what waits. */
void judge_finish(struct judge *j);
/* Exchanges that lack of memory kept from being judged. */
uint64_t judge_dropped(const struct judge *j);

#endif
