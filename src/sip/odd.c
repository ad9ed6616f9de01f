/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/sip_msg.h>

static const struct {
	unsigned bit;
	const char *name;
} names[] = {
	{ SIP_CUT, "sip.cut" },
	{ SIP_HEADERS_OPEN, "sip.headers-open" },
	{ SIP_START_LINE, "sip.start-line" },
	{ SIP_BARE_LF, "sip.bare-lf" },
	{ SIP_BARE_CR, "sip.bare-cr" },
	{ SIP_NO_CALL_ID, "sip.no-call-id" },
	{ SIP_NO_CSEQ, "sip.no-cseq" },
	{ SIP_NO_VIA, "sip.no-via" },
	{ SIP_NO_FROM, "sip.no-from" },
	{ SIP_NO_TO, "sip.no-to" },
	{ SIP_REPEATED, "sip.repeated" },
	{ SIP_LENGTH_MISSING, "sip.length-missing" },
	{ SIP_LENGTH_BAD, "sip.length-bad" },
	{ SIP_LENGTH_LONG, "sip.length-long" },
	{ SIP_LENGTH_SHORT, "sip.length-short" },
	{ SIP_CSEQ_METHOD, "sip.cseq-method" },
	{ SIP_NUL, "sip.nul" },
	{ SIP_HEADERS_MANY, "sip.headers-many" },
	{ SIP_BAD_HEADER, "sip.bad-header" },
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
