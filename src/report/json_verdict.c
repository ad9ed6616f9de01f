/* SPDX-License-Identifier: BSD-2-Clause */
#include "json_event.h"

enum { ROOM_CONTRAST = 6144, ROOM_CAPTURE = 4096 };

static void
put_aka(struct json_out *j, struct json_object *digest, const struct verify_aka *aka)
{
	struct json_object *at;

	if (aka->nonce == VERIFY_AKA_UNTOLD)
		return;
	at = emit_object(j, digest, "aka");
	emit_text(j, at, "nonce", verify_aka_check_name(aka->nonce));
	if (aka->autn != VERIFY_AKA_UNTOLD)
		emit_text(j, at, "autn", verify_aka_check_name(aka->autn));
	if (aka->slip != VERIFY_AKA_SLIP_NONE)
		emit_text(j, at, "slip", verify_aka_slip_name(aka->slip));
	if (aka->mended)
		emit_bool(j, at, "answer_by_slip", true);
	if (aka->other_amf)
		emit_text(j, at, "amf", "other");
	if (aka->auts != VERIFY_AKA_UNTOLD)
		emit_text(j, at, "auts", verify_aka_check_name(aka->auts));
	if (aka->autn == VERIFY_AKA_RIGHT)
		emit_count(j, at, "sqn_network", aka->sqn_network);
	if (aka->auts == VERIFY_AKA_RIGHT)
		emit_count(j, at, "sqn_sim", aka->sqn_sim);
}

void
json_digest(struct json_out *j, const struct diagnosis *d)
{
	static const struct verify none = { .check = VERIFY_NOT_ATTEMPTED,
					    .reason = VERIFY_NO_SECRET };
	const struct verify *v = d->digest != NULL ? d->digest : &none;
	struct json_object *at = emit_object(j, j->root, "digest");

	emit_text(j, at, "check", verify_check_name(v->check));
	emit_text(j, at, "reason",
		  v->reason == VERIFY_REASON_NONE ? NULL : verify_reason_name(v->reason));
	if (v->check == VERIFY_MATCH || v->check == VERIFY_MISMATCH) {
		emit_text(j, at, "form", v->form == DIGEST_FORM_2069 ? "rfc2069" : "rfc2617");
		emit_text(j, at, "algorithm", auth_algorithm_name(v->alg));
		emit_text(j, at, "secret", v->from_aka ? "aka" : v->from_ha1 ? "ha1" : "password");
	}
	json_hashed(j, at, v);
	put_aka(j, at, &v->aka);
	json_expected(j, at, &d->expected);
}

static void
put_differs(struct json_out *j, struct json_object *at, const struct contrast_view *view,
	    const struct contrast_row *row)
{
	struct json_object *list = emit_list(j, at, "differs");

	for (unsigned p = 0; p < CONTRAST_PARAMS_; p++) {
		struct emit_item item;

		if ((row->differs & 1u << p) == 0)
			continue;
		item = emit_item(j);
		emit_text(j, item.object, "param", contrast_param_name((enum contrast_param)p));
		emit_captured(j, item.object, "here", view->here[p]);
		emit_captured(j, item.object, "there", row->peer->param[p]);
		if (!emit_add(j, list, item))
			break;
	}
}

/* What this server let pass from the accepted client. */
static void
put_notes(struct json_out *j, struct json_object *at, const struct contrast_peer *peer)
{
	struct json_object *list = emit_list(j, at, "notes");

	for (size_t i = 0; i < rules_count; i++)
		if (rule_set_has(&peer->found, i) && !emit_add_text(j, list, rules_all[i]->code))
			break;
}

void
json_contrast(struct json_out *j, const struct diagnosis *d)
{
	struct json_object *at = emit_object(j, j->root, "contrast"), *list;
	char client[ENDPOINT_TEXT];

	emit_text(j, at, "scope", d->contrast.whole_input ? "input" : "so-far");
	emit_count(j, at, "accepted", d->contrast.accepted);
	emit_count(j, at, "accepted_same_account", d->contrast.accepted_same_account);
	list = emit_list(j, at, "peers");
	emit_room(j, ROOM_CONTRAST);
	for (size_t i = 0; i < d->contrast.row_count; i++) {
		const struct contrast_row *row = &d->contrast.rows[i];
		struct emit_item item = emit_item(j);

		emit_text(j, item.object, "client", endpoint_text(&row->peer->client, client));
		emit_captured(j, item.object, "user_agent", row->peer->user_agent);
		emit_bool(j, item.object, "same_account", row->same_account);
		put_differs(j, item.object, &d->contrast, row);
		put_notes(j, item.object, row->peer);
		emit_count(j, item.object, "count", row->peer->count);
		emit_count(j, item.object, "frame", row->peer->seen.frame);
		emit_count(j, item.object, "input", row->peer->seen.input);
		if (!emit_add(j, list, item))
			break;
	}
}

void
json_capture(struct json_out *j, const struct diagnosis *d)
{
	struct json_object *at = emit_object(j, j->root, "capture"), *list;
	unsigned loss = d->exchange->loss, facts = subject_missing_facts(d);
	const char *advice = NULL;

	emit_bool(j, at, "complete", loss == 0);
	list = emit_list(j, at, "missing");
	emit_room(j, ROOM_CAPTURE);
	for (size_t i = 0; i < LOSS_ROWS; i++) {
		const struct loss_row *row = loss_row(i);

		if ((loss & row->bit) == 0)
			continue;
		emit_add_text(j, list, row->name);
		if (advice == NULL)
			advice = row->advice;
	}
	for (unsigned bit = 0; facts >> bit != 0; bit++)
		if ((facts >> bit & 1u) != 0)
			emit_add_text(j, list, fact_name((enum fact)(1u << bit)));
	emit_text(j, at, "advice", advice);
}
