/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "capng.h"

bool
bench_begin(struct bench *b, const char *test)
{
	int fd;

	*b = (struct bench){ .f.big = false };
	(void)snprintf(b->path, sizeof(b->path), "%s-XXXXXX", test);
	fd = mkstemp(b->path);
	if (fd >= 0)
		(void)close(fd);
	return fd >= 0;
}

void
bench_end(struct bench *b)
{
	(void)unlink(b->path);
}

struct source *
bench_open(struct bench *b, const char *filter)
{
	capfile_save(capfile_view(&b->f), b->path);
	return source_open_file(b->path, filter, &b->err);
}

struct source *
bench_open_cut(struct bench *b, size_t len)
{
	capfile_save(str_sub(capfile_view(&b->f), 0, len), b->path);
	return source_open_file(b->path, NULL, &b->err);
}

void
bench_section(struct bench *b, bool big, int linktype)
{
	b->f.big = big;
	b->f.len = 0;
	capfile_section(&b->f);
	if (linktype >= 0)
		capfile_interface(&b->f, (unsigned)linktype, 6);
}

void
capng_packet(struct capfile *f, uint32_t interface, uint64_t ticks, struct str data)
{
	capfile_block(f, NG_PACKET);
	capfile_u32(f, interface);
	capfile_u32(f, (uint32_t)(ticks >> 32));
	capfile_u32(f, (uint32_t)ticks);
	capfile_u32(f, (uint32_t)data.len);
	capfile_u32(f, (uint32_t)data.len);
	capfile_octets(f, data);
	capfile_octets(f, (struct str){ "\0\0\0", (4 - data.len % 4) % 4 });
}

const char *
capng_all(struct source *s, char out[512])
{
	size_t used = 0;
	struct packet p;
	enum step step;

	out[0] = '\0';
	if (s == NULL)
		return "not opened";
	while ((step = source_next(s, &p)) <= STEP_IDLE && used < 400) {
		if (step == STEP_MORE)
			used += (size_t)snprintf(out + used, 512 - used, "%s%" PRIu64 ":%.*s",
						 used > 0 ? " " : "", p.no, STR_ARG(p.data));
	}
	if (step == STEP_ERROR)
		(void)snprintf(out + used, 512 - used, "!%s", source_error(s));
	return out;
}
