/* SPDX-License-Identifier: BSD-2-Clause */
/* Tunnels over UDP. */
#include "layers.h"
#include "peek.h"

enum udp_tunnel {
	UDP_PLAIN,
	UDP_VXLAN,
	UDP_VXLAN_GPE,
	UDP_GENEVE,
	UDP_GTP_U,
	UDP_L2TP,
};

enum port {
	PORT_L2TP = 1701,
	PORT_GTP_U = 2152,
	PORT_VXLAN = 4789,
	PORT_VXLAN_GPE = 4790,
	PORT_GENEVE = 6081,
	PORT_VXLAN_LINUX = 8472, /* from before there was a number */
};

enum vxlan_flag {
	VXLAN_NETWORK = 0x08,  /* the I flag: there is a network identifier */
	VXLAN_PROTOCOL = 0x04, /* draft-ietf-nvo3-vxlan-gpe: what is inside is told */
	VXLAN_POLICY = 0x80,   /* draft-smith-vxlan-group-policy */
};

enum {
	LEAST = 4, /* shorter than any header */
	L2TP_CONTROL = 0x8000,
	L2TP_LENGTH = 0x4000,
	L2TP_SEQUENCE = 0x0800,
	L2TP_OFFSET = 0x0200,
	L2TP_PRIORITY = 0x0100,
	L2TP_VERSION = 0x000f,
};

/*
 * RFC 7348 5: the I flag, all else reserved and 0.  That and a frame with IP behind it is so
 * much that it holds on any port.
 */
static bool
is_strict_vxlan(struct bytes b)
{
	uint32_t flags = bytes_be32(&b);
	uint32_t network = bytes_be32(&b);

	return flags == (uint32_t)VXLAN_NETWORK << 24 && (network & 0xff) == 0 &&
	       layer_is_ethernet(b);
}

/* RFC 2661 3.1, RFC 3931 4.1.2: data, and none of the reserved bits. */
static bool
is_l2tp(uint16_t head)
{
	unsigned v2 = L2TP_LENGTH | L2TP_SEQUENCE | L2TP_OFFSET | L2TP_PRIORITY;

	return (head & ~v2) == 2 || head == 3;
}

/*
 * What a payload sent to a tunnel's port is, by its first LEAST octets.  The headers asked for
 * hold octets that no SIP start line has, so a phone on such a port is not lost.
 */
static enum udp_tunnel
by_port(uint16_t port, const uint8_t *p)
{
	switch (port) {
	case PORT_VXLAN:
	case PORT_VXLAN_LINUX:
		return (p[0] & ~VXLAN_POLICY) == VXLAN_NETWORK ? UDP_VXLAN : UDP_PLAIN;
	case PORT_VXLAN_GPE:
		return p[0] == (VXLAN_NETWORK | VXLAN_PROTOCOL) ? UDP_VXLAN_GPE : UDP_PLAIN;
	case PORT_GENEVE: /* RFC 8926 3.4: version 0, what is inside by ethertype */
		return p[0] < 0x40 && (p[1] & 0x3f) == 0 && peek16(p + 2) > TYPE_LLC_MOST
			       ? UDP_GENEVE
			       : UDP_PLAIN;
	case PORT_GTP_U: /* 3GPP TS 29.281 5.1: version 1, a G-PDU */
		return p[0] >> 4 == 3 && p[1] == 0xff ? UDP_GTP_U : UDP_PLAIN;
	case PORT_L2TP:
		return is_l2tp(peek16(p)) ? UDP_L2TP : UDP_PLAIN;
	default:
		return UDP_PLAIN;
	}
}

static enum udp_tunnel
tunnel_of(const struct udp_view *u)
{
	const uint8_t *p = (const uint8_t *)u->payload.p;
	enum udp_tunnel t;

	if (u->payload.len < LEAST)
		return UDP_PLAIN;
	t = by_port(u->dst_port, p);
	if (t != UDP_PLAIN)
		return t;
	/* L2TP answers to the port that the other end took (RFC 2661 8.1). */
	if (u->src_port == PORT_L2TP && is_l2tp(peek16(p)))
		return UDP_L2TP;
	if (p[0] == VXLAN_NETWORK && is_strict_vxlan(bytes_of(p, u->payload.len)))
		return UDP_VXLAN;
	return UDP_PLAIN;
}

bool
layer_is_udp_tunnel(const struct udp_view *u)
{
	return tunnel_of(u) != UDP_PLAIN;
}

static enum decode
vxlan(struct bytes in, bool tells_protocol, struct link_view *v)
{
	enum { NEXT_IPV4 = 1, NEXT_IPV6, NEXT_ETHERNET, NEXT_NSH, NEXT_MPLS };
	unsigned next;

	bytes_skip(&in, 3);
	next = bytes_u8(&in);
	bytes_skip(&in, 4);
	if (in.short_)
		return DECODE_TUNNEL_SHORT;
	if (!layer_enter(v, TUNNEL_VXLAN))
		return DECODE_TUNNEL_DEEP;
	if (!tells_protocol || next == NEXT_ETHERNET)
		return layer_ethernet(in, v);
	switch (next) {
	case NEXT_IPV4:
		return layer_type(TYPE_IPV4, in, v);
	case NEXT_IPV6:
		return layer_type(TYPE_IPV6, in, v);
	case NEXT_MPLS:
		return layer_type(TYPE_MPLS, in, v);
	default:
		return DECODE_TUNNEL_CLOSED;
	}
}

static enum decode
geneve(struct bytes in, struct link_view *v)
{
	size_t options = 4 * (size_t)(bytes_u8(&in) & 0x3f);

	bytes_skip(&in, 1);
	uint16_t type = bytes_be16(&in);

	bytes_skip(&in, 4 + options);
	if (in.short_)
		return DECODE_TUNNEL_SHORT;
	if (!layer_enter(v, TUNNEL_GENEVE))
		return DECODE_TUNNEL_DEEP;
	return layer_type(type, in, v);
}

/* Extension headers, each with its length in fours and the next one's type at its end (5.2.1). */
static bool
skip_gtp_extensions(uint8_t type, struct bytes *in)
{
	while (type != 0 && !in->short_) {
		size_t len = 4 * (size_t)bytes_u8(in);

		if (len == 0)
			return false;
		bytes_skip(in, len - 2);
		type = bytes_u8(in);
	}
	return true;
}

/* 3GPP TS 29.281 5.1.  That the T-PDU is IP, Ethernet or PPP only the tunnel's ends know. */
static enum decode
gtp_u(struct bytes in, struct link_view *v)
{
	enum { EXTENSION = 0x04, OPTIONAL = 0x07 };
	uint8_t flags = bytes_u8(&in);
	uint8_t extension = 0;

	bytes_skip(&in, 7); /* type, length, tunnel */
	if ((flags & OPTIONAL) != 0) {
		bytes_skip(&in, 3); /* sequence, N-PDU number */
		extension = bytes_u8(&in);
	}
	if ((flags & EXTENSION) != 0 && !skip_gtp_extensions(extension, &in))
		return in.short_ ? DECODE_TUNNEL_SHORT : DECODE_TUNNEL_MALFORMED;
	if (in.short_ || in.left == 0)
		return DECODE_TUNNEL_SHORT;
	if (!layer_enter(v, TUNNEL_GTPU))
		return DECODE_TUNNEL_DEEP;
	return layer_is_ethernet(in) && in.p[0] != 0x45 ? layer_ethernet(in, v) : layer_ip(in, v);
}

/* RFC 2661 3.1. */
static enum decode
l2tp(struct bytes in, struct link_view *v)
{
	uint16_t head = bytes_be16(&in);

	if ((head & L2TP_VERSION) == 3) {
		bytes_skip(&in, 2);
		return layer_l2tp3(in, v);
	}
	if ((head & L2TP_LENGTH) != 0)
		bytes_skip(&in, 2);
	bytes_skip(&in, 4); /* tunnel, session */
	if ((head & L2TP_SEQUENCE) != 0)
		bytes_skip(&in, 4);
	if ((head & L2TP_OFFSET) != 0)
		bytes_skip(&in, bytes_be16(&in));
	if (in.short_)
		return DECODE_TUNNEL_SHORT;
	if (!layer_enter(v, TUNNEL_L2TP))
		return DECODE_TUNNEL_DEEP;
	return layer_ppp(in, v);
}

enum decode
tunnel_udp(const struct udp_view *udp, struct link_view *v)
{
	struct bytes in = bytes_of(udp->payload.p, udp->payload.len);

	switch (tunnel_of(udp)) {
	case UDP_VXLAN:
		return vxlan(in, false, v);
	case UDP_VXLAN_GPE:
		return vxlan(in, true, v);
	case UDP_GENEVE:
		return geneve(in, v);
	case UDP_GTP_U:
		return gtp_u(in, v);
	case UDP_L2TP:
		return l2tp(in, v);
	case UDP_PLAIN:
		break;
	}
	return DECODE_TUNNEL_CLOSED;
}
