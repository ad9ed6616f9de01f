/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include <sipwhy/message.h>

/* A view into `from` becomes the view of the same octets in `to`; what is no such view stays. */
static void
shift(struct str *view, struct str from, struct str to)
{
	if (!str_absent(*view) && view->p >= from.p && view->p <= from.p + from.len)
		view->p = to.p + (view->p - from.p);
}

/* Point every view of `m` from its own octets to the same ones at `to`; much cheaper than to parse anew. */
static void
move_views(struct sip_msg *m, struct str to)
{
	struct str from = m->raw;
	struct str *views[] = {
		&m->raw,    &m->start_line,  &m->method,     &m->request_uri, &m->version,
		&m->reason, &m->call_id,     &m->cseq.raw,   &m->cseq.method, &m->from,
		&m->to,     &m->contact,     &m->from_tag,   &m->to_tag,      &m->from_uri,
		&m->to_uri, &m->contact_uri, &m->user_agent, &m->server,      &m->via,
		&m->branch, &m->sent_by,     &m->body,
	};

	for (size_t i = 0; i < COUNT(views); i++)
		shift(views[i], from, to);
	for (size_t i = 0; i < m->hdr_count; i++) {
		shift(&m->hdrs[i].name, from, to);
		shift(&m->hdrs[i].value, from, to);
		shift(&m->hdrs[i].raw, from, to);
	}
}

const struct message *
message_adopt(const struct message *m, struct arena *a)
{
	struct message *copy = arena_alloc(a, sizeof(*copy));
	struct sip_hdr *hdrs = arena_array(a, m->sip.hdr_count, sizeof(*hdrs));
	bool ok = copy != NULL && hdrs != NULL;
	struct str raw = ok ? arena_dup(a, m->sip.raw, &ok) : STR_ABSENT;

	if (!ok)
		return NULL;
	*copy = *m;
	if (m->sip.hdr_count > 0)
		memcpy(hdrs, m->sip.hdrs, m->sip.hdr_count * sizeof(*hdrs));
	copy->correlation_id = arena_dup(a, m->correlation_id, &ok);
	if (!ok)
		return NULL;
	copy->sip.hdrs = hdrs;
	move_views(&copy->sip, raw);
	return copy;
}
