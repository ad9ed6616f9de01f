/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>
#include <sys/stat.h>

#include <sipwhy/source.h>

#include "named.h"

static bool
is_stream(const char *name)
{
	struct stat st;

	/* What is not there is for the opening of it to tell. */
	return strcmp(name, "-") == 0 ||
	       (stat(name, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode));
}

bool
named_are_streams(const struct options *o)
{
	if (o->interface != NULL || o->hep != NULL)
		return true;
	for (size_t i = 0; i < o->input_count; i++) {
		if (is_stream(o->inputs[i]))
			return true;
	}
	return false;
}

static bool
is_output(const char *name, const struct stat *output)
{
	struct stat st;

	return stat(name, &st) == 0 && S_ISREG(st.st_mode) && st.st_dev == output->st_dev &&
	       st.st_ino == output->st_ino;
}

bool
named_begins_later(const char *name)
{
	enum { LEAST_BYTES = 24 }; /* of the head of any capture */
	struct stat st;

	return stat(name, &st) == 0 && S_ISREG(st.st_mode) && st.st_size < LEAST_BYTES;
}

bool
named_check(const struct options *o, struct err *err)
{
	struct stat output;
	bool exists = o->output != NULL && stat(o->output, &output) == 0;

	for (size_t i = 0; i < o->input_count; i++) {
		struct source *s;

		if (is_stream(o->inputs[i]) || (o->follow && named_begins_later(o->inputs[i])))
			continue;
		if (exists && is_output(o->inputs[i], &output))
			return err_set(err, "%s: the report would overwrite the capture",
				       o->inputs[i]);
		s = source_open_file(o->inputs[i], o->filter, err);
		if (s == NULL)
			return false;
		source_free(s);
	}
	return true;
}
