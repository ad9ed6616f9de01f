/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sip_hdr.h - one header field of a SIP message.
 *
 * Layer: 5 sip.  Views into the message; owns nothing.
 */
#ifndef SIPWHY_SIP_HDR_H
#define SIPWHY_SIP_HDR_H

#include <sipwhy/str.h>

/* The fields that sipwhy looks at.  Every other is kept as HDR_OTHER. */
enum hdr_id {
	HDR_OTHER,
	HDR_VIA,
	HDR_FROM,
	HDR_TO,
	HDR_CALL_ID,
	HDR_CSEQ,
	HDR_CONTACT,
	HDR_ROUTE,
	HDR_RECORD_ROUTE,
	HDR_MAX_FORWARDS,
	HDR_CONTENT_LENGTH,
	HDR_CONTENT_TYPE,
	HDR_EXPIRES,
	HDR_RETRY_AFTER,
	HDR_WARNING,
	HDR_REASON,
	HDR_USER_AGENT,
	HDR_SERVER,
	HDR_WWW_AUTHENTICATE,
	HDR_PROXY_AUTHENTICATE,
	HDR_AUTHORIZATION,
	HDR_PROXY_AUTHORIZATION,
	HDR_AUTHENTICATION_INFO,
	HDR_PROXY_AUTHENTICATION_INFO,
};

enum hdr_odd {
	HDR_FOLDED = 1u << 0,      /* continued on further lines (RFC 3261 7.3.1) */
	HDR_NO_COLON = 1u << 1,    /* a line that is no "token:": name absent, value the line */
	HDR_SPACE_COLON = 1u << 2, /* blanks before the colon */
	HDR_CUT = 1u << 3, /* the capture ended inside it, or right behind: a fold could follow */
	HDR_CONTROL = 1u << 4, /* a control octet other than TAB in the value */
	HDR_COMPACT = 1u << 5, /* written with its one-letter name */
};

struct sip_hdr {
	enum hdr_id id;
	unsigned odd;     /* enum hdr_odd */
	struct str name;  /* as written */
	struct str value; /* blanks at both ends dropped; folds still inside; absent when the
			   * capture ended before the colon: such a field is HDR_OTHER */
	struct str raw;   /* the whole field without its last line end */
};

/* The id of a name in any case or in its compact form (RFC 3261 7.3.3). */
enum hdr_id hdr_id_of(struct str name);
/* The full name, "WWW-Authenticate"; "" for HDR_OTHER. */
const char *hdr_name(enum hdr_id id);

#endif
