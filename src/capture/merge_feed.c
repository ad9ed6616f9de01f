/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>
#include <sys/stat.h>

#include "merge_priv.h"

uint64_t
feed_most_open(const struct merge *m)
{
	return m->o.limits != NULL ? m->o.limits->max[LIMIT_OPEN_FILES]
				   : limit_row(LIMIT_OPEN_FILES)->usual;
}

void
feed_fail(struct merge *m, uint32_t input, const char *text)
{
	(void)err_set(&m->feeds[input].result.err, "%s", text);
	m->feeds[input].untold = true;
	m->untold++;
}

static bool
open_source(struct merge *m, uint32_t input, struct err *err)
{
	struct source_file_options o = { .filter = m->o.filter,
					 .follow = m->o.follow,
					 .at_once = m->o.follow && m->o.count > 1,
					 .limits = m->o.limits };

	m->feeds[input].source = source_open(m->o.names[input], &o, err);
	if (m->feeds[input].source == NULL)
		return false;
	m->open++;
	return true;
}

static void
close_source(struct merge *m, uint32_t input)
{
	source_free(m->feeds[input].source);
	m->feeds[input].source = NULL;
	reorder_free(m->feeds[input].order);
	m->feeds[input].order = NULL;
	m->open--;
}

/* Close it for good, and keep what there is to say of it. */
static void
end(struct merge *m, uint32_t input, enum step step)
{
	struct feed *f = &m->feeds[input];

	source_counts(f->source, &f->result.counts);
	memcpy(f->result.link_name, source_link_name(f->source), sizeof(f->result.link_name));
	if (step == STEP_ERROR)
		feed_fail(m, input, source_error(f->source));
	close_source(m, input);
}

bool
feed_begin(struct merge *m, uint32_t input, struct err *err)
{
	struct feed *f = &m->feeds[input];
	enum step step;
	struct stat st;

	if (!open_source(m, input, err))
		return false;
	if (stat(m->o.names[input], &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0)
		f->weight = (uint64_t)st.st_size;
	/* Standard input, and what comes through another pipe, cannot be opened twice. */
	if (m->o.count <= feed_most_open(m) || m->o.follow || strcmp(m->o.names[input], "-") == 0 ||
	    source_progress(f->source) < 0) {
		m->hungry[m->hungry_count++] = input;
		return true;
	}
	do {
		step = source_peek(f->source, &f->first_ns);
	} while (step == STEP_IDLE);
	if (step != STEP_MORE) {
		end(m, input, step);
		return true;
	}
	close_source(m, input);
	f->waiting = true;
	m->waiting[m->waiting_count++] = input;
	return true;
}

bool
feed_open(struct merge *m, uint32_t input)
{
	struct err err;

	m->feeds[input].waiting = false;
	if (open_source(m, input, &err)) {
		m->hungry[m->hungry_count++] = input;
		return true;
	}
	feed_fail(m, input, err.text);
	return false;
}

/* A packet may be remembered for longer than its source is open: so is the name of its interface. */
static void
keep_interface(struct merge *m, struct feed *f, struct packet *p)
{
	struct str name = str_of(p->interface);
	uint64_t most = m->o.limits != NULL ? m->o.limits->max[LIMIT_INTERFACE_NAMES]
					    : limit_row(LIMIT_INTERFACE_NAMES)->usual;

	if (p->interface != f->interface) {
		f->interface = p->interface;
		f->kept = names_find(&m->names, name);
		/* Without memory, too, a packet does without. */
		if (f->kept == NULL && m->names.count < most)
			f->kept = names_add(&m->names, name);
		if (f->kept == NULL && m->o.limits != NULL)
			m->o.limits->hit[LIMIT_INTERFACE_NAMES]++;
	}
	p->interface = f->kept;
}

/* Read on until it is known which packet is the next; without memory that is the one just read. */
static enum step
read_on(struct merge *m, struct feed *f)
{
	struct packet p = { 0 };

	if (f->order == NULL)
		f->order = reorder_new();
	while (f->order == NULL || reorder_wants(f->order)) {
		enum step step = source_next(f->source, &p);

		if (step != STEP_MORE)
			return step;
		if (p.interface != NULL)
			keep_interface(m, f, &p);
		if (f->order == NULL || !reorder_put(f->order, &p)) {
			f->packet = p;
			return STEP_MORE;
		}
	}
	return reorder_take(f->order, &f->packet) ? STEP_MORE : STEP_IDLE;
}

enum step
feed_next(struct merge *m, uint32_t input)
{
	struct feed *f = &m->feeds[input];
	enum step step = read_on(m, f);

	/* Nothing comes for now, or any more: what is held is not held back. */
	if (step != STEP_MORE && f->order != NULL && reorder_take(f->order, &f->packet))
		return STEP_MORE;
	if (step == STEP_END || step == STEP_ERROR)
		end(m, input, step);
	return step;
}

void
feed_counts(const struct feed *f, struct source_counts *out)
{
	uint64_t bytes = 0;

	source_counts(f->source, out);
	if (f->order == NULL)
		return;
	out->packets -= reorder_held(f->order, &bytes);
	out->bytes -= bytes;
}
