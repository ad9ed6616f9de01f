/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * scene.h - a dialogue in shorthand, played to the call layer, and what it made of it.
 *
 * A shot is a line of words:  MS LEG START CSEQ BRANCH [word=value …]
 *	MS      capture time in milliseconds
 *	LEG     from>to; c, C: a client's host, ports 5060 and 40000; s, S: a server's, ports 5060
 *	        and 5080; d: a third host
 *	START   a method, or the status of a response
 *	CSEQ    "1", or for a response "1 of METHOD" written 1:METHOD
 *	BRANCH  of the Via; z stands for the magic cookie z9hG4bK, - for no branch
 *	word    call= from= to= by= (Call-ID, tags, sent-by; "-" for none), auth= (a header more),
 *	        cut=N (octets kept), lost=HEADER (a header field less)
 */
#ifndef SIPWHY_TESTS_SCENE_H
#define SIPWHY_TESTS_SCENE_H

#include <sipwhy/call_step.h>
#include <sipwhy/limits.h>

enum { SHOTS = 24 };

struct scene {
	const char *promise;
	const char *shots[SHOTS];
	/* A line a step: "KIND tN [copies=N] [word …]"; "unplaced" for false. */
	const char *want;
	uint64_t max; /* open transactions or dialogs; 0: the usual */
};

/* A message made of a shot, with its octets and headers in `a`. */
struct message scene_message(const char *shot, struct arena *a);

/* What is noted of steps, one line each. */
struct notes {
	char text[4096];
	size_t len;
	bool dialogs; /* note dialogs, and not transactions */
};
/* A call_step_fn whose ctx is a struct notes. */
void notes_take(void *ctx, const struct call_step *step);
void notes_add(struct notes *n, const char *line);

#endif
