/* SPDX-License-Identifier: BSD-2-Clause */
#include "layers.h"
#include "peek.h"

/* More tags on one frame than anybody sends. */
enum { TAGS_MOST = 16 };

bool
layer_enter(struct link_view *v, enum tunnel t)
{
	if (v->path.tunnel_count == PATH_TUNNELS)
		return false;
	v->path.tunnel[v->path.tunnel_count++] = (uint8_t)t;
	return true;
}

void
layer_vlan(struct link_view *v, uint16_t id)
{
	if (id != 0 && v->path.vlan_count < PATH_VLANS)
		v->path.vlan[v->path.vlan_count++] = id;
}

static bool
is_vlan(uint16_t type)
{
	return type == TYPE_VLAN || type == TYPE_SERVICE_VLAN || type == TYPE_OLD_SERVICE_VLAN;
}

/* The length of an LLC frame stands where other frames have their type; 0 is our own for none. */
static bool
is_length(uint16_t type)
{
	return type > 0 && type <= TYPE_LLC_MOST;
}

static enum decode
tell_type(uint16_t type)
{
	switch (type) {
	case TYPE_IPV4:
	case TYPE_IPV6:
		return DECODE_OK;
	case TYPE_TRANSPARENT_ETHERNET:
	case TYPE_PPP:
	case TYPE_MPLS:
	case TYPE_MPLS_MULTICAST:
	case TYPE_PPPOE_SESSION:
		return DECODE_TUNNEL;
	case TYPE_MACSEC:
	case TYPE_BACKBONE:
	case TYPE_NSH:
		return DECODE_TUNNEL_CLOSED;
	default:
		return DECODE_NOT_IP;
	}
}

/*
 * The ethertype behind an LLC header that says there is one (SNAP, RFC 1042), or that IP
 * follows (RFC 948); else 0.  Takes the header off only then.
 */
static uint16_t
llc_type(struct bytes *in)
{
	enum { SAP_IP = 0x06, SAP_SNAP = 0xaa, UNNUMBERED = 0x03, BRIDGE_TUNNEL = 0xf8 };
	struct bytes ahead = *in;
	uint8_t dsap = bytes_u8(&ahead);
	uint8_t ssap = bytes_u8(&ahead);
	uint8_t control = bytes_u8(&ahead);
	uint16_t type = 0;

	if (dsap != ssap || control != UNNUMBERED || (dsap != SAP_SNAP && dsap != SAP_IP))
		return 0;
	if (dsap == SAP_IP) {
		type = TYPE_IPV4;
	} else {
		uint32_t oui = (uint32_t)bytes_be16(&ahead) << 8;

		oui |= bytes_u8(&ahead);
		type = bytes_be16(&ahead);
		if (oui != 0 && oui != BRIDGE_TUNNEL)
			return 0;
	}
	*in = ahead;
	return type;
}

enum decode
layer_type(uint16_t type, struct bytes in, struct link_view *out)
{
	for (unsigned n = 0; !in.short_; n++) {
		bool vlan = is_vlan(type);
		uint16_t inner;

		if (!vlan && !is_length(type))
			break;
		if (n == TAGS_MOST)
			return DECODE_TUNNEL_DEEP;
		if (vlan)
			layer_vlan(out, bytes_be16(&in) & 0x0fff);
		inner = vlan ? bytes_be16(&in) : llc_type(&in);
		if (!vlan && inner == 0)
			break;
		type = inner;
	}
	if (in.short_)
		return DECODE_LINK_SHORT;
	out->ethertype = type;
	out->payload = bytes_rest(&in);
	return tell_type(type);
}

enum decode
layer_llc(struct bytes in, struct link_view *out)
{
	/* Any length does: it is not looked at. */
	return layer_type(TYPE_LLC_MOST, in, out);
}

enum decode
layer_ethernet(struct bytes in, struct link_view *out)
{
	enum { ADDRESSES = 12, HEADER = 14 };
	uint16_t type;

	if (in.short_ || in.left < HEADER)
		return DECODE_LINK_SHORT;
	type = peek16(in.p + ADDRESSES);
	in.p += HEADER;
	in.left -= HEADER;
	return layer_type(type, in, out);
}

/* Of a packet on its way through the host, seen as it came and as it went. */
static uint32_t
cooked_point(uint32_t index, unsigned packet_type)
{
	enum { OUTGOING = 4 };

	return index << 2 | (packet_type == OUTGOING ? 2 : 1);
}

static enum decode
linux_cooked(struct bytes in, struct link_view *out)
{
	enum { BEFORE_PROTOCOL = 12 };
	uint16_t packet_type = bytes_be16(&in);

	bytes_skip(&in, BEFORE_PROTOCOL);
	uint16_t type = bytes_be16(&in);

	out->path.point = cooked_point(0, packet_type);
	return layer_type(type, in, out);
}

static enum decode
linux_cooked2(struct bytes in, struct link_view *out)
{
	enum { RESERVED = 2, HARDWARE_TYPE = 2, ADDRESS = 9 };
	uint16_t type = bytes_be16(&in);
	uint32_t index;

	bytes_skip(&in, RESERVED);
	index = bytes_be32(&in);
	bytes_skip(&in, HARDWARE_TYPE);
	out->path.point = cooked_point(index, bytes_u8(&in));
	bytes_skip(&in, ADDRESS);
	return layer_type(type, in, out);
}

enum decode
layer_ip(struct bytes in, struct link_view *out)
{
	struct bytes ahead = in;
	unsigned version = bytes_u8(&ahead) >> 4;

	if (ahead.short_)
		return DECODE_LINK_SHORT;
	return layer_type(version == 4 ? TYPE_IPV4 : version == 6 ? TYPE_IPV6 : 0, in, out);
}

/* An address family that stands for IPv4 or IPv6 somewhere, as an ethertype; 0 for others. */
static uint16_t
type_of_family(uint32_t family)
{
	switch (family) {
	case 2:
		return TYPE_IPV4;
	case 10: /* Linux */
	case 24: /* NetBSD, OpenBSD */
	case 28: /* FreeBSD */
	case 30: /* macOS */
		return TYPE_IPV6;
	default:
		return 0;
	}
}

/*
 * The family of LINK_NULL is in the byte order of the host that captured, which nothing
 * tells; but families are small, so only one of the two readings can be one.
 */
static enum decode
bsd_loopback(struct bytes in, bool network_order, struct link_view *out)
{
	struct bytes again = in;
	uint32_t family = bytes_be32(&in);
	uint32_t swapped = bytes_le32(&again);

	if (!network_order && family > 0xffff)
		family = swapped;
	return layer_type(type_of_family(family), in, out);
}

/* The header tells its own length, which is to be rounded up (pflog(4), tcpdump). */
static enum decode
pflog(struct bytes in, struct link_view *out)
{
	enum { LEAST = 45, READ = 2 };
	size_t length = bytes_u8(&in);
	uint8_t family = bytes_u8(&in);

	if (!in.short_ && length < LEAST)
		return DECODE_LINK_MALFORMED;
	bytes_skip(&in, ((length + 3) & ~(size_t)3) - (in.short_ ? 0 : READ));
	return layer_type(type_of_family(family), in, out);
}

/*
 * What Junos puts before each packet: a magic number, flags, maybe extensions, and, where the
 * link header is gone, four octets for it.
 */
static enum decode
juniper(struct bytes in, enum link_type link, struct link_view *out)
{
	enum { MAGIC = 0x4d4743, EXTENSIONS = 0x80, NO_LINK_HEADER = 0x02 };
	uint32_t head = bytes_be32(&in);

	if (!in.short_ && head >> 8 != MAGIC)
		return DECODE_LINK_MALFORMED;
	if ((head & EXTENSIONS) != 0)
		bytes_skip(&in, bytes_be16(&in));
	if ((head & NO_LINK_HEADER) != 0) {
		bytes_skip(&in, 4);
		return layer_ip(in, out);
	}
	if (link == LINK_JUNIPER_PPP)
		return layer_ppp(in, out);
	return link == LINK_JUNIPER_HDLC ? layer_cisco_hdlc(in, out) : layer_ethernet(in, out);
}

static enum decode
seldom_link(const struct packet *p, struct bytes in, struct link_view *out)
{
	switch (p->link) {
	case LINK_PPP_DIRECTION:
		bytes_skip(&in, 1);
		return layer_ppp(in, out);
	case LINK_PPP:
		return layer_ppp(in, out);
	case LINK_PPP_ETHER:
		return layer_pppoe(in, out);
	case LINK_CISCO_HDLC:
		return layer_cisco_hdlc(in, out);
	case LINK_MPLS:
		return layer_mpls(in, out);
	case LINK_WIFI:
		return layer_wifi(in, false, out);
	case LINK_RADIOTAP:
		return layer_radiotap(in, out);
	case LINK_PFLOG:
		return pflog(in, out);
	case LINK_JUNIPER_ETHERNET:
	case LINK_JUNIPER_PPP:
	case LINK_JUNIPER_HDLC:
		return juniper(in, p->link, out);
	default:
		return DECODE_LINK_UNKNOWN;
	}
}

enum decode
link_decode(const struct packet *p, struct link_view *out)
{
	struct bytes in = bytes_of(p->data.p, p->data.len);

	*out = (struct link_view){ .path.interface = p->interface,
				   .path.interface_no = p->interface_no };
	switch (p->link) {
	case LINK_ETHERNET:
		return layer_ethernet(in, out);
	case LINK_LINUX_SLL:
		return linux_cooked(in, out);
	case LINK_LINUX_SLL2:
		return linux_cooked2(in, out);
	case LINK_RAW:
		return layer_ip(in, out);
	case LINK_IPV4:
		return layer_type(TYPE_IPV4, in, out);
	case LINK_IPV6:
		return layer_type(TYPE_IPV6, in, out);
	case LINK_NULL:
		return bsd_loopback(in, false, out);
	case LINK_LOOP:
		return bsd_loopback(in, true, out);
	default:
		return seldom_link(p, in, out);
	}
}
