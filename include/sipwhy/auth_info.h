/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * auth_info.h - Authentication-Info and Proxy-Authentication-Info, as they stand in a response.
 *
 * Layer: 5 sip.  Views only, as in auth_hdr.h: a parameter is absent, or a view that may be empty; a value
 * that ends where the capture ends is absent, and AUTH_CUT is set.
 * RFC 3261 20.6, RFC 2617 3.2.3, RFC 7615, RFC 7616 3.5.
 */
#ifndef SIPWHY_AUTH_INFO_H
#define SIPWHY_AUTH_INFO_H

#include <sipwhy/auth_hdr.h>

struct auth_info {
	enum auth_kind kind; /* of the credentials that it is about */
	const struct sip_hdr *hdr;
	struct str raw;
	struct str nextnonce, qop, rspauth, cnonce, nc;
	unsigned odd; /* enum auth_odd; it has no scheme, and that is not odd */
};

/* Those of a message in the order sent.  Returns how many there are; no more than `cap` are stored. */
size_t auth_infos_of(const struct sip_msg *m, struct auth_info *out, size_t cap);
/* The first of this kind that is not empty; false for none. */
bool auth_info_of_kind(const struct sip_msg *m, enum auth_kind kind, struct auth_info *out);
/* "Authentication-Info", … */
const char *auth_info_header(enum auth_kind k);

#endif
