/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pipeline.h - the stages, joined: packets in, reports out.
 *
 * Layer: 12 app.  Keeps what it is given; whoever made it frees it.
 */
#ifndef SIPWHY_PIPELINE_H
#define SIPWHY_PIPELINE_H

#include <sipwhy/report.h>
#include <sipwhy/secret.h>

struct pipeline_options {
	struct hash_key key; /* seeds the hash tables; no result depends on it */
	struct digest *digest;
	const struct secrets *secrets; /* NULL: none */
	bool sessions;                 /* report accepted exchanges too */
	bool hindsight;                /* judge at the end of the input, knowing all of it */
	bool reverse_rules;            /* for a test: judge the rules backwards */
	/* Called with each judged exchange, in the order of the report. */
	void (*on_diagnosis)(void *ctx, const struct diagnosis *d);
	oddity_fn *on_odd; /* called for each oddity as it is met; NULL: they are only counted */
	void *ctx;
};

struct pipeline;

/* NULL when memory is short. */
struct pipeline *pipeline_new(const struct pipeline_options *o);
void pipeline_free(struct pipeline *p);
/* The bounds, to be changed before the first packet. */
struct limits *pipeline_limits(struct pipeline *p);
/* Take one packet of input number `input` in.  Never fails: what cannot be read is counted. */
void pipeline_packet(struct pipeline *p, uint32_t input, const struct packet *packet);
/* Nothing comes for now: what is held to see what follows it is taken in.  No time has passed for sure. */
void pipeline_pause(struct pipeline *p);
/* The clock of a live source went on: end what is over. */
void pipeline_idle(struct pipeline *p, int64_t now_ns);
/* The capturing host lost packets; from now on silence proves little. */
void pipeline_drops(struct pipeline *p);
/* The input has ended: judge and report what is left. */
void pipeline_finish(struct pipeline *p);
/* What the stages counted; what concerns the inputs is the caller's to fill in. */
void pipeline_summary(const struct pipeline *p, struct summary *out);

#endif
