/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A capture file of any octets: it is read to an end or to an error that is told, and each
 * packet on the way is whole.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <sipwhy/source.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool cond)
{
	if (!cond)
		abort();
}

/* Whether the octets could be laid into a file, which is named in *path. */
static bool
save(const uint8_t *data, size_t size, char path[32])
{
	int fd;
	bool good;

	(void)snprintf(path, 32, "/tmp/fuzz-source-XXXXXX");
	fd = mkstemp(path);
	if (fd < 0)
		return false;
	good = write(fd, data, size) == (ssize_t)size;
	(void)close(fd);
	if (!good)
		(void)unlink(path);
	return good;
}

static void
read_all(struct source *s)
{
	struct packet p;
	struct source_counts c;
	enum step step;
	uint64_t last = 0;
	unsigned sum = 0;

	while ((step = source_next(s, &p)) == STEP_MORE || step == STEP_IDLE) {
		if (step == STEP_IDLE)
			continue;
		must(p.no > last && p.wire_len >= p.data.len);
		last = p.no;
		for (size_t i = 0; i < p.data.len; i++)
			sum += (unsigned char)p.data.p[i];
	}
	must(step == STEP_END || step == STEP_ERROR);
	must((source_error(s)[0] != '\0') == (step == STEP_ERROR));
	source_counts(s, &c);
	must(c.packets >= last && (c.bytes > 0 || sum == 0));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err err = { "" };
	struct source *s;
	char path[32];

	if (!save(data, size, path))
		return 0;
	/* One octet more or less decides whether there is a filter: both ways are met. */
	s = source_open_file(path, size % 2 == 0 ? NULL : "udp or vlan", &err);
	(void)unlink(path);
	must(s != NULL || err.text[0] != '\0');
	if (s != NULL)
		read_all(s);
	source_free(s);
	return 0;
}
