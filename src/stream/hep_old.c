/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hep_old.c - HEP1 and 2, as Kamailio's siptrace and others send them: the numbers of HEP2's time
 * are in little-endian order.
 */
#include <sipwhy/bytes.h>
#include <sipwhy/frame.h>

#include "hep_priv.h"

/* The addresses of HEP1 and 2 by the family, which is the agent's own number for it. */
static size_t
address_bytes(unsigned family)
{
	switch (family) {
	case 2:
		return 4;
	case 10: /* Linux */
	case 24: /* NetBSD, OpenBSD */
	case 28: /* FreeBSD */
	case 30: /* macOS */
		return 16;
	default:
		return 0;
	}
}

/* Whether SIP is there; it becomes the payload. */
static bool
sip_at(const struct hep_in *in, size_t at, struct hep *h)
{
	struct str message;

	h->payload = str_sub(in->packet, at, in->packet.len);
	h->missing_bytes = in->missing_bytes;
	return frame_datagram(h->payload, &message) == FRAME_SIP;
}

enum hep_kind
hep_old(const struct hep_in *in, struct hep *h)
{
	/* The time is followed by two octets that stand for nothing, and may be anything. */
	enum { HEADER = 8, TIME = 12 };
	struct bytes b = bytes_of(in->packet.p, in->packet.len);
	const uint8_t *src, *dst;
	size_t told, len, base;
	unsigned protocol;

	h->version = bytes_u8(&b);
	told = bytes_u8(&b);
	len = address_bytes(bytes_u8(&b));
	protocol = bytes_u8(&b);
	h->src.port = bytes_be16(&b);
	h->dst.port = bytes_be16(&b);
	base = HEADER + 2 * len;
	/* Most do not count the time. */
	if (len == 0 || (told != base && (h->version == 1 || told != base + TIME)))
		return HEP_NONE;
	src = bytes_take(&b, len);
	dst = bytes_take(&b, len);
	if (b.short_)
		return HEP_NONE;
	h->src.ip = hep_address((struct str){ (const char *)src, len });
	h->dst.ip = hep_address((struct str){ (const char *)dst, len });
	if (h->version == 1) {
		hep_note(h, HEP_ODD_TIME);
	} else {
		uint32_t seconds = bytes_le32(&b);

		hep_set_time(h, seconds, bytes_le32(&b));
		h->capture_id = bytes_le16(&b);
		h->has_capture_id = !b.short_;
		base += TIME;
	}
	if (!sip_at(in, base, h))
		return HEP_NONE;
	hep_set_transport(h, protocol);
	if (in->missing_bytes > 0)
		hep_note(h, HEP_ODD_CUT);
	return HEP_MESSAGE;
}
