/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * peek.h - numbers at a place known to be there, for the headers that every packet has.
 */
#ifndef SIPWHY_NET_PEEK_H
#define SIPWHY_NET_PEEK_H

#include <stdint.h>

static inline uint16_t
peek16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

#endif
