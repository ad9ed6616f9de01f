/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * source_ops.h - what the kinds of source have in common.
 *
 * Layer: 2 capture.  Private to src/capture: each kind embeds a struct source as its first
 * member and fills in its operations.
 */
#ifndef SIPWHY_SOURCE_OPS_H
#define SIPWHY_SOURCE_OPS_H

#include <sipwhy/source.h>

struct source_ops {
	/* Sets s->err before it answers STEP_ERROR. */
	enum step (*next)(struct source *s, struct packet *out);
	/*
	 * The time of the next packet, were no filter there: STEP_MORE.  The packet stays the
	 * next.  NULL when that cannot be told.
	 */
	enum step (*peek)(struct source *s, int64_t *ts_ns);
	/* Bring s->counts up to date; NULL when next does all of it. */
	void (*count)(struct source *s);
	/* As source_progress; NULL when it cannot be known. */
	double (*progress)(const struct source *s);
	/* As source_secrets; NULL when there are none. */
	size_t (*secrets)(const struct source *s, const struct source_secret **out);
	/* Give back everything, `s` too. */
	void (*free)(struct source *s);
	bool live;
};

struct source {
	const struct source_ops *ops;
	struct source_counts counts;
	uint64_t no;     /* of the last packet */
	enum step ended; /* STEP_END or STEP_ERROR once that was answered, else STEP_MORE */
	struct err err;
	char link_name[64];
};

enum { IDLE_AFTER_MS = 200 };

/* As the operation; after STEP_END and STEP_ERROR the answer stays the same. */
enum step source_peek(struct source *s, int64_t *ts_ns);

#endif
