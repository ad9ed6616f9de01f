/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * merge.h - the packets of many captures as one stream, in the order of their times.
 *
 * Layer: 2 capture.  Owns its sources, and the packets; a packet is good until the next
 * merge_next, the name of its interface until merge_free.  Of packets with the same time that of
 * the earlier input comes first.  Within one capture packets are put in the order of their times
 * if they are but a few places, and less than a tenth of a second, from where they belong;
 * otherwise the order is that of the file.  So many files as LIMIT_OPEN_FILES are open at a time:
 * if more than that overlap in time, some come late, which is counted.
 */
#ifndef SIPWHY_MERGE_H
#define SIPWHY_MERGE_H

#include <sipwhy/source.h>

struct merge_options {
	const char *const *names; /* as of source_open; kept */
	const bool *found;        /* as of struct inputs, or NULL: all were named */
	size_t count;
	const char *filter; /* kept */
	bool follow;
	struct limits *limits; /* kept; or NULL */
};

/* What became of one input. */
struct merge_input {
	struct source_counts counts;
	char link_name[64]; /* as source_link_name */
	struct err err;     /* why it ended too early; empty when it did not */
};

struct merge;

/*
 * Open all of them.  NULL and *err when memory is short, or one that was named cannot be
 * opened; of one that was only found merge_next tells.
 */
struct merge *merge_new(const struct merge_options *o, struct err *err);
void merge_free(struct merge *m);

/*
 * The next packet, and which input's it is.  STEP_ERROR: input *input ended too early, as its
 * merge_input says; ask on for the others.  STEP_IDLE: as of source_next; to keep the order
 * all wait for a pipe that is silent, unless growing files are followed.  STEP_END stays.
 */
enum step merge_next(struct merge *m, struct packet *out, uint32_t *input);
void merge_input(const struct merge *m, uint32_t input, struct merge_input *out);
/* The source of an input, NULL when it is not open now. */
const struct source *merge_source(const struct merge *m, uint32_t input);
/* How far reading all of them is, 0..1; negative when that cannot be known.  O(inputs). */
double merge_progress(const struct merge *m);

#endif
