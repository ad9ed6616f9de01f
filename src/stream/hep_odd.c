/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/hep.h>

static const struct {
	const char *name, *text;
} odds[HEP_ODD_COUNT_] = {
	[HEP_ODD_LENGTH] = { "hep.length", "HEP packets whose length is not what they say" },
	[HEP_ODD_CUT] = { "hep.cut", "HEP packets that the capture cut: capture with -s 0" },
	[HEP_ODD_CHUNK] = { "hep.chunk", "HEP packets with a chunk that does not fit in" },
	[HEP_ODD_FIELD] = { "hep.field", "HEP chunks of a wrong size" },
	[HEP_ODD_ADDRESS] = { "hep.address", "HEP packets without the addresses of the message" },
	[HEP_ODD_TIME] = { "hep.time",
			   "HEP packets without a time: that of their own capture was taken" },
	[HEP_ODD_PROTOCOL] = { "hep.protocol",
			       "HEP packets of an unknown transport: taken for UDP" },
	[HEP_ODD_PAYLOAD] = { "hep.payload", "HEP packets without a payload" },
	[HEP_ODD_INFLATE] = { "hep.inflate",
			      "HEP packets with a compressed payload that is damaged" },
	[HEP_ODD_NO_INFLATE] = { "hep.no-inflate",
				 "HEP packets with a compressed payload: built without zlib" },
	[HEP_ODD_LONG] = { "hep.long", "HEP packets that expand to too much: not read whole" },
	[HEP_ODD_NOT_SIP] = { "hep.not-sip",
			      "HEP packets of other protocols (RTCP, logs and the like)" },
	[HEP_ODD_CLOCK] = { "hep.clock",
			    "HEP packets whose agent's clock is off: the time of arrival was taken" },
};

const char *
hep_odd_name(enum hep_odd odd)
{
	return odds[odd].name;
}

const char *
hep_odd_text(enum hep_odd odd)
{
	return odds[odd].text;
}
