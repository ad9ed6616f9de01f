/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "output.h"

bool
output_open(struct output *o, const char *path, struct err *err)
{
	*o = (struct output){ .stream = stdout };
	if (path != NULL && (o->stream = fopen(path, "w")) == NULL)
		return err_set(err, "%s: %s", path, strerror(errno));
	return true;
}

bool
output_is_terminal(const struct output *o)
{
	return isatty(fileno(o->stream)) == 1;
}

bool
output_check(struct output *o, bool flush)
{
	bool failed = ferror(o->stream) != 0 || (flush && fflush(o->stream) != 0);

	if (failed && o->error == 0)
		o->error = errno != 0 ? errno : EIO;
	return !failed;
}

bool
output_close(struct output *o, bool *gone, struct err *err)
{
	*gone = false;
	if (o->stream == NULL)
		return true;
	(void)output_check(o, true);
	/* Some file systems tell only now that there is no room. */
	if (o->stream != stdout && fclose(o->stream) != 0 && o->error == 0)
		o->error = errno;
	o->stream = NULL;
	*gone = o->error == EPIPE;
	return o->error == 0 || *gone || err_set(err, "cannot write: %s", strerror(o->error));
}
