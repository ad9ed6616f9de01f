/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sipwire.h - the packets of a case, as a capture of them would hold them.
 */
#ifndef SIPWHY_TESTS_SIPWIRE_H
#define SIPWHY_TESTS_SIPWIRE_H

#include <stdio.h>

#include <sipwhy/source.h>

#include "sipcase.h"

/* Where "@ 0" is in time: 2026-01-01T00:00:00Z. */
#define SIPWIRE_EPOCH_NS INT64_C(1767225600000000000)

struct sipwire_options {
	enum link_type link; /* LINK_OTHER (0): Ethernet */
	unsigned vlans;      /* Ethernet: 0, 1 (802.1Q) or 2 (802.1ad) tags */
	size_t snap;         /* octets kept of each packet; 0: all */
	size_t drop;         /* the message that is left out, 1 for the first; 0: none */
	size_t head, tail;   /* only the first, the last so many messages; 0: all */
	size_t later_h;      /* hours later, with other IP identifications and sequence numbers */
	bool big_endian;     /* the capturing host's byte order */
	bool nanoseconds;    /* the resolution of the file's times; else microseconds */
	bool pcapng;
};

struct sipwire {
	struct arena *arena;
	struct packet *packets; /* as a source gives them: number, time, lengths, link */
	size_t count, room;
};

/* NULL and *err when it can't be made.  The caller frees it.  `c` is not needed further. */
struct sipwire *sipwire_new(const struct sipcase *c, const struct sipwire_options *o,
			    struct err *err);
void sipwire_free(struct sipwire *w);

/* As a capture file, pcap or pcapng.  False and *err when `f` does not take it. */
bool sipwire_write(const struct sipwire *w, const struct sipwire_options *o, FILE *f,
		   struct err *err);
/* The same into a file of that name. */
bool sipwire_save(const struct sipwire *w, const struct sipwire_options *o, const char *path,
		  struct err *err);

#endif
