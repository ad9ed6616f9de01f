/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE /* getopt_long */
#include <getopt.h>
#include <string.h>

#include <sipwhy/limits.h>
#include <sipwhy/options.h>

/* The order here is the order of --help. */
const struct option_row option_rows[] = {
	{ "read", 'r', "FILE", "Input", "the same as naming FILE; may be repeated" },
	{ "follow", 0, NULL, "Input", "wait for more at the end of a growing file" },
	{ "interface", 'i', "NAME", "Input", "explain live traffic of an interface ('any': all)" },
	{ "hep-listen", 'L', "udp|tcp:HOST:PORT", "Input",
	  "explain what capture agents send by HEP (HOST '*': any)" },
	{ "list-interfaces", 'D', NULL, "Input", "list the interfaces that -i can name" },
	{ "filter", 'f', "FILTER", "Input", "capture filter (BPF)" },
	{ "count", 'c', "N", "Input", "stop after N packets" },
	{ "snapshot-length", 's', "BYTES", "Input", "capture that much of each packet (live)" },
	{ "buffer-size", 'B', "KIB", "Input",
	  "size of the capture buffer (live), 16384 if not set" },
	{ "no-promiscuous-mode", 'p', NULL, "Input", "leave the interface as it is (live)" },
	{ "no-names", 'n', NULL, "Input", "accepted; names are never resolved" },

	{ "credentials", 0, "FILE", "Secrets",
	  "user:realm:HA1 or user:realm:plain:PASSWORD lines; owner-only" },
	{ "password-file", 0, "FILE", "Secrets", "a password, the first line of FILE" },
	{ "password-fd", 0, "N", "Secrets", "a password, the first line of an open descriptor" },
	{ "ask-password", 0, NULL, "Secrets", "ask for a password on the terminal" },
	{ "user", 0, "USER[@REALM]", "Secrets",
	  "whose password it is; needed if the capture has several users" },
	{ "max-hypotheses", 0, "N", "Secrets",
	  "search no longer for what a client hashed (200000)" },

	{ "format", 0, "text|json", "Output",
	  "text on a terminal, otherwise json (one event a line)" },
	{ "json", 'j', NULL, "Output", "the same as --format json" },
	{ "output", 'o', "FILE", "Output", "write the report to FILE" },
	{ "sessions", 0, NULL, "Output", "tell of accepted exchanges too" },
	{ "quiet", 'q', NULL, "Output", "causes only, a line each" },
	{ "verbose", 'v', NULL, "Output", "evidence; twice: every message" },
	{ "show-digests", 0, NULL, "Output",
	  "show responses, with which a password can be searched for" },
	{ "color", 0, "auto|always|never", "Output", "colours in text" },
	{ "line-buffered", 'l', NULL, "Output", "write each event at once; the rule when live" },
	{ "exit-failures", 'e', NULL, "Output", "exit status 1 if any failure was diagnosed" },

	{ "explain", 0, "CODE", "Help", "what a cause means, how sure it gets, what to change" },
	{ "list-causes", 0, NULL, "Help", "every code with its party and title" },
	{ "print-schema", 0, NULL, "Help", "print the JSON Schema of the events" },
	{ "help", 'h', NULL, "Help", "print this" },
	{ "version", 'V', NULL, "Help", "print the version" },
};
const size_t option_row_count = COUNT(option_rows);

/* What getopt_long returns for a long option is its row's index, out of the letters' way. */
enum { LONG_BASE = 256 };

static bool
number(const char *text, const char *name, uint64_t max, uint64_t *out, struct err *err)
{
	if (!str_to_u64(str_of(text), max, out))
		return err_set(err, "--%s wants a number up to %llu, not `%s'", name,
			       (unsigned long long)max, text);
	return true;
}

static bool
word(const char *text, const char *name, const char *const words[], int *out, struct err *err)
{
	for (int i = 0; words[i] != NULL; i++) {
		if (strcmp(text, words[i]) == 0) {
			*out = i;
			return true;
		}
	}
	return err_set(err, "--%s does not know `%s'", name, text);
}

static bool
add_input(struct options *o, const char *name, struct err *err)
{
	if (o->input_count == OPTIONS_INPUTS)
		return err_set(err, "more than %d inputs", OPTIONS_INPUTS);
	o->inputs[o->input_count++] = name;
	return true;
}

/* Options whose value is one more than a flag. */
static bool
take_value(struct options *o, const struct option_row *row, const char *arg, struct err *err)
{
	static const char *const formats[] = { "auto", "text", "json", NULL };
	static const char *const whens[] = { "auto", "always", "never", NULL };
	uint64_t n = 0;
	int w = 0;

	if (strcmp(row->name, "count") == 0) {
		if (!number(arg, row->name, INT64_MAX, &o->max_packets, err))
			return false;
		return o->max_packets > 0 || err_set(err, "--count wants at least 1");
	}
	if (strcmp(row->name, "max-hypotheses") == 0)
		return number(arg, row->name, INT64_MAX, &o->max_hypotheses, err);
	if (strcmp(row->name, "snapshot-length") == 0) {
		if (!number(arg, row->name, 262144, &n, err))
			return false;
		o->snap_bytes = (int)n;
	} else if (strcmp(row->name, "buffer-size") == 0) {
		if (!number(arg, row->name, 2 * 1024 * 1024 - 1, &n, err))
			return false;
		o->buffer_kib = (int)n;
	} else if (strcmp(row->name, "password-fd") == 0) {
		/* Not repeated: it may be the password itself. */
		if (!str_to_u64(str_of(arg), 65535, &n))
			return err_set(err,
				       "--password-fd wants the number of an open descriptor; a "
				       "password never goes on the command line");
		o->password_fd = (int)n;
	} else if (strcmp(row->name, "format") == 0) {
		if (!word(arg, row->name, formats, &w, err))
			return false;
		o->format = (enum options_format)w;
	} else if (strcmp(row->name, "color") == 0) {
		if (!word(arg, row->name, whens, &w, err))
			return false;
		o->colour = (enum options_when)w;
	}
	return true;
}

static bool
take(struct options *o, const struct option_row *row, const char *arg, struct err *err)
{
	const struct {
		const char *name;
		const char **text;
	} texts[] = {
		{ "interface", &o->interface },
		{ "hep-listen", &o->hep },
		{ "filter", &o->filter },
		{ "output", &o->output },
		{ "credentials", &o->credentials },
		{ "password-file", &o->password_file },
		{ "user", &o->user },
	};
	const struct {
		const char *name;
		bool *flag;
	} flags[] = {
		{ "ask-password", &o->ask_password },
		{ "sessions", &o->sessions },
		{ "follow", &o->follow },
		{ "quiet", &o->quiet },
		{ "show-digests", &o->show_digests },
		{ "line-buffered", &o->line_buffered },
		{ "exit-failures", &o->exit_failures },
		{ "no-promiscuous-mode", &o->no_promiscuous },
	};
	static const struct {
		const char *name;
		enum options_do what;
	} deeds[] = {
		{ "help", OPTIONS_HELP },           { "version", OPTIONS_VERSION },
		{ "print-schema", OPTIONS_SCHEMA }, { "list-interfaces", OPTIONS_INTERFACES },
		{ "list-causes", OPTIONS_CAUSES },
	};

	for (size_t i = 0; i < COUNT(texts); i++) {
		if (strcmp(row->name, texts[i].name) == 0) {
			*texts[i].text = arg;
			return true;
		}
	}
	for (size_t i = 0; i < COUNT(flags); i++) {
		if (strcmp(row->name, flags[i].name) == 0) {
			*flags[i].flag = true;
			return true;
		}
	}
	for (size_t i = 0; i < COUNT(deeds); i++) {
		if (strcmp(row->name, deeds[i].name) == 0) {
			o->what = deeds[i].what;
			return true;
		}
	}
	if (strcmp(row->name, "explain") == 0) {
		o->what = OPTIONS_EXPLAIN;
		o->explain = arg;
		return true;
	}
	if (strcmp(row->name, "read") == 0)
		return add_input(o, arg, err);
	if (strcmp(row->name, "json") == 0)
		o->format = FORMAT_JSON;
	else if (strcmp(row->name, "verbose") == 0)
		o->verbose++;
	return take_value(o, row, arg, err);
}

/* Not empty, and neither is what stands on either side of the last "@". */
static bool
names_user(struct str text)
{
	return text.len > 0 && text.p[text.len - 1] != '@' &&
	       (text.p[0] != '@' || str_index(str_sub(text, 1, text.len), '@') >= 0);
}

/* What goes with packets of an interface only, and not with messages that agents picked. */
static bool
check_hep(const struct options *o, struct err *err)
{
	const char *wrong = o->filter != NULL   ? "-f"
			    : o->snap_bytes > 0 ? "-s"
			    : o->buffer_kib > 0 ? "-B"
			    : o->no_promiscuous ? "-p"
			    : o->follow         ? "--follow"
						: NULL;

	if (wrong != NULL)
		return err_set(err, "%s does not go with -L: agents choose what they send", wrong);
	return true;
}

static bool
check(const struct options *o, struct err *err)
{
	if (o->what != OPTIONS_RUN)
		return true;
	if (o->hep != NULL && (o->interface != NULL || o->input_count > 0))
		return err_set(err, "either -L, or files, or -i (`%s' and `%s')", o->hep,
			       o->interface != NULL ? o->interface : o->inputs[0]);
	if (o->hep != NULL && !check_hep(o, err))
		return false;
	if (o->interface != NULL && o->input_count > 0)
		return err_set(err, "either files or -i, not both (`%s' and `%s')", o->inputs[0],
			       o->interface);
	if (o->interface != NULL && o->follow)
		return err_set(err, "--follow goes with files; an interface is followed anyway");
	if (o->interface == NULL && o->hep == NULL && o->input_count == 0)
		return err_set(
			err, "name a capture file, '-' for standard input, an interface with -i or "
			     "a place to listen for HEP with -L (see --help)");
	if (o->ask_password + (o->password_file != NULL) + (o->password_fd >= 0) > 1)
		return err_set(err, "one of --ask-password, --password-file, --password-fd");
	if (o->user != NULL && !o->ask_password && o->password_file == NULL && o->password_fd < 0)
		return err_set(err,
			       "--user goes with a password: --ask-password, --password-file or "
			       "--password-fd");
	if (o->user != NULL && !names_user(str_of(o->user)))
		return err_set(err, "--user wants USER or USER@REALM");
	for (size_t i = 0, stdins = 0; i < o->input_count; i++) {
		stdins += strcmp(o->inputs[i], "-") == 0;
		if (stdins > 1)
			return err_set(err, "standard input can be read once only");
	}
	return true;
}

bool
options_parse(int argc, char *argv[], struct options *out, struct err *err)
{
	struct option longs[COUNT(option_rows) + 1];
	char letters[2 * COUNT(option_rows) + 2];
	size_t used = 0;
	int got;

	memset(longs, 0, sizeof(longs));
	letters[used++] = ':';
	for (size_t i = 0; i < COUNT(option_rows); i++) {
		const struct option_row *row = &option_rows[i];

		longs[i].name = row->name;
		longs[i].has_arg = row->argument != NULL ? required_argument : no_argument;
		longs[i].val = LONG_BASE + (int)i;
		if (row->letter != 0)
			letters[used++] = row->letter;
		if (row->letter != 0 && row->argument != NULL)
			letters[used++] = ':';
	}
	letters[used] = '\0';

	*out = (struct options){ .password_fd = -1,
				 .max_hypotheses = limit_row(LIMIT_HYPOTHESES)->usual };
	opterr = 0;
	while ((got = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
		const struct option_row *row = NULL;

		if (got == ':')
			return err_set(err, "`%s' wants an argument (see --help)",
				       argv[optind - 1]);
		for (size_t i = 0; i < COUNT(option_rows); i++) {
			if (got == LONG_BASE + (int)i ||
			    (got < LONG_BASE && got == option_rows[i].letter))
				row = &option_rows[i];
		}
		/* The text may be a password given in the wrong place: it is not repeated. */
		if (row == NULL)
			return err_set(
				err,
				"there is no such option (see --help); a password never goes on "
				"the command line");
		if (!take(out, row, optarg, err))
			return false;
	}
	for (int i = optind; i < argc; i++) {
		if (!add_input(out, argv[i], err))
			return false;
	}
	return check(out, err);
}

void
options_print_help(FILE *out)
{
	const char *group = "";

	fputs("usage: sipwhy [options] FILE...          explain saved captures ('-': standard input; a\n"
	      "                                         directory: all in it)\n"
	      "       sipwhy [options] -i INTERFACE     explain live traffic\n"
	      "       sipwhy [options] -L PLACE         explain what capture agents send (HEP)\n\n"
	      "Tells why SIP authentications failed, who must change what, and how sure that is.\n",
	      out);
	for (size_t i = 0; i < COUNT(option_rows); i++) {
		const struct option_row *row = &option_rows[i];
		char left[48];

		if (strcmp(group, row->group) != 0)
			fprintf(out, "\n%s\n", group = row->group);
		snprintf(left, sizeof(left), "%c%c%s --%s%s%s", row->letter != 0 ? '-' : ' ',
			 row->letter != 0 ? row->letter : ' ', row->letter != 0 ? "," : " ",
			 row->name, row->argument != NULL ? " " : "",
			 row->argument != NULL ? row->argument : "");
		if (strlen(left) > 29)
			fprintf(out, "  %s\n  %29s %s\n", left, "", row->help);
		else
			fprintf(out, "  %-29s %s\n", left, row->help);
	}
	fputs("\nExamples\n"
	      "  sipwhy capture.pcap\n"
	      "  sipwhy --ask-password --user alice@example.com capture.pcap\n"
	      "  ssh host tcpdump -U -s0 -w - 'udp port 5060' | sipwhy -\n"
	      "  sipwhy -e --format json tests.pcapng >events.ndjson\n\n"
	      "Exit status: 0 done; 1 with -e, a failure was diagnosed; 2 usage, cannot open, no right;\n"
	      "3 an input was truncated or corrupt, what was read is reported.\n",
	      out);
}
