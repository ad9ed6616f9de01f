/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/report.h>
#include <sipwhy/source.h>

#include "app/run.h"
#include "config.h"

static void
print_interface(void *ctx, const char *name, const char *description)
{
	(void)ctx;
	printf("%s%s%s\n", name, description != NULL ? "\t" : "",
	       description != NULL ? description : "");
}

int
main(int argc, char *argv[])
{
	static struct options options;
	struct err err = { "" };

	if (!options_parse(argc, argv, &options, &err)) {
		fprintf(stderr, "sipwhy: %s\n", err.text);
		return EXIT_USAGE;
	}
	switch (options.what) {
	case OPTIONS_HELP:
		options_print_help(stdout);
		return EXIT_DONE;
	case OPTIONS_VERSION:
		puts("sipwhy " PACKAGE_VERSION);
		return EXIT_DONE;
	case OPTIONS_SCHEMA:
		fputs(report_schema, stdout);
		return EXIT_DONE;
	case OPTIONS_INTERFACES:
		if (source_list_interfaces(print_interface, NULL, &err))
			return EXIT_DONE;
		fprintf(stderr, "sipwhy: %s\n", err.text);
		return EXIT_USAGE;
	case OPTIONS_RUN:
		break;
	}
	return run(&options);
}
