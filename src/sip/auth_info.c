/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/auth_info.h>

#include "auth_section.h"

enum { INFOS_READ = 4 };

/* RFC 3261 25.1 ainfo, RFC 7616 3.5. */
static const struct auth_slot slots[] = {
	{ .name = S("nextnonce"), .at = offsetof(struct auth_info, nextnonce) },
	{ .name = S("qop"), .at = offsetof(struct auth_info, qop), .odd_quoted = AUTH_QOP_QUOTED },
	{ .name = S("rspauth"), .at = offsetof(struct auth_info, rspauth) },
	{ .name = S("cnonce"), .at = offsetof(struct auth_info, cnonce) },
	{ .name = S("nc"), .at = offsetof(struct auth_info, nc), .odd_quoted = AUTH_NC_QUOTED },
};

static const struct auth_form form = { slots, COUNT(slots) };

size_t
auth_infos_of(const struct sip_msg *m, struct auth_info *out, size_t cap)
{
	size_t count = 0;

	for (size_t i = 0; i < m->hdr_count; i++) {
		const struct sip_hdr *h = &m->hdrs[i];
		struct auth_section part;
		struct auth_walk walk;

		if (h->id != HDR_AUTHENTICATION_INFO && h->id != HDR_PROXY_AUTHENTICATION_INFO)
			continue;
		auth_walk_begin(&walk, h);
		for (;; count++) {
			struct auth_info info = { .hdr = h };

			if (!auth_walk_next(&walk, &form, &info, &part))
				break;
			info.kind = h->id == HDR_AUTHENTICATION_INFO ? AUTH_WWW : AUTH_PROXY;
			info.raw = part.raw;
			info.odd = part.odd & ~(unsigned)AUTH_NO_SCHEME;
			if (count < cap)
				out[count] = info;
		}
	}
	return count;
}

bool
auth_info_of_kind(const struct sip_msg *m, enum auth_kind kind, struct auth_info *out)
{
	struct auth_info all[INFOS_READ];
	size_t n = auth_infos_of(m, all, COUNT(all));

	for (size_t i = 0; i < n && i < COUNT(all); i++) {
		if (all[i].kind != kind || all[i].raw.len == 0)
			continue;
		*out = all[i];
		return true;
	}
	return false;
}

const char *
auth_info_header(enum auth_kind k)
{
	return hdr_name(k == AUTH_PROXY ? HDR_PROXY_AUTHENTICATION_INFO : HDR_AUTHENTICATION_INFO);
}
