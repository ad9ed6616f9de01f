/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/bytes.h>
#include <sipwhy/net.h>

enum {
	UDP_HEADER_BYTES = 8,
	PORT_GTP_U = 2152,
	PORT_VXLAN = 4789,
	PORT_GENEVE = 6081,
};

/*
 * Whether a payload sent to a tunnel's port is that tunnel's.  The headers asked for hold
 * octets that no SIP start line has, so a phone on such a port is not lost.
 */
static bool
is_tunnel(const struct udp_view *u)
{
	struct bytes b = bytes_of(u->payload.p, u->payload.len);
	uint8_t first = bytes_u8(&b);
	uint8_t second = bytes_u8(&b);
	uint16_t type = bytes_be16(&b);

	if (b.short_)
		return false;
	switch (u->dst_port) {
	case PORT_VXLAN: /* RFC 7348 5: the I flag, reserved bits of 0 */
		return first == 0x08 && second == 0 && type == 0;
	case PORT_GENEVE: /* RFC 8926 3.4: version 0, what is inside by ethertype */
		return first < 0x40 && (type == 0x6558 || type == 0x0800 || type == 0x86dd);
	case PORT_GTP_U: /* 3GPP TS 29.281 5.1: version 1, a G-PDU */
		return first >> 4 == 3 && second == 0xff;
	default:
		return false;
	}
}

enum decode
udp_decode(const struct ip_view *ip, struct udp_view *out)
{
	struct bytes b = bytes_of(ip->payload.p, ip->payload.len);
	bool told = ip->wire_bytes > 0;
	size_t len, wire_bytes;

	*out = (struct udp_view){ 0 };
	if (told && ip->wire_bytes < UDP_HEADER_BYTES)
		return DECODE_UDP_MALFORMED;
	out->src_port = bytes_be16(&b);
	out->dst_port = bytes_be16(&b);
	len = bytes_be16(&b);
	bytes_skip(&b, 2);
	if (b.short_)
		return DECODE_UDP_SHORT;

	/* A length of 0 leaves it to the IP length: a jumbogram (RFC 2675 4), or offload. */
	if (len == 0)
		wire_bytes = told ? ip->wire_bytes : ip->payload.len;
	else if (len < UDP_HEADER_BYTES || (told && len > ip->wire_bytes))
		return DECODE_UDP_MALFORMED;
	else
		wire_bytes = len;

	wire_bytes -= UDP_HEADER_BYTES;
	out->payload = str_sub(bytes_rest(&b), 0, wire_bytes);
	out->missing_bytes = wire_bytes - out->payload.len;
	return is_tunnel(out) ? DECODE_TUNNEL : DECODE_OK;
}
