/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading with read(2) into locked memory: stdio would leave copies in its buffers.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "secret_store.h"

enum {
	FIRST_BYTES = 16384,
	FILE_MIB = 64, /* a million accounts */
	FILE_BYTES = FILE_MIB << 20,
	PASSWORD_BYTES = 4096,
};

/* The octets read, or -1; a signal is no end. */
static ssize_t
read_some(int fd, char *p, size_t bytes)
{
	ssize_t got;

	do
		got = read(fd, p, bytes);
	while (got < 0 && errno == EINTR);
	return got;
}

/* A file that others may read is refused: the secret is out, and the operator must know. */
static bool
check_file(int fd, const char *path, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return err_set(err, "%s: %s", path, strerror(errno));
	if (S_ISDIR(st.st_mode))
		return err_set(err, "%s: this is a directory; the name of a file is needed", path);
	/* The mode of a pipe, as of <(…), says nothing of who may read it. */
	if (S_ISREG(st.st_mode) && (st.st_mode & (S_IRWXG | S_IRWXO)) != 0)
		return err_set(err,
			       "%s: others than its owner may read or write it; run: chmod 600 %s",
			       path, path);
	return true;
}

/*
 * Open and check; -1 and *err when it cannot be used.  `path` may be a password put where a file's
 * name belongs, so one that leads nowhere is not repeated.
 */
static int
open_file(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0 && (errno == EACCES || errno == EPERM || errno == ELOOP))
		(void)err_set(err, "%s: %s", path, strerror(errno));
	else if (fd < 0)
		(void)err_set(err,
			      "the file for passwords cannot be opened: %s (the name of a file is "
			      "needed; a password is never given on the command line)",
			      strerror(errno));
	if (fd >= 0 && !check_file(fd, path, err)) {
		(void)close(fd);
		return -1;
	}
	return fd;
}

/* All of it, in locked memory that the caller frees; absent and *err when that fails. */
static struct str
read_whole(int fd, const char *path, struct err *err)
{
	char *p = locked_new(FIRST_BYTES);
	size_t len = 0;
	ssize_t got = p != NULL ? 1 : 0;

	while (got > 0 && len <= FILE_BYTES) {
		if (len == locked_room(p)) {
			char *wider = locked_new(2 * len);

			if (wider != NULL)
				memcpy(wider, p, len);
			locked_free(p);
			p = wider;
			if (p == NULL)
				break;
		}
		got = read_some(fd, p + len, locked_room(p) - len);
		if (got > 0)
			len += (size_t)got;
	}
	if (p != NULL && got >= 0 && len <= FILE_BYTES)
		return (struct str){ p, len };
	if (p == NULL)
		(void)err_memory(err);
	else if (got < 0)
		(void)err_set(err, "%s: %s", path, strerror(errno));
	else
		(void)err_set(err,
			      "%s: the file is larger than %d MiB, which is the most that is read",
			      path, FILE_MIB);
	locked_free(p);
	return STR_ABSENT;
}

bool
secrets_read_file(struct secrets *s, const char *path, struct err *err)
{
	size_t before = secrets_count(s);
	int fd = open_file(path, err);
	struct str text;
	bool ok;

	if (fd < 0)
		return false;
	text = read_whole(fd, path, err);
	(void)close(fd);
	if (str_absent(text))
		return false;
	ok = secrets_parse(s, text, path, err);
	locked_free((char *)text.p);
	/* As with no password in the file of one: whoever gives a file means it to be used. */
	if (ok && secrets_count(s) == before)
		return err_set(err, "%s: no account in it, only empty lines and comments", path);
	return ok;
}

/* Octet by octet, so that what follows the line stays for whoever reads the file next. */
static bool
read_line(int fd, char *p, size_t *len, struct err *err)
{
	ssize_t got;

	*len = 0;
	while ((got = read_some(fd, p + *len, 1)) > 0 && p[*len] != '\n') {
		if (++*len == PASSWORD_BYTES)
			return err_set(err, "the password's line is longer than %d octets",
				       PASSWORD_BYTES - 1);
	}
	if (got < 0)
		return err_set(err, "the password cannot be read: %s", strerror(errno));
	if (got > 0 && *len > 0 && p[*len - 1] == '\r')
		--*len;
	return true;
}

bool
secrets_read_password(struct secrets *s, int fd, struct str user, struct str realm, struct err *err)
{
	char *line = locked_new(PASSWORD_BYTES);
	struct str password = { line, 0 };
	bool ok;

	if (line == NULL)
		return err_memory(err);
	ok = read_line(fd, line, &password.len, err);
	/* The mark that some editors put in front is no part of it. */
	if (ok && str_starts(password, S("\xef\xbb\xbf")))
		password = str_sub(password, 3, password.len);
	if (ok && password.len == 0)
		ok = err_set(err, "no password in the first line");
	if (ok && str_index(password, '\0') >= 0)
		ok = err_set(err, "a NUL octet in the password; it must be UTF-8 text");
	ok = ok && secrets_add_password(s, user, realm, password, err);
	locked_free(line);
	return ok;
}

bool
secrets_read_password_file(struct secrets *s, const char *path, struct str user, struct str realm,
			   struct err *err)
{
	int fd = open_file(path, err);
	bool ok;

	if (fd < 0)
		return false;
	ok = secrets_read_password(s, fd, user, realm, err);
	(void)close(fd);
	return ok;
}
