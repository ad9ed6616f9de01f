/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * names.h - texts that outlive what they were read from, each kept once.
 *
 * Layer: 2 capture.  Private to src/capture.  Zero it to begin.
 */
#ifndef SIPWHY_NAMES_H
#define SIPWHY_NAMES_H

#include <sipwhy/str.h>

struct names {
	char **all;
	size_t count, room;
};

/* The kept text, or NULL when it was not kept yet; O(count). */
const char *names_find(const struct names *n, struct str text);
/* Keep a text that names_find did not find.  NULL when memory is short. */
const char *names_add(struct names *n, struct str text);
void names_free(struct names *n);

/*
 * Room for one more element in an array that holds `count` of `size` octets each; false when
 * memory is short.
 */
bool names_grow(void **all, size_t count, size_t *room, size_t size);

#endif
