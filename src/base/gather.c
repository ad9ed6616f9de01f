/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include <sipwhy/gather.h>

enum { FIRST_ROOM = 512 };

bool
gather_add(struct gather *g, struct str octets)
{
	size_t need = g->len + octets.len;
	size_t room = g->room > 0 ? g->room : FIRST_ROOM;

	while (room < need)
		room *= 2;
	if (room > g->room) {
		char *p = realloc(g->p, room);

		if (p == NULL)
			return false;
		g->p = p;
		g->room = room;
	}
	if (octets.len > 0)
		memcpy(g->p + g->len, octets.p, octets.len);
	g->len = need;
	return true;
}

void
gather_keep_last(struct gather *g, size_t len)
{
	if (len == 0)
		gather_free(g);
	else if (len < g->len)
		memmove(g->p, g->p + g->len - len, len);
	g->len = len;
}

void
gather_free(struct gather *g)
{
	free(g->p);
	*g = (struct gather){ 0 };
}
