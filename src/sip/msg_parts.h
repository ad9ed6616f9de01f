/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * msg_parts.h - the steps of sip_msg_parse, one a file.
 *
 * Layer: 5 sip.  Private to src/sip.
 */
#ifndef SIPWHY_SIP_MSG_PARTS_H
#define SIPWHY_SIP_MSG_PARTS_H

#include <sipwhy/sip_msg.h>

#include "line.h"

/* Method, Request-URI, version, or version, status, reason (RFC 3261 7.1, 7.2). */
void start_line_parse(struct sip_msg *m, const struct line *line);

/* Whether the capture ends inside the header section: what is absent may only be missing. */
static inline bool
headers_are_cut(const struct sip_msg *m)
{
	return (m->odd & SIP_CUT) != 0 && (m->odd & SIP_HEADERS_OPEN) != 0;
}

/* Fill everything that stands in header fields from m->hdrs. */
void fields_read(struct sip_msg *m);

#endif
