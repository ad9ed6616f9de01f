/* SPDX-License-Identifier: BSD-2-Clause */
#include "source_ops.h"

enum step
source_next(struct source *s, struct packet *out)
{
	enum step step;

	if (s->ended != STEP_MORE)
		return s->ended;
	*out = (struct packet){ 0 };
	step = s->ops->next(s, out);
	if (step == STEP_END || step == STEP_ERROR)
		s->ended = step;
	return step;
}

enum step
source_peek(struct source *s, int64_t *ts_ns)
{
	enum step step;

	if (s->ended != STEP_MORE)
		return s->ended;
	step = s->ops->peek(s, ts_ns);
	if (step == STEP_END || step == STEP_ERROR)
		s->ended = step;
	return step;
}

const char *
source_error(const struct source *s)
{
	return s->err.text;
}

const char *
source_link_name(const struct source *s)
{
	return s->link_name;
}

bool
source_is_live(const struct source *s)
{
	return s->ops->live;
}

void
source_counts(struct source *s, struct source_counts *out)
{
	if (s->ops->count != NULL)
		s->ops->count(s);
	*out = s->counts;
}

double
source_progress(const struct source *s)
{
	return s->ops->progress != NULL ? s->ops->progress(s) : -1;
}

size_t
source_secrets(const struct source *s, const struct source_secret **out)
{
	*out = NULL;
	return s->ops->secrets != NULL ? s->ops->secrets(s, out) : 0;
}

void
source_free(struct source *s)
{
	if (s != NULL)
		s->ops->free(s);
}
