/* SPDX-License-Identifier: BSD-2-Clause */
#include "layers.h"

/* IANA PPP numbers. */
enum ppp_protocol {
	PPP_IPV4 = 0x0021,
	PPP_VJ_COMPRESSED = 0x002d,
	PPP_VJ_UNCOMPRESSED = 0x002f,
	PPP_MULTILINK = 0x003d,
	PPP_ENCRYPTED = 0x0053,
	PPP_IPV6 = 0x0057,
	PPP_LINK_COMPRESSED = 0x00fb,
	PPP_COMPRESSED = 0x00fd,
	PPP_MPLS = 0x0281,
	PPP_MPLS_MULTICAST = 0x0283,
};

/* What the protocol is among ethertypes; 0 for what is not read. */
static uint16_t
type_of(uint16_t protocol)
{
	switch (protocol) {
	case PPP_IPV4:
		return TYPE_IPV4;
	case PPP_IPV6:
		return TYPE_IPV6;
	case PPP_MPLS:
	case PPP_MPLS_MULTICAST:
		return TYPE_MPLS;
	default:
		return 0;
	}
}

static bool
is_closed(uint16_t protocol)
{
	switch (protocol) {
	case PPP_VJ_COMPRESSED:
	case PPP_VJ_UNCOMPRESSED:
	case PPP_MULTILINK:
	case PPP_ENCRYPTED:
	case PPP_LINK_COMPRESSED:
	case PPP_COMPRESSED:
		return true;
	default:
		return false;
	}
}

/* The address and control that begin a frame like HDLC's (RFC 1662 3.1), or 0. */
static uint16_t
address_and_control(struct bytes in)
{
	return bytes_be16(&in);
}

enum decode
layer_cisco_hdlc(struct bytes in, struct link_view *out)
{
	bytes_skip(&in, 2); /* unicast or multicast; 0 */
	uint16_t type = bytes_be16(&in);

	return layer_type(type, in, out);
}

enum decode
layer_ppp(struct bytes in, struct link_view *out)
{
	enum { ALL_STATIONS = 0xff03, CISCO_UNICAST = 0x0f00, CISCO_MULTICAST = 0x8f00 };
	uint16_t head = address_and_control(in);
	uint16_t protocol;

	if (head == CISCO_UNICAST || head == CISCO_MULTICAST)
		return layer_cisco_hdlc(in, out);
	if (head == ALL_STATIONS)
		bytes_skip(&in, 2);

	/* An odd octet ends the number, so that one may do (RFC 1661 2, 6.5). */
	protocol = bytes_u8(&in);
	if ((protocol & 1) == 0)
		protocol = (uint16_t)(protocol << 8 | bytes_u8(&in));
	if (in.short_)
		return DECODE_LINK_SHORT;
	if (is_closed(protocol))
		return DECODE_TUNNEL_CLOSED;
	return layer_type(type_of(protocol), in, out);
}

enum decode
layer_pppoe(struct bytes in, struct link_view *out)
{
	enum { VERSION_AND_TYPE = 0x11, SESSION_DATA = 0 };
	uint8_t version = bytes_u8(&in);
	uint8_t code = bytes_u8(&in);

	bytes_skip(&in, 2); /* the session */
	size_t length = bytes_be16(&in);

	if (in.short_)
		return DECODE_TUNNEL_SHORT;
	if (version != VERSION_AND_TYPE || code != SESSION_DATA)
		return DECODE_TUNNEL_MALFORMED;
	if (!layer_enter(out, TUNNEL_PPPOE))
		return DECODE_TUNNEL_DEEP;
	/* Behind it, Ethernet may have filled the frame up. */
	in.left = length < in.left ? length : in.left;
	return layer_ppp(in, out);
}
