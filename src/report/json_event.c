/* SPDX-License-Identifier: BSD-2-Clause */
#include "json_event.h"

/* Printed octets that the lists may take; with all else they stay under JSON_LINE. */
enum { ROOM_OBSERVER = 2 * JSON_VALUE };

void
json_observer(struct json_out *j, const struct report_options *o, const char *input)
{
	struct json_object *at = emit_object(j, j->root, "observer");

	emit_captured(j, at, "name", str_of(o->observer));
	emit_text(j, at, "product", "sipwhy");
	emit_text(j, at, "version", o->version);
	emit_text(j, at, "source", o->source);
	if (input != NULL)
		emit_captured(j, at, "input", str_of(input));
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

static const char *
input_name(const struct report_options *o, const struct exchange *x)
{
	const struct message *m = exchange_deciding(x);

	return m != NULL && m->seen.input < o->input_count ? o->inputs[m->seen.input] : NULL;
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
	json_observer(&j, o, input_name(o, d->exchange));
	if (j.truncated)
		emit_bool(&j, j.root, "truncated", true);
	return emit_end(&j, out);
}
