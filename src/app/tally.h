/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tally.h - the counts behind the summary: causes, parties, oddities.
 *
 * Layer: 12 app.
 */
#ifndef SIPWHY_APP_TALLY_H
#define SIPWHY_APP_TALLY_H

#include <sipwhy/report.h>

/* Different hosts and products are counted up to these bounds. */
enum { TALLY_HOSTS = 1024, TALLY_AGENTS = 32, TALLY_SIP_BITS = 32 };

struct tally_agent {
	char name[SUMMARY_AGENT_ROOM]; /* filled with zeros */
	uint64_t count;
	bool hides_secret;
};

struct tally_cause {
	const char *code;
	uint64_t count;
	struct address *clients, *servers; /* sorted; TALLY_HOSTS of room; NULL until the first */
	size_t client_count, server_count;
	struct tally_agent agents[TALLY_AGENTS];
	size_t agent_count;
	int64_t first_ns, last_ns;
};

#define TALLY_TIME_NAME "time.far"
#define TALLY_TIME_TEXT \
	"packets with a time far from that of their neighbours, which was taken instead"

struct tally_odd {
	uint64_t count;
	uint64_t first_frame;
	uint32_t first_input;
};

struct tally {
	const struct secrets *secrets; /* never cut in two; NULL: none; kept by their owner */
	struct tally_cause *causes[SUMMARY_CAUSES];
	size_t cause_count;
	uint64_t outcomes[6];
	uint64_t parties[SUMMARY_PARTIES];
	struct tally_odd decode[DECODE_COUNT_];
	struct tally_odd sip[TALLY_SIP_BITS]; /* by bit of enum sip_odd */
	struct tally_odd unplaced, keepalive, duplicate, time;
	uint64_t memory; /* counts lost for lack of it */
};

void tally_diagnosis(struct tally *t, const struct diagnosis *d);
void tally_odd(struct tally_odd *o, uint32_t input, uint64_t frame);
/* Add one row to the oddities of a summary, unless its count is 0. */
void tally_oddity(struct summary *s, const char *name, const char *text, const struct tally_odd *o);
/* Causes, outcomes, parties and oddities; the rest of *out is left alone. */
void tally_summary(const struct tally *t, struct summary *out);
void tally_free(struct tally *t);

#endif
