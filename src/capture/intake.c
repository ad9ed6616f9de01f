/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake.h"
#include "source_ops.h"

static bool
refuse(const char *path, int why, struct err *err)
{
	if (why == ENOENT)
		return err_set(err, "%s: no such file; a capture filter goes with -f", path);
	return err_set(err, "%s: %s", path, strerror(why));
}

bool
intake_open(struct intake *i, const char *path, struct err *err)
{
	bool standard = strcmp(path, "-") == 0;
	struct stat st;

	*i = (struct intake){ .fd = STDIN_FILENO, .path = standard ? NULL : path };
	if (!standard)
		i->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (i->fd < 0)
		return refuse(path, errno, err);
	if (fstat(i->fd, &st) != 0 || S_ISDIR(st.st_mode)) {
		(void)refuse(standard ? "standard input" : path,
			     S_ISDIR(st.st_mode) ? EISDIR : errno, err);
		intake_close(i);
		return false;
	}
	i->regular = S_ISREG(st.st_mode);
	i->size = i->regular && st.st_size > 0 ? (uint64_t)st.st_size : 0;
	return true;
}

void
intake_close(struct intake *i)
{
	if (i->path != NULL && i->fd >= 0)
		(void)close(i->fd);
	i->fd = -1;
}

/* Wait for the pipe, or with no descriptor for the time to pass; whether a read may be tried. */
static bool
wait_for(struct intake *i, int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int got = poll(&p, 1, i->at_once || i->waited ? 0 : IDLE_AFTER_MS);

	i->waited = true;
	if (got < 0 && errno == EINTR)
		i->interrupted = true;
	/* Other errors than a signal are for the read to meet and report. */
	return got > 0 || (got < 0 && errno != EINTR);
}

/* At the end of a file that may grow. */
static enum inflow_step
follow(struct intake *i, struct err *err)
{
	struct stat here, there;

	if (fstat(i->fd, &here) != 0) {
		(void)err_set(err, "%s", strerror(errno));
		return INFLOW_ERROR;
	}
	if (here.st_size >= 0 && (uint64_t)here.st_size < i->got_bytes) {
		(void)err_set(err, "it was made shorter while it was followed");
		return INFLOW_ERROR;
	}
	if (i->moved) {
		(void)err_set(
			err, "it was moved, removed or replaced while it was followed; start again "
			     "for what has its name now");
		return INFLOW_ERROR;
	}
	i->moved = stat(i->path, &there) != 0 || there.st_dev != here.st_dev ||
		   there.st_ino != here.st_ino;
	/* What was written before it moved is read first. */
	if (i->moved)
		return INFLOW_READY;
	(void)wait_for(i, -1);
	return INFLOW_IDLE;
}

enum inflow_step
intake_read(struct intake *i, uint8_t *to, size_t room, size_t *got, struct err *err)
{
	ssize_t n;

	*got = 0;
	/* Else the read would hold up a signal for as long as the other end is silent. */
	if (!i->regular && !wait_for(i, i->fd))
		return INFLOW_IDLE;
	n = read(i->fd, to, room);
	if (n > 0) {
		*got = (size_t)n;
		i->got_bytes += *got;
		return INFLOW_READY;
	}
	if (n == 0)
		return i->regular && i->follow && i->path != NULL ? follow(i, err) : INFLOW_END;
	if (errno == EINTR || errno == EAGAIN) {
		i->interrupted = i->interrupted || errno == EINTR;
		return INFLOW_IDLE;
	}
	(void)err_set(err, "%s", strerror(errno));
	return INFLOW_ERROR;
}
