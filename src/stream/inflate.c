/* SPDX-License-Identifier: BSD-2-Clause */
#include <limits.h>
#include <stdlib.h>

#include "inflate.h"

#ifdef HAVE_ZLIB
#define ZLIB_CONST
#include <zlib.h>

enum {
	ABOUT_STATE_BYTES = 9 * 1024, /* of zlib 1.2.13, without the window */
	WINDOW_MOST = 32768,
	LEAST_WINDOW_BITS = 9, /* zlib's deflate uses 9 where 8 were agreed */
	MOST_WINDOW_BITS = 15,
	ZLIB_OR_GZIP = 32, /* added to the bits: zlib looks which of the two it is */
};

struct inflate {
	z_stream z;
	unsigned window_bits;
};

bool
inflate_is_built(void)
{
	return true;
}

static void *
take(void *unused, unsigned count, unsigned size)
{
	(void)unused;
	return calloc(count, size);
}

static void
give(void *unused, void *p)
{
	(void)unused;
	free(p);
}

static struct inflate *
begin(int bits)
{
	struct inflate *i = calloc(1, sizeof(*i));

	if (i == NULL)
		return NULL;
	i->z.zalloc = take;
	i->z.zfree = give;
	if (inflateInit2(&i->z, bits) != Z_OK) {
		free(i);
		return NULL;
	}
	return i;
}

struct inflate *
inflate_new(unsigned window_bits)
{
	unsigned bits = window_bits < LEAST_WINDOW_BITS ? LEAST_WINDOW_BITS : window_bits;
	struct inflate *i = begin(-(int)bits);

	if (i != NULL)
		i->window_bits = bits;
	return i;
}

void
inflate_free(struct inflate *i)
{
	if (i == NULL)
		return;
	(void)inflateEnd(&i->z);
	free(i);
}

void
inflate_restart(struct inflate *i)
{
	(void)inflateReset(&i->z);
}

size_t
inflate_held(const struct inflate *i)
{
	return i == NULL ? 0 : sizeof(*i) + ABOUT_STATE_BYTES + ((size_t)1 << i->window_bits);
}

/* The stream has ended by its own word and goes on all the same. */
static bool
pass_end(struct inflate *i)
{
	unsigned char window[WINDOW_MOST];
	unsigned len = 0;

	if (inflateGetDictionary(&i->z, window, &len) != Z_OK || inflateReset(&i->z) != Z_OK)
		return false;
	return len == 0 || inflateSetDictionary(&i->z, window, len) == Z_OK;
}

/*
 * Run zlib once into what room there is.  Where there is none and will be none, *over tells
 * whether an octet more would have come.
 */
static int
run(struct inflate *i, struct octets *to, bool *over)
{
	size_t room;
	unsigned char spare;
	int got;

	if (to->len == to->room && !octets_grow(to, 1))
		return Z_MEM_ERROR;
	room = to->room - to->len;
	i->z.next_out = room > 0 ? (unsigned char *)to->p + to->len : &spare;
	i->z.avail_out = room > 0 ? (unsigned)room : 1;
	got = inflate(&i->z, Z_SYNC_FLUSH);
	if (room > 0)
		to->len += room - i->z.avail_out;
	else
		*over = i->z.avail_out == 0;
	return got;
}

/* `goes_on`: a final block is not the end.  Else the end must come. */
static enum inflate_step
add(struct inflate *i, struct str in, struct octets *to, bool goes_on)
{
	bool over = false;

	/* zlib counts in unsigned; no packet has that much. */
	if (in.len > UINT_MAX || to->most > UINT_MAX)
		return INFLATE_FULL;
	i->z.next_in = (const unsigned char *)in.p;
	i->z.avail_in = (unsigned)in.len;
	for (;;) {
		int got = run(i, to, &over);

		if (over)
			return INFLATE_FULL;
		if (got == Z_STREAM_END && !goes_on)
			return INFLATE_OK;
		if (got == Z_STREAM_END && !pass_end(i))
			return INFLATE_NO_MEMORY;
		if (got == Z_MEM_ERROR)
			return INFLATE_NO_MEMORY;
		if (got != Z_OK && got != Z_BUF_ERROR && got != Z_STREAM_END)
			return INFLATE_CORRUPT;
		/* All is read, and room was left: nothing waits in zlib. */
		if (i->z.avail_in == 0 && i->z.avail_out > 0)
			return goes_on ? INFLATE_OK : INFLATE_CORRUPT;
	}
}

enum inflate_step
inflate_add(struct inflate *i, struct str in, struct octets *to)
{
	return add(i, in, to, true);
}

/* RFC 1952 2.3.1, RFC 1950 2.2; what is neither is taken for raw. */
static int
bits_of(struct str in)
{
	unsigned first = in.len > 0 ? (unsigned char)in.p[0] : 0;
	unsigned second = in.len > 1 ? (unsigned char)in.p[1] : 0;

	if (first == 0x1f && second == 0x8b)
		return MOST_WINDOW_BITS + ZLIB_OR_GZIP;
	if ((first & 0x0f) == 8 && first >> 4 <= 7 && (first << 8 | second) % 31 == 0)
		return MOST_WINDOW_BITS + ZLIB_OR_GZIP;
	return -MOST_WINDOW_BITS;
}

enum inflate_step
inflate_whole(struct str in, struct octets *to)
{
	struct inflate *i = begin(bits_of(in));
	enum inflate_step step = i == NULL ? INFLATE_NO_MEMORY : add(i, in, to, false);

	inflate_free(i);
	return step;
}

#else

bool
inflate_is_built(void)
{
	return false;
}

struct inflate *
inflate_new(unsigned window_bits)
{
	(void)window_bits;
	return NULL;
}

void
inflate_free(struct inflate *i)
{
	(void)i;
}

void
inflate_restart(struct inflate *i)
{
	(void)i;
}

enum inflate_step
inflate_add(struct inflate *i, struct str in, struct octets *to)
{
	(void)i;
	(void)in;
	(void)to;
	return INFLATE_NO_MEMORY;
}

size_t
inflate_held(const struct inflate *i)
{
	(void)i;
	return 0;
}

enum inflate_step
inflate_whole(struct str in, struct octets *to)
{
	(void)in;
	(void)to;
	return INFLATE_NO_MEMORY;
}

#endif
