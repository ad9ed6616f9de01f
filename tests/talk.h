/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * talk.h - a conversation over one TCP connection, with all that a network and a capture do to
 * its segments.  The same seed gives the same segments on any machine.
 */
#ifndef SIPWHY_TESTS_TALK_H
#define SIPWHY_TESTS_TALK_H

#include <sipwhy/arena.h>
#include <sipwhy/unit.h>

struct talk_message {
	unsigned from; /* 0: the client, 192.0.2.10:40000; 1: the server, 192.0.2.1:5060 */
	struct str text;
};

struct talk_mischief {
	uint64_t seed;
	size_t piece_max; /* segments have 1 to so many octets */
	unsigned repeat;  /* of 100 segments, after so many some of the last octets come again */
	unsigned shuffle; /* a segment comes at most so many places late */
	unsigned drop;    /* of 100 segments with data, so many are not captured */
	unsigned cut;     /* … so many are captured in part */
	bool no_syn, no_acks;
};

struct talk {
	struct unit *units; /* in the order captured, 1 ms apart, frames from 1 on */
	size_t count;
};

/* An xorshift64 step. */
uint64_t talk_random(uint64_t *state);
/* From `a`, but the views of the messages; `units` is NULL when memory is short. */
struct talk talk_new(const struct talk_message *messages, size_t count,
		     const struct talk_mischief *mischief, struct arena *a);

/* Ten messages of a registration and a call, a keep-alive among them, with bodies. */
enum { TALK_MESSAGES = 10 };
extern const struct talk_message talk_call[TALK_MESSAGES];

/* Whether what comes out of a capture of talk_call was said in it, in order. */
struct talk_check {
	size_t next[2];      /* of either end: the message that may come next */
	size_t whole, parts; /* messages: all of one; its beginning, told to be no more */
	size_t wrong;        /* anything else */
};

void talk_check_message(struct talk_check *c, const struct seen *seen, struct str raw,
			size_t missing_bytes);

#endif
