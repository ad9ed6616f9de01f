/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * gather.h - octets put one behind the other until there are enough.
 *
 * Layer: 1 base.  Zeroed it is empty; whoever has it ends with gather_free.
 */
#ifndef SIPWHY_GATHER_H
#define SIPWHY_GATHER_H

#include <sipwhy/str.h>

struct gather {
	char *p;
	size_t len, room;
};

/* False, and nothing changed, when memory is short.  Amortised O(octets.len). */
bool gather_add(struct gather *g, struct str octets);
/* Keep only the last `len` octets; without any, no memory either. */
void gather_keep_last(struct gather *g, size_t len);
void gather_free(struct gather *g);

static inline struct str
gather_all(const struct gather *g)
{
	return (struct str){ g->p, g->len };
}

#endif
