/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sipwhy/inputs.h>
#include <sipwhy/pipeline.h>

#include "config.h"
#include "named.h"
#include "oddities.h"
#include "output.h"
#include "progress.h"
#include "reading.h"
#include "run.h"

/* The one thing that a signal handler may touch. */
static volatile sig_atomic_t stop_asked;

static void
on_stop(int signo)
{
	if (stop_asked && signo == SIGINT) {
		secrets_wipe();
		_exit(EXIT_INTERRUPTED);
	}
	stop_asked = 1;
}

struct run {
	const struct options *o;
	struct output out;
	bool as_text;
	char host[256];
	struct report_options report;
	struct reading reading;
	struct oddities odd;
	struct pipeline *pipeline;
	struct progress *progress;
	struct summary_input *inputs;
	bool is_stream;    /* read as it comes, and told at once */
	uint64_t failures; /* diagnosed */
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
on_odd(void *ctx, const char *name, const char *text, const struct seen *seen)
{
	struct run *r = ctx;

	progress_clear(r->progress);
	(void)oddities_tell(&r->odd, name, text, seen);
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
	s->dropped_kernel = r->reading.dropped_kernel;
	s->dropped_interface = r->reading.dropped_interface;
	s->partial = r->reading.partial;
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
	if (reading_is_live(o) && gethostname(r->host, sizeof(r->host) - 1) == 0)
		r->report.observer = r->host;
	r->report.source = o->interface != NULL ? "live" : o->hep != NULL ? "hep" : "file";
	r->report.version = PACKAGE_VERSION;
	r->report.inputs = o->interface != NULL ? &o->interface : o->hep != NULL ? &o->hep : o->inputs;
	r->report.input_count = reading_is_live(o) ? 1 : o->input_count;
	r->inputs = calloc(r->report.input_count, sizeof(*r->inputs));
	if (r->inputs == NULL)
		return err_memory(err);
	for (size_t i = 0; i < r->report.input_count; i++)
		r->inputs[i].name = r->report.inputs[i];
	return true;
}

static int
explain(struct run *r, struct secrets *secrets, struct err *err)
{
	struct pipeline_options po = { .secrets = secrets,
				       .sessions = r->o->sessions,
				       .hindsight = !r->is_stream,
				       .on_diagnosis = on_diagnosis,
				       .on_odd = r->o->verbose > 0 ? on_odd : NULL,
				       .ctx = r };
	bool ok;

	po.digest = digest_new(err);
	if (po.digest == NULL || !random_key(&po.key, err) || !begin_report(r, err)) {
		digest_free(po.digest);
		return EXIT_USAGE;
	}
	if (secrets != NULL && !secrets_watch(secrets, po.digest, err)) {
		digest_free(po.digest);
		return EXIT_USAGE;
	}
	r->report.digest = po.digest;
	r->report.secrets = secrets;
	r->pipeline = pipeline_new(&po);
	if (r->pipeline != NULL)
		pipeline_limits(r->pipeline)->max[LIMIT_HYPOTHESES] = r->o->max_hypotheses;
	r->progress = progress_new(!reading_is_live(r->o));
	r->odd.inputs = r->report.inputs;
	r->reading.o = r->o;
	r->reading.stop = &stop_asked;
	r->reading.pipeline = r->pipeline;
	r->reading.progress = r->progress;
	r->reading.inputs = r->inputs;
	ok = r->pipeline != NULL ? reading_all(&r->reading, err) : err_memory(err);
	if (ok) {
		pipeline_finish(r->pipeline);
		write_summary(r);
	}
	progress_free(r->progress);
	pipeline_free(r->pipeline);
	reading_end(&r->reading);
	digest_free(po.digest);
	if (!ok)
		return EXIT_USAGE;
	if (r->o->exit_failures && r->failures > 0)
		return EXIT_FAILURES;
	return r->reading.partial && !stop_asked ? EXIT_PARTIAL : EXIT_DONE;
}

/* Directories become the captures in them; the texts are those of `in`. */
static bool
expand(struct options *o, struct inputs *in, struct err *err)
{
	for (size_t i = 0; i < o->input_count; i++) {
		if (!inputs_add(in, o->inputs[i], err))
			return false;
	}
	for (size_t i = 0; i < in->count; i++)
		o->inputs[i] = in->names[i];
	o->input_count = in->count;
	if (in->left_out > 0)
		fprintf(stderr, "sipwhy: %zu file%s in directories left out: no capture%s\n",
			in->left_out, in->left_out > 1 ? "s" : "", in->left_out > 1 ? "s" : "");
	return true;
}

int
run(const struct options *o)
{
	struct inputs inputs = { .most = OPTIONS_INPUTS };
	struct options expanded = *o;
	struct run r = { .o = &expanded };
	struct err err = { "" };
	struct secrets *secrets = NULL;
	int status = EXIT_USAGE;
	bool gone = false;

	/* At the prompt for a password a signal is to be heard; a read of packets is never waited in. */
	catch_signals(0);
	if (expand(&expanded, &inputs, &err) && named_check(&expanded, &err)) {
		r.reading.found = inputs.found;
		r.is_stream = expanded.follow || named_are_streams(&expanded);
		secrets = run_secrets(&expanded, &err);
	}
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
	inputs_free(&inputs);
	return status;
}
