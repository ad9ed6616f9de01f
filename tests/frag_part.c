/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "frag_part.h"
#include "guard.h"

static char
octet_at(size_t at, bool other)
{
	char c = FRAG_PART_TEXT[at % (sizeof(FRAG_PART_TEXT) - 1)];

	if (!other)
		return c;
	return (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c + 1);
}

struct ip_view
frag_part_view(unsigned family, const struct part *p, uint32_t id)
{
	char octets[8192];
	unsigned have = p->have > 0 ? p->have : p->len;
	struct ip_view v = { .src = { .family = (uint8_t)family, .octets = { 192, 0, 2, 1 } },
			     .dst = { .family = (uint8_t)family, .octets = { 192, 0, 2, 2 } },
			     .protocol = 17,
			     .wire_bytes = p->len,
			     .id = id,
			     .offset = (uint16_t)p->from,
			     .more = p->more == MORE };

	for (size_t i = 0; i < have; i++)
		octets[i] = octet_at(p->from + i, p->octets == OTHER);
	v.payload = guard((struct str){ octets, have });
	return v;
}

enum frag_step
frag_part_add(struct frags *f, const struct ip_view *v, uint64_t frame, struct frag_whole *out)
{
	struct seen seen = { .frame = frame,
			     .ts_ns = (int64_t)frame * 1000000000,
			     .src.ip = v->src,
			     .dst.ip = v->dst };
	enum frag_step step = frags_add(f, v, &seen, seen.ts_ns, out);

	guard_free(v->payload);
	return step;
}
