/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include <sipwhy/causes.h>

#include "text.h"

enum { CODE_COLUMNS = 38, PARTY_COLUMNS = 12, COMMAND_MOST = 300 };

static void
put_paragraph(struct page *p, const char *heading, const char *text)
{
	text_heading(p, heading);
	text_item(p, 0);
	page_ours(p, text);
	page_end_line(p);
}

/* In one line: some causes go by a score of phrases. */
static void
put_words(struct page *p, const char *what, const struct rule *rule, bool unless)
{
	const char *word;

	for (size_t n = 0; (word = causes_words(rule, unless, n)) != NULL; n++) {
		if (n == 0)
			text_item(p, 2);
		page_f(p, "%s \"%s\"", n == 0 ? what : ",", word);
	}
}

static void
put_evidence(struct page *p, const struct rule *rule)
{
	const struct hypothesis *row;
	const char *fact;

	put_paragraph(p, "How it is seen", rule->evidence);
	text_item(p, 0);
	page_f(p, "severity %s, found in %s", severity_name(rule->severity), rule_group(rule));
	for (size_t n = 0; (fact = causes_needs(rule, n)) != NULL; n++) {
		page_ours(p, n == 0 ? "; needs " : "; ");
		page_ours(p, fact);
	}
	for (size_t n = 0; (row = causes_row(rule, n)) != NULL; n++) {
		text_item(p, 2);
		page_f(p, "the client %s (%s)", row->text, row->id);
	}
	put_words(p, "words of a server that name it:", rule, false);
	put_words(p, "not beside any of:", rule, true);
	page_end_line(p);
}

static void
put_lookalikes(struct page *p, const struct rule *rule)
{
	if (rule->lookalikes[0].code == NULL)
		return;
	text_heading(p, "What it is mistaken for");
	for (size_t i = 0; i < RULE_LOOKALIKES && rule->lookalikes[i].code != NULL; i++) {
		text_item(p, 2);
		page_f(p, "%s: ", rule->lookalikes[i].code);
		page_ours(p, rule->lookalikes[i].tell);
	}
	page_end_line(p);
}

static void
put_clauses(struct page *p, const struct rule *rule)
{
	if (rule->clauses[0].doc == NULL)
		return;
	text_heading(p, "What the standards say");
	text_clauses(p, rule);
	page_end_line(p);
}

static bool
explain_absent(struct page *p, const char *code)
{
	for (size_t i = 0; i < causes_absent_count; i++) {
		if (strcmp(causes_absent[i].code, code) != 0)
			continue;
		page_line(p, 0, TEXT_BODY);
		page_f(p, "%s: not found by this program", code);
		page_end_line(p);
		put_paragraph(p, "Why not", causes_absent[i].why);
		return true;
	}
	return false;
}

bool
causes_explain_text(FILE *out, const struct report_options *o, const char *code)
{
	const struct rule *rule = causes_rule(code);
	char command[COMMAND_MOST];
	struct page p;

	page_begin(&p, out, o);
	if (rule == NULL)
		return explain_absent(&p, code);
	page_line(&p, 0, TEXT_BODY);
	page_pen(&p, PEN_BOLD);
	page_ours(&p, rule->code);
	page_pen(&p, PEN_PLAIN);
	page_f(&p, " (%s): %s", party_name(rule->party), rule->title);
	page_end_line(&p);
	put_paragraph(&p, "What it means", rule->meaning != NULL ? rule->meaning : rule->title);
	put_evidence(&p, rule);
	put_lookalikes(&p, rule);
	put_paragraph(&p, "How sure it can get", causes_how_sure(rule));
	put_clauses(&p, rule);
	text_advice(&p, rule, NULL);
	causes_command(rule, command, sizeof(command));
	text_heading(&p, "For example");
	/* To be copied: it stays in one line. */
	page_end_line(&p);
	fprintf(out, "%*s%s\n", TEXT_BODY, "", command);
	return true;
}

void
causes_list_text(FILE *out, const struct report_options *o)
{
	struct page p;

	page_begin(&p, out, o);
	for (size_t i = 0; i < rules_count; i++) {
		const struct rule *rule = rules_all[i];

		page_line(&p, 0, CODE_COLUMNS + PARTY_COLUMNS);
		page_ours(&p, rule->code);
		page_to(&p, CODE_COLUMNS);
		page_ours(&p, party_name(rule->party));
		page_to(&p, CODE_COLUMNS + PARTY_COLUMNS);
		page_ours(&p, rule->title);
		page_end_line(&p);
	}
}
