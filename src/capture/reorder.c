/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include "reorder.h"

/* How far behind is out of order; more is another clock. */
#define BEHIND_NS ((uint64_t)100 * 1000000)

/* One more than are held: what was taken last is still looked at. */
enum { HELD = 8, ROOMS = HELD + 1 };

struct slot {
	struct packet packet;
	char *room;
	size_t size;
};

struct reorder {
	struct slot slots[ROOMS];
	unsigned order
		[ROOMS];  /* of slots: those held, the earliest first; then those that are free */
	size_t count;     /* held */
	bool other_clock; /* the last one stays behind the others, whatever its time */
};

struct reorder *
reorder_new(void)
{
	struct reorder *r = calloc(1, sizeof(*r));

	for (unsigned i = 0; r != NULL && i < ROOMS; i++)
		r->order[i] = i;
	return r;
}

void
reorder_free(struct reorder *r)
{
	for (unsigned i = 0; r != NULL && i < ROOMS; i++)
		free(r->slots[i].room);
	free(r);
}

static const struct packet *
at(const struct reorder *r, size_t i)
{
	return &r->slots[r->order[i]].packet;
}

/* How far `a` is after `b`; 0 if it is not. */
static uint64_t
after(int64_t a, int64_t b)
{
	return a > b ? (uint64_t)a - (uint64_t)b : 0;
}

bool
reorder_wants(const struct reorder *r)
{
	if (r->count == 0)
		return true;
	return r->count < HELD && !r->other_clock &&
	       after(at(r, r->count - 1)->ts_ns, at(r, 0)->ts_ns) < BEHIND_NS;
}

/* A copy in a slot that is free; false when memory is short. */
static bool
copy(struct slot *s, const struct packet *p)
{
	if (p->data.len > s->size) {
		char *room = malloc(p->data.len);

		if (room == NULL)
			return false;
		free(s->room);
		s->room = room;
		s->size = p->data.len;
	}
	if (p->data.len > 0)
		memcpy(s->room, p->data.p, p->data.len);
	s->packet = *p;
	s->packet.data.p = s->room;
	return true;
}

bool
reorder_put(struct reorder *r, const struct packet *p)
{
	unsigned slot = r->order[r->count];
	size_t to = r->count;

	if (r->count == HELD || r->other_clock || !copy(&r->slots[slot], p))
		return false;
	if (r->count > 0 && after(at(r, r->count - 1)->ts_ns, p->ts_ns) >= BEHIND_NS)
		r->other_clock = true;
	for (; !r->other_clock && to > 0 && at(r, to - 1)->ts_ns > p->ts_ns; to--)
		r->order[to] = r->order[to - 1];
	r->order[to] = slot;
	r->count++;
	return true;
}

bool
reorder_take(struct reorder *r, struct packet *out)
{
	unsigned slot = r->order[0];

	if (r->count == 0)
		return false;
	*out = r->slots[slot].packet;
	/* To the end: it is used again when all the others were. */
	memmove(&r->order[0], &r->order[1], (ROOMS - 1) * sizeof(r->order[0]));
	r->order[ROOMS - 1] = slot;
	r->count--;
	if (r->count <= 1)
		r->other_clock = false;
	return true;
}

size_t
reorder_held(const struct reorder *r, uint64_t *bytes)
{
	*bytes = 0;
	for (size_t i = 0; i < r->count; i++)
		*bytes += at(r, i)->data.len;
	return r->count;
}
