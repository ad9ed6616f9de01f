/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hep.c - HEP3, as in "HEP3 Network Protocol Specification" rev. 37.
 */
#include <string.h>

#include <sipwhy/bytes.h>

#include "hep_priv.h"
#include "inflate.h"

/* Chunks of vendor 0. */
enum chunk {
	CHUNK_PROTOCOL = 0x02, /* of IP */
	CHUNK_SRC_IPV4 = 0x03,
	CHUNK_DST_IPV4 = 0x04,
	CHUNK_SRC_IPV6 = 0x05,
	CHUNK_DST_IPV6 = 0x06,
	CHUNK_SRC_PORT = 0x07,
	CHUNK_DST_PORT = 0x08,
	CHUNK_SECONDS = 0x09,
	CHUNK_MICROSECONDS = 0x0a,
	CHUNK_TYPE = 0x0b,
	CHUNK_CAPTURE_ID = 0x0c,
	CHUNK_PAYLOAD = 0x0f,
	CHUNK_COMPRESSED = 0x10,
	CHUNK_CORRELATION_ID = 0x11,
	CHUNK_VLAN = 0x12,
	CHUNK_NODE = 0x13,
	CHUNKS,
};

enum {
	HEP3_HEADER = 6,
	CHUNK_HEADER = 6,
	TYPE_SIP = 1,
	A_MILLION = 1000000,
};

/* Octets that a number or an address takes; 0: any. */
static const unsigned char sizes[CHUNKS] = {
	[CHUNK_PROTOCOL] = 1,  [CHUNK_SRC_IPV4] = 4,   [CHUNK_DST_IPV4] = 4,
	[CHUNK_SRC_IPV6] = 16, [CHUNK_DST_IPV6] = 16,  [CHUNK_SRC_PORT] = 2,
	[CHUNK_DST_PORT] = 2,  [CHUNK_SECONDS] = 4,    [CHUNK_MICROSECONDS] = 4,
	[CHUNK_TYPE] = 1,      [CHUNK_CAPTURE_ID] = 4, [CHUNK_VLAN] = 2,
};

static const struct str magic = { "HEP3", 4 };

void
hep_note(struct hep *h, enum hep_odd odd)
{
	h->odd |= 1u << odd;
}

/* A big-endian number of the chunk's size; 0 when it is absent. */
static uint32_t
number(struct str s)
{
	uint32_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n = n << 8 | (unsigned char)s.p[i];
	return n;
}

struct address
hep_address(struct str s)
{
	struct address a = { .family = s.len == 16 ? 6 : s.len == 4 ? 4 : 0 };

	if (a.family != 0)
		memcpy(a.octets, s.p, s.len);
	return a;
}

void
hep_set_transport(struct hep *h, unsigned protocol)
{
	enum { IP_TCP = 6, IP_UDP = 17, IP_IDP = 22, IP_SCTP = 132 };

	switch (protocol) {
	case IP_UDP:
		h->transport = TRANSPORT_UDP;
		break;
	case IP_TCP:
		h->transport = TRANSPORT_TCP;
		break;
	case IP_IDP: /* Kamailio: TLS, WS and WSS, which have none */
		h->transport = TRANSPORT_TLS;
		break;
	case IP_SCTP:
		h->transport = TRANSPORT_SCTP;
		break;
	default:
		h->transport = TRANSPORT_UDP;
		hep_note(h, HEP_ODD_PROTOCOL);
		break;
	}
}

void
hep_set_time(struct hep *h, uint32_t seconds, uint32_t microseconds)
{
	h->has_time = seconds > 0 && microseconds < A_MILLION;
	if (h->has_time)
		h->ts_ns = (int64_t)seconds * 1000 * A_MILLION + (int64_t)microseconds * 1000;
	else
		hep_note(h, HEP_ODD_TIME);
}

/* The value of a chunk whose length, header included, is told; cut where the packet ends. */
static struct str
take_value(struct bytes *b, size_t told, unsigned type, struct hep *h)
{
	size_t len = told - CHUNK_HEADER;

	if (len > b->left) {
		/* Of a payload, what is there is worth something. */
		if (type == CHUNK_PAYLOAD || type == CHUNK_COMPRESSED)
			h->missing_bytes = len - b->left;
		if ((h->odd & 1u << HEP_ODD_CUT) == 0)
			hep_note(h, HEP_ODD_CHUNK);
		len = b->left;
		if (type != CHUNK_PAYLOAD && type != CHUNK_COMPRESSED) {
			bytes_skip(b, len);
			return STR_ABSENT;
		}
	}
	return (struct str){ (const char *)bytes_take(b, len), len };
}

/* Sort the chunks by their kind; of two of a kind the first counts, of a vendor's none. */
static void
read_chunks(struct bytes b, struct str field[CHUNKS], struct hep *h)
{
	while (b.left > 0) {
		uint16_t vendor = bytes_be16(&b), type = bytes_be16(&b);
		size_t told = bytes_be16(&b);
		struct str value;

		if (b.short_ || told < CHUNK_HEADER) {
			if (!b.short_ || (h->odd & 1u << HEP_ODD_CUT) == 0)
				hep_note(h, HEP_ODD_CHUNK);
			return;
		}
		value = take_value(&b, told, vendor == 0 ? type : 0, h);
		if (vendor != 0 || type >= CHUNKS || str_absent(value) || !str_absent(field[type]))
			continue;
		if (sizes[type] == 0 || value.len == sizes[type])
			field[type] = value;
		else
			hep_note(h, HEP_ODD_FIELD);
	}
}

static bool
expand(const struct hep_in *in, struct str packed, struct hep *h)
{
	struct octets plain = { .most = in->most_bytes };
	enum inflate_step step;
	bool good = true;

	if (!inflate_is_built()) {
		hep_note(h, HEP_ODD_NO_INFLATE);
		return false;
	}
	step = inflate_whole(packed, &plain);
	if (step == INFLATE_FULL)
		hep_note(h, HEP_ODD_LONG);
	else if (step == INFLATE_CORRUPT && h->missing_bytes == 0)
		hep_note(h, HEP_ODD_INFLATE);
	/* How much more there would have been is not known. */
	h->missing_bytes = step == INFLATE_OK ? 0 : 1;
	if (step != INFLATE_NO_MEMORY)
		h->payload = arena_dup(in->scratch, octets_view(&plain), &good);
	octets_free(&plain);
	h->no_memory = step == INFLATE_NO_MEMORY || !good;
	return !h->no_memory && (h->payload.len > 0 || step == INFLATE_OK);
}

static bool
set_payload(const struct hep_in *in, const struct str field[CHUNKS], struct hep *h)
{
	if (!str_absent(field[CHUNK_COMPRESSED]) && str_absent(field[CHUNK_PAYLOAD]))
		return expand(in, field[CHUNK_COMPRESSED], h);
	h->payload = field[CHUNK_PAYLOAD];
	if (str_absent(h->payload))
		hep_note(h, HEP_ODD_PAYLOAD);
	return !str_absent(h->payload);
}

static void
set_ends(const struct str field[CHUNKS], struct hep *h)
{
	bool v4 = !str_absent(field[CHUNK_SRC_IPV4]) && !str_absent(field[CHUNK_DST_IPV4]);

	h->src.ip = hep_address(field[v4 ? CHUNK_SRC_IPV4 : CHUNK_SRC_IPV6]);
	h->dst.ip = hep_address(field[v4 ? CHUNK_DST_IPV4 : CHUNK_DST_IPV6]);
	h->src.port = (uint16_t)number(field[CHUNK_SRC_PORT]);
	h->dst.port = (uint16_t)number(field[CHUNK_DST_PORT]);
	if (h->src.ip.family == 0 || h->dst.ip.family == 0)
		hep_note(h, HEP_ODD_ADDRESS);
}

static enum hep_kind
hep3(const struct hep_in *in, struct hep *h)
{
	struct bytes b = bytes_of(in->packet.p, in->packet.len);
	struct str field[CHUNKS] = { { NULL, 0 } };
	size_t told;

	h->version = 3;
	if (in->missing_bytes > 0)
		hep_note(h, HEP_ODD_CUT);
	bytes_skip(&b, magic.len);
	told = bytes_be16(&b);
	if (!b.short_ && told != in->packet.len + in->missing_bytes)
		hep_note(h, HEP_ODD_LENGTH);
	read_chunks(b, field, h);

	set_ends(field, h);
	hep_set_transport(h, number(field[CHUNK_PROTOCOL]));
	hep_set_time(h, number(field[CHUNK_SECONDS]), number(field[CHUNK_MICROSECONDS]));
	h->vlan = number(field[CHUNK_VLAN]) & 0x0fff;
	h->has_capture_id = !str_absent(field[CHUNK_CAPTURE_ID]);
	h->capture_id = number(field[CHUNK_CAPTURE_ID]);
	h->node = field[CHUNK_NODE];
	h->correlation_id = field[CHUNK_CORRELATION_ID];
	if (!str_absent(field[CHUNK_TYPE]) && number(field[CHUNK_TYPE]) != TYPE_SIP) {
		h->odd = 1u << HEP_ODD_NOT_SIP;
		return HEP_OTHER;
	}
	return set_payload(in, field, h) && (h->odd & 1u << HEP_ODD_ADDRESS) == 0 ? HEP_MESSAGE
										  : HEP_UNREAD;
}

enum hep_kind
hep_decode(const struct hep_in *in, struct hep *out)
{
	*out = (struct hep){ 0 };
	if (str_starts(in->packet, magic))
		return hep3(in, out);
	if (in->packet.len > 0 && (in->packet.p[0] == 1 || in->packet.p[0] == 2))
		return hep_old(in, out);
	return HEP_NONE;
}
