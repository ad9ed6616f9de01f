/* SPDX-License-Identifier: BSD-2-Clause */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS came into POSIX only in 2024 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "guard.h"

static size_t
page_bytes(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

/* The pages that hold `len` octets, one at least so that an empty view points somewhere. */
static size_t
room_for(size_t len)
{
	size_t page = page_bytes();

	return len == 0 ? page : (len + page - 1) / page * page;
}

static char *
map_pages(size_t bytes)
{
	void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED) {
		printf("Bail out! no memory for a guarded input\n");
		exit(EXIT_FAILURE);
	}
	return p;
}

static void
forbid(char *page)
{
	if (mprotect(page, page_bytes(), PROT_NONE) != 0) {
		printf("Bail out! mprotect failed\n");
		exit(EXIT_FAILURE);
	}
}

struct str
guard(struct str s)
{
	size_t room = room_for(s.len);
	char *pages, *at;

	if (str_absent(s))
		return s;
	pages = map_pages(room + page_bytes());
	at = pages + room - s.len;
	if (s.len > 0)
		memcpy(at, s.p, s.len);
	forbid(pages + room);
	return (struct str){ at, s.len };
}

struct str
guard_front(struct str s)
{
	size_t room = room_for(s.len);
	char *pages, *at;

	if (str_absent(s))
		return s;
	pages = map_pages(page_bytes() + room);
	at = pages + page_bytes();
	if (s.len > 0)
		memcpy(at, s.p, s.len);
	forbid(pages);
	return (struct str){ at, s.len };
}

void
guard_free(struct str s)
{
	size_t room = room_for(s.len);

	if (!str_absent(s))
		(void)munmap((void *)(s.p + s.len - room), room + page_bytes());
}

void
guard_front_free(struct str s)
{
	if (!str_absent(s))
		(void)munmap((void *)(s.p - page_bytes()), page_bytes() + room_for(s.len));
}
