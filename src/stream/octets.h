/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * octets.h - a piece of memory that grows up to a bound.
 *
 * Layer: 4 stream.  Private to src/stream.  Whoever zeroes one and sets `most` gives it back with
 * octets_free.
 */
#ifndef SIPWHY_STREAM_OCTETS_H
#define SIPWHY_STREAM_OCTETS_H

#include <sipwhy/str.h>

struct octets {
	char *p;
	size_t len, room;
	size_t most; /* the bound on len */
};

/* Make room for `more` octets behind `len`, or for as many as the bound allows.  False when
 * memory is short; then nothing has changed.  O(1) amortised. */
bool octets_grow(struct octets *o, size_t more);
/* Append; what goes over the bound is left off, and *left says how much that is. */
bool octets_add(struct octets *o, struct str s, size_t *left);
struct str octets_view(const struct octets *o);
void octets_free(struct octets *o);

#endif
