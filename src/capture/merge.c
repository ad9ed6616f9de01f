/* SPDX-License-Identifier: BSD-2-Clause */
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "merge_priv.h"

/* While others have packets, followed files that had none are looked at so seldom. */
enum { LOOK_EVERY = 64 };

/* Whether input `a` comes before input `b`, both of which have a packet. */
static bool
before(const struct merge *m, uint32_t a, uint32_t b)
{
	int64_t at = m->feeds[a].packet.ts_ns, bt = m->feeds[b].packet.ts_ns;

	return at != bt ? at < bt : a < b;
}

static void
swap(uint32_t *a, uint32_t *b)
{
	uint32_t was = *a;

	*a = *b;
	*b = was;
}

static void
push(struct merge *m, uint32_t input)
{
	size_t i = m->heap_count++;

	m->heap[i] = input;
	for (; i > 0 && before(m, m->heap[i], m->heap[(i - 1) / 2]); i = (i - 1) / 2)
		swap(&m->heap[i], &m->heap[(i - 1) / 2]);
}

/* The top has changed: put it where it belongs. */
static void
sink(struct merge *m)
{
	for (size_t i = 0, least; 2 * i + 1 < m->heap_count; i = least) {
		least = 2 * i + 1;
		if (least + 1 < m->heap_count && before(m, m->heap[least + 1], m->heap[least]))
			least++;
		if (!before(m, m->heap[least], m->heap[i]))
			return;
		swap(&m->heap[i], &m->heap[least]);
	}
}

/* The top's packet was used: read its next. */
static void
advance(struct merge *m)
{
	uint32_t input = m->heap[0];
	enum step step = feed_next(m, input);

	if (step != STEP_MORE)
		m->heap[0] = m->heap[--m->heap_count];
	sink(m);
	if (step == STEP_IDLE)
		m->hungry[m->hungry_count++] = input;
}

/* Ask those for a packet that have none. */
static void
feed_hungry(struct merge *m)
{
	size_t still = 0;

	if (m->hungry_count == 0 ||
	    (m->o.follow && m->heap_count > 0 && ++m->turn % LOOK_EVERY != 0))
		return;
	for (size_t i = 0; i < m->hungry_count; i++) {
		uint32_t input = m->hungry[i];
		enum step step = feed_next(m, input);

		if (step == STEP_MORE)
			push(m, input);
		else if (step == STEP_IDLE)
			m->hungry[still++] = input;
	}
	m->hungry_count = still;
}

/* Open those whose time has come, as far as there is room. */
static void
open_due(struct merge *m)
{
	while (m->waiting_at < m->waiting_count && m->hungry_count == 0) {
		uint32_t input = m->waiting[m->waiting_at];
		struct feed *f = &m->feeds[input];

		if (m->heap_count > 0 && m->feeds[m->heap[0]].packet.ts_ns < f->first_ns)
			return;
		if (m->open > 0 && m->open >= feed_most_open(m)) {
			if (!f->late && m->o.limits != NULL)
				m->o.limits->hit[LIMIT_OPEN_FILES]++;
			f->late = true;
			return;
		}
		m->waiting_at++;
		if (feed_open(m, input))
			feed_hungry(m);
	}
}

/* The first error that was not told. */
static enum step
tell(struct merge *m, uint32_t *input)
{
	for (*input = 0; !m->feeds[*input].untold; ++*input)
		;
	m->feeds[*input].untold = false;
	m->untold--;
	return STEP_ERROR;
}

enum step
merge_next(struct merge *m, struct packet *out, uint32_t *input)
{
	if (m->handed_on)
		advance(m);
	m->handed_on = false;
	feed_hungry(m);
	open_due(m);
	if (m->untold > 0)
		return tell(m, input);
	if (m->hungry_count > 0 && (m->heap_count == 0 || !m->o.follow)) {
		/* Those that are followed together do not wait by themselves. */
		if (m->o.follow && m->o.count > 1)
			(void)poll(NULL, 0, IDLE_AFTER_MS);
		return STEP_IDLE;
	}
	if (m->heap_count == 0)
		return STEP_END;
	*input = m->heap[0];
	*out = m->feeds[*input].packet;
	m->handed_on = true;
	return STEP_MORE;
}

/* What waits, with its time, to be sorted. */
struct wait {
	int64_t first_ns;
	uint32_t input;
};

static int
by_time(const void *a, const void *b)
{
	const struct wait *l = a, *r = b;

	if (l->first_ns != r->first_ns)
		return l->first_ns < r->first_ns ? -1 : 1;
	return l->input < r->input ? -1 : l->input > r->input;
}

static bool
sort_waiting(struct merge *m)
{
	struct wait *all = calloc(m->waiting_count + 1, sizeof(*all));

	if (all == NULL)
		return false;
	for (size_t i = 0; i < m->waiting_count; i++)
		all[i] = (struct wait){ m->feeds[m->waiting[i]].first_ns, m->waiting[i] };
	qsort(all, m->waiting_count, sizeof(*all), by_time);
	for (size_t i = 0; i < m->waiting_count; i++)
		m->waiting[i] = all[i].input;
	free(all);
	return true;
}

static bool
begin(struct merge *m, struct err *err)
{
	for (size_t i = 0; i < m->o.count; i++) {
		if (feed_begin(m, (uint32_t)i, err))
			continue;
		if (m->o.found == NULL || !m->o.found[i])
			return false;
		feed_fail(m, (uint32_t)i, err->text);
		err->text[0] = '\0';
	}
	return sort_waiting(m) || err_memory(err);
}

struct merge *
merge_new(const struct merge_options *o, struct err *err)
{
	struct merge *m = calloc(1, sizeof(*m));
	size_t n = o->count > 0 ? o->count : 1;

	if (m == NULL) {
		(void)err_memory(err);
		return NULL;
	}
	m->o = *o;
	m->feeds = calloc(n, sizeof(*m->feeds));
	m->heap = calloc(n, sizeof(*m->heap));
	m->waiting = calloc(n, sizeof(*m->waiting));
	m->hungry = calloc(n, sizeof(*m->hungry));
	if (m->feeds == NULL || m->heap == NULL || m->waiting == NULL || m->hungry == NULL)
		(void)err_memory(err);
	else if (begin(m, err))
		return m;
	merge_free(m);
	return NULL;
}

void
merge_free(struct merge *m)
{
	if (m == NULL)
		return;
	for (size_t i = 0; m->feeds != NULL && i < m->o.count; i++) {
		source_free(m->feeds[i].source);
		reorder_free(m->feeds[i].order);
	}
	names_free(&m->names);
	free(m->feeds);
	free(m->heap);
	free(m->waiting);
	free(m->hungry);
	free(m);
}

void
merge_input(const struct merge *m, uint32_t input, struct merge_input *out)
{
	const struct feed *f = &m->feeds[input];

	*out = f->result;
	if (f->source == NULL)
		return;
	feed_counts(f, &out->counts);
	memcpy(out->link_name, source_link_name(f->source), sizeof(out->link_name));
}

const struct source *
merge_source(const struct merge *m, uint32_t input)
{
	return m->feeds[input].source;
}

double
merge_progress(const struct merge *m)
{
	double done = 0, all = 0;

	for (size_t i = 0; i < m->o.count; i++) {
		const struct feed *f = &m->feeds[i];
		double part = f->waiting ? 0 : f->source != NULL ? source_progress(f->source) : 1;

		if (part < 0)
			return -1;
		done += part * (double)f->weight;
		all += (double)f->weight;
	}
	return all > 0 ? done / all : -1;
}
