/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * progress.h - how far reading is, on a terminal, for who waits.
 *
 * Layer: 12 app.
 */
#ifndef SIPWHY_APP_PROGRESS_H
#define SIPWHY_APP_PROGRESS_H

#include <sipwhy/merge.h>

struct progress;

/* NULL, with which every function does nothing, when not `wanted`, when standard error is no terminal, or when
 * memory is short. */
struct progress *progress_new(bool wanted);
void progress_free(struct progress *p);
/* After each packet; looks at the clock now and then, and shows itself after a second, twice a second. */
void progress_packet(struct progress *p, const struct merge *m, uint64_t packets);
/* Take the line away before something else is printed. */
void progress_clear(struct progress *p);

#endif
