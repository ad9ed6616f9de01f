/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include "text.h"

/* A field of the finding line is long only in an attack. */
enum { FIELD_COLUMNS = 120, OUTCOME_TEXT = 600 };

void
text_heading(struct page *p, const char *heading)
{
	page_line(p, TEXT_HEADING, TEXT_BODY);
	page_pen(p, PEN_BOLD);
	page_ours(p, heading);
	page_pen(p, PEN_PLAIN);
	page_end_line(p);
}

void
text_item(struct page *p, unsigned hang)
{
	page_line(p, TEXT_BODY, TEXT_BODY + hang);
}

static void
put_account(struct page *p, const struct diagnosis *d, const struct subject *s)
{
	page_value(p, str_absent(s->user) ? S("-") : s->user, FIELD_COLUMNS);
	page_value(p, S("@"), 1);
	page_value(p, str_absent(d->exchange->realm) ? S("-") : d->exchange->realm, FIELD_COLUMNS);
}

static void
put_outcome(struct page *p, const struct diagnosis *d, const struct subject *s)
{
	char text[OUTCOME_TEXT];
	struct buf outcome = BUF(text);

	subject_outcome(&outcome, d, s);
	page_text(p, buf_str(&outcome));
}

/* TIME  CODE  client -> server  user@realm */
static void
put_fields(struct page *p, const struct diagnosis *d, const struct subject *s, const char *code)
{
	char time[TIME_TEXT], client[ENDPOINT_TEXT], server[ENDPOINT_TEXT];

	page_ours(p, time_text(d->exchange->decided_ns, time));
	page_skip(p, 2);
	page_pen(p, d->is_session ? PEN_GOOD : PEN_BAD);
	page_ours(p, code);
	page_pen(p, PEN_PLAIN);
	page_skip(p, 2);
	page_f(p, "%s -> %s", endpoint_text(&d->exchange->client, client),
	       endpoint_text(&d->exchange->server, server));
	page_skip(p, 2);
	put_account(p, d, s);
	page_skip(p, 2);
}

static void
put_hidden(struct page *p)
{
	if (p->mask.secrets_hidden > 0)
		page_ours(p, " [a given secret is hidden]");
}

/* One line whatever its length, so that grep and awk have it whole. */
static void
put_finding(struct page *p, const struct diagnosis *d, const struct subject *s)
{
	const char *code =
		d->lead != NULL ? d->lead->rule->code : outcome_name(d->exchange->outcome);

	p->wrap = false;
	put_fields(p, d, s, code);
	if (d->lead != NULL)
		page_f(p, "%s, %s: ", causality_name(d->causality),
		       party_name(d->lead->rule->party));
	put_outcome(p, d, s);
	if (d->lead != NULL) {
		page_ours(p, "; ");
		page_ours(p, d->lead->rule->title);
	}
	for (size_t i = 0; i < d->joint_count; i++)
		page_f(p, "; and %s", d->joint[i]->title);
	put_hidden(p);
	page_end_line(p);
	p->wrap = true;
}

static void
put_session(struct page *p, const struct diagnosis *d, const struct subject *s)
{
	p->wrap = false;
	put_fields(p, d, s, outcome_name(d->exchange->outcome));
	put_outcome(p, d, s);
	for (size_t i = 0; i < d->finding_count; i++) {
		const struct finding *f = &d->findings[i];

		page_f(p, "%s %s (%s)", i == 0 ? ";" : ",", f->rule->code,
		       severity_name(finding_severity(d, f)));
	}
	put_hidden(p);
	page_end_line(p);
	p->wrap = true;
}

/* What was around the message, and who saw it. */
static void
put_path(struct page *p, const struct path *path)
{
	for (unsigned i = 0; i < path->vlan_count; i++)
		page_f(p, ", VLAN %u", path->vlan[i]);
	for (unsigned i = 0; i < path->tunnel_count; i++)
		page_f(p, ", in %s", tunnel_name(path->tunnel[i]));
	if (path->interface != NULL) {
		page_ours(p, ", on ");
		page_text(p, str_of(path->interface));
	}
	if (path->agent == NULL)
		return;
	page_ours(p, ", seen by agent ");
	if (path->agent->has_capture_id)
		page_f(p, "%" PRIu32, path->agent->capture_id);
	if (path->agent->has_capture_id && !str_absent(path->agent->node))
		page_ours(p, " ");
	page_text(p, path->agent->node);
}

/* Who the two are, and where this was seen. */
static void
put_parties(struct page *p, const struct diagnosis *d, const struct subject *s)
{
	const struct message *m = exchange_deciding(d->exchange);
	const struct report_options *o = p->options;

	page_line(p, TEXT_HEADING, TEXT_BODY);
	page_ours(p, "client ");
	page_text(p, str_absent(s->user_agent) ? S("unnamed") : s->user_agent);
	page_ours(p, ", server ");
	page_text(p, str_absent(s->product) ? S("unnamed") : s->product);
	if (m != NULL) {
		page_f(p, ", %s", transport_name(m->seen.transport));
		put_path(p, &m->seen.path);
		if (o->input_count > 1 && m->seen.input < o->input_count) {
			page_ours(p, ", in ");
			page_text(p, str_of(o->inputs[m->seen.input]));
		}
	}
	page_end_line(p);
}

void
report_text_event(FILE *out, const struct report_options *o, const struct diagnosis *d)
{
	struct subject s;
	struct page p;

	page_begin(&p, out, o);
	subject_of(d, &s);
	if (d->is_session) {
		put_session(&p, d, &s);
		if (o->verbose > 0 && !o->quiet)
			text_found(&p, d);
		return;
	}
	put_finding(&p, d, &s);
	if (o->quiet)
		return;
	put_parties(&p, d, &s);
	text_ladder(&p, d);
	text_wrong(&p, d, &s);
	text_why(&p, d);
	text_contrast(&p, d);
	text_sure(&p, d, &s);
	if (d->lead != NULL)
		text_advice(&p, d->lead->rule, d);
	text_expected(&p, d);
	text_capture(&p, d);
	text_found(&p, d);
	text_hidden(&p);
	page_blank(&p);
}
