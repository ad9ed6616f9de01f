/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * frag_part.h - fragments for tests of frag: their octets are those of one text, or others.
 */
#ifndef SIPWHY_TESTS_FRAG_PART_H
#define SIPWHY_TESTS_FRAG_PART_H

#include <sipwhy/frag.h>

#define FRAG_PART_TEXT "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz01"

struct part {
	unsigned from, len; /* len 0: the end of the list */
	enum { LAST, MORE } more;
	enum frag_step want;
	enum { SAME, OTHER } octets; /* OTHER: in capitals */
	unsigned have;               /* octets that the capture has; 0: all */
};

/* As ip_decode tells it, from 192.0.2.1 (or the like) to .2; the payload is guarded. */
struct ip_view frag_part_view(unsigned family, const struct part *p, uint32_t id);
/* Take it in, as frame number `frame`, which is also its time in seconds; frees the payload. */
enum frag_step frag_part_add(struct frags *f, const struct ip_view *v, uint64_t frame,
			     struct frag_whole *out);

#endif
