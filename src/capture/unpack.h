/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * unpack.h - compressed octets to plain ones, whichever the compression.
 *
 * Layer: 2 capture.  Private to src/capture.  Each library has a file of its own; one that is
 * not there at build time leaves an unpacker without functions.
 */
#ifndef SIPWHY_UNPACK_H
#define SIPWHY_UNPACK_H

#include <sipwhy/limits.h>

#include "intake.h"

/* Advanced by the unpacker. */
struct unpack_io {
	const uint8_t *in;
	size_t in_left;
	uint8_t *out;
	size_t out_left;
};

enum unpack_step {
	UNPACK_MORE,
	UNPACK_MEMBER_END, /* another member may follow */
	UNPACK_CORRUPT,
	UNPACK_TOO_WIDE, /* it wants more memory than is sensible */
	UNPACK_NO_MEMORY,
};

struct unpacker {
	const char *name; /* of the compression */
	const char *tool; /* what undoes it on the command line */
	/* For one member; NULL when memory is short. */
	void *(*begin)(void);
	enum unpack_step (*run)(void *state, struct unpack_io *io);
	void (*end)(void *state);
};

extern const struct unpacker unpack_gzip, unpack_lz4, unpack_zstd;

enum { UNPACK_MAGIC = 4 }; /* so many octets tell the compression */

/* The compression whose data starts so; NULL: it is none that is known.  It may have no functions. */
const struct unpacker *unpack_find(struct str start);

/* One compressed input: any number of members, one after the other. */
struct unpack {
	struct intake *from;
	struct limits *limits;      /* or NULL */
	const struct unpacker *how; /* of this member, or of the last */
	void *state;                /* NULL between members */
	bool full;                  /* there was no room for more: the state may hold some */
	bool any;                   /* a member was read whole */
	bool cut;                   /* the input ended within a member */
	uint64_t out_bytes;
	size_t at, end; /* what of `in` is not yet unpacked */
	uint8_t in[1 << 16];
};

/*
 * `start`: what was read before it was known to be compressed, no more than `in` holds.
 * `from` and `limits` are kept.  NULL when memory is short.
 */
struct unpack *unpack_new(struct intake *from, struct str start, struct limits *limits);
void unpack_free(struct unpack *u);

/* Unpack up to `room` octets; *got says how many, none being possible. */
enum inflow_step unpack_read(struct unpack *u, uint8_t *to, size_t room, size_t *got,
			     struct err *err);

#endif
