/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include <sipwhy/bytes.h>
#include <sipwhy/net.h>

#include "ip_protocol.h"
#include "peek.h"

enum {
	IPV4_HEADER_BYTES = 20,
	IPV6_HEADER_BYTES = 40,
	EXTENSION_BYTES = 8, /* the least that any has */
	EXTENSIONS_MOST = 16,
	FRAGMENT_OFFSET = 0xfff8, /* in the second 16 bits of an IPv6 fragment header */
	MORE_FRAGMENTS = 0x0001,
	IPV4_MORE_FRAGMENTS = 0x2000,
	OFFSET_IN_EIGHTS = 0x1fff,
};

/* What follows the headers read so far. */
struct rest {
	struct str data;
	size_t wire_bytes; /* how much of it there was by the IP length … */
	bool told;         /* … when that says so */
};

/* Whether `n` octets more are there; if not, the capture or the packet is to blame. */
static enum decode
have(const struct rest *r, size_t n)
{
	if (r->told && n > r->wire_bytes)
		return DECODE_IP_MALFORMED;
	return n > r->data.len ? DECODE_IP_SHORT : DECODE_OK;
}

static enum decode
pass(struct rest *r, size_t n)
{
	enum decode d = have(r, n);

	if (d != DECODE_OK)
		return d;
	r->data = str_sub(r->data, n, r->data.len);
	if (r->told)
		r->wire_bytes -= n;
	return DECODE_OK;
}

static enum decode
tell_protocol(uint8_t protocol)
{
	switch (protocol) {
	case IP_UDP:
		return DECODE_OK;
	case IP_TCP:
		return DECODE_TCP;
	case IP_SCTP:
		return DECODE_SCTP;
	case IP_IN_IP:
	case IP_IPV6:
	case IP_GRE:
	case IP_IPIP:
	case IP_L2TP:
	case IP_MPLS:
		return DECODE_TUNNEL;
	case IP_ESP:
	case IP_MOBILE:
	case IP_ETHERIP:
	case IP_ENCAP:
	case IP_ETHERNET:
		return DECODE_TUNNEL_CLOSED;
	default:
		return DECODE_OTHER_IP;
	}
}

static enum decode
finish(const struct rest *r, enum decode d, struct ip_view *out)
{
	out->payload = r->data;
	out->wire_bytes = r->told ? r->wire_bytes : 0;
	if (d == DECODE_OK)
		d = tell_protocol(out->protocol);
	/* An IP length that leaves none of it would read as a length not told. */
	if (d == DECODE_OK && r->told && r->wire_bytes == 0)
		d = DECODE_UDP_MALFORMED;
	return d;
}

static bool
is_extension(uint8_t family, uint8_t protocol)
{
	switch (protocol) {
	case IP_AH:
		return true;
	case IP_HOP_BY_HOP:
	case IP_ROUTING:
	case IP_FRAGMENT:
	case IP_DESTINATION:
	case IP_MOBILITY:
	case IP_HIP:
	case IP_SHIM6:
		return family == 6;
	default:
		return false;
	}
}

/* Pass one extension header, whose kind is out->protocol; that becomes the next one. */
static enum decode
pass_extension(struct rest *r, struct ip_view *out)
{
	enum decode d = have(r, EXTENSION_BYTES);
	struct bytes b = bytes_of(r->data.p, r->data.len);
	uint8_t kind = out->protocol;
	uint8_t next = bytes_u8(&b);
	size_t len = bytes_u8(&b);
	uint16_t where = bytes_be16(&b);
	uint32_t id = bytes_be32(&b);

	if (d != DECODE_OK)
		return d;
	if (kind == IP_FRAGMENT)
		len = EXTENSION_BYTES;
	else if (kind == IP_AH)
		len = 4 * (len + 2); /* RFC 4302 2.2 */
	else
		len = 8 * (len + 1); /* RFC 8200 4.3 to 4.6, RFC 6564 4 */

	d = pass(r, len);
	out->protocol = next;
	if (d != DECODE_OK || kind != IP_FRAGMENT)
		return d;
	out->id = id;
	out->offset = where & FRAGMENT_OFFSET;
	out->more = (where & MORE_FRAGMENTS) != 0;
	/* Offset 0 and no more to come: all of it is here (RFC 6946). */
	return out->offset > 0 || out->more ? DECODE_IP_FRAGMENT : DECODE_OK;
}

static enum decode
pass_extensions(struct rest *r, struct ip_view *out)
{
	enum decode d = DECODE_OK;

	for (unsigned n = 0; d == DECODE_OK && is_extension(out->src.family, out->protocol); n++)
		d = n < EXTENSIONS_MOST ? pass_extension(r, out) : DECODE_IP_MALFORMED;
	return d;
}

static void
set_addresses(struct ip_view *out, uint8_t family, const uint8_t *at, size_t octets)
{
	out->src.family = out->dst.family = family;
	memcpy(out->src.octets, at, octets);
	memcpy(out->dst.octets, at + octets, octets);
}

static enum decode
ipv4(struct str in, struct ip_view *out)
{
	const uint8_t *p = (const uint8_t *)in.p;
	size_t header, total;
	struct rest r;

	if (in.len == 0)
		return DECODE_IP_SHORT;
	header = 4 * (size_t)(p[0] & 0x0f);
	if (p[0] >> 4 != 4 || header < IPV4_HEADER_BYTES)
		return DECODE_IP_MALFORMED;
	if (in.len < IPV4_HEADER_BYTES)
		return DECODE_IP_SHORT;
	total = peek16(p + 2);
	out->id = peek16(p + 4);
	out->offset = (uint16_t)((peek16(p + 6) & OFFSET_IN_EIGHTS) << 3);
	out->more = (peek16(p + 6) & IPV4_MORE_FRAGMENTS) != 0;
	out->protocol = p[9];
	set_addresses(out, 4, p + 12, 4);

	/* A length of 0 is the card's to fill in later (segmentation offload). */
	if (total > 0 && total < header)
		return DECODE_IP_MALFORMED;
	if (in.len < header)
		return DECODE_IP_SHORT;
	r.told = total > 0;
	r.wire_bytes = r.told ? total - header : 0;
	r.data = (struct str){ in.p + header, in.len - header };
	if (r.told && r.data.len > r.wire_bytes)
		r.data.len = r.wire_bytes;
	if (out->offset > 0 || out->more)
		return finish(&r, DECODE_IP_FRAGMENT, out);
	return finish(&r, pass_extensions(&r, out), out);
}

static enum decode
ipv6(struct str in, struct ip_view *out)
{
	const uint8_t *p = (const uint8_t *)in.p;
	struct rest r;
	size_t len;

	if (in.len > 0 && p[0] >> 4 != 6)
		return DECODE_IP_MALFORMED;
	if (in.len < IPV6_HEADER_BYTES)
		return DECODE_IP_SHORT;
	len = peek16(p + 4);
	out->protocol = p[6];
	set_addresses(out, 6, p + 8, 16);

	/* A length of 0 is a jumbogram's (RFC 2675 2), or again the card's to fill in. */
	r = (struct rest){ str_sub(in, IPV6_HEADER_BYTES, len > 0 ? len : in.len), len, len > 0 };
	return finish(&r, pass_extensions(&r, out), out);
}

enum decode
ip_decode(const struct link_view *link, struct ip_view *out)
{
	*out = (struct ip_view){ 0 };
	return link->ethertype == 0x0800 ? ipv4(link->payload, out) : ipv6(link->payload, out);
}

enum decode
ip_resume(struct ip_view *v)
{
	struct rest r = { v->payload, v->wire_bytes, v->wire_bytes > 0 };

	v->offset = 0;
	v->more = false;
	return finish(&r, pass_extensions(&r, v), v);
}
