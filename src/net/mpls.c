/* SPDX-License-Identifier: BSD-2-Clause */
/* What tells nowhere what it carries: MPLS and L2TPv3. */
#include "layers.h"

/* The octet `at` octets ahead; 0 behind the end, which no caller takes for anything. */
static uint8_t
peek(struct bytes in, size_t at)
{
	bytes_skip(&in, at);
	return bytes_u8(&in);
}

/*
 * A type that may carry IP, and an octet behind it that fits.  Addresses have no form that
 * could be checked, so this is asked only where the alternative is to read nothing.
 */
bool
layer_is_ethernet(struct bytes in)
{
	enum { ADDRESSES = 12, PPPOE_FIRST = 0x11 };
	uint16_t type;
	uint8_t first;

	bytes_skip(&in, ADDRESSES);
	type = bytes_be16(&in);
	for (unsigned tags = 0; tags < PATH_VLANS; tags++) {
		if (type != TYPE_VLAN && type != TYPE_SERVICE_VLAN)
			break;
		bytes_skip(&in, 2);
		type = bytes_be16(&in);
	}
	first = bytes_u8(&in);
	if (in.short_)
		return false;
	switch (type) {
	case TYPE_IPV4:
		return first >> 4 == 4;
	case TYPE_IPV6:
		return first >> 4 == 6;
	case TYPE_PPPOE_SESSION:
		return first == PPPOE_FIRST;
	case TYPE_MPLS:
		return true;
	default:
		return false;
	}
}

/*
 * Behind the labels, whose meaning the routers had agreed on: IP by its version, as routers
 * themselves guess it (RFC 4928 2), or a pseudo-wire, with or without a control word, whose first
 * four bits are 0 (RFC 4385 3).  An address that begins with 0x45 is a group's, so that octet is
 * IPv4's; other addresses may look like either.
 */
static enum decode
behind_labels(struct bytes in, struct link_view *out)
{
	enum { PLAIN_IPV4 = 0x45, CONTROL_WORD = 4 };
	uint8_t first = peek(in, 0);
	struct bytes behind_word = in;

	bytes_skip(&behind_word, CONTROL_WORD);
	if (in.left == 0)
		return DECODE_TUNNEL_SHORT;
	if (first == PLAIN_IPV4)
		return layer_ip(in, out);
	if (layer_is_ethernet(in))
		return layer_ethernet(in, out);
	if (first >> 4 == 0 && layer_is_ethernet(behind_word))
		return layer_ethernet(behind_word, out);
	return layer_ip(in, out);
}

enum decode
layer_mpls(struct bytes in, struct link_view *out)
{
	enum { BOTTOM_OF_STACK = 0x100 };
	uint32_t entry;

	do
		entry = bytes_be32(&in);
	while (!in.short_ && (entry & BOTTOM_OF_STACK) == 0);
	if (in.short_)
		return DECODE_TUNNEL_SHORT;
	if (!layer_enter(out, TUNNEL_MPLS))
		return DECODE_TUNNEL_DEEP;
	return behind_labels(in, out);
}

/*
 * A cookie of 0, 4 or 8 octets (RFC 3931 4.1) and a sublayer of 0 or 4 (4.6), as the peers had
 * agreed; what is behind them shows how many.
 */
enum decode
layer_l2tp3(struct bytes in, struct link_view *out)
{
	enum { STEP = 4, TRIES = 4 };
	uint32_t session = bytes_be32(&in);

	if (in.short_)
		return DECODE_TUNNEL_SHORT;
	if (session == 0)
		return DECODE_NOT_IP; /* control */
	if (!layer_enter(out, TUNNEL_L2TP))
		return DECODE_TUNNEL_DEEP;
	for (unsigned i = 0; i < TRIES; i++) {
		if (layer_is_ethernet(in))
			return layer_ethernet(in, out);
		bytes_skip(&in, STEP);
	}
	return DECODE_TUNNEL_CLOSED;
}
