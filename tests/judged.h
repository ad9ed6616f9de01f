/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * judged.h - a case run through the whole pipeline, and what came out.
 */
#ifndef SIPWHY_TESTS_JUDGED_H
#define SIPWHY_TESTS_JUDGED_H

#include <sipwhy/pipeline.h>

#include "sipwire.h"

enum { JUDGED_RULES = 256, JUDGED_TEXT = 64 };

/* What a case says of itself in lines "#! name: value". */
struct expect {
	char credentials[256]; /* "" for none */
	char outcome[JUDGED_TEXT], lead[JUDGED_TEXT], causality[JUDGED_TEXT], no[JUDGED_TEXT];
	char digest[JUDGED_TEXT];
	char also[3 * JUDGED_TEXT]; /* what the event says besides the lead, in lines */
	char failures[JUDGED_TEXT]; /* how many exchanges fail; "" for one */
	/* "udp": what it is about cannot be over a transport that delivers. */
	char only[JUDGED_TEXT];
	/* What it must look like when what speaks against it is lost; several are parted by "|". */
	char lost[4 * JUDGED_TEXT];
};

/* One judged exchange. */
struct judged {
	enum outcome outcome;
	bool session;
	char lead[JUDGED_TEXT]; /* "" for none */
	char causality[JUDGED_TEXT];
	char digest[JUDGED_TEXT]; /* "match", … */
	char call_id[JUDGED_TEXT];
	struct address client;
	enum verdict verdict[JUDGED_RULES]; /* by index in rules_all */
	bool proven_by_bytes; /* every YES cites octets that stand where it says, in the exchange */
	bool asks_hold;       /* what a rule tells that it asks for is there wherever it says YES */
	char event[24 * 1024]; /* the JSON event */
};

struct judged_list {
	struct judged *all;
	size_t count, room;
	bool memory; /* ran short */
};

struct judged_options {
	struct hash_key key;
	bool reverse_rules;
	bool no_hindsight;
	bool no_events; /* leave `event` empty: quicker */
};

/* A folder of cases: the paths of the files in it and below that end in ".sip", sorted.  Exits on failure. */
struct case_list {
	char **path;
	size_t count;
};
struct case_list case_list(const char *folder);
void case_list_free(struct case_list *l);

/* Read the lines of expectation.  Exits on failure. */
struct expect expect_read(const char *path);
/* Read a case.  Exits on failure. */
struct sipcase *case_read(const char *path);

/* Run these packets; *out is freed by judged_free.  False when memory was short on the way. */
bool judged_run(const struct sipwire *w, const struct expect *e, const struct judged_options *o,
		struct judged_list *out);
/* Make packets of a case by the options and run them; exits when the packets cannot be made. */
bool judged_case(const struct sipcase *c, const struct sipwire_options *wire,
		 const struct expect *e, const struct judged_options *o, struct judged_list *out);
void judged_free(struct judged_list *l);

/* Index of a code in rules_all, or -1. */
int rule_index(const char *code);

#endif
