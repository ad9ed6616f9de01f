/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include "frag_pieces.h"

static uint32_t
most(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

static uint32_t
least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/* Whether the two say different things of the octets that both have. */
static bool
differ(const struct piece *p, const struct stretch *s)
{
	uint32_t from = most(p->from, s->from);
	uint32_t to = least(p->from + p->have, s->from + (uint32_t)s->data.len);

	return from < to &&
	       memcmp(p->data + (from - p->from), s->data.p + (from - s->from), to - from) != 0;
}

struct piece_look
pieces_look(const struct pieces *p, const struct stretch *s)
{
	struct piece_look r = { 0 };

	if (p->last == NULL || p->last->to <= s->from)
		return r;
	for (const struct piece *at = p->first; at != NULL && at->from < s->to; at = at->next) {
		if (at->to <= s->from)
			continue;
		r.overlaps = true;
		r.same_place = r.same_place || (at->from == s->from && at->to == s->to);
		r.differs = r.differs || differ(at, s);
	}
	return r;
}

/* Put `from`..`to` of the stretch in behind *link, where there is room for it. */
static bool
put_in(struct pieces *p, struct piece **link, const struct stretch *s, uint32_t from, uint32_t to)
{
	struct str data = str_sub(s->data, from - s->from, to - from);
	struct piece *new = malloc(sizeof(*new) + data.len);

	if (new == NULL)
		return false;
	*new = (struct piece){ .next = *link, .from = from, .to = to, .have = (uint32_t)data.len };
	if (data.len > 0)
		memcpy(new->data, data.p, data.len);
	*link = new;
	if (new->next == NULL)
		p->last = new;
	p->count++;
	p->covered += to - from;
	p->held += sizeof(*new) + data.len;
	return true;
}

struct piece_fill
pieces_fill(struct pieces *p, const struct stretch *s)
{
	struct piece_fill r = { 0 };
	/* Mostly it goes to the end. */
	bool at_end = p->last != NULL && p->last->to <= s->from;
	struct piece **link = at_end ? &p->last->next : &p->first;
	uint32_t from = s->from;

	while (from < s->to) {
		struct piece *next = *link;
		uint32_t to = next == NULL ? s->to : least(s->to, next->from);

		if (from < to && !put_in(p, link, s, from, to)) {
			r.no_memory = true;
			break;
		}
		if (from < to)
			r.added += to - from;
		if (next == NULL || next->from >= s->to)
			break;
		r.differs = r.differs || differ(next, s);
		from = most(from, next->to);
		link = &next->next;
	}
	return r;
}

size_t
pieces_copy(const struct pieces *p, char *out)
{
	size_t len = 0;

	for (const struct piece *at = p->first; at != NULL && at->from == len; at = at->next) {
		memcpy(out + len, at->data, at->have);
		len += at->have;
	}
	return len;
}

void
pieces_free(struct pieces *p)
{
	while (p->first != NULL) {
		struct piece *next = p->first->next;

		free(p->first);
		p->first = next;
	}
	*p = (struct pieces){ 0 };
}
