/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reorder.h - packets of one capture that are a little out of order, put in that of their times.
 *
 * Layer: 2 capture.  Private to src/capture.  What captures with several queues, threads or
 * interfaces writes packets some places from where they belong; their times are right.  A packet
 * is held until a later one shows that nothing before it can come, or until 8 are held.  One that
 * is a tenth of a second or more behind is no such thing but a clock that was set back, or files
 * put together: there the order of the file stays.  Owns copies of what it holds.
 */
#ifndef SIPWHY_CAPTURE_REORDER_H
#define SIPWHY_CAPTURE_REORDER_H

#include <sipwhy/source.h>

struct reorder;

/* NULL when memory is short. */
struct reorder *reorder_new(void);
void reorder_free(struct reorder *r);
/* Whether more packets are to be put in before the next one can be told. */
bool reorder_wants(const struct reorder *r);
/* Put one in, if they are wanted.  False when memory is short: it was not. */
bool reorder_put(struct reorder *r, const struct packet *p);
/* The next one, good until it is asked for again; false when there is none. */
bool reorder_take(struct reorder *r, struct packet *out);
/* How many are held, and their octets. */
size_t reorder_held(const struct reorder *r, uint64_t *bytes);

#endif
