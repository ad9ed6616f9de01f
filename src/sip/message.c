/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/message.h>

const struct message *
message_adopt(const struct message *m, struct arena *a)
{
	struct message *copy = arena_alloc(a, sizeof(*copy));
	bool ok = copy != NULL;
	struct str raw = ok ? arena_dup(a, m->sip.raw, &ok) : STR_ABSENT;

	if (!ok)
		return NULL;
	copy->seen = m->seen;
	copy->missing_bytes = m->missing_bytes;
	/* No field is dropped that the first parsing kept: its count is the bound. */
	if (!sip_msg_parse(raw, m->missing_bytes, m->sip.hdr_count, a, &copy->sip))
		return NULL;
	copy->sip.odd = m->sip.odd;
	return copy;
}
