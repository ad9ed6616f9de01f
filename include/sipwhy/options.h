/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * options.h - the command line, read.
 *
 * Layer: 12 app.  Owns nothing: texts are those of argv and of the environment.
 */
#ifndef SIPWHY_OPTIONS_H
#define SIPWHY_OPTIONS_H

#include <stdio.h>

#include <sipwhy/err.h>
#include <sipwhy/str.h>

enum options_do {
	OPTIONS_RUN,
	OPTIONS_HELP,
	OPTIONS_VERSION,
	OPTIONS_SCHEMA,
	OPTIONS_INTERFACES,
	OPTIONS_EXPLAIN,
	OPTIONS_CAUSES,
};

enum options_format {
	FORMAT_AUTO, /* text on a terminal, otherwise JSON */
	FORMAT_TEXT,
	FORMAT_JSON,
};

enum options_when {
	WHEN_AUTO,
	WHEN_ALWAYS,
	WHEN_NEVER,
};

enum { OPTIONS_INPUTS = 4096 };

struct options {
	enum options_do what;
	const char *inputs[OPTIONS_INPUTS];
	size_t input_count;
	const char *interface, *filter, *output;
	const char *explain; /* the code of a cause */
	const char *hep;     /* where to listen for HEP packets, as source_open_hep wants it */
	const char *credentials, *password_file;
	int password_fd; /* -1: none */
	bool ask_password;
	const char *user; /* USER or USER@REALM */
	enum options_format format;
	enum options_when colour;
	bool quiet, sessions, show_digests, exit_failures, line_buffered, no_promiscuous, follow;
	unsigned verbose;
	int snap_bytes;       /* 0: the most */
	int buffer_kib;       /* 0: the usual */
	uint64_t max_packets; /* 0: all */
	uint64_t max_hypotheses;
};

/* One option, for the parser, for --help and for whoever makes manuals and completions. */
struct option_row {
	const char *name;     /* long name without the dashes */
	char letter;          /* 0: none */
	const char *argument; /* what it takes, for people; NULL: nothing */
	const char *group;    /* heading in --help */
	const char *help;
};

extern const struct option_row option_rows[];
extern const size_t option_row_count;

/* False and *err for a wrong command line. */
bool options_parse(int argc, char *argv[], struct options *out, struct err *err);
void options_print_help(FILE *out);

#endif
