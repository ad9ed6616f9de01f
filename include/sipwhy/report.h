/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * report.h - what is said of a diagnosis and of the whole input, to machines and to people.
 *
 * Layer: 11 report.  Writes to a stream that it does not own; a failed write is left in ferror.
 */
#ifndef SIPWHY_REPORT_H
#define SIPWHY_REPORT_H

#include <stdio.h>

#include <sipwhy/diagnosis.h>
#include <sipwhy/net.h>

struct report_options {
	struct digest *digest; /* for SHA-256 of the event ids; kept by its owner */
	const struct secrets *
		secrets; /* hidden wherever captured text repeats them; NULL: none; kept by its owner */
	bool show_digests; /* response values are shown */
	bool colour;
	bool quiet;         /* text: causes only, one line each */
	unsigned verbose;   /* text: 1 evidence, 2 the full ladder */
	bool ascii;         /* text: no characters beyond ASCII */
	const char *source; /* observer.source: "file", "live" */
	const char *version;
	const char *observer;      /* observer.name */
	const char *const *inputs; /* names by index */
	size_t input_count;
};

struct summary_input {
	const char *name;
	uint64_t packets, bytes;
	char link_types[64]; /* comma-separated names */
	bool truncated;      /* ended early */
	char error[256];     /* "" for none */
};

enum { SUMMARY_CAUSES = 256, SUMMARY_TOP = 3, SUMMARY_PARTIES = 9, SUMMARY_ODDITIES = 160 };
/* Octets of a User-Agent that are kept, and those of the ellipsis that may follow. */
enum { SUMMARY_AGENT = 63, SUMMARY_AGENT_ROOM = SUMMARY_AGENT + 3 + 1 };

struct summary_cause {
	const char *code;
	uint64_t count;
	uint64_t clients, servers; /* different ones, counted up to a bound */
	struct {
		char name[SUMMARY_AGENT_ROOM];
		uint64_t count;
		bool hides_secret; /* one that went on behind the cut: "…" stands for it */
	} user_agents[SUMMARY_TOP];
	int64_t first_ns, last_ns;
};

struct summary_oddity {
	const char *name; /* "ip.fragment", "sip.no-call-id", … */
	const char *text; /* for people */
	uint64_t count;
	uint64_t first_frame;
	uint32_t first_input;
};

struct summary {
	const struct summary_input *inputs;
	size_t input_count;
	int64_t first_ns, last_ns; /* 0, 0 when no packet was read */
	uint64_t sip_messages;
	uint64_t outcomes[6]; /* by enum outcome */
	struct summary_cause causes[SUMMARY_CAUSES];
	size_t cause_count;                /* most frequent first, then by code */
	uint64_t parties[SUMMARY_PARTIES]; /* by enum party */
	struct summary_oddity oddities[SUMMARY_ODDITIES];
	size_t oddity_count;
	const struct limits *limits;
	uint64_t dropped_kernel, dropped_interface, dropped_memory;
	uint64_t time_backward; /* packets older than the one before */
	bool partial;           /* some input was not read to its end */
	bool interrupted;
};

/* One line of JSON and a line feed (events.md).  False when memory is short. */
bool report_json_event(FILE *out, const struct report_options *o, const struct diagnosis *d);
bool report_json_summary(FILE *out, const struct report_options *o, const struct summary *s);

void report_text_event(FILE *out, const struct report_options *o, const struct diagnosis *d);
void report_text_summary(FILE *out, const struct report_options *o, const struct summary *s);

/* The JSON Schema of the events, a NUL-terminated text of our own. */
extern const char report_schema[];

/* event_id: type letter, '-', 32 hexadecimal digits (events.md); `type` is 'd', 's', …. */
enum { EVENT_ID_TEXT = 40 };
bool report_event_id(struct digest *digest, const struct diagnosis *d, char out[EVENT_ID_TEXT]);

/* Captured octets for a terminal: control octets, invalid UTF-8 and marks that turn the writing
 * direction are escaped.  Writes to `out`. */
void report_escape(FILE *out, struct str s);

#endif
