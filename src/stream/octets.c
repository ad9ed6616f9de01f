/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include "octets.h"

enum { FIRST_ROOM = 512 };

bool
octets_grow(struct octets *o, size_t more)
{
	size_t wanted, room = o->room > 0 ? o->room : FIRST_ROOM;
	char *p;

	if (more > o->most - o->len)
		more = o->most - o->len;
	wanted = o->len + more;
	if (wanted <= o->room)
		return true;
	while (room < wanted)
		room *= 2;
	if (room > o->most)
		room = o->most;
	p = malloc(room);
	if (p == NULL)
		return false;
	if (o->len > 0)
		memcpy(p, o->p, o->len);
	free(o->p);
	o->p = p;
	o->room = room;
	return true;
}

bool
octets_add(struct octets *o, struct str s, size_t *left)
{
	size_t fits;

	*left = 0;
	if (!octets_grow(o, s.len))
		return false;
	fits = o->room - o->len < s.len ? o->room - o->len : s.len;
	if (fits > 0)
		memcpy(o->p + o->len, s.p, fits);
	o->len += fits;
	*left = s.len - fits;
	return true;
}

struct str
octets_view(const struct octets *o)
{
	return (struct str){ o->len > 0 ? o->p : "", o->len };
}

void
octets_free(struct octets *o)
{
	free(o->p);
	o->p = NULL;
	o->len = o->room = 0;
}
