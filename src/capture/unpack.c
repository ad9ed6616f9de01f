/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "unpack.h"

/* No ratio is too high for so few octets. */
enum { FREE_BYTES = 64 << 20 };

static const struct {
	struct str magic;
	const struct unpacker *how;
} magics[] = {
	{ { "\x1f\x8b", 2 }, &unpack_gzip },         /* RFC 1952 2.3.1 */
	{ { "\x28\xb5\x2f\xfd", 4 }, &unpack_zstd }, /* RFC 8878 3.1.1 */
	{ { "\x04\x22\x4d\x18", 4 }, &unpack_lz4 },
};

/* A frame to pass over, in zstd as in lz4 (RFC 8878 3.1.2). */
static bool
is_skippable(struct str start)
{
	return start.len >= 4 && (start.p[0] & 0xf0) == 0x50 &&
	       memcmp(start.p + 1, "\x2a\x4d\x18", 3) == 0;
}

const struct unpacker *
unpack_find(struct str start)
{
	for (size_t i = 0; i < COUNT(magics); i++) {
		if (str_starts(start, magics[i].magic))
			return magics[i].how;
	}
	if (is_skippable(start))
		return unpack_zstd.run != NULL ? &unpack_zstd : &unpack_lz4;
	return NULL;
}

struct unpack *
unpack_new(struct intake *from, struct str start, struct limits *limits)
{
	struct unpack *u = malloc(sizeof(*u));

	if (u == NULL)
		return NULL;
	/* Not the buffer, which is as large as all of a small capture. */
	memset(u, 0, offsetof(struct unpack, in));
	u->from = from;
	u->limits = limits;
	memcpy(u->in, start.p, start.len);
	u->end = start.len;
	return u;
}

static void
end_member(struct unpack *u)
{
	if (u->state != NULL)
		u->how->end(u->state);
	u->state = NULL;
	u->full = false;
}

void
unpack_free(struct unpack *u)
{
	if (u == NULL)
		return;
	end_member(u);
	free(u);
}

static enum inflow_step
fail(struct err *err, const struct unpack *u, const char *what)
{
	(void)err_set(err, "the %s data %s", u->how->name, what);
	return INFLOW_ERROR;
}

/* Read on behind what is left in the buffer. */
static enum inflow_step
refill(struct unpack *u, struct err *err)
{
	enum inflow_step step;
	size_t got;

	if (u->at > 0)
		memmove(u->in, u->in + u->at, u->end - u->at);
	u->end -= u->at;
	u->at = 0;
	step = intake_read(u->from, u->in + u->end, sizeof(u->in) - u->end, &got, err);
	u->end += got;
	return step;
}

/*
 * Find out what the next member is and begin it; INFLOW_END when there is none.  Zeros may
 * follow the last one: a tape's blocks are filled up with them.
 */
static enum inflow_step
begin_member(struct unpack *u, struct err *err)
{
	const struct unpacker *how;
	enum inflow_step step = INFLOW_READY;

	for (;;) {
		while (u->any && u->at < u->end && u->in[u->at] == 0)
			u->at++;
		if (u->end - u->at >= UNPACK_MAGIC || step == INFLOW_END)
			break;
		step = refill(u, err);
		if (step == INFLOW_IDLE || step == INFLOW_ERROR)
			return step;
	}
	if (u->at == u->end)
		return INFLOW_END;
	how = unpack_find((struct str){ (const char *)u->in + u->at, u->end - u->at });
	if (how == NULL)
		return fail(err, u, "is followed by something else");
	u->how = how;
	if (how->run == NULL)
		return fail(err, u, "cannot be read by this sipwhy, which was built without it");
	u->state = how->begin();
	if (u->state == NULL) {
		(void)err_memory(err);
		return INFLOW_ERROR;
	}
	return INFLOW_READY;
}

static uint64_t
bound(const struct unpack *u, enum limit which)
{
	return u->limits != NULL ? u->limits->max[which] : limit_row(which)->usual;
}

/* Count what came out, and stop when it is out of all proportion. */
static enum inflow_step
account(struct unpack *u, size_t out_bytes, struct err *err)
{
	uint64_t in_bytes = u->from->got_bytes;
	uint64_t most = bound(u, LIMIT_EXPANSION_BYTES), times = bound(u, LIMIT_EXPANSION_RATIO);
	enum limit hit;

	u->out_bytes += out_bytes;
	if (u->out_bytes > most) {
		hit = LIMIT_EXPANSION_BYTES;
		(void)err_set(err, "it is more than %" PRIu64 " octets without its compression",
			      most);
	} else if (u->out_bytes > FREE_BYTES && u->out_bytes / times > in_bytes) {
		hit = LIMIT_EXPANSION_RATIO;
		(void)err_set(err,
			      "it is more than %" PRIu64 " times as long without its compression; "
			      "if it is to be trusted, decompress it first",
			      times);
	} else {
		return INFLOW_READY;
	}
	if (u->limits != NULL)
		u->limits->hit[hit]++;
	return INFLOW_ERROR;
}

static enum inflow_step
after(struct unpack *u, enum unpack_step step, struct err *err)
{
	switch (step) {
	case UNPACK_MORE:
		return INFLOW_READY;
	case UNPACK_MEMBER_END:
		end_member(u);
		u->any = true;
		return INFLOW_READY;
	case UNPACK_TOO_WIDE:
		return fail(err, u, "asks for too much memory; decompress it first");
	case UNPACK_NO_MEMORY:
		(void)err_memory(err);
		return INFLOW_ERROR;
	case UNPACK_CORRUPT:
		break;
	}
	return fail(err, u, "is corrupt");
}

/* More input; a member that has no end is cut. */
static enum inflow_step
go_on(struct unpack *u, struct err *err)
{
	enum inflow_step step = refill(u, err);

	if (step != INFLOW_END)
		return step;
	u->cut = true;
	return fail(err, u, "is cut short");
}

enum inflow_step
unpack_read(struct unpack *u, uint8_t *to, size_t room, size_t *got, struct err *err)
{
	struct unpack_io io = { .out = to, .out_left = room };
	enum inflow_step step;

	*got = 0;
	if (u->state == NULL) {
		step = begin_member(u, err);
		if (step != INFLOW_READY)
			return step;
	}
	/* What had no room before comes without new input. */
	if (u->at == u->end && !u->full)
		return go_on(u, err);
	io.in = u->in + u->at;
	io.in_left = u->end - u->at;
	step = after(u, u->how->run(u->state, &io), err);
	*got = room - io.out_left;
	u->full = io.out_left == 0;
	u->at = u->end - io.in_left;
	return step == INFLOW_READY ? account(u, *got, err) : step;
}
