/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file.c - saved captures, and captures that come through standard input or another pipe.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file_source.h"

/* So many records may be no packet, or kept back, before the caller gets a chance to stop. */
enum { IN_A_ROW = 4096 };

static struct file_source *
file_of(struct source *s)
{
	return (struct file_source *)s;
}

enum take
file_bad(struct file_source *f, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(f->why.text, sizeof(f->why.text), fmt, args);
	va_end(args);
	return TAKE_BAD;
}

enum take
file_no_memory(struct file_source *f)
{
	(void)err_memory(&f->why);
	return TAKE_BAD;
}

enum take
file_need(struct file_source *f, size_t n)
{
	switch (inflow_need(&f->in, n)) {
	case INFLOW_READY:
		return TAKE_PACKET;
	case INFLOW_IDLE:
		return TAKE_IDLE;
	case INFLOW_END:
		return inflow_held(&f->in) == 0 ? TAKE_END : TAKE_CUT;
	case INFLOW_ERROR:
		break;
	}
	return file_bad(f, "%s", f->in.err.text);
}

void
file_count(struct file_source *f, size_t bytes)
{
	f->base.no++;
	f->base.counts.packets++;
	f->base.counts.bytes += bytes;
}

enum take
file_link(struct file_source *f, uint32_t linktype, unsigned *link, enum link_type *type)
{
	if (!links_add(f->links, &f->base, linktype, link, &f->why)) {
		f->link_refused = true;
		return TAKE_BAD;
	}
	*type = links_type(f->links, *link);
	return TAKE_OTHER;
}

bool
file_allow(struct file_source *f, enum limit which, uint64_t value)
{
	if (f->limits != NULL)
		return limits_allow(f->limits, which, value);
	return value < limit_row(which)->usual;
}

int64_t
file_time(int64_t seconds, int64_t ns)
{
	enum { A_SECOND = 1000000000 };
	const int64_t most = INT64_MAX / A_SECOND - 1;

	/* A corrupt file may claim any time; about the years 1678 and 2261 are the ends. */
	seconds += ns / A_SECOND;
	seconds = seconds > most ? most : seconds < -most ? -most : seconds;
	return seconds * A_SECOND + ns % A_SECOND;
}

/* Say in one sentence how far the capture was good. */
static enum step
explain(struct file_source *f, enum take take)
{
	char where[64];

	if (f->base.no == 0)
		(void)snprintf(where, sizeof(where), "before its first packet");
	else
		(void)snprintf(where, sizeof(where), "after packet %" PRIu64, f->base.no);

	if (take == TAKE_CUT)
		(void)err_set(&f->base.err, "%s: the capture is cut short %s", f->name, where);
	else if (inflow_is_cut(&f->in))
		(void)err_set(&f->base.err, "%s: the %s data is cut short %s", f->name,
			      f->in.unpack->how->name, where);
	else
		(void)err_set(&f->base.err, "%s: the capture is unreadable %s: %s", f->name, where,
			      f->why.text);
	return STEP_ERROR;
}

/* One packet, whether it passes the filter or not, or why there is none. */
static enum step
read_on(struct file_source *f, struct packet *out, unsigned *link)
{
	enum take take = TAKE_OTHER;

	for (unsigned n = 0; n < IN_A_ROW && take == TAKE_OTHER; n++) {
		if (f->format != NULL) {
			take = f->format->next(f, out, link);
			continue;
		}
		take = file_begin(f);
		if (take != TAKE_OTHER && take != TAKE_IDLE) {
			(void)file_refuse(f, take, &f->base.err);
			return STEP_ERROR;
		}
	}
	switch (take) {
	case TAKE_PACKET:
		return STEP_MORE;
	case TAKE_END:
		return STEP_END;
	case TAKE_OTHER:
	case TAKE_IDLE:
		return STEP_IDLE;
	case TAKE_CUT:
	case TAKE_BAD:
		break;
	}
	return explain(f, take);
}

static enum step
file_next(struct source *s, struct packet *out)
{
	struct file_source *f = file_of(s);
	unsigned link = 0;
	enum step step;

	if (f->peeked) {
		f->peeked = false;
		*out = f->ahead;
		if (links_pass(f->links, f->ahead_link, out))
			return STEP_MORE;
	}
	for (unsigned n = 0; n < IN_A_ROW; n++) {
		step = read_on(f, out, &link);
		if (step != STEP_MORE || links_pass(f->links, link, out))
			return step;
	}
	return STEP_IDLE;
}

static enum step
file_peek(struct source *s, int64_t *ts_ns)
{
	struct file_source *f = file_of(s);
	enum step step = STEP_MORE;

	if (!f->peeked) {
		step = read_on(f, &f->ahead, &f->ahead_link);
		f->peeked = step == STEP_MORE;
	}
	*ts_ns = f->ahead.ts_ns;
	return step;
}

static double
file_progress(const struct source *s)
{
	return inflow_progress(&((const struct file_source *)s)->in);
}

static size_t
file_secrets(const struct source *s, const struct source_secret **out)
{
	const struct file_source *f = (const struct file_source *)s;

	*out = f->pcapng.secrets;
	return f->pcapng.secret_count;
}

static void
file_free(struct source *s)
{
	struct file_source *f = file_of(s);

	links_free(f->links);
	pcapng_free(&f->pcapng);
	inflow_close(&f->in);
	free(f);
}

static const struct source_ops file_ops = {
	.next = file_next,
	.peek = file_peek,
	.progress = file_progress,
	.secrets = file_secrets,
	.free = file_free,
};

struct source *
source_open(const char *path, const struct source_file_options *o, struct err *err)
{
	bool standard = strcmp(path, "-") == 0;
	const char *name = standard ? "standard input" : path;
	struct file_source *f = calloc(1, sizeof(*f) + strlen(name) + 1);

	if (f == NULL) {
		(void)err_memory(err);
		return NULL;
	}
	f->base.ops = &file_ops;
	memcpy(f->name, name, strlen(name) + 1);
	f->limits = o->limits;
	if (!inflow_open(&f->in, standard ? path : f->name, o->limits, err)) {
		free(f);
		return NULL;
	}
	f->in.from.follow = o->follow && f->in.from.regular && !standard;
	f->in.from.at_once = o->at_once;
	f->links = links_new(o->filter);
	if (f->links == NULL)
		(void)err_memory(err);
	if (f->links != NULL && file_open_head(f, err))
		return &f->base;
	file_free(&f->base);
	return NULL;
}

struct source *
source_open_file(const char *path, const char *filter, struct err *err)
{
	return source_open(path, &(struct source_file_options){ .filter = filter }, err);
}
