/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include <sipwhy/bytes.h>
#include <sipwhy/net.h>

enum {
	IPV4_HEADER_BYTES = 20,
	IPV6_HEADER_BYTES = 40,
	EXTENSION_BYTES = 8, /* the least that any has */
	EXTENSIONS_MOST = 16,
	FRAGMENT_OFFSET = 0xfff8, /* in the second 16 bits of an IPv6 fragment header */
	MORE_FRAGMENTS = 0x0001,
};

/* IANA protocol numbers. */
enum protocol {
	IP_HOP_BY_HOP = 0,
	IP_IN_IP = 4,
	IP_TCP = 6,
	IP_UDP = 17,
	IP_IPV6 = 41,
	IP_ROUTING = 43,
	IP_FRAGMENT = 44,
	IP_GRE = 47,
	IP_ESP = 50,
	IP_AH = 51,
	IP_MOBILE = 55,
	IP_DESTINATION = 60,
	IP_IPIP = 94,
	IP_ETHERIP = 97,
	IP_ENCAP = 98,
	IP_L2TP = 115,
	IP_SCTP = 132,
	IP_MOBILITY = 135,
	IP_MPLS = 137,
	IP_HIP = 139,
	IP_SHIM6 = 140,
	IP_ETHERNET = 143,
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
	case IP_ESP:
	case IP_MOBILE:
	case IP_IPIP:
	case IP_ETHERIP:
	case IP_ENCAP:
	case IP_L2TP:
	case IP_MPLS:
	case IP_ETHERNET:
		return DECODE_TUNNEL;
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
	/* Offset 0 and no more to come: all of it is here (RFC 6946). */
	if (d == DECODE_OK && kind == IP_FRAGMENT && (where & (FRAGMENT_OFFSET | MORE_FRAGMENTS)))
		return DECODE_IP_FRAGMENT;
	return d;
}

static enum decode
pass_extensions(struct rest *r, struct ip_view *out)
{
	enum decode d = DECODE_OK;

	for (unsigned n = 0; d == DECODE_OK && is_extension(out->src.family, out->protocol); n++)
		d = n < EXTENSIONS_MOST ? pass_extension(r, out) : DECODE_IP_MALFORMED;
	return d;
}

static enum decode
ipv4(struct str in, struct ip_view *out)
{
	struct bytes b = bytes_of(in.p, in.len);
	uint8_t first = bytes_u8(&b);
	size_t header = 4 * (size_t)(first & 0x0f);
	struct rest r;
	enum decode d;

	if (!b.short_ && (first >> 4 != 4 || header < IPV4_HEADER_BYTES))
		return DECODE_IP_MALFORMED;

	bytes_skip(&b, 1);
	size_t total = bytes_be16(&b);

	bytes_skip(&b, 2);
	bool fragment = (bytes_be16(&b) & 0x3fff) != 0; /* an offset, or more to come */

	bytes_skip(&b, 1);
	out->protocol = bytes_u8(&b);
	bytes_skip(&b, 2);
	const uint8_t *src = bytes_take(&b, 4);
	const uint8_t *dst = bytes_take(&b, 4);

	if (b.short_)
		return DECODE_IP_SHORT;
	out->src.family = out->dst.family = 4;
	memcpy(out->src.octets, src, 4);
	memcpy(out->dst.octets, dst, 4);

	/* A length of 0 is the card's to fill in later (segmentation offload). */
	r = (struct rest){ str_sub(in, 0, total > 0 ? total : in.len), total, total > 0 };
	d = pass(&r, header);
	if (d != DECODE_OK)
		return d;
	if (!fragment)
		d = pass_extensions(&r, out);
	return finish(&r, fragment ? DECODE_IP_FRAGMENT : d, out);
}

static enum decode
ipv6(struct str in, struct ip_view *out)
{
	struct bytes b = bytes_of(in.p, in.len);
	uint8_t first = bytes_u8(&b);
	struct rest r;

	if (!b.short_ && first >> 4 != 6)
		return DECODE_IP_MALFORMED;

	bytes_skip(&b, 3);
	size_t len = bytes_be16(&b);

	out->protocol = bytes_u8(&b);
	bytes_skip(&b, 1);
	const uint8_t *src = bytes_take(&b, 16);
	const uint8_t *dst = bytes_take(&b, 16);

	if (b.short_)
		return DECODE_IP_SHORT;
	out->src.family = out->dst.family = 6;
	memcpy(out->src.octets, src, 16);
	memcpy(out->dst.octets, dst, 16);

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
