/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/net.h>

#include "guard.h"
#include "tap.h"

#define B(bytes)                         \
	{                                \
		bytes, sizeof(bytes) - 1 \
	}
/* From port 40000 to the one given. */
#define HEAD(port, len) "\x9c\x40" port len "\xbe\xef"
#define SIP "\x13\xc4" /* 5060 */

/* Octets by hand after RFC 768, RFC 2675 4, RFC 7348 5, RFC 8926 3.4, 3GPP TS 29.281 5.1. */
static const struct udp_case {
	const char *promise;
	size_t wire_bytes; /* by the IP length; 0: not told */
	struct str in;
	enum decode want;
	struct str payload;
	intmax_t missing;
} cases[] = {
	{ "a datagram", 12, B(HEAD(SIP, "\0\x0c") "abcd"), DECODE_OK, B("abcd"), 0 },
	{ "an empty datagram", 8, B(HEAD(SIP, "\0\x08")), DECODE_OK, B(""), 0 },
	{ "what the capture cut off is counted", 600, B(HEAD(SIP, "\x02\x58") "abcd"), DECODE_OK,
	  B("abcd"), 588 },
	{ "all of the payload cut off", 600, B(HEAD(SIP, "\x02\x58")), DECODE_OK, B(""), 592 },
	{ "what follows the datagram is not in it", 14, B(HEAD(SIP, "\0\x0c") "abcd##"), DECODE_OK,
	  B("abcd"), 0 },
	{ "longer than the IP packet",
	  12,
	  B(HEAD(SIP, "\0\x0d") "abcd"),
	  DECODE_UDP_MALFORMED,
	  { NULL, 0 },
	  0 },
	{ "longer than what is there, the IP length not told", 0, B(HEAD(SIP, "\0\x0e") "abcd"),
	  DECODE_OK, B("abcd"), 2 },
	{ "a length of 0: as long as the IP packet", 12, B(HEAD(SIP, "\0\0") "abcd"), DECODE_OK,
	  B("abcd"), 0 },
	{ "a length of 0, cut by the capture", 20, B(HEAD(SIP, "\0\0") "abcd"), DECODE_OK,
	  B("abcd"), 8 },
	{ "a jumbogram: as long as what is there", 0, B(HEAD(SIP, "\0\0") "abcd"), DECODE_OK,
	  B("abcd"), 0 },
	{ "a length shorter than the header",
	  12,
	  B(HEAD(SIP, "\0\x07") "abcd"),
	  DECODE_UDP_MALFORMED,
	  { NULL, 0 },
	  0 },
	{ "an IP packet shorter than the header",
	  7,
	  B("\x9c\x40" SIP "\0\x07\0"),
	  DECODE_UDP_MALFORMED,
	  { NULL, 0 },
	  0 },
	{ "cut in the header", 12, B("\x9c\x40" SIP "\0\x0c\0"), DECODE_UDP_SHORT, { NULL, 0 }, 0 },
	{ "cut before the header", 12, B(""), DECODE_UDP_SHORT, { NULL, 0 }, 0 },

	{ "VXLAN", 17, B(HEAD("\x12\xb5", "\0\x11") "\x08\0\0\0\0\0\x01\0E"), DECODE_TUNNEL,
	  B("\x08\0\0\0\0\0\x01\0E"), 0 },
	{ "Geneve with Ethernet", 17, B(HEAD("\x17\xc1", "\0\x11") "\0\0\x65\x58\0\0\x01\0E"),
	  DECODE_TUNNEL, B("\0\0\x65\x58\0\0\x01\0E"), 0 },
	{ "GTP-U with a packet", 17,
	  B(HEAD("\x08\x68", "\0\x11") "\x30\xff\0\x01\0\0\0\x01"
				       "E"),
	  DECODE_TUNNEL,
	  B("\x30\xff\0\x01\0\0\0\x01"
	    "E"),
	  0 },
	{ "GTP-U without one: an echo request", 12, B(HEAD("\x08\x68", "\0\x0c") "\x32\x01\0\x04"),
	  DECODE_OK, B("\x32\x01\0\x04"), 0 },
	{ "SIP to the port of VXLAN", 12, B(HEAD("\x12\xb5", "\0\x0c") "INVI"), DECODE_OK,
	  B("INVI"), 0 },
	{ "SIP to the port of Geneve", 12, B(HEAD("\x17\xc1", "\0\x0c") "INVI"), DECODE_OK,
	  B("INVI"), 0 },
	{ "SIP to the port of GTP-U, its method a number", 12, B(HEAD("\x08\x68", "\0\x0c") "0123"),
	  DECODE_OK, B("0123"), 0 },
	{ "a port of a tunnel, too short for one", 11, B(HEAD("\x12\xb5", "\0\x0b") "\x08\0\0"),
	  DECODE_OK, B("\x08\0\0"), 0 },
};

int
main(void)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct udp_case *c = &cases[i];
		struct ip_view ip = { .payload = guard(c->in), .wire_bytes = c->wire_bytes };
		struct udp_view v;

		is_int(udp_decode(&ip, &v), c->want, "%s", c->promise);
		is_str(v.payload, c->payload, "%s: the payload", c->promise);
		is_int((intmax_t)v.missing_bytes, c->missing, "%s: what is missing", c->promise);
		if (c->want == DECODE_OK)
			is_int(v.src_port, 40000, "%s: the source port", c->promise);
		guard_free(ip.payload);
	}

	struct ip_view ip = { .payload = B(HEAD(SIP, "\0\x08")) };
	struct udp_view v;

	(void)udp_decode(&ip, &v);
	is_int(v.dst_port, 5060, "the destination port");
	return done();
}
