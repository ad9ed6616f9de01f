/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include "json_event.h"

enum { ROOM_CAUSE = 8192, ROOM_ALTERNATIVES = 4096, ROOM_DEFECTS = 20480, RAW_SHOWN = 1024 };

void
json_clauses(struct json_out *j, struct json_object *at, const struct rule *rule)
{
	struct json_object *list = emit_list(j, at, "rfc");

	for (size_t i = 0; i < RULE_CLAUSES && rule->clauses[i].doc != NULL; i++) {
		struct emit_item item = emit_item(j);

		emit_text(j, item.object, "doc", rule->clauses[i].doc);
		emit_text(j, item.object, "section", rule->clauses[i].section);
		emit_text(j, item.object, "demand", rule->clauses[i].demand);
		emit_add(j, list, item);
	}
}

/* `code` of a cause that goes with the one that is told; NULL for that one. */
static void
put_advice(struct json_out *j, struct json_object *list, const struct advice *a, const char *code)
{
	struct emit_item item = emit_item(j);

	emit_text(j, item.object, "party", party_name(a->party));
	emit_text(j, item.object, "text", a->text);
	if (code != NULL)
		emit_text(j, item.object, "for", code);
	emit_add(j, list, item);
}

static void
put_all_advice(struct json_out *j, struct json_object *list, const struct rule *rule,
	       const char *code)
{
	for (size_t i = 0; i < RULE_ADVICE && rule->advice[i].text != NULL; i++)
		put_advice(j, list, &rule->advice[i], code);
}

void
json_advice(struct json_out *j, struct json_object *at, const struct rule *rule,
	    const struct diagnosis *d)
{
	struct json_object *list = emit_list(j, at, "advice");

	if (rule->unchecked.text != NULL && (d == NULL || !diagnosis_is_checked(d)))
		put_advice(j, list, &rule->unchecked, NULL);
	put_all_advice(j, list, rule, NULL);
	for (size_t i = 0; d != NULL && i < d->joint_count; i++)
		put_all_advice(j, list, d->joint[i], d->joint[i]->code);
}

void
json_cause(struct json_out *j, const struct diagnosis *d)
{
	const struct rule *rule;
	struct json_object *at;

	/* null says that there is none; of what is still open nothing is said. */
	if (d->lead == NULL) {
		if (d->exchange->outcome == OUTCOME_ACCEPTED)
			emit_null(j, j->root, "cause");
		return;
	}
	rule = d->lead->rule;
	emit_room(j, ROOM_CAUSE);
	at = emit_object(j, j->root, "cause");
	emit_text(j, at, "code", rule->code);
	emit_text(j, at, "group", rule_group(rule));
	emit_text(j, at, "party", party_name(rule->party));
	emit_text(j, at, "causality", causality_name(d->causality));
	emit_text(j, at, "title", rule->title);
	emit_sentence(j, at, "why", d->why);
	json_clauses(j, at, rule);
	json_advice(j, at, rule, d);
}

void
json_alternatives(struct json_out *j, const struct diagnosis *d)
{
	struct json_object *list = emit_list(j, j->root, "alternatives");

	emit_room(j, ROOM_ALTERNATIVES);
	for (size_t i = 0; i < d->alternative_count; i++) {
		const struct alternative *a = &d->alternatives[i];
		struct emit_item item = emit_item(j);

		emit_text(j, item.object, "code", a->code);
		if (a->causality != CAUSALITY_NONE)
			emit_text(j, item.object, "causality", causality_name(a->causality));
		emit_sentence(j, item.object, "why_not", a->why_not);
		if (!emit_add(j, list, item))
			break;
	}
}

/* The octets as they stand, where the text that is shown cannot say what they are. */
static void
put_raw(struct json_out *j, struct json_object *at, struct str s)
{
	char masked[RAW_SHOWN + 64], text[(RAW_SHOWN + 64) / 3 * 4 + 8] = { 0 };
	struct buf raw = BUF(masked), b64 = BUF(text);
	struct str shown, hidden, all = mask_clip(&j->mask, s, RAW_SHOWN), rest = all;
	bool bad = false;

	while (rest.len > 0 && !bad) {
		uint32_t cp;
		size_t n = utf8_next(rest, &cp);

		bad = cp == UTF8_BAD || cp == 0;
		rest = str_sub(rest, n, rest.len);
	}
	if (!bad)
		return;
	mask_begin(&j->mask, all);
	while (mask_next(&j->mask, &all, &shown, &hidden)) {
		buf_add(&raw, str_sub(shown, 0, raw.cap - raw.len));
		if (hidden.len > 0)
			mask_stand_in(&raw, hidden.len, &j->mask);
	}
	base64_add(&b64, buf_str(&raw));
	emit_text(j, at, "observed_b64", text);
}

/* A parameter's value stands without its name, so that the masking of a header does not see it. */
static void
put_value(struct json_out *j, struct json_object *at, const char *key, const char *param,
	  struct str value)
{
	char text[64];
	struct buf stand_in = BUF(text);

	if (j->mask.how == MASK_NONE || param == NULL || str_empty(value) ||
	    !mask_hides(str_of(param))) {
		emit_captured_long(j, at, key, value);
		return;
	}
	j->mask.is_secret = false;
	mask_stand_in(&stand_in, value.len, &j->mask);
	emit_captured(j, at, key, buf_str(&stand_in));
}

static struct emit_item
evidence(struct json_out *j, const struct citation *c)
{
	struct emit_item item = emit_item(j);
	struct json_object *at = item.object;
	bool hidden = c->param != NULL && mask_hides(str_of(c->param)) && j->mask.how != MASK_NONE;

	emit_count(j, at, "frame", c->seen.frame);
	emit_count(j, at, "input", c->seen.input);
	emit_sentence(j, at, "message", c->message);
	emit_captured(j, at, "header", c->header);
	emit_text(j, at, "param", c->param);
	put_value(j, at, "observed", c->param, c->observed);
	if (!str_absent(c->observed) && !hidden)
		put_raw(j, at, c->observed);
	if (c->expected != NULL)
		emit_sentence(j, at, "expected", c->expected);
	else
		put_value(j, at, "expected", c->param, c->expected_text);
	emit_count(j, at, "offset", c->offset);
	emit_count(j, at, "length", c->length);
	if (c->is_witness)
		emit_bool(j, at, "witness", true);
	return item;
}

void
json_defects(struct json_out *j, const struct diagnosis *d)
{
	struct json_object *list = emit_list(j, j->root, "defects");
	char clause[96];

	emit_room(j, ROOM_DEFECTS);
	for (size_t i = 0; i < d->finding_count; i++) {
		const struct finding *f = &d->findings[i];
		const struct clause *c = &f->rule->clauses[0];
		struct emit_item item = emit_item(j);
		struct json_object *cites;

		(void)snprintf(clause, sizeof(clause), "%s %s", c->doc != NULL ? c->doc : "",
			       c->section != NULL ? c->section : "");
		emit_text(j, item.object, "code", f->rule->code);
		emit_text(j, item.object, "severity", severity_name(finding_severity(d, f)));
		emit_text(j, item.object, "title", f->rule->title);
		emit_text(j, item.object, "clause", c->doc != NULL ? clause : NULL);
		if (f->detail[0] != '\0')
			emit_sentence(j, item.object, "detail", f->detail);
		cites = emit_list(j, item.object, "evidence");
		for (size_t k = 0; k < f->cites_used; k++)
			if (!emit_add(j, cites, evidence(j, &f->cites[k])))
				break;
		if (!emit_add(j, list, item))
			break;
	}
}
