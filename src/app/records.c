/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "records.h"

bool
records_add(struct records *s, const struct record *r)
{
	if (s->count == s->room) {
		size_t room = s->room > 0 ? 2 * s->room : 256;
		struct record *more = realloc(s->all, room * sizeof(*more));

		if (more == NULL)
			return false;
		s->all = more;
		s->room = room;
	}
	s->all[s->count++] = *r;
	s->held_bytes += exchange_held(r->exchange);
	return true;
}

static int
compare(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* By times first: where a packet stands in its file does not matter to what is told. */
static int
order(const void *pa, const void *pb)
{
	const struct exchange *a = ((const struct record *)pa)->exchange;
	const struct exchange *b = ((const struct record *)pb)->exchange;
	const struct seen *sa = &exchange_deciding(a)->seen, *sb = &exchange_deciding(b)->seen;
	int by_time = compare(a->decided_ns, b->decided_ns);
	int by_start = compare(a->first_ns, b->first_ns);
	int by_input = compare((int64_t)sa->input, (int64_t)sb->input);
	int by_frame = compare((int64_t)sa->frame, (int64_t)sb->frame);

	if (by_time != 0)
		return by_time;
	if (by_start != 0)
		return by_start;
	if (by_input != 0)
		return by_input;
	return by_frame != 0 ? by_frame : compare((int64_t)a->serial, (int64_t)b->serial);
}

void
records_sort(struct records *s)
{
	if (s->count > 1)
		qsort(s->all, s->count, sizeof(*s->all), order);
}

void
records_free(struct records *s)
{
	for (size_t i = 0; i < s->count; i++)
		exchange_free(s->all[i].exchange);
	free(s->all);
	*s = (struct records){ 0 };
}
