/* SPDX-License-Identifier: BSD-2-Clause */
#include <signal.h>

#include <sipwhy/report.h>
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
print(enum options_do what, struct err *err)
{
	switch (what) {
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
	if (err.text[0] == '\0' && output_open(&out, NULL, &err) && print(options.what, &err) &&
	    output_close(&out, &gone, &err))
		return EXIT_DONE;
	fprintf(stderr, "sipwhy: %s\n", err.text);
	return EXIT_USAGE;
}
