/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * intake.h - the octets of a file, a pipe or standard input, as they lie there.
 *
 * Layer: 2 capture.  Private to src/capture.  Whoever opens an intake closes it.
 */
#ifndef SIPWHY_INTAKE_H
#define SIPWHY_INTAKE_H

#include <sipwhy/err.h>
#include <sipwhy/str.h>

/* How asking for octets went. */
enum inflow_step {
	INFLOW_READY,
	INFLOW_IDLE,  /* nothing for now, at most a fifth of a second: more may come */
	INFLOW_END,   /* nothing more will come */
	INFLOW_ERROR, /* what was read before is good */
};

struct intake {
	int fd;
	const char *path; /* NULL for standard input, which is not ours to close */
	bool regular;
	bool follow;        /* a regular file: its end is not the end */
	bool at_once;       /* the caller waits, not we */
	bool waited;        /* in this turn; the caller begins a turn by clearing it */
	bool interrupted;   /* a signal came */
	bool moved;         /* the followed file's name went to another file, or away */
	uint64_t size;      /* of a regular file when it was opened */
	uint64_t got_bytes; /* read so far */
};

/* Open `path` (kept), or standard input for "-".  False and *err on failure, as for a directory. */
bool intake_open(struct intake *i, const char *path, struct err *err);
void intake_close(struct intake *i);

/*
 * Read up to `room` octets; *got says how many, none being possible.  A pipe is waited for a
 * fifth of a second once a turn, and no longer than until a signal comes.
 */
enum inflow_step intake_read(struct intake *i, uint8_t *to, size_t room, size_t *got,
			     struct err *err);

#endif
