/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The defects: what was wrong, and where that stands.
 */
#include <inttypes.h>
#include <string.h>

#include "text.h"

/* "frame 3, answer, Authorization qop: missing; expected auth" */
static void
put_citation(struct page *p, const struct citation *c)
{
	bool hidden = c->param != NULL && mask_hides(str_of(c->param)) && p->mask.how != MASK_NONE;

	page_f(p, "frame %" PRIu64, c->seen.frame);
	if (c->message != NULL)
		page_f(p, ", %s", c->message);
	if (!str_absent(c->header)) {
		page_ours(p, ", ");
		page_text(p, c->header);
	}
	if (c->param != NULL)
		page_f(p, " %s", c->param);
	/* The message itself is meant, for what is not in it. */
	if (str_absent(c->header) && str_absent(c->observed))
		return;
	page_ours(p, ": ");
	if (str_absent(c->observed))
		page_ours(p, "missing");
	else if (hidden)
		page_f(p, ELLIPSIS "(%zu)", c->observed.len);
	else
		page_text(p, mask_clip(&p->mask, c->observed, 1024));
	if (c->expected == NULL && (str_absent(c->expected_text) || hidden))
		return;
	page_ours(p, "; expected ");
	if (c->expected != NULL)
		page_ours(p, c->expected);
	else
		page_text(p, mask_clip(&p->mask, c->expected_text, 1024));
}

/* What the table cannot show: places that are no parameter of the challenge or the answer. */
static void
put_places(struct page *p, const struct finding *f, bool table)
{
	for (size_t i = 0; i < f->cites_used; i++) {
		if (table && text_table_has(f->cites[i].param) && !f->cites[i].is_witness)
			continue;
		text_item(p, 2);
		put_citation(p, &f->cites[i]);
	}
}

void
text_wrong(struct page *p, const struct diagnosis *d, const struct subject *s)
{
	text_heading(p, "What was wrong");
	if (d->lead != NULL) {
		text_item(p, 0);
		page_ours(p, d->lead->detail[0] != '\0' ? d->lead->detail : d->lead->rule->title);
		put_places(p, d->lead, s->offer != NULL || s->cred != NULL);
	}
	text_table(p, d, s);
	page_end_line(p);
}

static void
put_finding(struct page *p, const struct diagnosis *d, const struct finding *f, bool evidence)
{
	text_item(p, 2);
	page_f(p, "%s %s: ", severity_name(finding_severity(d, f)), f->rule->code);
	page_ours(p, f->detail[0] != '\0' ? f->detail : f->rule->title);
	for (size_t i = 0; evidence && i < f->cites_used; i++) {
		page_line(p, TEXT_DETAIL, TEXT_DETAIL + 2);
		put_citation(p, &f->cites[i]);
		page_f(p, " (octets %zu+%zu)", f->cites[i].offset, f->cites[i].length);
	}
}

/* Whether the cause or what else was considered has it already. */
static bool
is_told(const struct diagnosis *d, const struct rule *rule)
{
	for (size_t i = 0; i < d->alternative_count; i++)
		if (strcmp(d->alternatives[i].code, rule->code) == 0)
			return true;
	return d->lead != NULL && d->lead->rule == rule;
}

/* Every defect and note with its evidence; without -v only what is no note and not told yet. */
void
text_found(struct page *p, const struct diagnosis *d)
{
	bool all = p->options->verbose > 0, begun = false;

	for (size_t i = 0; i < d->finding_count; i++) {
		const struct finding *f = &d->findings[i];

		if (!all && (f->rule->severity == SEVERITY_NOTE || is_told(d, f->rule)))
			continue;
		if (!begun)
			text_heading(p, all ? "Evidence" : "Also found");
		begun = true;
		put_finding(p, d, f, all);
	}
	page_end_line(p);
}

void
text_hidden(struct page *p)
{
	uint64_t places = p->mask.secrets_hidden;

	if (places == 0)
		return;
	page_line(p, TEXT_HEADING, TEXT_BODY);
	page_f(p, "The capture repeats a given secret; it is hidden in %" PRIu64 " place%s.",
	       places, places == 1 ? "" : "s");
	page_end_line(p);
}
