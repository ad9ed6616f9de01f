/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Captures of things that never end cost no more memory than limits.c allows, and the summary tells
 * what was given up.
 *
 * How much that is follows from the rows: the bytes of those that count bytes, and for each of the
 * others what one of them may cost.  The price list is this test's: what grows beyond it is to be
 * looked at.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sipwhy/pipeline.h>
#include <sipwhy/source.h>

#include "flood.h"
#include "sanitized.h"
#include "tap.h"

enum { PROGRAM_KIB = 24 * 1024, /* with nothing to keep: the libraries, buffers, tables */ };

/* Octets that one of them costs at the most, with messages as long as those of this flood. */
static const struct {
	enum limit limit;
	uint64_t each;
} prices[] = {
	{ LIMIT_STREAMS, 1024 },     { LIMIT_STREAM_MEMORY, 1 },        { LIMIT_FRAGMENTED, 512 },
	{ LIMIT_FRAGMENT_BYTES, 1 }, { LIMIT_SCTP_FLOWS, 1024 },        { LIMIT_SCTP_BYTES, 1 },
	{ LIMIT_OBSERVATIONS, 256 }, { LIMIT_OPEN_TRANSACTIONS, 2048 }, { LIMIT_OPEN_DIALOGS, 512 },
	{ LIMIT_LEGS, 512 },         { LIMIT_OPEN_EXCHANGES, 4096 },    { LIMIT_NONCES, 1024 },
};

/* What messages fill, and challenges in them. */
#define MESSAGES LIMIT_OBSERVATIONS, LIMIT_OPEN_TRANSACTIONS, LIMIT_OPEN_DIALOGS, LIMIT_LEGS
#define CHALLENGES LIMIT_OPEN_EXCHANGES, LIMIT_NONCES

/* What is given up is handed on as a message that was cut, as far as it is one. */
static const struct {
	enum flood_kind kind;
	unsigned long count;
	unsigned messages;    /* of each, at the most */
	const char *given_up; /* is in limits_hit; NULL: nothing need be */
	enum limit needs[8];  /* what this fills */
	size_t need_count;
} floods[] = {
	{ FLOOD_STREAMS,
	  100000,
	  2,
	  "\"streams\":",
	  { LIMIT_STREAMS, LIMIT_STREAM_MEMORY, MESSAGES },
	  6 },
	{ FLOOD_FRAGMENTS4,
	  100000,
	  1,
	  "\"fragmented\":",
	  { LIMIT_FRAGMENTED, LIMIT_FRAGMENT_BYTES, MESSAGES },
	  6 },
	{ FLOOD_FRAGMENTS6,
	  100000,
	  1,
	  "\"fragmented\":",
	  { LIMIT_FRAGMENTED, LIMIT_FRAGMENT_BYTES, MESSAGES },
	  6 },
	{ FLOOD_WEBSOCKETS,
	  30000,
	  0,
	  "\"stream_memory\":",
	  { LIMIT_STREAMS, LIMIT_STREAM_MEMORY },
	  2 },
	{ FLOOD_SCTP,
	  100000,
	  1,
	  "\"sctp_flows\":",
	  { LIMIT_SCTP_FLOWS, LIMIT_SCTP_BYTES, MESSAGES },
	  6 },
	{ FLOOD_EXCHANGES, 10000, 1, NULL, { MESSAGES, CHALLENGES }, 6 },
	{ FLOOD_REQUESTS, 50000, 1, NULL, { MESSAGES }, 4 },
};

/* What this row allows, or as much as there can be with so many of them. */
static uint64_t
row_octets(enum limit limit, unsigned long count, unsigned messages)
{
	uint64_t most = limit_row(limit)->usual;
	bool of_messages = limit <= LIMIT_LEGS || limit == LIMIT_OBSERVATIONS;

	for (size_t i = 0; i < COUNT(prices); i++) {
		if (prices[i].limit != limit)
			continue;
		/* Of octets there may be as many as may come. */
		if (of_messages && (uint64_t)count * messages < most)
			most = (uint64_t)count * messages;
		return most * prices[i].each;
	}
	return 0;
}

static void
test_flood(const char *program, size_t n)
{
	struct flood_result r;
	const char *name = flood_names[floods[n].kind];
	uint64_t most_kib = PROGRAM_KIB;

	for (size_t i = 0; i < floods[n].need_count; i++)
		most_kib +=
			row_octets(floods[n].needs[i], floods[n].count, floods[n].messages) / 1024;
	if (!ok(flood_run(program, floods[n].kind, floods[n].count, &r) && r.status == 0,
		"%lu %s are read to the end", floods[n].count, name))
		return;
	ok((uint64_t)r.peak_kib <= most_kib, "%s: in %ld MiB, of %ju that the limits allow", name,
	   r.peak_kib / 1024, (uintmax_t)most_kib / 1024);
	if (floods[n].given_up != NULL)
		ok(strstr(r.summary, floods[n].given_up) != NULL, "%s: limits_hit has %s", name,
		   floods[n].given_up);
	diag("%s: %lu packets, %.1f s", name, r.packets, r.seconds);
	free(r.summary);
}

static void
count(void *ctx, const struct diagnosis *d)
{
	size_t *told = ctx;

	(void)d;
	(*told)++;
}

/* Not how many exchanges are open but how long their messages are may be what is too much. */
static void
test_exchange_bytes(void)
{
	enum { EXCHANGES = 2000, MOST = 1 << 20 };
	char path[] = "/tmp/t-flood-XXXXXX";
	int fd = mkstemp(path);
	FILE *f = fd >= 0 ? fdopen(fd, "wb") : NULL;
	struct err err = { "" };
	struct digest *digest = digest_new(&err);
	size_t told = 0;
	struct pipeline_options o = {
		.digest = digest, .sessions = true, .on_diagnosis = count, .ctx = &told
	};
	struct pipeline *p = pipeline_new(&o);
	struct source *s = NULL;
	struct packet packet = { .no = 0 };

	if (f != NULL && flood_write(f, FLOOD_EXCHANGES, EXCHANGES) > 0 && fclose(f) == 0)
		s = source_open_file(path, NULL, &err);
	(void)unlink(path);
	if (!ok(s != NULL && p != NULL && digest != NULL, "exchanges to be read: %s", err.text))
		return;
	pipeline_limits(p)->max[LIMIT_EXCHANGE_BYTES] = MOST;
	while (source_next(s, &packet) == STEP_MORE)
		pipeline_packet(p, 0, &packet);
	ok(told > EXCHANGES / 2 && told < EXCHANGES, "for others %zu are ended early", told);
	is_int((intmax_t)pipeline_limits(p)->hit[LIMIT_EXCHANGE_BYTES], (intmax_t)told,
	       "each time that is counted");
	pipeline_finish(p);
	is_int((intmax_t)told, EXCHANGES, "and all are told of");
	pipeline_free(p);
	digest_free(digest);
	source_free(s);
}

int
main(void)
{
	const char *top = getenv("top_builddir");
	char program[1024];

#ifdef SANITIZED
	return skip_all("with a sanitizer memory is not what it would be");
#endif
	(void)snprintf(program, sizeof(program), "%s/sipwhy", top != NULL ? top : ".");
	for (size_t n = 0; n < COUNT(floods); n++)
		test_flood(program, n);
	test_exchange_bytes();
	return done();
}
