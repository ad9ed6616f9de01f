/* SPDX-License-Identifier: BSD-2-Clause */
#include "json_event.h"

/* Printed octets that the lists may take; with all else they stay under JSON_LINE. */
enum { ROOM_OBSERVER = 2 * JSON_VALUE + 64 };

void
json_observer(struct json_out *j, const struct report_options *o, const struct message *m)
{
	struct json_object *at = emit_object(j, j->root, "observer");

	emit_captured(j, at, "name", str_of(o->observer));
	emit_text(j, at, "product", "sipwhy");
	emit_text(j, at, "version", o->version);
	emit_text(j, at, "source", o->source);
	if (m == NULL)
		return;
	if (m->seen.input < o->input_count)
		emit_captured(j, at, "input", str_of(o->inputs[m->seen.input]));
	if (m->seen.path.agent == NULL)
		return;
	if (m->seen.path.agent->has_capture_id)
		emit_number(j, at, "capture_id", m->seen.path.agent->capture_id);
	if (!str_absent(m->seen.path.agent->node))
		emit_captured(j, at, "node", m->seen.path.agent->node);
}

static bool
put_head(struct json_out *j, const struct report_options *o, const struct diagnosis *d)
{
	const struct exchange *x = d->exchange;
	char id[EVENT_ID_TEXT];

	emit_text(j, j->root, "schema", EVENT_SCHEMA);
	emit_text(j, j->root, "event_type", d->is_session ? "session" : "diagnosis");
	if (o->digest != NULL) {
		if (!report_event_id(o->digest, d, id))
			return false;
		emit_text(j, j->root, "event_id", id);
	}
	emit_time(j, j->root, "timestamp", x->decided_ns);
	emit_time(j, j->root, "first_seen", x->first_ns);
	emit_number(j, j->root, "duration_us", (x->decided_ns - x->first_ns) / 1000);
	emit_text(j, j->root, "outcome", outcome_name(x->outcome));
	if (x->how != HOW_NONE)
		emit_text(j, j->root, "how", outcome_how_name(x->how));
	return true;
}

bool
report_json_event(FILE *out, const struct report_options *o, const struct diagnosis *d)
{
	struct json_out j;
	struct subject s;

	if (!emit_begin(&j, o))
		return false;
	subject_of(d, &s);
	if (!put_head(&j, o, d))
		j.failed = true;
	json_cause(&j, d);
	json_alternatives(&j, d);
	json_defects(&j, d);
	json_digest(&j, d);
	json_contrast(&j, d);
	json_capture(&j, d);
	json_peers(&j, d, &s);
	json_network(&j, d);
	json_sip(&j, &s);
	json_auth(&j, d, &s);
	/* The last list takes what room is left. */
	emit_room(&j, j.printed < JSON_LINE - ROOM_OBSERVER ? JSON_LINE - ROOM_OBSERVER - j.printed
							    : 0);
	json_messages(&j, d);
	json_observer(&j, o, exchange_deciding(d->exchange));
	if (j.truncated)
		emit_bool(&j, j.root, "truncated", true);
	if (j.mask.secrets_hidden > 0)
		emit_count(&j, j.root, "secrets_hidden", j.mask.secrets_hidden);
	return emit_end(&j, out);
}
