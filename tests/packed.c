/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "packed.h"

#ifdef HAVE_ZLIB
#include <zlib.h>
#endif
#ifdef HAVE_ZSTD
#include <zstd.h>
#endif
#ifdef HAVE_LZ4
#include <lz4frame.h>
#endif

const char *const packing_names[PACKINGS] = { "plain", "gzip", "zstd", "lz4" };

bool
packing_there(enum packing how)
{
	static const bool there[PACKINGS] = {
		[PACKED_NOT] = true,
#ifdef HAVE_ZLIB
		[PACKED_GZIP] = true,
#endif
#ifdef HAVE_ZSTD
		[PACKED_ZSTD] = true,
#endif
#ifdef HAVE_LZ4
		[PACKED_LZ4] = true,
#endif
	};

	return there[how];
}

#ifdef HAVE_ZLIB
static size_t
pack_gzip(char *out, size_t room, struct str in)
{
	z_stream z = { .zalloc = Z_NULL };
	union {
		const char *p;
		Bytef *octets;
	} from = { in.p };

	if (deflateInit2(&z, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return 0;
	z.next_in = from.octets;
	z.avail_in = (uInt)in.len;
	z.next_out = (Bytef *)out;
	z.avail_out = (uInt)room;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		z.total_out = 0;
	(void)deflateEnd(&z);
	return z.total_out;
}
#endif

#ifdef HAVE_ZSTD
static size_t
pack_zstd(char *out, size_t room, struct str in)
{
	ZSTD_CCtx *ctx = ZSTD_createCCtx();
	size_t got = 0;

	/* As the command has it. */
	if (ctx != NULL && !ZSTD_isError(ZSTD_CCtx_setParameter(ctx, ZSTD_c_checksumFlag, 1)))
		got = ZSTD_compress2(ctx, out, room, in.p, in.len);
	(void)ZSTD_freeCCtx(ctx);
	return ZSTD_isError(got) ? 0 : got;
}
#endif

#ifdef HAVE_LZ4
static size_t
pack_lz4(char *out, size_t room, struct str in)
{
	LZ4F_preferences_t how = { .frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled };
	size_t got = LZ4F_compressFrame(out, room, in.p, in.len, &how);

	return LZ4F_isError(got) ? 0 : got;
}
#endif

struct str
pack(enum packing how, struct str octets)
{
	size_t room = octets.len + octets.len / 8 + 65536, len = 0;
	char *out = malloc(room);

	if (out == NULL)
		how = PACKINGS;
	switch (how) {
	case PACKED_NOT:
		memcpy(out, octets.p, octets.len);
		return (struct str){ out, octets.len };
#ifdef HAVE_ZLIB
	case PACKED_GZIP:
		len = pack_gzip(out, room, octets);
		break;
#endif
#ifdef HAVE_ZSTD
	case PACKED_ZSTD:
		len = pack_zstd(out, room, octets);
		break;
#endif
#ifdef HAVE_LZ4
	case PACKED_LZ4:
		len = pack_lz4(out, room, octets);
		break;
#endif
	default:
		break;
	}
	if (len == 0) {
		printf("Bail out! the test cannot pack its octets\n");
		exit(EXIT_FAILURE);
	}
	return (struct str){ out, len };
}

void
packed_fill(char *out, size_t len)
{
	static const char text[] = "SIP/2.0 401 Unauthorized\r\nVia: SIP/2.0/UDP 192.0.";
	uint32_t state = 1;

	for (size_t i = 0; i < len; i++) {
		state = state * 1664525 + 1013904223;
		/* Runs of text between octets that nobody foresees. */
		out[i] = i % 64 < sizeof(text) ? text[i % 64] : (char)(state >> 24);
	}
}
