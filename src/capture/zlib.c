/* SPDX-License-Identifier: BSD-2-Clause */
#include "unpack.h"

#ifdef HAVE_ZLIB

#define ZLIB_CONST
#include <stdlib.h>
#include <zlib.h>

/* Ours, so that its memory is counted among ours. */
static void *
allocate(void *ctx, unsigned count, unsigned size)
{
	(void)ctx;
	return calloc(count, size);
}

static void
give_back(void *ctx, void *p)
{
	(void)ctx;
	free(p);
}

static void *
begin(void)
{
	enum { GZIP_ONLY = 16 };
	z_stream *z = calloc(1, sizeof(*z));

	if (z == NULL)
		return NULL;
	z->zalloc = allocate;
	z->zfree = give_back;
	if (inflateInit2(z, GZIP_ONLY + MAX_WBITS) == Z_OK)
		return z;
	free(z);
	return NULL;
}

static enum unpack_step
run(void *state, struct unpack_io *io)
{
	z_stream *z = state;
	int got;

	/* Both are some hundred thousand at most. */
	z->next_in = io->in;
	z->avail_in = (uInt)io->in_left;
	z->next_out = io->out;
	z->avail_out = (uInt)io->out_left;
	got = inflate(z, Z_SYNC_FLUSH);
	io->in = z->next_in;
	io->in_left = z->avail_in;
	io->out = z->next_out;
	io->out_left = z->avail_out;

	switch (got) {
	case Z_OK:
		return UNPACK_MORE;
	case Z_STREAM_END:
		return UNPACK_MEMBER_END;
	case Z_BUF_ERROR:
		/* Nothing could be done: more is wanted, or there is no room. */
		return io->in_left == 0 || io->out_left == 0 ? UNPACK_MORE : UNPACK_CORRUPT;
	case Z_MEM_ERROR:
		return UNPACK_NO_MEMORY;
	default:
		return UNPACK_CORRUPT;
	}
}

static void
end(void *state)
{
	(void)inflateEnd(state);
	free(state);
}

const struct unpacker unpack_gzip = { "gzip", "gzip -d", begin, run, end };

#else

const struct unpacker unpack_gzip = { "gzip", "gzip -d", NULL, NULL, NULL };

#endif
