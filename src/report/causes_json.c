/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include <sipwhy/causes.h>

#include "json_event.h"

enum { COMMAND_MOST = 300 };

static void
put_words(struct json_out *j, const char *key, const struct rule *rule, bool unless)
{
	struct json_object *list = emit_list(j, j->root, key);
	const char *word;

	for (size_t n = 0; (word = causes_words(rule, unless, n)) != NULL; n++)
		emit_add_text(j, list, word);
}

static void
put_lists(struct json_out *j, const struct rule *rule)
{
	struct json_object *list;
	const struct hypothesis *row;
	const char *fact;

	emit_room(j, JSON_LINE);
	list = emit_list(j, j->root, "needs");
	for (size_t n = 0; (fact = causes_needs(rule, n)) != NULL; n++)
		emit_add_text(j, list, fact);
	put_words(j, "words", rule, false);
	put_words(j, "words_against", rule, true);
	list = emit_list(j, j->root, "hypotheses");
	for (size_t n = 0; (row = causes_row(rule, n)) != NULL; n++)
		emit_add_text(j, list, row->id);
	list = emit_list(j, j->root, "lookalikes");
	for (size_t i = 0; i < RULE_LOOKALIKES && rule->lookalikes[i].code != NULL; i++) {
		struct emit_item item = emit_item(j);

		emit_text(j, item.object, "code", rule->lookalikes[i].code);
		emit_text(j, item.object, "tell", rule->lookalikes[i].tell);
		emit_add(j, list, item);
	}
	json_clauses(j, j->root, rule);
	json_advice(j, j->root, rule, NULL);
}

static bool
put_rule(FILE *out, const struct report_options *o, const struct rule *rule)
{
	char command[COMMAND_MOST];
	struct json_out j;

	if (!emit_begin(&j, o))
		return false;
	emit_text(&j, j.root, "code", rule->code);
	emit_text(&j, j.root, "group", rule_group(rule));
	emit_text(&j, j.root, "party", party_name(rule->party));
	emit_text(&j, j.root, "severity", severity_name(rule->severity));
	emit_text(&j, j.root, "title", rule->title);
	emit_text(&j, j.root, "meaning", rule->meaning);
	emit_text(&j, j.root, "evidence", rule->evidence);
	emit_text(&j, j.root, "how_sure", causes_how_sure(rule));
	put_lists(&j, rule);
	causes_command(rule, command, sizeof(command));
	emit_text(&j, j.root, "command", command);
	return emit_end(&j, out);
}

static bool
put_absent(FILE *out, const struct report_options *o, const struct cause_absent *a)
{
	struct json_out j;

	if (!emit_begin(&j, o))
		return false;
	emit_text(&j, j.root, "code", a->code);
	emit_text(&j, j.root, "not_found_since", a->why);
	return emit_end(&j, out);
}

bool
causes_explain_json(FILE *out, const struct report_options *o, const char *code)
{
	const struct rule *rule = causes_rule(code);

	if (rule != NULL)
		return put_rule(out, o, rule);
	for (size_t i = 0; i < causes_absent_count; i++) {
		if (strcmp(causes_absent[i].code, code) == 0)
			return put_absent(out, o, &causes_absent[i]);
	}
	return false;
}

bool
causes_list_json(FILE *out, const struct report_options *o)
{
	bool ok = true;

	for (size_t i = 0; i < rules_count; i++)
		ok = put_rule(out, o, rules_all[i]) && ok;
	return ok;
}
