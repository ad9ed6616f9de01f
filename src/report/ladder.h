/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ladder.h - the messages of an exchange in order, each once, with a remark.
 *
 * Layer: 11 report.  On the caller's stack; the messages are the exchange's.
 */
#ifndef SIPWHY_REPORT_LADDER_H
#define SIPWHY_REPORT_LADDER_H

#include "subject.h"

/* Four messages a round, one of a further leg, and one gap. */
enum { LADDER_RUNGS = 4 * ROUNDS_KEPT + 2, RUNG_NOTE = 256 };

struct rung {
	const struct message *message; /* NULL: a gap of `rounds_more` rounds that were not kept */
	unsigned copies;
	uint64_t rounds_more;
	char note[RUNG_NOTE]; /* captured octets in it, neither masked nor escaped */
	size_t note_len;
};

struct ladder {
	struct rung rungs[LADDER_RUNGS];
	size_t count;
	int64_t begin_ns; /* the time of the first message */
};

void ladder_of(const struct exchange *x, struct ladder *out);

#endif
