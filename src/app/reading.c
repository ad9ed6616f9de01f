/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <time.h>

#include <sipwhy/hep_source.h>
#include <sipwhy/merge.h>

#include "named.h"
#include "progress.h"
#include "reading.h"

static void
note_link(struct summary_input *in, const struct source *s)
{
	(void)snprintf(in->link_types, sizeof(in->link_types), "%s", source_link_name(s));
}

static void
note_counts(struct reading *r, struct summary_input *in, struct source *s)
{
	struct source_counts c = { 0 };

	source_counts(s, &c);
	in->packets = c.packets;
	in->bytes = c.bytes;
	if (c.dropped_known) {
		r->dropped_kernel = c.dropped_kernel;
		r->dropped_interface = c.dropped_interface;
		if (c.dropped_kernel + c.dropped_interface > 0)
			pipeline_drops(r->pipeline);
	}
}

/* Read an interface, or what agents send, until a signal or for the number of packets asked for. */
static void
read_source(struct reading *r, struct source *s)
{
	struct summary_input *in = &r->inputs[0];
	struct packet packet = { 0 };
	enum step step = STEP_MORE;
	bool enough = false;

	while (!*r->stop && !enough && (step = source_next(s, &packet)) <= STEP_IDLE) {
		if (step == STEP_IDLE) {
			note_counts(r, in, s);
			pipeline_idle(r->pipeline, packet.ts_ns);
			continue;
		}
		pipeline_packet(r->pipeline, 0, &packet);
		enough = ++r->packets == r->o->max_packets;
	}
	note_link(in, s);
	note_counts(r, in, s);
	if (step == STEP_ERROR) {
		in->truncated = true;
		r->partial = true;
		(void)snprintf(in->error, sizeof(in->error), "%s", source_error(s));
		fprintf(stderr, "sipwhy: %s\n", source_error(s));
	}
}

static bool
read_live(struct reading *r, struct err *err)
{
	const struct options *o = r->o;
	struct source_live_options live = {
		.interface = o->interface,
		.filter = o->filter,
		.snap_bytes = o->snap_bytes,
		.buffer_bytes = o->buffer_kib * 1024,
		.no_promiscuous = o->no_promiscuous,
	};
	struct source *s = source_open_live(&live, err);

	if (s == NULL)
		return false;
	if (o->snap_bytes > 0 && o->snap_bytes < 65535)
		fprintf(stderr,
			"sipwhy: warning: with -s %d the end of long messages is not captured\n",
			o->snap_bytes);
	fprintf(stderr, "sipwhy: listening on %s (%s); Ctrl-C ends with the summary\n",
		o->interface, source_link_name(s));
	r->live = s;
	read_source(r, s);
	return true;
}

static bool
read_hep(struct reading *r, struct err *err)
{
	struct source_hep_counts c;

	r->live = source_open_hep(r->o->hep, err);
	if (r->live == NULL)
		return false;
	fprintf(stderr, "sipwhy: listening for HEP on %s, port %u; Ctrl-C ends with the summary\n",
		r->o->hep, (unsigned)source_hep_port(r->live));
	read_source(r, r->live);
	source_hep_counts(r->live, &c);
	if (c.turned_away + c.broken > 0)
		fprintf(stderr,
			"sipwhy: of %llu agents over TCP %llu were turned away for want of room, and "
			"%llu dropped since what they sent was not HEP\n",
			(unsigned long long)c.clients, (unsigned long long)c.turned_away,
			(unsigned long long)c.broken);
	return true;
}

/* One of the files ended too early; the others are read on. */
static void
note_broken(struct reading *r, uint32_t input)
{
	struct summary_input *in = &r->inputs[input];
	struct merge_input got;

	merge_input(r->merge, input, &got);
	in->truncated = true;
	r->partial = true;
	(void)snprintf(in->error, sizeof(in->error), "%.255s", got.err.text);
	progress_clear(r->progress);
	fprintf(stderr, "sipwhy: %s\n", got.err.text);
}

static void
note_files(struct reading *r)
{
	for (size_t i = 0; i < r->o->input_count; i++) {
		struct summary_input *in = &r->inputs[i];
		struct merge_input got;

		merge_input(r->merge, (uint32_t)i, &got);
		in->packets = got.counts.packets;
		in->bytes = got.counts.bytes;
		(void)snprintf(in->link_types, sizeof(in->link_types), "%s", got.link_name);
		r->dropped_kernel += got.counts.dropped_kernel;
		r->dropped_interface += got.counts.dropped_interface;
	}
	if (r->dropped_kernel + r->dropped_interface > 0)
		pipeline_drops(r->pipeline);
}

static bool
read_files(struct reading *r, struct err *err)
{
	const struct options *o = r->o;
	struct merge_options mo = { .names = o->inputs,
				    .found = r->found,
				    .count = o->input_count,
				    .filter = o->filter,
				    .follow = o->follow,
				    .limits = pipeline_limits(r->pipeline) };
	struct packet packet = { 0 };
	enum step step = STEP_MORE;
	uint32_t input = 0;
	bool enough = false;

	for (size_t i = 0; o->follow && i < o->input_count; i++) {
		while (!*r->stop && named_begins_later(o->inputs[i]))
			(void)nanosleep(&(struct timespec){ .tv_nsec = 200000000 }, NULL);
	}
	if (*r->stop)
		return true;
	r->merge = merge_new(&mo, err);
	if (r->merge == NULL)
		return false;
	while (!*r->stop && !enough && (step = merge_next(r->merge, &packet, &input)) != STEP_END) {
		if (step == STEP_ERROR)
			note_broken(r, input);
		if (step == STEP_IDLE)
			pipeline_pause(r->pipeline);
		if (step != STEP_MORE)
			continue;
		pipeline_packet(r->pipeline, input, &packet);
		enough = ++r->packets == o->max_packets;
		progress_packet(r->progress, r->merge, r->packets);
	}
	progress_clear(r->progress);
	note_files(r);
	/* What is followed has no other end. */
	r->partial = r->partial || (*r->stop && !o->follow);
	return true;
}

bool
reading_is_live(const struct options *o)
{
	return o->interface != NULL || o->hep != NULL;
}

bool
reading_all(struct reading *r, struct err *err)
{
	if (r->o->hep != NULL)
		return read_hep(r, err);
	return r->o->interface != NULL ? read_live(r, err) : read_files(r, err);
}

void
reading_end(struct reading *r)
{
	source_free(r->live);
	merge_free(r->merge);
}
