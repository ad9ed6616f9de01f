/* SPDX-License-Identifier: BSD-2-Clause */
#include "unpack.h"

#ifdef HAVE_LZ4

#include <lz4frame.h>

static void *
begin(void)
{
	LZ4F_dctx *ctx = NULL;

	return LZ4F_isError(LZ4F_createDecompressionContext(&ctx, LZ4F_VERSION)) ? NULL : ctx;
}

static enum unpack_step
run(void *state, struct unpack_io *io)
{
	size_t took = io->in_left, gave = io->out_left;
	size_t got = LZ4F_decompress(state, io->out, &gave, io->in, &took, NULL);

	if (LZ4F_isError(got))
		return UNPACK_CORRUPT;
	io->in += took;
	io->in_left -= took;
	io->out += gave;
	io->out_left -= gave;
	if (got == 0)
		return UNPACK_MEMBER_END;
	/* Neither took nor gave although it could: it never will. */
	return took == 0 && gave == 0 && io->in_left > 0 ? UNPACK_CORRUPT : UNPACK_MORE;
}

static void
end(void *state)
{
	(void)LZ4F_freeDecompressionContext(state);
}

const struct unpacker unpack_lz4 = { "lz4", "lz4 -d", begin, run, end };

#else

const struct unpacker unpack_lz4 = { "lz4", "lz4 -d", NULL, NULL, NULL };

#endif
