/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hosts.h - every host that the messages of a round name, and those of their IP headers.
 *
 * Layer: 8 digest.  Views into the messages, or texts in the arena given.
 */
#ifndef SIPWHY_HOSTS_H
#define SIPWHY_HOSTS_H

#include <sipwhy/exchange.h>

/* More than an honest path has; the nearest come first. */
enum { HOSTS = 24 };

struct host {
	struct str name; /* as in a URI: an IPv6 address in brackets */
	struct str port; /* digits; absent when none stood with it */
};

struct hosts {
	struct host list[HOSTS];
	size_t count;
};

/* False when memory is short. */
bool hosts_of(const struct round *r, struct arena *a, struct hosts *out);

#endif
