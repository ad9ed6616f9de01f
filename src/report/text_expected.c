/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The header field that would have been right, and what to change in the one that was sent.
 */
#include <string.h>

#include "text.h"

enum { VERB_COLUMNS = 8, VALUE_COLUMNS = 120 };

/* page_value masks nothing, and needs not: a response never comes here. */
static void
put_assigned(struct page *p, const struct expected_diff *d, struct str value)
{
	bool header = strcmp(d->param, "header") == 0 || strcmp(d->param, "scheme") == 0;
	bool bare = header || str_starts(value, S("\"")) || strcmp(d->param, "qop") == 0 ||
		    strcmp(d->param, "nc") == 0 || strcmp(d->param, "algorithm") == 0 ||
		    strcmp(d->param, "userhash") == 0;

	page_f(p, header ? "%s " : "%s=", d->param);
	page_ours(p, bare ? "" : "\"");
	page_value(p, value, VALUE_COLUMNS);
	page_ours(p, bare ? "" : "\"");
}

static void
put_verb(struct page *p, const char *verb)
{
	page_line(p, TEXT_DETAIL, TEXT_DETAIL + VERB_COLUMNS);
	page_ours(p, verb);
	page_to(p, TEXT_DETAIL + VERB_COLUMNS);
}

static void
put_response(struct page *p, const struct expected_diff *d, bool alone)
{
	put_verb(p, str_absent(d->sent) ? "add" : "change");
	page_ours(p, "response");
	page_ours(p, alone ? "" : ", which is made from all of these");
}

static void
put_change(struct page *p, const struct expected_diff *d)
{
	if (str_absent(d->expected)) {
		put_verb(p, "remove");
		put_assigned(p, d, d->sent);
		return;
	}
	put_verb(p, str_absent(d->sent) ? "add" : "change");
	if (!str_absent(d->sent)) {
		put_assigned(p, d, d->sent);
		page_ours(p, " to ");
	}
	put_assigned(p, d, d->expected);
	if (d->is_example)
		page_ours(p, " (or any fresh random text)");
}

static void
put_changes(struct page *p, const struct expected *e)
{
	if (e->diff_count == 0)
		return;
	text_item(p, 0);
	page_ours(p, "What to change in the one that was sent:");
	for (size_t i = 0; i < e->diff_count; i++) {
		if (strcmp(e->diffs[i].param, "response") == 0)
			put_response(p, &e->diffs[i], i == 0);
		else
			put_change(p, &e->diffs[i]);
	}
}

static const char *
remark(const struct diagnosis *d)
{
	if (d->expected.computed)
		return d->expected.has_example
			       ? "(computed with the given secret; the cnonce is an example: use any "
				 "fresh random text, and make the response with it)"
			       : "(computed with the given secret)";
	if (d->digest != NULL && d->digest->reason == VERIFY_SECRET_CONTRADICTED)
		return "(the response is left open: the server accepted an answer that the given secret "
		       "does not make)";
	if (d->digest != NULL && d->digest->check != VERIFY_NOT_ATTEMPTED)
		return "(the response is left open: it cannot be computed from what is given and captured)";
	return "(to have the response computed, give the password: --ask-password)";
}

/* The response is shown when it was computed: then the secret was given in this run. */
void
text_expected(struct page *p, const struct diagnosis *d)
{
	enum mask how = p->mask.how;
	bool was_right = d->digest != NULL && d->digest->check == VERIFY_MATCH && d->lead != NULL &&
			 d->lead->rule->party != PARTY_CLIENT;

	if (str_absent(d->expected.header) || (was_right && p->options->verbose == 0))
		return;
	text_heading(p, "A correct answer would be");
	text_item(p, 2);
	p->mask.how = d->expected.computed ? MASK_NONE : how;
	page_text(p, d->expected.header);
	p->mask.how = how;
	text_item(p, 0);
	page_ours(p, remark(d));
	put_changes(p, &d->expected);
	page_end_line(p);
}
