/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sipwhy/pipeline.h>

#include "config.h"
#include "named.h"
#include "output.h"
#include "progress.h"
#include "run.h"

/* The one thing that a signal handler may touch. */
static volatile sig_atomic_t stop_asked;

static void
on_stop(int signo)
{
	if (stop_asked && signo == SIGINT)
		_exit(EXIT_INTERRUPTED);
	stop_asked = 1;
}

struct run {
	const struct options *o;
	struct output out;
	bool as_text;
	char host[256];
	struct report_options report;
	struct pipeline *pipeline;
	struct source *live; /* NULL for files; what is told names its interfaces */
	struct summary_input *inputs;
	uint64_t packets;
	uint64_t dropped_kernel, dropped_interface;
	bool is_stream; /* read as it comes, and told at once */
	bool partial;
	uint64_t failures; /* diagnosed */
	struct progress *progress;
};

/* SA_RESTART or 0: whether a read that waits goes on waiting after the signal. */
static void
catch_signals(int flags)
{
	struct sigaction stop = { .sa_handler = on_stop, .sa_flags = flags };

	(void)sigemptyset(&stop.sa_mask);
	(void)sigaction(SIGINT, &stop, NULL);
	(void)sigaction(SIGTERM, &stop, NULL);
}

static bool
random_key(struct hash_key *key, struct err *err)
{
	FILE *f = fopen("/dev/urandom", "rb");
	bool ok = f != NULL && fread(key, sizeof(*key), 1, f) == 1;

	if (f != NULL)
		(void)fclose(f);
	return ok || err_set(err, "cannot read /dev/urandom: %s", strerror(errno));
}

static void
on_diagnosis(void *ctx, const struct diagnosis *d)
{
	struct run *r = ctx;

	progress_clear(r->progress);
	if (r->as_text)
		report_text_event(r->out.stream, &r->report, d);
	else if (!report_json_event(r->out.stream, &r->report, d))
		fputs("sipwhy: out of memory: an event was not written\n", stderr);
	/* Nobody reads any more, or there is no room: there is no use in going on. */
	if (!output_check(&r->out, r->o->line_buffered || r->is_stream))
		stop_asked = 1;
}

static void
note_link(struct summary_input *in, const struct source *s)
{
	(void)snprintf(in->link_types, sizeof(in->link_types), "%s", source_link_name(s));
}

static void
note_counts(struct run *r, struct summary_input *in, struct source *s)
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

/* Read one source to its end, to a signal, or to the number of packets asked for. */
static void
read_source(struct run *r, struct source *s, uint32_t index)
{
	struct summary_input *in = &r->inputs[index];
	struct packet packet = { 0 };
	enum step step = STEP_MORE;
	bool enough = false;

	while (!stop_asked && !enough && (step = source_next(s, &packet)) <= STEP_IDLE) {
		if (step == STEP_IDLE) {
			if (source_is_live(s)) {
				note_counts(r, in, s);
				pipeline_idle(r->pipeline, packet.ts_ns);
			}
			continue;
		}
		pipeline_packet(r->pipeline, index, &packet);
		enough = ++r->packets == r->o->max_packets;
		progress_packet(r->progress, s, r->packets);
	}
	progress_clear(r->progress);
	note_link(in, s);
	note_counts(r, in, s);
	if (step == STEP_ERROR) {
		in->truncated = true;
		r->partial = true;
		(void)snprintf(in->error, sizeof(in->error), "%s", source_error(s));
		fprintf(stderr, "sipwhy: %s\n", source_error(s));
	}
	if (stop_asked)
		r->partial = r->partial || !source_is_live(s);
}

static bool
read_live(struct run *r, struct err *err)
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
	read_source(r, s, 0);
	return true;
}

static bool
read_files(struct run *r, struct err *err)
{
	const struct options *o = r->o;

	for (size_t i = 0; i < o->input_count && !stop_asked; i++) {
		struct source *s;

		if (o->max_packets > 0 && r->packets >= o->max_packets)
			break;
		s = source_open_file(o->inputs[i], o->filter, err);
		if (s == NULL)
			return false;
		read_source(r, s, (uint32_t)i);
		source_free(s);
	}
	return true;
}

static void
write_summary(struct run *r)
{
	struct summary *s = calloc(1, sizeof(*s));

	if (s == NULL) {
		fputs("sipwhy: out of memory: no summary\n", stderr);
		return;
	}
	pipeline_summary(r->pipeline, s);
	s->inputs = r->inputs;
	s->input_count = r->report.input_count;
	s->dropped_kernel = r->dropped_kernel;
	s->dropped_interface = r->dropped_interface;
	s->partial = r->partial;
	s->interrupted = stop_asked != 0;
	if (r->as_text)
		report_text_summary(r->out.stream, &r->report, s);
	else
		(void)report_json_summary(r->out.stream, &r->report, s);
	r->failures = s->outcomes[OUTCOME_REJECTED] + s->outcomes[OUTCOME_UNANSWERED] +
		      s->outcomes[OUTCOME_NO_RESPONSE];
	free(s);
}

static bool
wants_colour(const struct options *o, bool terminal)
{
	const char *no = getenv("NO_COLOR");

	if (o->colour != WHEN_AUTO)
		return o->colour == WHEN_ALWAYS;
	return terminal && (no == NULL || no[0] == '\0');
}

static bool
begin_report(struct run *r, struct err *err)
{
	const struct options *o = r->o;
	bool terminal;

	if (!output_open(&r->out, o->output, err))
		return false;
	terminal = output_is_terminal(&r->out);
	r->as_text = o->format == FORMAT_TEXT || (o->format == FORMAT_AUTO && terminal);
	r->report.show_digests = o->show_digests;
	r->report.quiet = o->quiet;
	r->report.verbose = o->verbose;
	r->report.colour = wants_colour(o, terminal);
	(void)setlocale(LC_CTYPE, "");
	r->report.ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	/* Where live traffic was seen; of a file nobody knows. */
	if (o->interface != NULL && gethostname(r->host, sizeof(r->host) - 1) == 0)
		r->report.observer = r->host;
	r->report.source = o->interface != NULL ? "live" : "file";
	r->report.version = PACKAGE_VERSION;
	r->report.inputs = o->interface != NULL ? &o->interface : o->inputs;
	r->report.input_count = o->interface != NULL ? 1 : o->input_count;
	r->inputs = calloc(r->report.input_count, sizeof(*r->inputs));
	if (r->inputs == NULL)
		return err_memory(err);
	for (size_t i = 0; i < r->report.input_count; i++)
		r->inputs[i].name = r->report.inputs[i];
	return true;
}

static int
explain(struct run *r, const struct secrets *secrets, struct err *err)
{
	struct pipeline_options po = { .secrets = secrets,
				       .sessions = r->o->sessions,
				       .hindsight = !r->is_stream,
				       .on_diagnosis = on_diagnosis,
				       .ctx = r };
	bool ok;

	po.digest = digest_new(err);
	if (po.digest == NULL || !random_key(&po.key, err) || !begin_report(r, err)) {
		digest_free(po.digest);
		return EXIT_USAGE;
	}
	r->report.digest = po.digest;
	r->pipeline = pipeline_new(&po);
	r->progress = progress_new(r->o->interface == NULL);
	ok = r->pipeline != NULL
		     ? (r->o->interface != NULL ? read_live(r, err) : read_files(r, err))
		     : err_memory(err);
	if (ok) {
		pipeline_finish(r->pipeline);
		write_summary(r);
	}
	progress_free(r->progress);
	pipeline_free(r->pipeline);
	source_free(r->live);
	digest_free(po.digest);
	if (!ok)
		return EXIT_USAGE;
	if (r->o->exit_failures && r->failures > 0)
		return EXIT_FAILURES;
	return r->partial && !stop_asked ? EXIT_PARTIAL : EXIT_DONE;
}

int
run(const struct options *o)
{
	struct run r = { .o = o, .is_stream = named_are_streams(o) };
	struct err err = { "" };
	struct secrets *secrets;
	int status = EXIT_USAGE;
	bool gone = false;

	/* At the prompt for a password a signal is to be heard; a read of packets is never waited in. */
	catch_signals(0);
	secrets = named_check(o, &err) ? run_secrets(o, &err) : NULL;
	catch_signals(SA_RESTART);
	if (err.text[0] == '\0')
		status = explain(&r, secrets, &err);
	else if (stop_asked)
		status = EXIT_INTERRUPTED;
	if (!output_close(&r.out, &gone, err.text[0] == '\0' ? &err : &(struct err){ "" }))
		status = EXIT_USAGE;
	if (gone && status != EXIT_USAGE)
		status = EXIT_DONE;
	if (err.text[0] != '\0' && status != EXIT_INTERRUPTED)
		fprintf(stderr, "sipwhy: %s\n", err.text);
	secrets_free(secrets);
	free(r.inputs);
	return status;
}
