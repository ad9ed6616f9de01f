/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/sip_hdr.h>

#include "octet.h"

static const char *const names[] = {
	[HDR_OTHER] = "",
	[HDR_VIA] = "Via",
	[HDR_FROM] = "From",
	[HDR_TO] = "To",
	[HDR_CALL_ID] = "Call-ID",
	[HDR_CSEQ] = "CSeq",
	[HDR_CONTACT] = "Contact",
	[HDR_ROUTE] = "Route",
	[HDR_RECORD_ROUTE] = "Record-Route",
	[HDR_MAX_FORWARDS] = "Max-Forwards",
	[HDR_CONTENT_LENGTH] = "Content-Length",
	[HDR_CONTENT_TYPE] = "Content-Type",
	[HDR_EXPIRES] = "Expires",
	[HDR_RETRY_AFTER] = "Retry-After",
	[HDR_WARNING] = "Warning",
	[HDR_REASON] = "Reason",
	[HDR_USER_AGENT] = "User-Agent",
	[HDR_SERVER] = "Server",
	[HDR_WWW_AUTHENTICATE] = "WWW-Authenticate",
	[HDR_PROXY_AUTHENTICATE] = "Proxy-Authenticate",
	[HDR_AUTHORIZATION] = "Authorization",
	[HDR_PROXY_AUTHORIZATION] = "Proxy-Authorization",
	[HDR_AUTHENTICATION_INFO] = "Authentication-Info",
	[HDR_PROXY_AUTHENTICATION_INFO] = "Proxy-Authentication-Info",
};

/* The length of a name leaves four to choose from at most, the letter it begins with mostly one. */
enum { LENGTH_MAX = 25, SAME_LENGTH_MAX = 4 };

static const unsigned char of_length[LENGTH_MAX + 1][SAME_LENGTH_MAX] = {
	[2] = { HDR_TO },
	[3] = { HDR_VIA },
	[4] = { HDR_FROM, HDR_CSEQ },
	[5] = { HDR_ROUTE },
	[6] = { HDR_SERVER, HDR_REASON },
	[7] = { HDR_CALL_ID, HDR_CONTACT, HDR_EXPIRES, HDR_WARNING },
	[10] = { HDR_USER_AGENT },
	[11] = { HDR_RETRY_AFTER },
	[12] = { HDR_MAX_FORWARDS, HDR_CONTENT_TYPE, HDR_RECORD_ROUTE },
	[13] = { HDR_AUTHORIZATION },
	[14] = { HDR_CONTENT_LENGTH },
	[16] = { HDR_WWW_AUTHENTICATE },
	[18] = { HDR_PROXY_AUTHENTICATE },
	[19] = { HDR_PROXY_AUTHORIZATION, HDR_AUTHENTICATION_INFO },
	[25] = { HDR_PROXY_AUTHENTICATION_INFO },
};

/* RFC 3261 7.3.3. */
static enum hdr_id
compact_id(char letter)
{
	switch (letter | 0x20) {
	case 'v':
		return HDR_VIA;
	case 'f':
		return HDR_FROM;
	case 't':
		return HDR_TO;
	case 'i':
		return HDR_CALL_ID;
	case 'm':
		return HDR_CONTACT;
	case 'l':
		return HDR_CONTENT_LENGTH;
	case 'c':
		return HDR_CONTENT_TYPE;
	default:
		return HDR_OTHER;
	}
}

enum hdr_id
hdr_id_of(struct str name)
{
	if (name.len == 1)
		return compact_id(name.p[0]);
	if (name.len > LENGTH_MAX || name.len == 0)
		return HDR_OTHER;
	for (size_t i = 0; i < SAME_LENGTH_MAX; i++) {
		enum hdr_id id = (enum hdr_id)of_length[name.len][i];
		struct str full = { names[id], name.len };

		if (id == HDR_OTHER)
			return HDR_OTHER;
		if (octet_same_token(full, name))
			return id;
	}
	return HDR_OTHER;
}

const char *
hdr_name(enum hdr_id id)
{
	return (size_t)id < COUNT(names) ? names[id] : "";
}
