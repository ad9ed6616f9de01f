/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wire-list.c - the SIP messages in captures, one a line, as they come out of the wire stage:
 * frame of the last octet, source, destination, transport, start line, Call-ID, CSeq, octets of
 * the body and of the whole; tabs between.  For t-tshark.sh.
 *
 * Usage: wire-list CAPTURE...   With -c, what could not be read comes after: count, first frame,
 * name.  Several captures are merged by time, and the number of each stands before its frames.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sipwhy/merge.h>
#include <sipwhy/sip_msg.h>

#include "../src/app/wire.h"

struct list {
	struct arena *arena;
	bool several; /* captures */
	bool failed;
};

/* As tshark writes it, but for octets that are no text: each is a "?". */
static void
put_text(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];

		putchar(c >= 0x20 && c < 0x7f ? c : '?');
	}
	putchar('\t');
}

static void
on_message(void *ctx, const struct seen *seen, struct str raw, size_t missing)
{
	struct list *l = ctx;
	char src[ENDPOINT_TEXT], dst[ENDPOINT_TEXT];
	struct sip_msg m;

	arena_rewind(l->arena);
	if (!sip_msg_parse(raw, missing, 1000, l->arena, &m)) {
		l->failed = true;
		return;
	}
	if (l->several)
		printf("%" PRIu32 ":", seen->input);
	printf("%" PRIu64 "\t%s\t%s\t%s\t", seen->frame, endpoint_text(&seen->src, src),
	       endpoint_text(&seen->dst, dst), transport_name(seen->transport));
	put_text(m.start_line);
	put_text(m.call_id);
	put_text(m.cseq.raw);
	/* What stands behind the body is not of the message. */
	printf("%zu\t%zu\n", m.body.len,
	       str_absent(m.body) ? raw.len : (size_t)(m.body.p - raw.p) + m.body.len);
}

static void
list_odd(const char *name, const struct tally_odd *o)
{
	if (o->count > 0)
		printf("%" PRIu64 " %" PRIu64 " %s\n", o->count, o->first_frame, name);
}

/* What the walk, and then the streams, could not read. */
static void
list_counts(struct wire *w, const struct tally *t)
{
	struct summary *sum = calloc(1, sizeof(*sum));

	for (unsigned d = 0; d < DECODE_COUNT_; d++)
		list_odd(decode_name((enum decode)d), &t->decode[d]);
	list_odd("duplicate", &t->duplicate);
	if (sum == NULL)
		return;
	wire_count(w, sum);
	for (size_t i = 0; i < sum->oddity_count; i++)
		printf("%" PRIu64 " %" PRIu64 " %s\n", sum->oddities[i].count,
		       sum->oddities[i].first_frame, sum->oddities[i].name);
	free(sum);
}

static bool
read_all(struct merge *m, struct wire *w)
{
	struct packet p;
	struct merge_input in;
	uint32_t input;
	enum step step;
	bool good = true;

	while ((step = merge_next(m, &p, &input)) != STEP_END) {
		if (step == STEP_MORE) {
			wire_expire(w, p.ts_ns);
			wire_packet(w, input, &p);
		} else if (step == STEP_ERROR) {
			merge_input(m, input, &in);
			fprintf(stderr, "wire-list: %s\n", in.err.text);
			good = false;
		}
	}
	wire_finish(w);
	return good;
}

int
main(int argc, char **argv)
{
	bool counts = argc > 1 && strcmp(argv[1], "-c") == 0;
	char **names = argv + 1 + counts;
	struct err err = { "" };
	struct limits limits;
	struct tally tally = { .memory = 0 };
	struct list list = { .arena = arena_new(0), .several = argc - counts > 2 };
	struct merge_options mo = { .names = (const char *const *)names,
				    .count = (size_t)(argc - 1 - counts),
				    .limits = &limits };
	struct wire *w;
	struct merge *m;
	bool good = false;

	limits_begin(&limits, (struct hash_key){ 1, 2 });
	w = wire_new(&(struct wire_options){
		.limits = &limits, .tally = &tally, .on_message = on_message, .ctx = &list });
	m = merge_new(&mo, &err);
	if (w == NULL || m == NULL || list.arena == NULL)
		fprintf(stderr, "wire-list: %s\n", err.text);
	else
		good = read_all(m, w) && !list.failed;
	if (good && counts)
		list_counts(w, &tally);
	wire_free(w);
	merge_free(m);
	tally_free(&tally);
	arena_free(list.arena);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
