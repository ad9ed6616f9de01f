/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reading.h - the inputs that the command line names, read into the pipeline.
 *
 * Layer: 12 app.
 */
#ifndef SIPWHY_APP_READING_H
#define SIPWHY_APP_READING_H

#include <signal.h>

#include <sipwhy/options.h>
#include <sipwhy/pipeline.h>

struct progress;

struct reading {
	/* Set by the caller, and kept. */
	const struct options *o;
	const bool *found; /* of each file: in a directory that was named */
	const volatile sig_atomic_t *stop;
	struct pipeline *pipeline;
	struct progress *progress;
	struct summary_input *inputs; /* one for each input, names set; what was read is put in */

	/* What came of it. */
	uint64_t packets;
	uint64_t dropped_kernel, dropped_interface;
	bool partial; /* some input was not read to its end */

	struct source *live; /* NULL for files; what is told names its interfaces */
	struct merge *merge; /* of files: packets that are remembered point to it */
};

/* Whether the input has no end of its own: an interface, or what agents send. */
bool reading_is_live(const struct options *o);
/* Read all there is, or until *r->stop.  False and *err when an input cannot be opened; one that breaks
 * later is told of on stderr, and in r->inputs. */
bool reading_all(struct reading *r, struct err *err);
/* Close what was read; nothing of the pipeline may be used any more. */
void reading_end(struct reading *r);

#endif
