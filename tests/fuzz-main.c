/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz-main.c - a fuzz harness without a fuzzer: replays the files, and the files under the
 * directories, that the command line names.  So every harness is built and run by each
 * `make check`, and what a fuzzer once found stays found.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <sipwhy/str.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct tally {
	unsigned files;
	bool failed;
};

static bool
complain(const char *path, struct tally *tally)
{
	perror(path);
	tally->failed = true;
	return false;
}

static bool
replay_file(const char *path, size_t size, struct tally *tally)
{
	FILE *f = fopen(path, "rb");
	uint8_t *data = malloc(size + 1);
	size_t got = 0;

	if (f == NULL || data == NULL) {
		free(data);
		if (f != NULL)
			(void)fclose(f);
		return complain(path, tally);
	}
	got = fread(data, 1, size, f);
	(void)fclose(f);
	/* The exact size, so that a sanitizer sees one octet too many. */
	uint8_t *exact = malloc(got > 0 ? got : 1);

	if (exact != NULL) {
		memcpy(exact, data, got);
		(void)LLVMFuzzerTestOneInput(exact, got);
		tally->files++;
	}
	free(exact);
	free(data);
	return exact != NULL || complain(path, tally);
}

/* A list of paths still to do, instead of a recursion. */
struct todo {
	char **paths;
	size_t count, room;
};

static bool
todo_add(struct todo *todo, const char *dir, const char *name)
{
	size_t room = strlen(dir) + strlen(name) + 2;
	char *path = malloc(room);

	if (path != NULL && todo->count == todo->room) {
		size_t wider = todo->room == 0 ? 64 : 2 * todo->room;
		char **paths = realloc(todo->paths, wider * sizeof(*paths));

		if (paths == NULL) {
			free(path);
			return false;
		}
		todo->paths = paths;
		todo->room = wider;
	}
	if (path == NULL)
		return false;
	(void)snprintf(path, room, "%s%s%s", dir, *dir != '\0' ? "/" : "", name);
	todo->paths[todo->count++] = path;
	return true;
}

static bool
add_directory(struct todo *todo, const char *path)
{
	DIR *d = opendir(path);
	bool good = d != NULL;

	for (struct dirent *e = good ? readdir(d) : NULL; good && e != NULL; e = readdir(d)) {
		if (e->d_name[0] != '.')
			good = todo_add(todo, path, e->d_name);
	}
	if (d != NULL)
		(void)closedir(d);
	return good;
}

static void
replay(struct todo *todo, const char *path, struct tally *tally)
{
	struct stat st;

	if (stat(path, &st) != 0)
		(void)complain(path, tally);
	else if (!S_ISDIR(st.st_mode))
		(void)replay_file(path, (size_t)st.st_size, tally);
	else if (!add_directory(todo, path))
		(void)complain(path, tally);
}

int
main(int argc, char **argv)
{
	struct todo todo = { NULL, 0, 0 };
	struct tally tally = { 0, false };

	for (int i = 1; i < argc; i++) {
		if (!todo_add(&todo, "", argv[i]))
			(void)complain(argv[i], &tally);
	}
	while (todo.count > 0) {
		char *path = todo.paths[--todo.count];

		replay(&todo, path, &tally);
		free(path);
	}
	free(todo.paths);
	printf("%u files\n", tally.files);
	return tally.failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
