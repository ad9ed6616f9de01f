/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * inflow.h - the octets of a capture in one buffer, unpacked when they are compressed.
 *
 * Layer: 2 capture.  Private to src/capture.  A reader asks for octets, finds them in the
 * buffer, and passes on: nothing is copied for it.  What stands in the buffer is good until
 * the next inflow_need.  A reader that asks for all it wants of one record before it passes
 * any of it may be told INFLOW_IDLE in between and simply asks again.
 */
#ifndef SIPWHY_INFLOW_H
#define SIPWHY_INFLOW_H

#include "unpack.h"

/* The most that may be asked for. */
enum { INFLOW_MOST = (16 << 20) + (1 << 16) };

struct inflow {
	struct intake from;
	struct unpack *unpack; /* NULL when not compressed */
	bool looked;           /* whether it is compressed is known */
	size_t early;          /* octets that came before it was */
	enum inflow_step last; /* INFLOW_END or _ERROR once that came, else INFLOW_READY */
	struct err err;
	struct limits *limits;
	uint8_t *room;
	size_t room_bytes;
	size_t at, end; /* what stands in `room` unread */
};

/*
 * Open `path` ("-": standard input), which is kept, as `limits` is; these may be NULL.  False
 * and *err on failure.
 */
bool inflow_open(struct inflow *f, const char *path, struct limits *limits, struct err *err);
void inflow_close(struct inflow *f);

/* The slow half of inflow_need. */
enum inflow_step inflow_more(struct inflow *f, size_t n);

/* How many octets stand ready, and where. */
static inline size_t
inflow_held(const struct inflow *f)
{
	return f->end - f->at;
}

static inline const uint8_t *
inflow_at(const struct inflow *f)
{
	return f->room + f->at;
}

/*
 * Have at least `n` octets (up to INFLOW_MOST) ready.  INFLOW_END: there are no more than
 * stand there now.  INFLOW_ERROR: no more can be had, f->err says why.
 */
static inline enum inflow_step
inflow_need(struct inflow *f, size_t n)
{
	return inflow_held(f) >= n ? INFLOW_READY : inflow_more(f, n);
}

/* Pass over `n` octets, no more than stand ready. */
static inline void
inflow_pass(struct inflow *f, size_t n)
{
	f->at += n;
}

/* Whether the error was that compressed data ends too early. */
bool inflow_is_cut(const struct inflow *f);
/* How much of a regular file was used, 0..1; negative when that cannot be known. */
double inflow_progress(const struct inflow *f);

#endif
