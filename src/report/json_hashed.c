/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include <sipwhy/hypothesis.h>

#include "json_event.h"

enum { ROOM_DIFFS = 4096 };

/* Whether a rewrite before this one proves the same cause. */
static bool
is_said(const struct verify *v, size_t at, const char *cause)
{
	for (size_t i = 0; i < at; i++) {
		const struct hypothesis *row = v->differs[i].row;

		if (row != NULL && row->cause != NULL && strcmp(row->cause, cause) == 0)
			return true;
	}
	return false;
}

static void
put_codes(struct json_out *j, struct json_object *at, const struct verify *v)
{
	struct json_object *list = emit_list(j, at, "codes");

	for (size_t i = 0; i < v->substitutions && i < VERIFY_DIFFS; i++) {
		const struct hypothesis *row = v->differs[i].row;

		if (row != NULL && row->cause != NULL && !is_said(v, i, row->cause) &&
		    !emit_add_text(j, list, row->cause))
			break;
	}
}

static void
put_differs(struct json_out *j, struct json_object *at, const struct verify *v)
{
	struct json_object *list = emit_list(j, at, "differs");

	emit_room(j, ROOM_DIFFS);
	for (size_t i = 0; i < VERIFY_DIFFS && v->differs[i].input != NULL; i++) {
		const struct verify_diff *diff = &v->differs[i];
		struct emit_item item = emit_item(j);

		emit_text(j, item.object, "input", diff->input);
		if (diff->row != NULL)
			emit_text(j, item.object, "id", diff->row->id);
		/* A password is never sent, and what was hashed for it is not told. */
		if (!str_absent(diff->sent) || !str_absent(diff->hashed))
			emit_captured(j, item.object, "sent", diff->sent);
		if (!str_absent(diff->hashed))
			emit_captured(j, item.object, "hashed", diff->hashed);
		if (diff->what != NULL)
			emit_text(j, item.object, "form", diff->what);
		emit_add(j, list, item);
	}
}

/* Among the other answers of this client: a habit, or an accident? */
static void
put_seen(struct json_out *j, struct json_object *hashed, const struct verify_seen *seen)
{
	struct json_object *at;

	if (seen->explained == 0)
		return;
	at = emit_object(j, hashed, "seen");
	emit_text(j, at, "habit", verify_habit_name(verify_habit_of(seen)));
	emit_count(j, at, "answers", seen->answers);
	emit_count(j, at, "failures", seen->failures);
	emit_count(j, at, "explained", seen->explained);
}

static void
put_inputs(struct json_out *j, struct json_object *at, const char *key, unsigned inputs)
{
	struct json_object *list = emit_list(j, at, key);

	for (enum hypothesis_input i = HYPOTHESIS_FORM; i < HYPOTHESIS_INPUTS_; i++) {
		if ((inputs >> i & 1u) != 0)
			(void)emit_add_text(j, list, hypothesis_input_name(i));
	}
}

static void
put_tried(struct json_out *j, struct json_object *at, const struct verify *v)
{
	emit_count(j, at, "tried", v->tried);
	put_inputs(j, at, "tried_inputs", v->tried_inputs & ~verify_untried(v));
	emit_count(j, at, "tried_at_once", v->tried_depth);
	emit_bool(j, at, "tried_all", !v->tried_short);
	put_inputs(j, at, "not_tried", verify_untried(v));
}

void
json_hashed(struct json_out *j, struct json_object *at, const struct verify *v)
{
	struct json_object *hashed;

	if (v->hashed == NULL) {
		if (v->check != VERIFY_MISMATCH)
			return;
		emit_null(j, at, "hashed");
		put_tried(j, at, v);
		return;
	}
	hashed = emit_object(j, at, "hashed");
	emit_text(j, hashed, "code", v->hashed->cause);
	emit_text(j, hashed, "id", v->hashed->id);
	emit_text(j, hashed, "text", v->hashed->text);
	put_codes(j, hashed, v);
	put_differs(j, hashed, v);
	emit_number(j, hashed, "substitutions", v->substitutions);
	put_seen(j, hashed, &v->seen);
	put_tried(j, at, v);
}
