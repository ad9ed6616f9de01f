/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * capng.h - pcapng blocks for the tests of their reader, and short ways to look at what it made
 * of them.
 */
#ifndef SIPWHY_TESTS_CAPNG_H
#define SIPWHY_TESTS_CAPNG_H

#include <sipwhy/source.h>

#include "capfile.h"

enum {
	NG_INTERFACE = 1,
	NG_OLD_PACKET = 2,
	NG_SIMPLE_PACKET = 3,
	NG_NAMES = 4,
	NG_STATISTICS = 5,
	NG_PACKET = 6,
	NG_JOURNAL = 9,
	NG_SECRETS = 10,
	NG_CUSTOM = 0xbad,
	NG_CUSTOM_NO_COPY = 0x40000bad,
};

enum { ETHERNET = 1, RAW_IP = 101, LINUX_SLL = 113, SECONDS = 1700000000 };

/* Where this run's file lies, and what an opening said. */
struct bench {
	char path[64];
	struct err err;
	struct capfile f; /* the file in the making */
};

/* False, and the plan printed, when no file can be made. */
bool bench_begin(struct bench *b, const char *test);
void bench_end(struct bench *b);
/* Save b->f, or the first `len` octets of it, and open it. */
struct source *bench_open(struct bench *b, const char *filter);
struct source *bench_open_cut(struct bench *b, size_t len);
/* Empty b->f, then begin a section and, unless it is below 0, an interface with this link type. */
void bench_section(struct bench *b, bool big, int linktype);

/* The head of an enhanced packet block, its packet and padding, the block left open for options. */
void capng_packet(struct capfile *f, uint32_t interface, uint64_t ticks, struct str data);
/* The numbers and octets of all packets, as "1:one 2:two", with "!" in front of an error's text. */
const char *capng_all(struct source *s, char out[512]);

#endif
