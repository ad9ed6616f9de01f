/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <stdio.h>

#include "ladder.h"
#include "text.h"

/* More than RUNGS_SHORT are shown by their first and last ones only. */
enum {
	RUNGS_SHORT = 9,
	RUNGS_EACH_END = 4,
	RUNGS_ENDS = 2 * RUNGS_EACH_END,
	LINE_COLUMNS = 34,
	LINE_TEXT = 512
};

static unsigned
line_columns(const struct page *p, const struct ladder *l)
{
	unsigned widest = 0;

	for (size_t i = 0; i < l->count; i++) {
		char text[LINE_TEXT];
		struct buf line = BUF(text);

		if (l->rungs[i].message != NULL)
			subject_line(&line, l->rungs[i].message);
		if (page_columns(p, buf_str(&line)) > widest)
			widest = page_columns(p, buf_str(&line));
	}
	return widest < LINE_COLUMNS ? widest : LINE_COLUMNS;
}

/* Where it went, and its authentication fields: for -vv. */
static void
put_fields(struct page *p, const struct message *m, unsigned column)
{
	char src[ENDPOINT_TEXT], dst[ENDPOINT_TEXT], time[TIME_TEXT];

	page_line(p, column, column + 2);
	page_f(p, "%s  %s -> %s", time_text(m->seen.ts_ns, time), endpoint_text(&m->seen.src, src),
	       endpoint_text(&m->seen.dst, dst));
	for (size_t i = 0; i < m->sip.hdr_count; i++) {
		enum hdr_id id = m->sip.hdrs[i].id;

		if (id != HDR_WWW_AUTHENTICATE && id != HDR_PROXY_AUTHENTICATE &&
		    id != HDR_AUTHORIZATION && id != HDR_PROXY_AUTHORIZATION &&
		    id != HDR_AUTHENTICATION_INFO && id != HDR_PROXY_AUTHENTICATION_INFO &&
		    id != HDR_WARNING && id != HDR_REASON)
			continue;
		page_line(p, column, column + 2);
		page_text(p, m->sip.hdrs[i].raw);
	}
}

static void
put_rung(struct page *p, const struct ladder *l, const struct rung *r, unsigned columns)
{
	char frame[32], text[LINE_TEXT];
	struct buf line = BUF(text);
	const struct message *m = r->message;
	unsigned note_at;

	page_line(p, TEXT_BODY, TEXT_BODY);
	if (m == NULL) {
		page_text(p, (struct str){ r->note, r->note_len });
		return;
	}
	(void)snprintf(frame, sizeof(frame), "%" PRIu64, m->seen.frame);
	page_f(p, "%10.6f s  frame %-4s %s", (double)(m->seen.ts_ns - l->begin_ns) / 1e9, frame,
	       m->sip.is_request ? "->" : "<-");
	page_skip(p, 1);
	subject_line(&line, m);
	note_at = p->column + columns + 2;
	page_value(p, buf_str(&line), columns);
	p->indent = note_at;
	if (r->note_len > 0)
		page_to(p, note_at);
	page_text(p, (struct str){ r->note, r->note_len });
	if (r->copies > 1)
		page_f(p, " (sent %u times)", r->copies);
	if (p->options->verbose > 1)
		put_fields(p, m, note_at - columns - 2);
}

/* What is left out between the first and the last ones; returns the index of the first of those. */
static size_t
put_left_out(struct page *p, const struct ladder *l)
{
	size_t last = l->count - RUNGS_EACH_END, messages = 0;
	uint64_t rounds = 0;

	for (size_t i = RUNGS_EACH_END; i < last; i++) {
		messages += l->rungs[i].message != NULL;
		rounds += l->rungs[i].rounds_more;
	}
	page_line(p, TEXT_BODY, TEXT_BODY);
	page_f(p, ELLIPSIS " %zu message%s", messages, messages == 1 ? "" : "s");
	if (rounds > 0)
		page_f(p, " and %" PRIu64 " round%s", rounds, rounds == 1 ? "" : "s");
	page_ours(p, " more (-vv: all that is kept) " ELLIPSIS);
	return last;
}

void
text_ladder(struct page *p, const struct diagnosis *d)
{
	struct ladder l;
	unsigned columns;
	bool all;

	ladder_of(d->exchange, &l);
	columns = line_columns(p, &l);
	all = p->options->verbose > 1 || l.count <= RUNGS_SHORT;
	text_heading(p, "What happened");
	for (size_t i = 0; i < l.count; i++) {
		if (!all && i == RUNGS_EACH_END)
			i = put_left_out(p, &l);
		put_rung(p, &l, &l.rungs[i], columns);
	}
	page_end_line(p);
}
