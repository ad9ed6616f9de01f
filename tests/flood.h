/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * flood.h - captures of things that never end, made as they are read, and what sipwhy needs for them.
 */
#ifndef SIPWHY_TESTS_FLOOD_H
#define SIPWHY_TESTS_FLOOD_H

#include <stdio.h>

#include <sipwhy/str.h>

enum flood_kind {
	FLOOD_STREAMS,    /* TCP: a beginning of a SIP message, a hole, and some octets behind it */
	FLOOD_FRAGMENTS4, /* the first fragment of a datagram */
	FLOOD_FRAGMENTS6,
	FLOOD_WEBSOCKETS, /* upgraded to permessage-deflate; a beginning of a message each way */
	FLOOD_SCTP,       /* the first DATA chunk of a message */
	FLOOD_EXCHANGES,  /* a request and a challenge */
	FLOOD_REQUESTS,   /* a request alone */
	FLOOD_ALL,        /* all of them, in turn */
	FLOOD_KINDS,
};

extern const char *const flood_names[FLOOD_KINDS];

/*
 * A pcap of `count` of them, no two between the same ends, 1 us from packet to packet, so that
 * nothing is over by time.  Packets written; 0 when `f` does not take them.
 */
unsigned long flood_write(FILE *f, enum flood_kind kind, unsigned long count);

struct flood_result {
	unsigned long packets;
	double seconds;
	long peak_kib; /* of the program's memory */
	int status;    /* its exit status */
	char *summary; /* the last line that it wrote; freed by the caller */
};

/* Run `program` with "-j -" on that.  False, told on standard error, when that cannot be done. */
bool flood_run(const char *program, enum flood_kind kind, unsigned long count,
	       struct flood_result *out);

#endif
