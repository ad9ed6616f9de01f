/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/net.h>

#include "guard.h"
#include "tap.h"

#define B(bytes)                         \
	{                                \
		bytes, sizeof(bytes) - 1 \
	}

/* What stands between the length and the end of an IPv4 header without options. */
#define V4(total, flags, protocol)                           \
	"\x45\0" total "\0\x01" flags "\x40" protocol "\0\0" \
	"\xc0\0\x02\x01\xc0\0\x02\x02"
#define V6_FROM "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01"
#define V6_TO "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x02"
#define V6(len, next) "\x60\0\0\0" len next "\x40" V6_FROM V6_TO
/* An extension header of the least size, options padded (PadN). */
#define EXTENSION(next) next "\0\x01\x04\0\0\0\0"

struct ip_case {
	const char *promise;
	uint16_t ethertype;
	struct str in;
	enum decode want;
	int protocol;
	intmax_t wire_bytes;
	struct str payload;
};

/* Octets by hand after RFC 791 3.1, RFC 8200 3 and 4, RFC 4302 2, RFC 6946, RFC 2675. */
static const struct ip_case cases[] = {
	{ "IPv4 with UDP", 4, B(V4("\0\x18", "\x40\0", "\x11") "abcd"), DECODE_OK, 17, 4,
	  B("abcd") },
	{ "what Ethernet adds to fill a frame is cut off", 4,
	  B(V4("\0\x18", "\0\0", "\x11") "abcd\0\0\0\0"), DECODE_OK, 17, 4, B("abcd") },
	{ "what the capture cut off is known", 4, B(V4("\x02\x14", "\0\0", "\x11") "abcd"),
	  DECODE_OK, 17, 512, B("abcd") },
	{ "all of the payload cut off", 4, B(V4("\x02\x14", "\0\0", "\x11")), DECODE_OK, 17, 512,
	  B("") },
	{ "a length of 0 is not told yet", 4, B(V4("\0\0", "\0\0", "\x11") "abcd"), DECODE_OK, 17,
	  0, B("abcd") },
	{ "options are passed over", 4,
	  B("\x46\0\0\x1c\0\x01\0\0\x40\x11\0\0\xc0\0\x02\x01\xc0\0\x02\x02\x94\x04\0\0abcd"),
	  DECODE_OK, 17, 4, B("abcd") },
	{ "a reserved flag and Don't Fragment are no fragment", 4,
	  B(V4("\0\x18", "\xc0\0", "\x11") "abcd"), DECODE_OK, 17, 4, B("abcd") },
	{ "a first fragment", 4, B(V4("\0\x18", "\x20\0", "\x11") "abcd"), DECODE_IP_FRAGMENT, 17,
	  4, B("abcd") },
	{ "a last fragment", 4, B(V4("\0\x18", "\0\x01", "\x11") "abcd"), DECODE_IP_FRAGMENT, 17, 4,
	  B("abcd") },
	{ "a fragment far back", 4, B(V4("\0\x18", "\x1f\xff", "\x11") "abcd"), DECODE_IP_FRAGMENT,
	  17, 4, B("abcd") },
	{ "TCP", 4, B(V4("\0\x18", "\0\0", "\x06") "abcd"), DECODE_TCP, 6, 4, B("abcd") },
	{ "SCTP", 4, B(V4("\0\x18", "\0\0", "\x84") "abcd"), DECODE_SCTP, 132, 4, B("abcd") },
	{ "ICMP", 4, B(V4("\0\x18", "\0\0", "\x01") "abcd"), DECODE_OTHER_IP, 1, 4, B("abcd") },
	{ "an IPv6 extension's number means nothing in IPv4", 4,
	  B(V4("\0\x1c", "\0\0", "\x3c") EXTENSION("\x11")), DECODE_OTHER_IP, 60, 8,
	  B(EXTENSION("\x11")) },
	{ "IP in IP", 4, B(V4("\0\x18", "\0\0", "\x04") "abcd"), DECODE_TUNNEL, 4, 4, B("abcd") },
	{ "6in4", 4, B(V4("\0\x18", "\0\0", "\x29") "abcd"), DECODE_TUNNEL, 41, 4, B("abcd") },
	{ "GRE", 4, B(V4("\0\x18", "\0\0", "\x2f") "abcd"), DECODE_TUNNEL, 47, 4, B("abcd") },
	{ "ESP", 4, B(V4("\0\x18", "\0\0", "\x32") "abcd"), DECODE_TUNNEL_CLOSED, 50, 4,
	  B("abcd") },
	{ "L2TP", 4, B(V4("\0\x18", "\0\0", "\x73") "abcd"), DECODE_TUNNEL, 115, 4, B("abcd") },
	{ "AH leaves what it signs readable", 4,
	  B(V4("\0\x24", "\0\0", "\x33") "\x11\x01\0\0\0\0\0\x01\0\0\0\x01"
					 "abcd"),
	  DECODE_OK, 17, 4, B("abcd") },
	{ "a wrong version", 4, B("\x55\0\0\x18"), DECODE_IP_MALFORMED, 0, 0, { NULL, 0 } },
	{ "a header shorter than a header",
	  4,
	  B("\x44\0\0\x18"),
	  DECODE_IP_MALFORMED,
	  0,
	  0,
	  { NULL, 0 } },
	{ "a length shorter than the header",
	  4,
	  B(V4("\0\x13", "\0\0", "\x11") "abcd"),
	  DECODE_IP_MALFORMED,
	  17,
	  0,
	  { NULL, 0 } },
	{ "UDP that has no room", 4, B(V4("\0\x14", "\0\0", "\x11")), DECODE_UDP_MALFORMED, 17, 0,
	  B("") },

	{ "IPv6 with UDP", 6, B(V6("\0\x04", "\x11") "abcd"), DECODE_OK, 17, 4, B("abcd") },
	{ "padding behind IPv6", 6, B(V6("\0\x04", "\x11") "abcd\0\0"), DECODE_OK, 17, 4,
	  B("abcd") },
	{ "IPv6, cut by the capture", 6, B(V6("\x04\0", "\x11") "abcd"), DECODE_OK, 17, 1024,
	  B("abcd") },
	{ "a jumbogram", 6,
	  B(V6("\0\0", "\0") "\x11\0\xc2\x04\0\x01\0\0"
			     "abcd"),
	  DECODE_OK, 17, 0, B("abcd") },
	{ "hop-by-hop, routing and destination options", 6,
	  B(V6("\0\x1c", "\0") EXTENSION("\x2b") EXTENSION("\x3c") EXTENSION("\x11") "abcd"),
	  DECODE_OK, 17, 4, B("abcd") },
	{ "an extension header of 16 octets", 6,
	  B(V6("\0\x14", "\x3c") "\x11\x01\x01\x0c\0\0\0\0\0\0\0\0\0\0\0\0"
				 "abcd"),
	  DECODE_OK, 17, 4, B("abcd") },
	{ "AH, counted in fours", 6,
	  B(V6("\0\x10", "\x33") "\x11\x01\0\0\0\0\0\x01\0\0\0\x01"
				 "abcd"),
	  DECODE_OK, 17, 4, B("abcd") },
	{ "an atomic fragment is whole", 6,
	  B(V6("\0\x0c", "\x2c") "\x11\xff\0\0\0\0\0\x07"
				 "abcd"),
	  DECODE_OK, 17, 4, B("abcd") },
	{ "reserved bits do not make a fragment", 6,
	  B(V6("\0\x0c", "\x2c") "\x11\0\0\x06\0\0\0\x07"
				 "abcd"),
	  DECODE_OK, 17, 4, B("abcd") },
	{ "a first IPv6 fragment", 6,
	  B(V6("\0\x0c", "\x2c") "\x11\0\0\x01\0\0\0\x07"
				 "abcd"),
	  DECODE_IP_FRAGMENT, 17, 4, B("abcd") },
	{ "a last IPv6 fragment", 6,
	  B(V6("\0\x0c", "\x2c") "\x11\0\0\x08\0\0\0\x07"
				 "abcd"),
	  DECODE_IP_FRAGMENT, 17, 4, B("abcd") },
	{ "a fragment behind another extension", 6,
	  B(V6("\0\x14", "\0") EXTENSION("\x2c") "\x11\0\0\x01\0\0\0\x07"
						 "abcd"),
	  DECODE_IP_FRAGMENT, 17, 4, B("abcd") },
	{ "ICMPv6", 6, B(V6("\0\x04", "\x3a") "abcd"), DECODE_OTHER_IP, 58, 4, B("abcd") },
	{ "no next header", 6, B(V6("\0\x04", "\x3b") "abcd"), DECODE_OTHER_IP, 59, 4, B("abcd") },
	{ "4in6", 6, B(V6("\0\x04", "\x04") "abcd"), DECODE_TUNNEL, 4, 4, B("abcd") },
	{ "TCP behind an extension", 6, B(V6("\0\x0c", "\x3c") EXTENSION("\x06") "abcd"),
	  DECODE_TCP, 6, 4, B("abcd") },
	{ "an extension cut by the capture", 6, B(V6("\x01\0", "\x3c") "\x11\x02\x01\x04\0\0\0\0"),
	  DECODE_IP_SHORT, 17, 256, B("\x11\x02\x01\x04\0\0\0\0") },
	{ "an extension longer than its packet", 6,
	  B(V6("\0\x0c", "\x3c") "\x11\x02\x01\x04\0\0\0\0"
				 "abcd"),
	  DECODE_IP_MALFORMED, 17, 12,
	  B("\x11\x02\x01\x04\0\0\0\0"
	    "abcd") },
	{ "IPv4 where IPv6 was said",
	  6,
	  B("\x45\0\0\x18"),
	  DECODE_IP_MALFORMED,
	  0,
	  0,
	  { NULL, 0 } },
	{ "sixteen extensions are read", 6,
	  B(V6("\0\x84", "\x3c") EXTENSION("\x3c") EXTENSION("\x3c") EXTENSION("\x3c")
		    EXTENSION("\x3c") EXTENSION("\x3c") EXTENSION("\x3c") EXTENSION("\x3c")
			    EXTENSION("\x3c") EXTENSION("\x3c") EXTENSION("\x3c") EXTENSION("\x3c")
				    EXTENSION("\x3c") EXTENSION("\x3c") EXTENSION("\x3c")
					    EXTENSION("\x3c") EXTENSION("\x11") "abcd"),
	  DECODE_OK, 17, 4, B("abcd") },
	{ "the seventeenth ends it", 6,
	  B(V6("\0\x8c", "\x3c") EXTENSION("\x3c") EXTENSION("\x3c") EXTENSION("\x3c") EXTENSION(
		  "\x3c") EXTENSION("\x3c") EXTENSION("\x3c") EXTENSION("\x3c") EXTENSION("\x3c")
		    EXTENSION("\x3c") EXTENSION("\x3c") EXTENSION("\x3c") EXTENSION("\x3c")
			    EXTENSION("\x3c") EXTENSION("\x3c") EXTENSION("\x3c") EXTENSION("\x3c")
				    EXTENSION("\x11") "abcd"),
	  DECODE_IP_MALFORMED, 60, 12, B(EXTENSION("\x11") "abcd") },
};

static struct link_view
link_of(const struct ip_case *c, struct str in)
{
	return (struct link_view){ .ethertype = c->ethertype == 4 ? 0x0800 : 0x86dd,
				   .payload = in };
}

static void
test_case(const struct ip_case *c)
{
	struct link_view link = link_of(c, guard(c->in));
	struct ip_view v;

	is_int(ip_decode(&link, &v), c->want, "%s", c->promise);
	is_int(v.protocol, c->protocol, "%s: the protocol", c->promise);
	is_int((intmax_t)v.wire_bytes, c->wire_bytes, "%s: octets on the wire", c->promise);
	is_str(v.payload, c->payload, "%s: the payload", c->promise);
	guard_free(link.payload);
}

static void
test_cuts(const struct ip_case *c)
{
	struct link_view whole = link_of(c, c->in);
	struct ip_view v;
	size_t header, told = 0;

	if (ip_decode(&whole, &v) != DECODE_OK)
		return;
	header = (size_t)(v.payload.p - c->in.p);
	for (size_t len = 0; len < header; len++) {
		struct link_view cut = link_of(c, guard(str_sub(c->in, 0, len)));

		told += ip_decode(&cut, &v) == DECODE_IP_SHORT;
		guard_free(cut.payload);
	}
	is_int((intmax_t)told, (intmax_t)header, "%s: each cut in the headers is told", c->promise);
}

static void
test_addresses(void)
{
	struct link_view four = { .ethertype = 0x0800,
				  .payload = B(V4("\0\x18", "\0\0", "\x11") "abcd") };
	struct link_view six = { .ethertype = 0x86dd, .payload = B(V6("\0\x04", "\x11") "abcd") };
	struct ip_view v;
	char text[ADDRESS_TEXT];

	(void)ip_decode(&four, &v);
	is_str(str_of(address_text(&v.src, text)), S("192.0.2.1"), "the source, IPv4");
	is_str(str_of(address_text(&v.dst, text)), S("192.0.2.2"), "the destination, IPv4");
	(void)ip_decode(&six, &v);
	is_str(str_of(address_text(&v.src, text)), S("2001:db8::1"), "the source, IPv6");
	is_str(str_of(address_text(&v.dst, text)), S("2001:db8::2"), "the destination, IPv6");
}

/* RFC 791 3.1: identification, more to come, place in eights.  RFC 8200 4.5: 32 bits of it. */
static void
test_fragment(uint16_t ethertype, struct str in, uint32_t id, const char *what)
{
	struct link_view link = { .ethertype = ethertype, .payload = in };
	struct ip_view v;

	is_int(ip_decode(&link, &v), DECODE_IP_FRAGMENT, "a fragment, %s", what);
	ok(v.id == id && v.offset == 1480 && v.more, "its identification and place, %s", what);
	v.payload = S("abcdefgh");
	v.wire_bytes = 8;
	is_int(ip_resume(&v), DECODE_OK, "put together it is what it is, %s", what);
	ok(v.offset == 0 && !v.more, "and a fragment no more, %s", what);
}

int
main(void)
{
	static const struct str four = S(V4("\0\x1c", "\x20\xb9", "\x11") "abcdefgh");
	static const struct str six = S(V6("\0\x10", "\x2c") "\x11\0\x05\xc9\1\2\3\4"
							     "abcdefgh");

	test_fragment(0x0800, four, 1, "IPv4");
	test_fragment(0x86dd, six, 0x01020304, "IPv6");
	for (size_t i = 0; i < COUNT(cases); i++) {
		test_case(&cases[i]);
		test_cuts(&cases[i]);
	}
	test_addresses();
	return done();
}
