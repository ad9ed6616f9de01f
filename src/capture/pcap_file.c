/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pcap_file.c - the pcap format: a head, then records of a time, two lengths and the packet.
 */
#include <assert.h>

#include "file_source.h"

enum {
	HEAD_BYTES = 24,
	RECORD_BYTES = 16,
	/* Kuznetzov's: an interface index, a protocol and a packet type besides. */
	MODIFIED_RECORD_BYTES = 24,
	/* Ixia's: the length of all records besides. */
	IXIA_HEAD_BYTES = 28,
};

/* In the byte order of the file. */
static const struct variant {
	uint32_t magic;
	uint32_t fraction_ns;
	uint32_t head_bytes, record_bytes;
} variants[] = {
	{ 0xa1b2c3d4, 1000, HEAD_BYTES, RECORD_BYTES },
	{ 0xa1b23c4d, 1, HEAD_BYTES, RECORD_BYTES },
	{ 0xa1b2cd34, 1000, HEAD_BYTES, MODIFIED_RECORD_BYTES },
	{ 0x1c0001ab, 1000, IXIA_HEAD_BYTES, RECORD_BYTES },
	{ 0x1c0001ac, 1, IXIA_HEAD_BYTES, RECORD_BYTES },
};

static const struct variant *
find_variant(const uint8_t *at, bool *big)
{
	for (size_t i = 0; i < 2 * COUNT(variants); i++) {
		*big = i % 2 != 0;
		if (order_u32(*big, at) == variants[i / 2].magic)
			return &variants[i / 2];
	}
	return NULL;
}

bool
pcap_starts(const uint8_t *at)
{
	bool big;

	return find_variant(at, &big) != NULL;
}

static enum take
pcap_head(struct file_source *f)
{
	const struct variant *v = find_variant(inflow_at(&f->in), &f->big);
	struct pcap_file *p = &f->pcap;
	const uint8_t *at;
	uint16_t major, minor;
	uint32_t linktype;
	enum take take;

	assert(v != NULL); /* the caller has seen its magic number */
	take = file_need(f, v->head_bytes);
	if (take != TAKE_PACKET)
		return take;
	at = inflow_at(&f->in);
	major = file_u16(f, at + 4);
	minor = file_u16(f, at + 6);
	linktype = file_u32(f, at + 20);
	if (major != 2 && major != 543)
		return file_bad(f, "a pcap file of version %u.%u, which is not known", major,
				minor);

	p->fraction_ns = v->fraction_ns;
	p->head_bytes = v->record_bytes;
	/* Before version 2.3 the length on the wire came first; 2.3 was written both ways. */
	p->swapped = major == 543 || minor < 3;
	p->unsure = major == 2 && minor == 3;
	inflow_pass(&f->in, v->head_bytes);
	/* Above these bits stands the length of the frame check sequence. */
	return file_link(f, linktype & 0x3ffffff, &p->link, &p->type);
}

static enum take
pcap_next(struct file_source *f, struct packet *out, unsigned *link)
{
	const struct pcap_file *p = &f->pcap;
	uint32_t captured, wire;
	const uint8_t *at;
	enum take take = file_need(f, p->head_bytes);

	if (take != TAKE_PACKET)
		return take;
	at = inflow_at(&f->in);
	captured = file_u32(f, at + 8);
	wire = file_u32(f, at + 12);
	if (p->swapped || (p->unsure && captured > wire)) {
		uint32_t first = captured;

		captured = wire;
		wire = first;
	}
	if (captured > PACKET_MOST)
		return file_bad(f, "the next packet has an impossible length, %u octets", captured);
	take = file_need(f, p->head_bytes + captured);
	if (take != TAKE_PACKET)
		return take;

	at = inflow_at(&f->in);
	out->ts_ns = file_time(file_u32(f, at), (int64_t)file_u32(f, at + 4) * p->fraction_ns);
	/* A packet cannot have been shorter than what was captured of it. */
	out->wire_len = wire > captured ? wire : captured;
	out->data = (struct str){ (const char *)at + p->head_bytes, captured };
	out->link = p->type;
	out->interface = NULL;
	*link = p->link;
	file_count(f, captured);
	out->no = f->base.no;
	inflow_pass(&f->in, p->head_bytes + captured);
	return TAKE_PACKET;
}

const struct format format_pcap = { pcap_head, pcap_next };
