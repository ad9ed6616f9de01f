/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include <sipwhy/limits.h>

#include "text.h"

static void
put_inputs(struct page *p, const struct summary *s)
{
	uint64_t packets = 0, bytes = 0;
	char first[TIME_TEXT], last[TIME_TEXT];

	for (size_t i = 0; i < s->input_count; i++) {
		packets += s->inputs[i].packets;
		bytes += s->inputs[i].bytes;
	}
	page_line(p, 0, TEXT_BODY);
	page_f(p,
	       "read %zu input%s, %" PRIu64 " packets, %" PRIu64 " octets, %" PRIu64
	       " SIP messages",
	       s->input_count, s->input_count == 1 ? "" : "s", packets, bytes, s->sip_messages);
	if (s->first_ns != 0 || s->last_ns != 0)
		page_f(p, ", from %s to %s", time_text(s->first_ns, first),
		       time_text(s->last_ns, last));
	for (size_t i = 0; i < s->input_count; i++) {
		if (!s->inputs[i].truncated && s->inputs[i].error[0] == '\0')
			continue;
		page_line(p, TEXT_HEADING, TEXT_BODY);
		page_pen(p, PEN_BAD);
		page_ours(p, "not read to its end: ");
		page_pen(p, PEN_PLAIN);
		page_text(p, str_of(s->inputs[i].name));
		if (s->inputs[i].error[0] != '\0') {
			page_ours(p, ": ");
			page_ours(p, s->inputs[i].error);
		}
	}
}

static void
put_exchanges(struct page *p, const struct summary *s)
{
	static const enum outcome order[] = { OUTCOME_ACCEPTED,    OUTCOME_REJECTED,
					      OUTCOME_UNANSWERED,  OUTCOME_NO_RESPONSE,
					      OUTCOME_CANNOT_TELL, OUTCOME_OPEN };
	uint64_t all = 0;
	bool first = true;

	for (size_t i = 0; i < COUNT(order); i++)
		all += s->outcomes[order[i]];
	page_line(p, 0, TEXT_BODY);
	if (all == 0) {
		page_ours(p, s->sip_messages == 0 ? "no SIP message was found"
						  : "no authentication was found");
		return;
	}
	page_f(p, "%" PRIu64 " authentication%s", all, all == 1 ? "" : "s");
	for (size_t i = 0; i < COUNT(order); i++) {
		if (s->outcomes[order[i]] == 0)
			continue;
		page_f(p, "%s %" PRIu64 " %s", first ? ":" : ",", s->outcomes[order[i]],
		       outcome_name(order[i]));
		first = false;
	}
}

static void
put_causes(struct page *p, const struct summary *s)
{
	for (size_t i = 0; i < s->cause_count; i++) {
		const struct summary_cause *c = &s->causes[i];

		page_line(p, TEXT_HEADING, 2 * TEXT_BODY);
		page_f(p, "%6" PRIu64 "  %s: %" PRIu64 " client%s, %" PRIu64 " server%s", c->count,
		       c->code, c->clients, c->clients == 1 ? "" : "s", c->servers,
		       c->servers == 1 ? "" : "s");
		for (size_t k = 0; k < SUMMARY_TOP && c->user_agents[k].count > 0; k++) {
			page_ours(p, ", ");
			page_text(p, str_of(c->user_agents[k].name));
			page_f(p, " (%" PRIu64 ")", c->user_agents[k].count);
		}
	}
}

static void
put_oddities(struct page *p, const struct report_options *o, const struct summary *s)
{
	if (s->oddity_count > 0) {
		page_line(p, 0, TEXT_BODY);
		page_ours(p, "not read, or read with reservations:");
	}
	for (size_t i = 0; i < s->oddity_count; i++) {
		const struct summary_oddity *odd = &s->oddities[i];

		page_line(p, TEXT_HEADING, 2 * TEXT_BODY);
		page_f(p, "%6" PRIu64 "  %s", odd->count, odd->name);
		if (odd->text != NULL)
			page_f(p, ": %s", odd->text);
		page_f(p, "; first in frame %" PRIu64, odd->first_frame);
		if (s->input_count > 1 && odd->first_input < o->input_count) {
			page_ours(p, " of ");
			page_text(p, str_of(o->inputs[odd->first_input]));
		}
	}
}

/* What the numbers above do not have in them. */
static void
put_losses(struct page *p, const struct summary *s)
{
	if (s->dropped_kernel > 0 || s->dropped_interface > 0 || s->dropped_memory > 0) {
		page_line(p, 0, TEXT_BODY);
		page_f(p,
		       "dropped: %" PRIu64 " packets by the kernel, %" PRIu64
		       " by the interface, %" PRIu64 " messages for lack of memory",
		       s->dropped_kernel, s->dropped_interface, s->dropped_memory);
	}
	for (unsigned i = 0; s->limits != NULL && i < LIMIT_COUNT_; i++) {
		if (s->limits->hit[i] == 0)
			continue;
		page_line(p, 0, TEXT_BODY);
		page_f(p, "limit reached %" PRIu64 " times: %s (%" PRIu64 " %s)", s->limits->hit[i],
		       limit_row((enum limit)i)->name, s->limits->max[i],
		       limit_row((enum limit)i)->unit);
	}
	if (s->time_backward > 0) {
		page_line(p, 0, TEXT_BODY);
		page_f(p, "%" PRIu64 " packets are older than the one before them",
		       s->time_backward);
	}
	if (s->partial || s->interrupted) {
		page_line(p, 0, TEXT_BODY);
		page_ours(p, s->partial
				     ? "partial: some input was not read to its end; what was read "
				       "is reported"
				     : "interrupted: what came so far is reported");
	}
}

void
report_text_summary(FILE *out, const struct report_options *o, const struct summary *s)
{
	struct page p;

	if (o->quiet)
		return;
	page_begin(&p, out, o);
	put_inputs(&p, s);
	put_exchanges(&p, s);
	put_causes(&p, s);
	put_oddities(&p, o, s);
	put_losses(&p, s);
	text_hidden(&p);
	page_end_line(&p);
}
