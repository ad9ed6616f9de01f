/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The header field that would have been right.  A response that was computed is as telling as one that was
 * sent: both are hidden unless digests are shown, whatever the secret, since the report goes where it goes.
 */
#include "json_event.h"

enum { ROOM_CHANGES = 6144 };

static void
put_value(struct json_out *j, struct json_object *at, const char *key, bool hide, struct str value)
{
	char text[64];
	struct buf stand_in = BUF(text);

	if (!hide || str_empty(value)) {
		emit_captured(j, at, key, value);
		return;
	}
	j->mask.is_secret = false;
	mask_stand_in(&stand_in, value.len, &j->mask);
	emit_captured(j, at, key, buf_str(&stand_in));
}

/* null says that it is not there, or should not be; what is not known is not said. */
static struct emit_item
change(struct json_out *j, const struct expected_diff *d)
{
	struct emit_item item = emit_item(j);
	bool hide = j->mask.how != MASK_NONE && mask_hides(str_of(d->param));

	emit_text(j, item.object, "param", d->param);
	put_value(j, item.object, "sent", hide, d->sent);
	if (!d->is_hole)
		put_value(j, item.object, "expected", hide, d->expected);
	if (d->is_example)
		emit_bool(j, item.object, "example", true);
	return item;
}

void
json_expected(struct json_out *j, struct json_object *at, const struct expected *e)
{
	enum mask how = j->mask.how;
	struct json_object *list;

	if (how != MASK_NONE)
		j->mask.how = MASK_PLAIN;
	emit_captured_long(j, at, "expected_header", e->header);
	j->mask.how = how;
	if (str_absent(e->header))
		return;
	emit_bool(j, at, "expected_cnonce_is_example", e->has_example);
	list = emit_list(j, at, "expected_diff");
	emit_room(j, ROOM_CHANGES);
	for (size_t i = 0; i < e->diff_count; i++)
		if (!emit_add(j, list, change(j, &e->diffs[i])))
			break;
}
