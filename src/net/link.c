/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/bytes.h>
#include <sipwhy/net.h>

enum {
	TYPE_IPV4 = 0x0800,
	TYPE_TRANSPARENT_ETHERNET = 0x6558,
	TYPE_VLAN = 0x8100, /* IEEE 802.1Q */
	TYPE_IPV6 = 0x86dd,
	TYPE_PPP = 0x880b,
	TYPE_MPLS = 0x8847,
	TYPE_MPLS_MULTICAST = 0x8848,
	TYPE_PPPOE_SESSION = 0x8864, /* RFC 2516; its discovery, 0x8863, carries no IP */
	TYPE_SERVICE_VLAN = 0x88a8,  /* IEEE 802.1ad */
	TYPE_MACSEC = 0x88e5,
	TYPE_BACKBONE = 0x88e7, /* IEEE 802.1ah */
	TYPE_NSH = 0x894f,
	TYPE_OLD_SERVICE_VLAN = 0x9100, /* QinQ before 802.1ad */
};

static bool
is_vlan(uint16_t type)
{
	return type == TYPE_VLAN || type == TYPE_SERVICE_VLAN || type == TYPE_OLD_SERVICE_VLAN;
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
	case TYPE_MACSEC:
	case TYPE_BACKBONE:
	case TYPE_NSH:
		return DECODE_TUNNEL;
	default:
		/* Under 0x600 it is the length of an LLC frame; that too is not read as IP. */
		return DECODE_NOT_IP;
	}
}

/* From the ethertype on; `in` stands behind it. */
static enum decode
after_type(uint16_t type, struct bytes in, struct link_view *out)
{
	while (is_vlan(type) && !in.short_) {
		uint16_t id = bytes_be16(&in) & 0x0fff;

		type = bytes_be16(&in);
		/* Id 0 gives a frame a priority and no VLAN (IEEE 802.1Q 9.6). */
		if (id == 0)
			continue;
		if (out->path.vlan_count == PATH_VLANS)
			return DECODE_TUNNEL;
		out->path.vlan[out->path.vlan_count++] = id;
	}
	if (in.short_)
		return DECODE_LINK_SHORT;
	out->ethertype = type;
	out->payload = bytes_rest(&in);
	return tell_type(type);
}

static enum decode
ethernet(struct bytes in, struct link_view *out)
{
	enum { ADDRESSES = 12 };

	bytes_skip(&in, ADDRESSES);
	uint16_t type = bytes_be16(&in);

	return after_type(type, in, out);
}

static enum decode
linux_cooked(struct bytes in, struct link_view *out)
{
	enum { BEFORE_PROTOCOL = 14 };

	bytes_skip(&in, BEFORE_PROTOCOL);
	uint16_t type = bytes_be16(&in);

	return after_type(type, in, out);
}

static enum decode
linux_cooked2(struct bytes in, struct link_view *out)
{
	enum { AFTER_PROTOCOL = 18 };
	uint16_t type = bytes_be16(&in);

	bytes_skip(&in, AFTER_PROTOCOL);
	return after_type(type, in, out);
}

static enum decode
raw(struct bytes in, struct link_view *out)
{
	struct bytes ahead = in;
	unsigned version = bytes_u8(&ahead) >> 4;

	if (ahead.short_)
		return DECODE_LINK_SHORT;
	return after_type(version == 4 ? TYPE_IPV4 : version == 6 ? TYPE_IPV6 : 0, in, out);
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
	return after_type(type_of_family(family), in, out);
}

enum decode
link_decode(const struct packet *p, struct link_view *out)
{
	struct bytes in = bytes_of(p->data.p, p->data.len);

	*out = (struct link_view){ .path.interface = p->interface };
	switch (p->link) {
	case LINK_ETHERNET:
		return ethernet(in, out);
	case LINK_LINUX_SLL:
		return linux_cooked(in, out);
	case LINK_LINUX_SLL2:
		return linux_cooked2(in, out);
	case LINK_RAW:
		return raw(in, out);
	case LINK_IPV4:
		return after_type(TYPE_IPV4, in, out);
	case LINK_IPV6:
		return after_type(TYPE_IPV6, in, out);
	case LINK_NULL:
		return bsd_loopback(in, false, out);
	case LINK_LOOP:
		return bsd_loopback(in, true, out);
	case LINK_OTHER:
		break;
	}
	return DECODE_LINK_UNKNOWN;
}
