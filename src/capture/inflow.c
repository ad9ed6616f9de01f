/* SPDX-License-Identifier: BSD-2-Clause */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "inflow.h"

enum {
	ROOM_BYTES =
		256 *
		1024, /* large enough that system calls do not count, small enough for a cache */
	TURNS = 64,   /* so often may be read before the caller gets a chance to stop */
};

bool
inflow_open(struct inflow *f, const char *path, struct limits *limits, struct err *err)
{
	*f = (struct inflow){ .limits = limits };
	if (!intake_open(&f->from, path, err))
		return false;
	f->room = malloc(ROOM_BYTES);
	if (f->room == NULL) {
		intake_close(&f->from);
		return err_memory(err);
	}
	f->room_bytes = ROOM_BYTES;
	return true;
}

void
inflow_close(struct inflow *f)
{
	intake_close(&f->from);
	unpack_free(f->unpack);
	free(f->room);
	*f = (struct inflow){ .from.fd = -1 };
}

/*
 * Move what is held to the front, and have room for more on the way to `n` octets: not for all
 * of them at once, since a length in a corrupt file may be anything.
 */
static bool
make_room(struct inflow *f, size_t n)
{
	size_t held = inflow_held(f), want = ROOM_BYTES;
	uint8_t *room;

	assert(n <= INFLOW_MOST);
	if (f->at > 0)
		memmove(f->room, f->room + f->at, held);
	f->end = held;
	f->at = 0;
	while (want <= held)
		want *= 2;
	/* One long record is no reason to keep as much for good. */
	if (f->room_bytes == want || (f->room_bytes > want && n > want))
		return true;
	room = realloc(f->room, want);
	if (room == NULL)
		return err_memory(&f->err);
	f->room = room;
	f->room_bytes = want;
	return true;
}

/* Once enough has come to tell: when it is compressed, begin to unpack it. */
static enum inflow_step
look(struct inflow *f, enum inflow_step step)
{
	struct str start = { (const char *)f->room, f->early };

	if (f->early < UNPACK_MAGIC && step != INFLOW_END)
		return step;
	f->looked = true;
	if (unpack_find(start) == NULL) {
		f->end = f->early;
		return step;
	}
	/* It is no longer than what unpack_new takes: see fill. */
	f->unpack = unpack_new(&f->from, start, f->limits);
	if (f->unpack != NULL)
		return INFLOW_READY;
	(void)err_memory(&f->err);
	return INFLOW_ERROR;
}

static enum inflow_step
fill(struct inflow *f)
{
	uint8_t *to = f->room + f->end;
	size_t room = f->room_bytes - f->end, got = 0;
	enum inflow_step step;

	if (!f->looked) {
		/* Not more than a compressed input has room for. */
		step = intake_read(&f->from, to + f->early, sizeof(f->unpack->in) - f->early, &got,
				   &f->err);
		f->early += got;
		return step == INFLOW_READY || step == INFLOW_END ? look(f, step) : step;
	}
	step = f->unpack != NULL ? unpack_read(f->unpack, to, room, &got, &f->err)
				 : intake_read(&f->from, to, room, &got, &f->err);
	f->end += got;
	return step;
}

enum inflow_step
inflow_more(struct inflow *f, size_t n)
{
	enum inflow_step step = INFLOW_READY;

	f->from.waited = false;
	for (unsigned turn = 0; inflow_held(f) < n; turn++) {
		if (step != INFLOW_READY)
			return step;
		if (turn == TURNS)
			return INFLOW_IDLE;
		if (f->last == INFLOW_READY && (turn == 0 || f->end == f->room_bytes) &&
		    !make_room(f, n))
			f->last = INFLOW_ERROR;
		step = f->last != INFLOW_READY ? f->last : fill(f);
		if (step == INFLOW_END || step == INFLOW_ERROR)
			f->last = step;
	}
	return INFLOW_READY;
}

bool
inflow_is_cut(const struct inflow *f)
{
	return f->unpack != NULL && f->unpack->cut;
}

double
inflow_progress(const struct inflow *f)
{
	uint64_t done = f->from.got_bytes;

	if (!f->from.regular || f->from.size == 0)
		return -1;
	if (f->unpack == NULL)
		done -= inflow_held(f);
	/* The file may be growing under us. */
	return done < f->from.size ? (double)done / (double)f->from.size : 1;
}
