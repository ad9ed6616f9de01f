/* SPDX-License-Identifier: BSD-2-Clause */
#include <signal.h>

#include <sipwhy/causes.h>
#include <sipwhy/source.h>

#include "app/output.h"
#include "app/run.h"
#include "config.h"

static void
print_interface(void *ctx, const char *name, const char *description)
{
	(void)ctx;
	printf("%s%s%s\n", name, description != NULL ? "\t" : "",
	       description != NULL ? description : "");
}

static bool
no_such_cause(const char *code, struct err *err)
{
	enum { LIKE = 4 };
	const char *like[LIKE] = { "", "", "", "" };
	size_t n = causes_like(code, like, LIKE);

	return err_set(err, "no cause has the code `%s'%s%s%s%s%s%s%s%s; --list-causes lists all",
		       code, n > 0 ? "; like it are " : "", like[0], n > 1 ? ", " : "", like[1],
		       n > 2 ? ", " : "", like[2], n > 3 ? ", " : "", like[3]);
}

static bool
print_causes(const struct options *o, struct err *err)
{
	struct report_options report = { 0 };
	bool json = o->format == FORMAT_JSON;

	if (o->what == OPTIONS_CAUSES && !json)
		causes_list_text(stdout, &report);
	else if (o->what == OPTIONS_CAUSES)
		return causes_list_json(stdout, &report) || err_memory(err);
	else if (!(json ? causes_explain_json : causes_explain_text)(stdout, &report, o->explain))
		return no_such_cause(o->explain, err);
	return true;
}

static bool
print(const struct options *o, struct err *err)
{
	switch (o->what) {
	case OPTIONS_HELP:
		options_print_help(stdout);
		return true;
	case OPTIONS_VERSION:
		puts("sipwhy " PACKAGE_VERSION);
		return true;
	case OPTIONS_SCHEMA:
		fputs(report_schema, stdout);
		return true;
	case OPTIONS_INTERFACES:
		return source_list_interfaces(print_interface, NULL, err);
	case OPTIONS_EXPLAIN:
	case OPTIONS_CAUSES:
		return print_causes(o, err);
	case OPTIONS_RUN:
		break;
	}
	return true;
}

int
main(int argc, char *argv[])
{
	static struct options options;
	struct output out;
	struct err err = { "" };
	bool gone;

	/* A reader that goes away is met where something is written. */
	(void)signal(SIGPIPE, SIG_IGN);
	if (options_parse(argc, argv, &options, &err) && options.what == OPTIONS_RUN)
		return run(&options);
	if (err.text[0] == '\0' && output_open(&out, NULL, &err) && print(&options, &err) &&
	    output_close(&out, &gone, &err))
		return EXIT_DONE;
	fprintf(stderr, "sipwhy: %s\n", err.text);
	return EXIT_USAGE;
}
