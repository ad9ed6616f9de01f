/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/sip_msg.h>

static const struct {
	unsigned bit;
	const char *name, *text;
} names[] = {
	{ SIP_CUT, "sip.cut", "the capture cut them short" },
	{ SIP_HEADERS_OPEN, "sip.headers-open", "their headers do not end in a blank line" },
	{ SIP_START_LINE, "sip.start-line", "start line not as RFC 3261 7.1, 7.2" },
	{ SIP_BARE_LF, "sip.bare-lf", "lines end with LF alone" },
	{ SIP_BARE_CR, "sip.bare-cr", "a CR without LF" },
	{ SIP_NO_CALL_ID, "sip.no-call-id", "no Call-ID" },
	{ SIP_NO_CSEQ, "sip.no-cseq", "no CSeq" },
	{ SIP_NO_VIA, "sip.no-via", "no Via" },
	{ SIP_NO_FROM, "sip.no-from", "no From" },
	{ SIP_NO_TO, "sip.no-to", "no To" },
	{ SIP_REPEATED, "sip.repeated", "a header field that may stand once stands twice" },
	{ SIP_LENGTH_MISSING, "sip.length-missing", "no Content-Length" },
	{ SIP_LENGTH_BAD, "sip.length-bad", "Content-Length is no number, or two that differ" },
	{ SIP_LENGTH_LONG, "sip.length-long", "Content-Length says more than is there" },
	{ SIP_LENGTH_SHORT, "sip.length-short", "octets after the body" },
	{ SIP_CSEQ_METHOD, "sip.cseq-method", "the CSeq method is not the request's" },
	{ SIP_NUL, "sip.nul", "a NUL in the headers" },
	{ SIP_HEADERS_MANY, "sip.headers-many", "more header fields than are read" },
	{ SIP_BAD_HEADER, "sip.bad-header",
	  "a line that is no header field, or has control octets" },
};

const char *
sip_odd_name(unsigned bit)
{
	for (size_t i = 0; i < COUNT(names); i++) {
		if (names[i].bit == bit)
			return names[i].name;
	}
	return NULL;
}

const char *
sip_odd_text(unsigned bit)
{
	for (size_t i = 0; i < COUNT(names); i++) {
		if (names[i].bit == bit)
			return names[i].text;
	}
	return NULL;
}
