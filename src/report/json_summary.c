/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/limits.h>

#include "json_event.h"

/* Printed octets for each list; together with the rest under JSON_LINE. */
enum { ROOM_INPUTS = 20480, ROOM_CAUSES = 20480, ROOM_ODDITIES = 12288 };

static void
put_span(struct json_out *j, struct json_object *at, int64_t first_ns, int64_t last_ns)
{
	if (first_ns == 0 && last_ns == 0) {
		emit_null(j, at, "first_seen");
		emit_null(j, at, "last_seen");
	} else {
		emit_time(j, at, "first_seen", first_ns);
		emit_time(j, at, "last_seen", last_ns);
	}
}

static void
put_link_types(struct json_out *j, struct json_object *at, const struct summary_input *in)
{
	struct json_object *list = emit_list(j, at, "link_types");
	struct str rest = str_of(in->link_types);

	while (rest.len > 0) {
		struct str name = str_trim(str_cut(&rest, ','), str_is_lws);

		if (name.len > 0 && !emit_add_captured(j, list, name))
			break;
	}
}

static void
put_inputs(struct json_out *j, const struct summary *s)
{
	struct json_object *list = emit_list(j, j->root, "inputs");

	emit_room(j, ROOM_INPUTS);
	for (size_t i = 0; i < s->input_count; i++) {
		const struct summary_input *in = &s->inputs[i];
		struct emit_item item = emit_item(j);

		emit_captured(j, item.object, "name", str_of(in->name));
		emit_count(j, item.object, "packets", in->packets);
		emit_count(j, item.object, "bytes", in->bytes);
		put_link_types(j, item.object, in);
		emit_bool(j, item.object, "truncated", in->truncated);
		emit_captured(j, item.object, "error",
			      in->error[0] != '\0' ? str_of(in->error) : STR_ABSENT);
		if (!emit_add(j, list, item))
			break;
	}
}

static void
put_agents(struct json_out *j, struct json_object *at, const struct summary_cause *c)
{
	struct json_object *list = emit_list(j, at, "user_agents");

	for (size_t i = 0; i < SUMMARY_TOP && c->user_agents[i].count > 0; i++) {
		struct emit_item item = emit_item(j);

		emit_captured(j, item.object, "name", str_of(c->user_agents[i].name));
		j->mask.secrets_hidden += c->user_agents[i].hides_secret;
		emit_count(j, item.object, "count", c->user_agents[i].count);
		emit_add(j, list, item);
	}
}

static void
put_causes(struct json_out *j, const struct summary *s)
{
	struct json_object *list = emit_list(j, j->root, "causes");

	emit_room(j, ROOM_CAUSES);
	for (size_t i = 0; i < s->cause_count; i++) {
		const struct summary_cause *c = &s->causes[i];
		struct emit_item item = emit_item(j);

		emit_text(j, item.object, "code", c->code);
		emit_count(j, item.object, "count", c->count);
		emit_count(j, item.object, "clients", c->clients);
		put_agents(j, item.object, c);
		emit_count(j, item.object, "servers", c->servers);
		put_span(j, item.object, c->first_ns, c->last_ns);
		if (!emit_add(j, list, item))
			break;
	}
}

static void
put_oddities(struct json_out *j, const struct summary *s)
{
	struct json_object *list = emit_list(j, j->root, "oddities");

	emit_room(j, ROOM_ODDITIES);
	for (size_t i = 0; i < s->oddity_count; i++) {
		const struct summary_oddity *o = &s->oddities[i];
		struct emit_item item = emit_item(j);

		emit_text(j, item.object, "name", o->name);
		emit_text(j, item.object, "text", o->text);
		emit_count(j, item.object, "count", o->count);
		emit_count(j, item.object, "first_frame", o->first_frame);
		emit_count(j, item.object, "first_input", o->first_input);
		if (!emit_add(j, list, item))
			break;
	}
}

static void
put_counts(struct json_out *j, const struct summary *s)
{
	static const struct {
		enum outcome outcome;
		const char *key;
	} keys[] = {
		{ OUTCOME_ACCEPTED, "accepted" },
		{ OUTCOME_REJECTED, "rejected" },
		{ OUTCOME_UNANSWERED, "unanswered" },
		{ OUTCOME_NO_RESPONSE, "no_response" },
		{ OUTCOME_OPEN, "open" },
		{ OUTCOME_CANNOT_TELL, "cannot_tell" },
	};
	struct json_object *at = emit_object(j, j->root, "exchanges");

	for (size_t i = 0; i < COUNT(keys); i++)
		emit_count(j, at, keys[i].key, s->outcomes[keys[i].outcome]);
}

/* Every party, also those that nobody has to blame: a dashboard needs the zero. */
static void
put_parties(struct json_out *j, const struct summary *s)
{
	struct json_object *at = emit_object(j, j->root, "parties");

	for (unsigned p = 0; p < SUMMARY_PARTIES; p++)
		emit_count(j, at, party_name((enum party)p), s->parties[p]);
}

static void
put_limits(struct json_out *j, const struct summary *s)
{
	struct json_object *at = emit_object(j, j->root, "limits_hit");

	for (unsigned i = 0; s->limits != NULL && i < LIMIT_COUNT_; i++)
		if (s->limits->hit[i] > 0)
			emit_count(j, at, limit_row((enum limit)i)->name, s->limits->hit[i]);
}

bool
report_json_summary(FILE *out, const struct report_options *o, const struct summary *s)
{
	struct json_object *dropped;
	struct json_out j;

	if (!emit_begin(&j, o))
		return false;
	emit_text(&j, j.root, "schema", EVENT_SCHEMA);
	emit_text(&j, j.root, "event_type", "summary");
	put_inputs(&j, s);
	put_span(&j, j.root, s->first_ns, s->last_ns);
	emit_count(&j, j.root, "sip_messages", s->sip_messages);
	put_counts(&j, s);
	put_causes(&j, s);
	put_parties(&j, s);
	put_limits(&j, s);
	dropped = emit_object(&j, j.root, "dropped");
	emit_count(&j, dropped, "kernel", s->dropped_kernel);
	emit_count(&j, dropped, "interface", s->dropped_interface);
	emit_count(&j, dropped, "memory", s->dropped_memory);
	emit_bool(&j, j.root, "partial", s->partial);
	emit_bool(&j, j.root, "interrupted", s->interrupted);
	emit_count(&j, j.root, "time_backward", s->time_backward);
	put_oddities(&j, s);
	json_observer(&j, o, NULL);
	if (j.truncated)
		emit_bool(&j, j.root, "truncated", true);
	if (j.mask.secrets_hidden > 0)
		emit_count(&j, j.root, "secrets_hidden", j.mask.secrets_hidden);
	return emit_end(&j, out);
}
