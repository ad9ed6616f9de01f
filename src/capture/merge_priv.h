/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * merge_priv.h - the inputs of a merge, one by one.
 *
 * Layer: 2 capture.  Private to src/capture.  An input is waiting (the time of its first packet
 * is known, it is not open), open, or ended.
 */
#ifndef SIPWHY_MERGE_PRIV_H
#define SIPWHY_MERGE_PRIV_H

#include <sipwhy/merge.h>

#include "names.h"
#include "reorder.h"
#include "source_ops.h"

struct feed {
	struct source *source; /* NULL unless open */
	struct reorder *order; /* NULL unless open, or when memory is short */
	bool waiting;
	bool late;       /* there was no room to open it in time */
	bool untold;     /* its error is still to be told */
	uint64_t weight; /* octets, for the progress */
	int64_t first_ns;
	struct packet packet;         /* the next one, once feed_next said STEP_MORE */
	const char *interface, *kept; /* the name last met: the source's, and ours */
	struct merge_input result;
};

struct merge {
	struct merge_options o;
	struct feed *feeds;
	struct names names; /* of interfaces */
	size_t open;        /* sources */
	size_t untold;      /* errors */
	uint32_t *heap;     /* the ready ones, the earliest on top */
	size_t heap_count;
	bool handed_on;    /* the top's packet is with the caller */
	uint32_t *waiting; /* by their first times */
	size_t waiting_at, waiting_count;
	uint32_t *hungry; /* open, the next packet not known */
	size_t hungry_count;
	unsigned turn;
};

/* How many sources may be open. */
uint64_t feed_most_open(const struct merge *m);
/*
 * Open an input, and close it again, to wait, when there are too many.  False and *err when it
 * cannot be opened.
 */
bool feed_begin(struct merge *m, uint32_t input, struct err *err);
/* Open one that waited; when it cannot be, that is its error. */
bool feed_open(struct merge *m, uint32_t input);
/* Read its next packet; at its end and after an error it is closed. */
enum step feed_next(struct merge *m, uint32_t input);
/* What was read of an open one and handed on. */
void feed_counts(const struct feed *f, struct source_counts *out);
/* Note why it was not to be read. */
void feed_fail(struct merge *m, uint32_t input, const char *text);

#endif
