/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/bytes.h>

#include "segment.h"

/* What is behind a header of `header` octets. */
static void
set_payload(const struct ip_view *ip, size_t header, struct unit *u)
{
	u->payload = str_sub(ip->payload, header, ip->payload.len);
	u->missing_bytes = 0;
	if (ip->wire_bytes > header + u->payload.len)
		u->missing_bytes = ip->wire_bytes - header - u->payload.len;
}

/* RFC 9293 3.1.  A segment cut in its options is good still: their length is known. */
enum decode
segment_tcp(const struct ip_view *ip, struct unit *u)
{
	enum { LEAST = 20 };
	struct bytes b = bytes_of(ip->payload.p, ip->payload.len);
	size_t header;

	u->seen.src.port = bytes_be16(&b);
	u->seen.dst.port = bytes_be16(&b);
	u->tcp.seq = bytes_be32(&b);
	u->tcp.ack = bytes_be32(&b);
	header = 4 * (size_t)(bytes_u8(&b) >> 4);
	u->tcp.flags = bytes_u8(&b);
	bytes_skip(&b, 6);
	if (b.short_)
		return DECODE_TCP_SHORT;
	if (header < LEAST || (ip->wire_bytes > 0 && header > ip->wire_bytes))
		return DECODE_TCP_MALFORMED;
	set_payload(ip, header, u);
	return DECODE_OK;
}

/* RFC 9260 3.1. */
enum decode
segment_sctp(const struct ip_view *ip, struct unit *u)
{
	enum { HEADER = 12 };
	struct bytes b = bytes_of(ip->payload.p, ip->payload.len);

	u->seen.src.port = bytes_be16(&b);
	u->seen.dst.port = bytes_be16(&b);
	bytes_skip(&b, HEADER - 4);
	if (b.short_)
		return DECODE_SCTP_SHORT;
	set_payload(ip, HEADER, u);
	return DECODE_OK;
}
