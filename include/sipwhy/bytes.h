/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bytes.h - a cursor over captured octets that cannot run past their end.
 *
 * Layer: 1 base.  Owns nothing.  Running out sets `short_`, which sticks, and every
 * later read gives zero: ten reads need one check.
 */
#ifndef SIPWHY_BYTES_H
#define SIPWHY_BYTES_H

#include <sipwhy/str.h>

struct bytes {
	const uint8_t *p;
	size_t left;
	bool short_; /* something was asked for that is not there */
};

struct bytes bytes_of(const void *p, size_t len);
uint8_t bytes_u8(struct bytes *b);
uint16_t bytes_be16(struct bytes *b);
uint32_t bytes_be32(struct bytes *b);
uint16_t bytes_le16(struct bytes *b);
uint32_t bytes_le32(struct bytes *b);
/* `n` octets as they stand, or NULL when fewer are left. */
const uint8_t *bytes_take(struct bytes *b, size_t n);
/* Pass over `n` octets. */
void bytes_skip(struct bytes *b, size_t n);
/* What is left, as a view; takes nothing. */
struct str bytes_rest(const struct bytes *b);

#endif
