/* SPDX-License-Identifier: BSD-2-Clause */
/* IEEE 802.11 data frames that are not encrypted, and the radiotap header before them. */
#include "layers.h"

/* IEEE 802.11-2020 9.2.4.1, the octets as one little-endian number. */
enum frame_control {
	FC_VERSION = 0x0003,
	FC_TYPE = 0x000c,
	FC_DATA = 0x0008,
	FC_NO_DATA = 0x0040, /* Null and its kin */
	FC_QOS = 0x0080,
	FC_TO_DS = 0x0100,
	FC_FROM_DS = 0x0200,
	FC_MORE_FRAGMENTS = 0x0400,
	FC_PROTECTED = 0x4000,
	FC_ORDER = 0x8000, /* in a QoS frame: an HT control field is there */
};

enum { FOUR_ADDRESSES = FC_TO_DS | FC_FROM_DS, QOS_AGGREGATE = 0x0080 };

/*
 * An A-MSDU: frames with addresses, length, LLC, each but the last filled up to a multiple of
 * four (9.3.2.2).
 */
enum decode
link_next(struct link_view *v)
{
	enum { ADDRESSES = 12, CHECKSUM = 4 };
	struct bytes in = bytes_of(v->more.p, v->more.len);
	struct bytes own;
	size_t length, padding;

	bytes_skip(&in, ADDRESSES);
	length = bytes_be16(&in);
	padding = -(ADDRESSES + 2 + length) & 3;
	v->more = STR_ABSENT;
	if (in.short_)
		return DECODE_LINK_SHORT;
	own = in;
	own.left = length < in.left ? length : in.left;
	bytes_skip(&in, length);
	bytes_skip(&in, padding);
	/* A driver may have left the frame's checksum at its end. */
	if (in.left > CHECKSUM)
		v->more = bytes_rest(&in);
	return layer_llc(own, v);
}

static enum decode
data_frame(struct bytes in, const struct bytes *start, bool padded, struct link_view *out)
{
	size_t header = (size_t)(in.p - start->p);

	if (padded)
		bytes_skip(&in, -header & 3);
	return in.short_ ? DECODE_LINK_SHORT : layer_llc(in, out);
}

static enum decode
tell_frame(uint16_t control, uint16_t sequence)
{
	enum { FRAGMENT_NUMBER = 0x000f };

	if ((control & FC_VERSION) != 0)
		return DECODE_LINK_MALFORMED;
	if ((control & FC_TYPE) != FC_DATA || (control & FC_NO_DATA) != 0)
		return DECODE_NOT_IP;
	if ((control & FC_PROTECTED) != 0)
		return DECODE_WIFI_PROTECTED;
	if ((control & FC_MORE_FRAGMENTS) != 0 || (sequence & FRAGMENT_NUMBER) != 0)
		return DECODE_WIFI_FRAGMENT;
	return DECODE_OK;
}

enum decode
layer_wifi(struct bytes in, bool padded, struct link_view *out)
{
	enum { BEFORE_SEQUENCE = 20, ADDRESS = 6, HT_CONTROL = 4 };
	struct bytes start = in;
	uint16_t control = bytes_le16(&in);
	uint16_t sequence, qos = 0;
	enum decode d;

	/* Acknowledgments and their kin end before a sequence number. */
	if (!in.short_ && (control & FC_TYPE) != FC_DATA)
		return tell_frame(control, 0);
	bytes_skip(&in, BEFORE_SEQUENCE);
	sequence = bytes_le16(&in);
	if ((control & FOUR_ADDRESSES) == FOUR_ADDRESSES)
		bytes_skip(&in, ADDRESS);
	if ((control & FC_QOS) != 0)
		qos = bytes_le16(&in);
	if ((control & FC_QOS) != 0 && (control & FC_ORDER) != 0)
		bytes_skip(&in, HT_CONTROL);
	if (in.short_)
		return DECODE_LINK_SHORT;
	d = tell_frame(control, sequence);
	if (d != DECODE_OK || (qos & QOS_AGGREGATE) == 0)
		return d == DECODE_OK ? data_frame(in, &start, padded, out) : d;
	out->more = bytes_rest(&in);
	return link_next(out);
}

/* The flags that a radiotap header has, or 0: radiotap.org, fields in the order of their bits. */
static uint8_t
radiotap_flags(struct bytes in, size_t header)
{
	enum { HAS_TIME = 1u << 0, HAS_FLAGS = 1u << 1, ALIGN_TIME = 8, TIME_BYTES = 8 };
	const uint8_t *start = in.p;
	uint32_t present, word;

	in.left = header < in.left ? header : in.left;
	bytes_skip(&in, 4);
	present = word = bytes_le32(&in);
	while (!in.short_ && word >> 31 != 0)
		word = bytes_le32(&in);
	if (in.short_ || (present & HAS_FLAGS) == 0)
		return 0;
	if ((present & HAS_TIME) != 0) {
		bytes_skip(&in, -(size_t)(in.p - start) & (ALIGN_TIME - 1));
		bytes_skip(&in, TIME_BYTES);
	}
	return bytes_u8(&in);
}

enum decode
layer_radiotap(struct bytes in, struct link_view *out)
{
	enum { LEAST = 8, FLAG_PADDED = 0x20, FLAG_BAD_CHECKSUM = 0x40 };
	struct bytes start = in;
	uint8_t flags;
	size_t header;

	bytes_skip(&in, 2);
	header = bytes_le16(&in);
	if (in.short_)
		return DECODE_LINK_SHORT;
	if (header < LEAST || start.p[0] != 0)
		return DECODE_LINK_MALFORMED;
	flags = radiotap_flags(start, header);
	bytes_skip(&start, header);
	if (start.short_)
		return DECODE_LINK_SHORT;
	if ((flags & FLAG_BAD_CHECKSUM) != 0)
		return DECODE_WIFI_DAMAGED;
	return layer_wifi(start, (flags & FLAG_PADDED) != 0, out);
}
