/* SPDX-License-Identifier: BSD-2-Clause */
/* The program at the other end of a pipe: one process writes, one reads what comes of it. */
#define _DEFAULT_SOURCE /* wait4 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "flood.h"

static bool
fail(const char *what)
{
	perror(what);
	return false;
}

/* The process that writes; what it counted comes through `told`. */
static void
write_all(enum flood_kind kind, unsigned long count, int to, int told)
{
	FILE *f = fdopen(to, "wb");
	unsigned long packets;

	(void)signal(SIGPIPE, SIG_IGN);
	packets = f != NULL ? flood_write(f, kind, count) : 0;
	if (f != NULL)
		(void)fclose(f);
	_exit(write(told, &packets, sizeof(packets)) == (ssize_t)sizeof(packets) ? 0 : 1);
}

static void
explain(const char *program, int from, int to)
{
	if (dup2(from, STDIN_FILENO) >= 0 && dup2(to, STDOUT_FILENO) >= 0) {
		for (int fd = STDERR_FILENO + 1; fd < 64; fd++)
			(void)close(fd);
		(void)execl(program, program, "-j", "-", (char *)NULL);
	}
	perror(program);
	_exit(127);
}

/* The last line. */
static char *
read_last(int fd)
{
	FILE *f = fdopen(fd, "r");
	char *line = NULL, *last = NULL;
	size_t room = 0, last_room = 0;

	while (f != NULL && getline(&line, &room, f) > 0) {
		char *was = last;
		size_t was_room = last_room;

		last = line;
		last_room = room;
		line = was;
		room = was_room;
	}
	free(line);
	if (f != NULL)
		(void)fclose(f);
	return last;
}

static double
now_s(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

enum { OCTETS, REPORT, TOLD, PIPES };

static bool
open_pipes(int pipes[PIPES][2])
{
	for (unsigned i = 0; i < PIPES; i++) {
		if (pipe(pipes[i]) != 0)
			return fail("pipe");
	}
	return true;
}

bool
flood_run(const char *program, enum flood_kind kind, unsigned long count, struct flood_result *out)
{
	int pipes[PIPES][2], status = 0;
	pid_t writer, reader = -1;
	struct rusage used;
	double begin_s = now_s();

	*out = (struct flood_result){ .status = -1 };
	(void)fflush(NULL);
	if (!open_pipes(pipes))
		return false;
	if ((writer = fork()) == 0) {
		(void)close(pipes[OCTETS][0]);
		write_all(kind, count, pipes[OCTETS][1], pipes[TOLD][1]);
	}
	if (writer > 0 && (reader = fork()) == 0)
		explain(program, pipes[OCTETS][0], pipes[REPORT][1]);
	(void)close(pipes[OCTETS][0]);
	(void)close(pipes[OCTETS][1]);
	(void)close(pipes[REPORT][1]);
	(void)close(pipes[TOLD][1]);
	if (writer < 0 || reader < 0)
		return fail("fork");
	out->summary = read_last(pipes[REPORT][0]);
	if (wait4(reader, &status, 0, &used) != reader)
		return fail("wait");
	out->seconds = now_s() - begin_s;
	out->peak_kib = used.ru_maxrss;
	out->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	if (read(pipes[TOLD][0], &out->packets, sizeof(out->packets)) != sizeof(out->packets))
		out->packets = 0;
	(void)close(pipes[TOLD][0]);
	return waitpid(writer, &status, 0) == writer && out->summary != NULL;
}
