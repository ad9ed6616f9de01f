/* SPDX-License-Identifier: BSD-2-Clause */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sipwhy/secret.h>

#include "tap.h"

/* What no error may show. */
#define HIDDEN "Geheim"

static bool
shows_nothing(const struct err *err)
{
	return strstr(err->text, HIDDEN) == NULL && strstr(err->text, "alice") == NULL;
}

/* A file in a directory of this test's own. */
struct place {
	char dir[32];
	char path[64];
};

static bool
place_new(struct place *p)
{
	(void)snprintf(p->dir, sizeof(p->dir), "/tmp/t-secret-XXXXXX");
	if (mkdtemp(p->dir) == NULL)
		return false;
	(void)snprintf(p->path, sizeof(p->path), "%s/credentials", p->dir);
	return true;
}

static void
place_free(const struct place *p)
{
	(void)unlink(p->path);
	(void)rmdir(p->dir);
}

static bool
write_file(const struct place *p, struct str text, mode_t mode)
{
	int fd = open(p->path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	bool good_write = fd >= 0 && write(fd, text.p, text.len) == (ssize_t)text.len &&
			  fchmod(fd, mode) == 0;

	if (fd >= 0)
		(void)close(fd);
	return good_write;
}

static bool
reads(const char *path, struct err *err, size_t *count)
{
	struct secrets *s = secrets_new(err);
	bool good_read = secrets_read_file(s, path, err);

	*count = secrets_count(s);
	secrets_free(s);
	return good_read;
}

static void
test_modes(const struct place *p)
{
	static const struct {
		mode_t mode;
		bool accepted;
	} modes[] = { { 0600, true },  { 0400, true },  { 0700, true },  { 0640, false },
		      { 0604, false }, { 0620, false }, { 0644, false }, { 0601, false } };

	for (size_t i = 0; i < COUNT(modes); i++) {
		struct err err = { "" }, second = { "" };
		struct secrets *s = secrets_new(&err);
		size_t count;
		bool accepted, as_password;

		if (!write_file(p, S("alice:r:plain:" HIDDEN "\n"), modes[i].mode))
			break;
		accepted = reads(p->path, &err, &count);
		as_password =
			secrets_read_password_file(s, p->path, S("alice"), STR_ABSENT, &second);
		ok(accepted == modes[i].accepted && as_password == modes[i].accepted,
		   "mode %03o is %s", (unsigned)modes[i].mode,
		   modes[i].accepted ? "accepted" : "refused");
		ok(accepted || (count == 0 && strstr(err.text, "chmod 600 ") != NULL &&
				strstr(err.text, p->path) != NULL && shows_nothing(&err) &&
				strcmp(err.text, second.text) == 0),
		   "… and the error tells the chmod");
		secrets_free(s);
	}
}

static void
test_files(const struct place *p)
{
	char fd_path[32];
	struct err err = { "" };
	size_t count = 0;
	int fds[2];

	ok(write_file(p, S("a:r:plain:x\nb:r:plain:y\n"), 0600) && reads(p->path, &err, &count) &&
		   count == 2,
	   "a file is read %s", err.text);
	ok(!reads(p->dir, &err, &count) && strstr(err.text, "directory") != NULL,
	   "a directory is refused");
	ok(!reads("/nonexistent/" HIDDEN, &err, &count) && shows_nothing(&err) &&
		   strstr(err.text, "No such file") != NULL,
	   "what may be a password in a file's place is not repeated: %s", err.text);

	if (pipe(fds) != 0 || write(fds[1], "a:r:plain:x\n", 12) != 12)
		return;
	(void)close(fds[1]);
	(void)snprintf(fd_path, sizeof(fd_path), "/dev/fd/%d", fds[0]);
	if (access("/dev/fd", X_OK) != 0)
		skip("there is no /dev/fd here");
	else
		ok(reads(fd_path, &err, &count) && count == 1, "a pipe is read, as of <(…) %s",
		   err.text);
	(void)close(fds[0]);
}

static void
test_sizes(const struct place *p)
{
	enum { LARGEST = 64 << 20 };
	char *text = malloc(LARGEST + 1);
	struct err err = { "" };
	size_t count = 0;

	if (text == NULL)
		return;
	for (size_t i = 0; i <= LARGEST; i++)
		text[i] = i % 64 == 63 ? '\n' : '#';
	memcpy(text + LARGEST - 64, "zoe:r:plain:x", 13);
	memset(text + LARGEST - 64 + 13, 'x', 64 - 13);
	ok(write_file(p, (struct str){ text, LARGEST }, 0600) && reads(p->path, &err, &count) &&
		   count == 1,
	   "a file of 64 MiB is read to its end %s", err.text);
	ok(write_file(p, (struct str){ text, LARGEST + 1 }, 0600) &&
		   !reads(p->path, &err, &count) && strstr(err.text, "larger than 64 MiB") != NULL,
	   "a larger one is refused: %s", err.text);
	ok(write_file(p, S(""), 0600) && !reads(p->path, &err, &count) &&
		   strstr(err.text, "no account") != NULL,
	   "an empty one is refused: %s", err.text);
	ok(write_file(p, S("# nothing\n\n"), 0600) && !reads(p->path, &err, &count) &&
		   strstr(err.text, "no account") != NULL,
	   "one with comments only is refused: %s", err.text);
	ok(write_file(p, S("a:r:plain:x\nb:r:plain:p\xe4ss\n"), 0600) &&
		   !reads(p->path, &err, &count) && strstr(err.text, "line 2: not UTF-8") != NULL &&
		   strstr(err.text, "p\xe4") == NULL,
	   "another charset is told with its line: %s", err.text);
	free(text);
}

static void
test_password(void)
{
	static const struct {
		const char *promise;
		struct str text;
		struct str want; /* absent: refused */
		const char *says;
	} cases[] = {
		{ "LF is dropped", S("open sesame\n"), S("open sesame"), "" },
		{ "CRLF is dropped", S("open sesame\r\n"), S("open sesame"), "" },
		{ "no line end is needed", S("open sesame"), S("open sesame"), "" },
		{ "blanks are kept", S(" x \n"), S(" x "), "" },
		{ "a byte order mark is dropped", S("\xef\xbb\xbfx\n"), S("x"), "" },
		{ "an empty line is no password", S("\n" HIDDEN), STR_ABSENT, "no password" },
		{ "nothing is no password", S(""), STR_ABSENT, "no password" },
		{ "a NUL is refused", S("" HIDDEN "\0x\n"), STR_ABSENT, "NUL" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct err err = { "" };
		struct secrets *s = secrets_new(&err);
		const struct secret *one;
		bool taken;
		int fds[2];

		if (pipe(fds) != 0 ||
		    write(fds[1], cases[i].text.p, cases[i].text.len) != (ssize_t)cases[i].text.len)
			return;
		(void)close(fds[1]);
		taken = secrets_read_password(s, fds[0], S("alice"), STR_ABSENT, &err);
		(void)close(fds[0]);
		one = secrets_find(s, S("alice"), S("any realm"), 0);
		is_str(one != NULL ? one->password : STR_ABSENT, cases[i].want,
		       "password from a file descriptor: %s", cases[i].promise);
		ok(taken == !str_absent(cases[i].want) && shows_nothing(&err) &&
			   strstr(err.text, cases[i].says) != NULL,
		   "… and its error");
		secrets_free(s);
	}
}

static void
test_password_rest(void)
{
	struct err err = { "" };
	struct secrets *s = secrets_new(&err);
	static char longest[4096];
	char rest[8] = "";
	int fds[2];

	if (pipe(fds) != 0 || write(fds[1], "first\nsecond", 12) != 12)
		return;
	(void)secrets_read_password(s, fds[0], S("u"), STR_ABSENT, &err);
	ok(read(fds[0], rest, sizeof(rest) - 1) == 6 && strcmp(rest, "second") == 0,
	   "what follows the password's line is left for others");
	memset(longest, 'x', sizeof(longest));
	ok(write(fds[1], longest, sizeof(longest)) == (ssize_t)sizeof(longest) &&
		   !secrets_read_password(s, fds[0], S("u"), STR_ABSENT, &err) &&
		   strstr(err.text, "longer") != NULL && strstr(err.text, "xx") == NULL,
	   "a line without end is refused: %s", err.text);
	(void)close(fds[0]);
	(void)close(fds[1]);
	ok(!secrets_read_password(s, fds[0], S("u"), STR_ABSENT, &err) && err.text[0] != '\0',
	   "a closed file descriptor is an error: %s", err.text);
	secrets_free(s);
}

int
main(void)
{
	struct place place;

	if (ok(place_new(&place), "there is a directory for files")) {
		test_modes(&place);
		test_files(&place);
		test_sizes(&place);
		place_free(&place);
	}
	test_password();
	test_password_rest();
	return done();
}
