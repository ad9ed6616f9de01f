/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * walk_seen.h - what a walk handed on and counted, to be looked at.
 */
#ifndef SIPWHY_TESTS_WALK_SEEN_H
#define SIPWHY_TESTS_WALK_SEEN_H

#include <sipwhy/walk.h>

enum { SEEN_UNITS = 16, SEEN_OCTETS = 65536, SEEN_PATH = 128 };

struct walk_seen {
	struct walk *walk;
	struct limits limits;
	struct unit units[SEEN_UNITS]; /* the last ones' payloads are copies in `octets` */
	char octets[SEEN_OCTETS];
	size_t used;
	unsigned unit_count; /* all */
	struct lost lost;    /* the last; its start is compared at once: see lost_start */
	struct str lost_start;
	unsigned lost_count;
	unsigned odd_count;
	enum decode odd; /* the last */
	struct seen odd_seen;
};

/* Begin, or begin anew; ends the test when memory is short. */
void walk_seen_begin(struct walk_seen *s);
void walk_seen_end(struct walk_seen *s);
/* Forget what was seen, not what waits. */
void walk_seen_forget(struct walk_seen *s);
/* A packet, whose octets end flush at a page without access during the call. */
void walk_seen_packet(struct walk_seen *s, enum link_type link, struct str octets, uint64_t frame,
		      int64_t ts_ns);
/* "vxlan,gre vlan 1,2": the path in words; returns `out`. */
const char *walk_seen_path(const struct path *path, char out[SEEN_PATH]);

#endif
