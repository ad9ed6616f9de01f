/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include "../src/capture/inflow.h"
#include "fed.h"

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define CLOSES 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define CLOSES 1
#endif
#ifdef CLOSES
#include <sanitizer/asan_interface.h>
#endif

/* The linker gives these functions no place for a context. */
static struct {
	struct str rest;
	size_t piece;
	bool pauses, pause;
	const uint8_t *from, *to; /* closed to readers */
	size_t from_bytes, to_bytes;
} fed;

bool __wrap_intake_open(struct intake *i, const char *path, struct err *err);
void __wrap_intake_close(struct intake *i);
enum inflow_step __wrap_intake_read(struct intake *i, uint8_t *to, size_t room, size_t *got,
				    struct err *err);
enum inflow_step __real_inflow_more(struct inflow *f, size_t n);
enum inflow_step __wrap_inflow_more(struct inflow *f, size_t n);

void
fed_begin(struct str octets, size_t piece, bool pauses)
{
	fed.rest = octets;
	fed.piece = piece;
	fed.pauses = pauses;
	fed.pause = false;
	/* The buffer that was closed is gone. */
	fed.from_bytes = 0;
	fed.to_bytes = 0;
}

void
must(bool cond)
{
	if (!cond)
		abort();
}

bool
__wrap_intake_open(struct intake *i, const char *path, struct err *err)
{
	(void)err;
	*i = (struct intake){ .fd = -1, .path = path };
	return true;
}

void
__wrap_intake_close(struct intake *i)
{
	(void)i;
}

enum inflow_step
__wrap_intake_read(struct intake *i, uint8_t *to, size_t room, size_t *got, struct err *err)
{
	(void)err;
	*got = 0;
	must(room > 0);
	fed.pause = fed.pauses && !fed.pause;
	if (fed.pause)
		return INFLOW_IDLE;
	*got = fed.piece < room ? fed.piece : room;
	*got = *got < fed.rest.len ? *got : fed.rest.len;
	if (*got == 0)
		return INFLOW_END;
	memcpy(to, fed.rest.p, *got);
	fed.rest = str_sub(fed.rest, *got, fed.rest.len);
	i->got_bytes += *got;
	return INFLOW_READY;
}

/* As much beside what stands ready as a reader may stray into, for all of it takes long. */
static void
close_beside(struct inflow *f, bool close)
{
#ifdef CLOSES
	enum { STRAY = 512 };
	size_t before = f->at < STRAY ? f->at : STRAY, left = f->room_bytes - f->end;
	size_t after = left < STRAY ? left : STRAY;

	if (close) {
		ASAN_POISON_MEMORY_REGION(f->room + f->at - before, before);
		ASAN_POISON_MEMORY_REGION(f->room + f->end, after);
	} else {
		ASAN_UNPOISON_MEMORY_REGION(fed.from, fed.from_bytes);
		ASAN_UNPOISON_MEMORY_REGION(fed.to, fed.to_bytes);
	}
	fed.from = f->room + f->at - before;
	fed.from_bytes = close ? before : 0;
	fed.to = f->room + f->end;
	fed.to_bytes = close ? after : 0;
#else
	(void)f;
	(void)close;
#endif
}

enum inflow_step
__wrap_inflow_more(struct inflow *f, size_t n)
{
	enum inflow_step step;

	close_beside(f, false);
	step = __real_inflow_more(f, n);
	must(step != INFLOW_READY || inflow_held(f) >= n);
	must(f->end <= f->room_bytes && f->at <= f->end);
	close_beside(f, true);
	return step;
}
