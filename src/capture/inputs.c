/* SPDX-License-Identifier: BSD-2-Clause */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <sipwhy/inputs.h>

#include "file_source.h"

static bool
grow(struct inputs *in)
{
	size_t room = in->room == 0 ? 16 : 2 * in->room;
	const char **names;
	bool *found;

	if (in->count < in->room)
		return true;
	names = realloc((void *)in->names, room * sizeof(*names));
	if (names == NULL)
		return false;
	in->names = names;
	found = realloc(in->found, room * sizeof(*found));
	if (found == NULL)
		return false;
	in->found = found;
	in->room = room;
	return true;
}

/* Add one name: of a file in `directory`, or as it is when that is NULL. */
static bool
add(struct inputs *in, const char *directory, const char *name, struct err *err)
{
	size_t bytes = (directory != NULL ? strlen(directory) + 1 : 0) + strlen(name) + 1;
	char *copy;

	if (in->most > 0 && in->count == in->most)
		return err_set(err, "more than %zu captures to read", in->most);
	copy = grow(in) ? malloc(bytes) : NULL;
	if (copy == NULL)
		return err_memory(err);
	(void)snprintf(copy, bytes, "%s%s%s", directory != NULL ? directory : "",
		       directory != NULL ? "/" : "", name);
	in->found[in->count] = directory != NULL;
	in->names[in->count++] = copy;
	return true;
}

/* Forget the last one. */
static void
drop(struct inputs *in)
{
	free((void *)in->names[--in->count]);
}

/* What cannot be opened may be one: that is told when it is read. */
static bool
may_be_capture(const char *path)
{
	static const uint8_t section[UNPACK_MAGIC] = { 0x0a, 0x0d, 0x0d, 0x0a };
	uint8_t start[UNPACK_MAGIC];
	FILE *f = fopen(path, "rb");
	size_t got;

	if (f == NULL)
		return true;
	got = fread(start, 1, sizeof(start), f);
	(void)fclose(f);
	return got == sizeof(start) &&
	       (pcap_starts(start) || memcmp(start, section, sizeof(start)) == 0 ||
		unpack_find((struct str){ (const char *)start, got }) != NULL);
}

/* Look at a directory's entry; false and *err when it cannot be added. */
static bool
look(struct inputs *in, const char *directory, const char *name, struct err *err)
{
	struct stat st;
	const char *path;

	if (name[0] == '.')
		return true;
	if (!add(in, directory, name, err))
		return false;
	path = in->names[in->count - 1];
	/* Not a pipe, which would wait for somebody to write. */
	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode)) {
		drop(in);
	} else if (!may_be_capture(path)) {
		drop(in);
		in->left_out++;
	}
	return true;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool
add_directory(struct inputs *in, const char *name, DIR *d, struct err *err)
{
	size_t first = in->count;
	bool good = true;

	for (struct dirent *e = readdir(d); good && e != NULL; e = readdir(d))
		good = look(in, name, e->d_name, err);
	if (!good)
		return false;
	if (in->count == first)
		return err_set(err, "%s: there is no capture in this directory", name);
	/* All of them are found ones, so that the flags need no sorting. */
	qsort((void *)(in->names + first), in->count - first, sizeof(*in->names), by_name);
	return true;
}

bool
inputs_add(struct inputs *in, const char *name, struct err *err)
{
	struct stat st;
	DIR *d;
	bool good;

	if (strcmp(name, "-") == 0 || stat(name, &st) != 0 || !S_ISDIR(st.st_mode))
		return add(in, NULL, name, err);
	d = opendir(name);
	if (d == NULL)
		return err_set(err, "%s: %s", name, strerror(errno));
	good = add_directory(in, name, d, err);
	(void)closedir(d);
	return good;
}

void
inputs_free(struct inputs *in)
{
	while (in->count > 0)
		drop(in);
	free((void *)in->names);
	free(in->found);
	*in = (struct inputs){ 0 };
}
