/* SPDX-License-Identifier: BSD-2-Clause */
#include "layers.h"
#include "peek.h"

enum { UDP_HEADER_BYTES = 8 };

enum decode
udp_decode(const struct ip_view *ip, struct udp_view *out)
{
	const uint8_t *p = (const uint8_t *)ip->payload.p;
	bool told = ip->wire_bytes > 0;
	size_t len, wire_bytes;

	*out = (struct udp_view){ 0 };
	if (told && ip->wire_bytes < UDP_HEADER_BYTES)
		return DECODE_UDP_MALFORMED;
	if (ip->payload.len < UDP_HEADER_BYTES)
		return DECODE_UDP_SHORT;
	out->src_port = peek16(p);
	out->dst_port = peek16(p + 2);
	len = peek16(p + 4);

	/* A length of 0 leaves it to the IP length: a jumbogram (RFC 2675 4), or offload. */
	if (len == 0)
		wire_bytes = told ? ip->wire_bytes : ip->payload.len;
	else if (len < UDP_HEADER_BYTES || (told && len > ip->wire_bytes))
		return DECODE_UDP_MALFORMED;
	else
		wire_bytes = len;

	wire_bytes -= UDP_HEADER_BYTES;
	out->payload = str_sub(ip->payload, UDP_HEADER_BYTES, wire_bytes);
	out->missing_bytes = wire_bytes - out->payload.len;
	return layer_is_udp_tunnel(out) ? DECODE_TUNNEL : DECODE_OK;
}
