/* SPDX-License-Identifier: BSD-2-Clause */
/* Packets to a capture file: pcap, or pcapng (draft-ietf-opsawg-pcap, -pcapng). */
#include "sipwire_priv.h"

enum {
	PCAP_HEADER = 24,
	PCAP_RECORD = 16,
	NG_ROOM = 64,
	NG_SECTION = 0x0a0d0d0a,
	NG_INTERFACE = 1,
	NG_PACKET = 6,
	NG_TSRESOL = 9,
	SNAP_MOST = 262144,
};

/* A header in the byte order of the capturing host. */
struct host {
	uint8_t octets[NG_ROOM];
	size_t len;
	bool big_endian;
};

static void
host32(struct host *h, uint32_t v)
{
	for (unsigned i = 0; i < 4; i++)
		h->octets[h->len++] = (uint8_t)(v >> (h->big_endian ? 24 - 8 * i : 8 * i));
}

static void
host16(struct host *h, unsigned v)
{
	h->octets[h->len++] = (uint8_t)(h->big_endian ? v >> 8 : v);
	h->octets[h->len++] = (uint8_t)(h->big_endian ? v : v >> 8);
}

/* The numbers of tcpdump.org/linktypes. */
static unsigned
link_number(enum link_type link)
{
	static const unsigned numbers[] = {
		[LINK_OTHER] = 1,           [LINK_ETHERNET] = 1,
		[LINK_LINUX_SLL] = 113,     [LINK_LINUX_SLL2] = 276,
		[LINK_RAW] = 101,           [LINK_IPV4] = 228,
		[LINK_IPV6] = 229,          [LINK_NULL] = 0,
		[LINK_LOOP] = 108,          [LINK_PPP] = 9,
		[LINK_PPP_DIRECTION] = 204, [LINK_PPP_ETHER] = 51,
		[LINK_CISCO_HDLC] = 104,    [LINK_MPLS] = 219,
		[LINK_WIFI] = 105,          [LINK_RADIOTAP] = 127,
		[LINK_PFLOG] = 117,         [LINK_JUNIPER_ETHERNET] = 178,
		[LINK_JUNIPER_PPP] = 179,   [LINK_JUNIPER_HDLC] = 181,
	};

	return numbers[link];
}

static bool
put_host(FILE *f, const struct host *h)
{
	return fwrite(h->octets, 1, h->len, f) == h->len;
}

static bool
put_data(FILE *f, struct str data)
{
	return fwrite(data.p, 1, data.len, f) == data.len;
}

static uint32_t
snap_of(const struct sipwire_options *o)
{
	return o->snap > 0 ? (uint32_t)o->snap : SNAP_MOST;
}

static bool
pcap_header(const struct sipwire_options *o, FILE *f)
{
	struct host h = { .big_endian = o->big_endian };

	host32(&h, o->nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4);
	host16(&h, 2);
	host16(&h, 4);
	host32(&h, 0);
	host32(&h, 0);
	host32(&h, snap_of(o));
	host32(&h, link_number(o->link));
	return put_host(f, &h);
}

static bool
pcap_record(const struct sipwire_options *o, const struct packet *p, FILE *f)
{
	struct host h = { .big_endian = o->big_endian };
	uint32_t part = (uint32_t)(p->ts_ns % 1000000000);

	host32(&h, (uint32_t)(p->ts_ns / 1000000000));
	host32(&h, o->nanoseconds ? part : part / 1000);
	host32(&h, (uint32_t)p->data.len);
	host32(&h, p->wire_len);
	return put_host(f, &h) && put_data(f, p->data);
}

static bool
ng_header(const struct sipwire_options *o, FILE *f)
{
	struct host h = { .big_endian = o->big_endian };

	host32(&h, NG_SECTION);
	host32(&h, 28);
	host32(&h, 0x1a2b3c4d);
	host16(&h, 1);
	host16(&h, 0);
	host32(&h, 0xffffffff); /* the section's length is not told */
	host32(&h, 0xffffffff);
	host32(&h, 28);
	if (!put_host(f, &h))
		return false;
	h.len = 0;
	host32(&h, NG_INTERFACE);
	host32(&h, 32);
	host16(&h, link_number(o->link));
	host16(&h, 0);
	host32(&h, snap_of(o));
	host16(&h, NG_TSRESOL);
	host16(&h, 1);
	h.octets[h.len++] = o->nanoseconds ? 9 : 6;
	h.len += 3;
	host32(&h, 0); /* the end of the options */
	host32(&h, 32);
	return put_host(f, &h);
}

static bool
ng_packet(const struct sipwire_options *o, const struct packet *p, FILE *f)
{
	struct host h = { .big_endian = o->big_endian };
	struct host tail = { .big_endian = o->big_endian };
	uint64_t ts = (uint64_t)(o->nanoseconds ? p->ts_ns : p->ts_ns / 1000);
	uint32_t padding = (uint32_t)(4 - p->data.len % 4) % 4;
	uint32_t whole = 32 + (uint32_t)p->data.len + padding;

	host32(&h, NG_PACKET);
	host32(&h, whole);
	host32(&h, 0);
	host32(&h, (uint32_t)(ts >> 32));
	host32(&h, (uint32_t)ts);
	host32(&h, (uint32_t)p->data.len);
	host32(&h, p->wire_len);
	tail.len = padding;
	host32(&tail, whole);
	return put_host(f, &h) && put_data(f, p->data) && put_host(f, &tail);
}

bool
sipwire_write(const struct sipwire *w, const struct sipwire_options *o, FILE *f, struct err *err)
{
	bool good = o->pcapng ? ng_header(o, f) : pcap_header(o, f);

	for (size_t i = 0; good && i < w->count; i++)
		good = o->pcapng ? ng_packet(o, &w->packets[i], f)
				 : pcap_record(o, &w->packets[i], f);
	return good && fflush(f) == 0 ? true : err_set(err, "the capture cannot be written");
}

bool
sipwire_save(const struct sipwire *w, const struct sipwire_options *o, const char *path,
	     struct err *err)
{
	FILE *f = fopen(path, "wb");
	bool good;

	if (f == NULL)
		return err_set(err, "%s: cannot be written", path);
	good = sipwire_write(w, o, f, err);
	return fclose(f) == 0 && good ? true : err_set(err, "%s: cannot be written", path);
}
