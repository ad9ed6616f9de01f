/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * inflate.h - deflated octets to plain ones (RFC 1950, 1951, 1952).
 *
 * Layer: 4 stream.  Private to src/stream; zlib is known in inflate.c only.  Where it was not
 * there at build time, inflate_is_built is false and the other functions find no memory.
 */
#ifndef SIPWHY_STREAM_INFLATE_H
#define SIPWHY_STREAM_INFLATE_H

#include "octets.h"

enum inflate_step {
	INFLATE_OK,
	INFLATE_FULL,    /* there is more than `to` may hold */
	INFLATE_CORRUPT, /* what was before the error is in `to` and is right */
	INFLATE_NO_MEMORY,
};

bool inflate_is_built(void);

/* A raw deflate stream (RFC 1951) and its window. */
struct inflate;

/* `window_bits`: 8 to 15.  NULL when memory is short. */
struct inflate *inflate_new(unsigned window_bits);
void inflate_free(struct inflate *z);
/* Forget the window: what refers to it from now on is INFLATE_CORRUPT, and never wrong octets. */
void inflate_restart(struct inflate *z);
/*
 * Append what `in` expands to.  A final block does not end the stream: with its window it goes
 * on (RFC 7692 7.2.3.4).  After anything but INFLATE_OK only inflate_restart makes sense.
 */
enum inflate_step inflate_add(struct inflate *z, struct str in, struct octets *to);
/* Octets of memory held, about. */
size_t inflate_held(const struct inflate *z);

/*
 * Append what `in` expands to: zlib, gzip or raw deflate, as its first octets tell.  Octets
 * behind the end are passed over; an end that does not come is INFLATE_CORRUPT.
 */
enum inflate_step inflate_whole(struct str in, struct octets *to);

#endif
