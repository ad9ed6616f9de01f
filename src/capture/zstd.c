/* SPDX-License-Identifier: BSD-2-Clause */
#include "unpack.h"

#ifdef HAVE_ZSTD

#include <zstd.h>
#include <zstd_errors.h>

static void *
begin(void)
{
	/* It takes windows of up to 128 MiB, which is all that zstd makes without --long=28. */
	return ZSTD_createDStream();
}

static enum unpack_step
run(void *state, struct unpack_io *io)
{
	ZSTD_inBuffer in = { io->in, io->in_left, 0 };
	ZSTD_outBuffer out = { io->out, io->out_left, 0 };
	size_t got = ZSTD_decompressStream(state, &out, &in);

	io->in += in.pos;
	io->in_left -= in.pos;
	io->out += out.pos;
	io->out_left -= out.pos;
	if (got == 0)
		return UNPACK_MEMBER_END;
	switch (ZSTD_getErrorCode(got)) {
	case ZSTD_error_no_error:
		return UNPACK_MORE;
	case ZSTD_error_memory_allocation:
		return UNPACK_NO_MEMORY;
	case ZSTD_error_frameParameter_windowTooLarge:
		return UNPACK_TOO_WIDE;
	default:
		return UNPACK_CORRUPT;
	}
}

static void
end(void *state)
{
	(void)ZSTD_freeDStream(state);
}

const struct unpacker unpack_zstd = { "zstd", "zstd -d", begin, run, end };

#else

const struct unpacker unpack_zstd = { "zstd", "zstd -d", NULL, NULL, NULL };

#endif
