/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the secrets come from: a file, a descriptor, the terminal; never the command line.
 */
#include <fcntl.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "fatal.h"
#include "run.h"

enum { PASSWORD_MAX = 1024 };

static void
split_user(const char *text, struct str *user, struct str *realm)
{
	struct str all = str_of(text);
	ptrdiff_t at = -1;

	*user = *realm = STR_ABSENT;
	/* The last one: a user name may itself have an "@". */
	for (size_t i = 0; i < all.len; i++) {
		if (all.p[i] == '@')
			at = (ptrdiff_t)i;
	}
	*user = at < 0 ? all : str_sub(all, 0, (size_t)at);
	if (at >= 0)
		*realm = str_sub(all, (size_t)at + 1, all.len);
}

/* One line from the terminal without echo; its length, or -1 when there is none or a signal came. */
static ssize_t
read_hidden(int tty, char *line, size_t room)
{
	struct termios was, quiet;
	size_t used = 0;
	bool hidden = tcgetattr(tty, &was) == 0;
	ssize_t got = 0;

	if (hidden) {
		quiet = was;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		(void)tcsetattr(tty, TCSAFLUSH, &quiet);
	}
	while (used < room && (got = read(tty, line + used, 1)) == 1 && line[used] != '\n')
		used++;
	if (hidden)
		(void)tcsetattr(tty, TCSAFLUSH, &was);
	return got < 0 || used == 0 ? -1 : (ssize_t)used;
}

static bool
ask(struct secrets *s, struct str user, struct str realm, struct err *err)
{
	static const char prompt[] = "Password: ";
	char *line = secret_alloc(PASSWORD_MAX);
	int tty = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	ssize_t len;
	bool ok = false;

	if (line == NULL || tty < 0) {
		secret_free(line);
		if (tty >= 0)
			close(tty);
		return line == NULL ? err_memory(err)
				    : err_set(err, "--ask-password needs a terminal; use "
						   "--password-fd or --credentials");
	}
	if (write(tty, prompt, sizeof(prompt) - 1) < 0)
		len = -1;
	else
		len = read_hidden(tty, line, PASSWORD_MAX);
	(void)!write(tty, "\n", 1);
	close(tty);
	if (len < 0)
		err_set(err, "no password was given");
	else if (len == PASSWORD_MAX)
		err_set(err, "a password of more than %d octets", PASSWORD_MAX - 1);
	else
		ok = secrets_add_password(s, user, realm, (struct str){ line, (size_t)len }, err);
	secret_free(line);
	return ok;
}

struct secrets *
run_secrets(const struct options *o, struct err *err)
{
	struct str user = STR_ABSENT, realm = STR_ABSENT;
	struct secrets *s;
	bool ok = true;

	*err = (struct err){ "" };
	if (o->credentials == NULL && o->password_file == NULL && o->password_fd < 0 &&
	    !o->ask_password)
		return NULL;
	fatal_guard();
	s = secrets_new(err);
	if (s == NULL)
		return NULL;
	if (o->user != NULL)
		split_user(o->user, &user, &realm);
	if (o->credentials != NULL)
		ok = secrets_read_file(s, o->credentials, err);
	if (ok && o->password_file != NULL)
		ok = secrets_read_password_file(s, o->password_file, user, realm, err);
	if (ok && o->password_fd >= 0)
		ok = secrets_read_password(s, o->password_fd, user, realm, err);
	if (ok && o->ask_password)
		ok = ask(s, user, realm, err);
	if (ok && !run_bind_user(s, o, err))
		ok = false;
	if (!ok) {
		secrets_free(s);
		return NULL;
	}
	return s;
}
