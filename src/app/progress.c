/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "progress.h"

/* Packets between two looks at the clock. */
enum { LOOK_EVERY = 4096, SHOW_AFTER_MS = 1000, SHOW_EVERY_MS = 500 };

struct progress {
	int64_t begun_ms, shown_ms;
	bool visible;
};

static int64_t
clock_ms(void)
{
	struct timespec t = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct progress *
progress_new(bool wanted)
{
	struct progress *p = wanted && isatty(STDERR_FILENO) ? calloc(1, sizeof(*p)) : NULL;

	if (p != NULL)
		p->begun_ms = clock_ms();
	return p;
}

void
progress_free(struct progress *p)
{
	progress_clear(p);
	free(p);
}

void
progress_clear(struct progress *p)
{
	if (p == NULL || !p->visible)
		return;
	fputs("\r\033[K", stderr);
	p->visible = false;
}

void
progress_packet(struct progress *p, const struct merge *m, uint64_t packets)
{
	double done;
	int64_t now, spent;

	if (p == NULL || packets % LOOK_EVERY != 0)
		return;
	now = clock_ms();
	spent = now - p->begun_ms;
	done = merge_progress(m);
	if (spent < SHOW_AFTER_MS || now - p->shown_ms < SHOW_EVERY_MS || done < 0)
		return;
	p->shown_ms = now;
	p->visible = true;
	fprintf(stderr, "\r\033[K%3.0f %%  %" PRIu64 " packets  %.0f/s", 100 * done, packets,
		1000 * (double)packets / (double)spent);
	if (done > 0.01)
		fprintf(stderr, "  %.0f s left", (double)spent / 1000 * (1 - done) / done);
}
