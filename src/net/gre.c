/* SPDX-License-Identifier: BSD-2-Clause */
/* Generic Routing Encapsulation (RFC 2784, 2890, 1701, 2637) and what mirror ports put in it. */
#include "layers.h"

enum gre_flag {
	GRE_CHECKSUM = 0x8000,
	GRE_ROUTING = 0x4000,
	GRE_KEY = 0x2000,
	GRE_SEQUENCE = 0x1000,
	GRE_ACKNOWLEDGE = 0x0080,
	GRE_VERSION = 0x0007,
	GRE_POINT_TO_POINT = 1, /* the version of RFC 2637 */
};

/* Source routes, the last of them empty (RFC 1701). */
static void
skip_routes(struct bytes *in)
{
	uint16_t family;
	uint8_t length;

	do {
		family = bytes_be16(in);
		bytes_skip(in, 1);
		length = bytes_u8(in);
		bytes_skip(in, length);
	} while (!in->short_ && (family != 0 || length != 0));
}

/* draft-foschiano-erspan: the tag that the mirrored frame had and has no more. */
static void
erspan_vlan(uint32_t head, struct link_view *out)
{
	enum { WAS_ISL = 1, WAS_TAGGED = 2 };
	unsigned trunk = head >> 11 & 3;

	if (trunk == WAS_ISL || trunk == WAS_TAGGED)
		layer_vlan(out, head >> 16 & 0x0fff);
}

/* Type I has no header of its own, and no sequence number in GRE, by which it is known. */
static enum decode
erspan2(struct bytes in, bool has_header, struct link_view *out)
{
	uint32_t head = 0;

	if (!layer_enter(out, TUNNEL_ERSPAN))
		return DECODE_TUNNEL_DEEP;
	if (has_header) {
		head = bytes_be32(&in);
		bytes_skip(&in, 4);
		if (in.short_)
			return DECODE_TUNNEL_SHORT;
		if (head >> 28 != 1)
			return DECODE_TUNNEL_MALFORMED;
		erspan_vlan(head, out);
	}
	return layer_ethernet(in, out);
}

static enum decode
erspan3(struct bytes in, struct link_view *out)
{
	enum { FRAME_IP = 2, SUBHEADER = 8, HAS_SUBHEADER = 1 };
	uint32_t head = bytes_be32(&in);

	bytes_skip(&in, 6); /* timestamp, security group tag */
	uint16_t tail = bytes_be16(&in);

	if ((tail & HAS_SUBHEADER) != 0)
		bytes_skip(&in, SUBHEADER);
	if (in.short_)
		return DECODE_TUNNEL_SHORT;
	if (head >> 28 != 2)
		return DECODE_TUNNEL_MALFORMED;
	if (!layer_enter(out, TUNNEL_ERSPAN))
		return DECODE_TUNNEL_DEEP;
	erspan_vlan(head, out);
	if ((tail >> 10 & 0x1f) == FRAME_IP)
		return layer_ip(in, out);
	return layer_ethernet(in, out);
}

static enum decode
gre_payload(uint16_t type, uint16_t flags, struct bytes in, struct link_view *out)
{
	if (type == TYPE_ERSPAN)
		return erspan2(in, (flags & GRE_SEQUENCE) != 0, out);
	if (type == TYPE_ERSPAN_3)
		return erspan3(in, out);
	if (!layer_enter(out, TUNNEL_GRE))
		return DECODE_TUNNEL_DEEP;
	if (type != TYPE_PPP)
		return layer_type(type, in, out);
	if (!layer_enter(out, TUNNEL_PPP))
		return DECODE_TUNNEL_DEEP;
	return layer_ppp(in, out);
}

enum decode
layer_gre(struct bytes in, struct link_view *out)
{
	uint16_t flags = bytes_be16(&in);
	uint16_t type = bytes_be16(&in);
	unsigned version = flags & GRE_VERSION;

	if ((flags & (GRE_CHECKSUM | GRE_ROUTING)) != 0)
		bytes_skip(&in, 4);
	if ((flags & GRE_KEY) != 0)
		bytes_skip(&in, 4);
	if ((flags & GRE_SEQUENCE) != 0)
		bytes_skip(&in, 4);
	if (version == GRE_POINT_TO_POINT && (flags & GRE_ACKNOWLEDGE) != 0)
		bytes_skip(&in, 4);
	if ((flags & GRE_ROUTING) != 0)
		skip_routes(&in);
	if (in.short_)
		return DECODE_TUNNEL_SHORT;
	if (version > GRE_POINT_TO_POINT || (version == GRE_POINT_TO_POINT && type != TYPE_PPP))
		return DECODE_TUNNEL_MALFORMED;
	/* A mere acknowledgment (RFC 2637 4.1). */
	if (version == GRE_POINT_TO_POINT && (flags & GRE_SEQUENCE) == 0)
		return DECODE_NOT_IP;
	return gre_payload(type, flags, in, out);
}
