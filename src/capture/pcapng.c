/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pcapng.c - the pcapng format: blocks, of which those with packets are handed on
 * (draft-ietf-opsawg-pcapng).
 */
#include "pcapng.h"

enum {
	BLOCK_SECTION = 0x0a0d0d0a, /* the same in either byte order */
	BLOCK_INTERFACE = 1,
	BLOCK_OLD_PACKET = 2,
	BLOCK_SIMPLE_PACKET = 3,
	BLOCK_STATISTICS = 5,
	BLOCK_PACKET = 6,
	BLOCK_JOURNAL = 9, /* of systemd */
	BLOCK_SECRETS = 10,
	BLOCK_SYSDIG_EVENT = 0x204,
	BLOCK_SYSDIG_EVENT_2 = 0x216,
	BLOCK_SYSDIG_EVENT_2_LARGE = 0x221,
	BLOCK_CUSTOM = 0xbad,
	BLOCK_CUSTOM_NO_COPY = 0x40000bad,
};

enum {
	BYTE_ORDER_MAGIC = 0x1a2b3c4d,
	BLOCK_LEAST = 12,       /* type, length and length again */
	BLOCK_MOST = 16 << 20,  /* as Wireshark has it */
	OPTION_DROPS = 4,       /* epb_dropcount */
	DROPS_UNKNOWN = 0xffff, /* in the obsolete packet block */
};

/* A section says by its own magic number in which byte order it is. */
static bool
set_order(struct file_source *f, const uint8_t *at)
{
	f->big = true;
	if (file_u32(f, at) == BYTE_ORDER_MAGIC)
		return true;
	f->big = false;
	return file_u32(f, at) == BYTE_ORDER_MAGIC;
}

static uint32_t
rounded(uint32_t n)
{
	return (n + 3) & ~(uint32_t)3;
}

/* Have the next block whole in the buffer: TAKE_PACKET, or what to answer. */
static enum take
read_block(struct file_source *f, struct pcapng_block *b)
{
	enum take take = file_need(f, BLOCK_LEAST);
	const uint8_t *at = inflow_at(&f->in);
	uint32_t again, claimed;

	if (take != TAKE_PACKET)
		return take;
	b->type = file_u32(f, at);
	if (b->type == BLOCK_SECTION && !set_order(f, at + 8))
		return file_bad(f, "a section in no known byte order");
	claimed = file_u32(f, at + 4);
	if (claimed < BLOCK_LEAST || claimed > BLOCK_MOST)
		return file_bad(f, "the next block has an impossible length, %u octets", claimed);
	/* It is to be a multiple of four; some count without the padding that they write. */
	b->bytes = rounded(claimed);
	take = file_need(f, b->bytes);
	if (take != TAKE_PACKET)
		return take;
	at = inflow_at(&f->in);
	again = file_u32(f, at + b->bytes - 4);
	if (rounded(again) != b->bytes)
		return file_bad(f, "the two lengths of the next block differ, %u and %u octets",
				claimed, again);
	b->body = at + 8;
	b->len = b->bytes - BLOCK_LEAST;
	return TAKE_PACKET;
}

static enum take
take_section(struct file_source *f, const struct pcapng_block *b)
{
	enum { LEAST = 16 };

	if (b->len < LEAST)
		return file_bad(f, "a section's head is too short");
	/* 1.2 was written by some, and is 1.0. */
	if (file_u16(f, b->body + 4) != 1)
		return file_bad(f, "a section of version %u.%u, which is not known",
				file_u16(f, b->body + 4), file_u16(f, b->body + 6));
	f->pcapng.interface_count = 0;
	return TAKE_OTHER;
}

/* A packet as its block tells it. */
struct told {
	uint32_t interface;
	bool timed;
	uint64_t ticks;
	uint32_t captured, wire;
	size_t head; /* octets of the body before the packet's own */
	uint64_t drops;
};

static enum take
hand_on(struct file_source *f, const struct pcapng_block *b, const struct told *t,
	struct packet *out, unsigned *link)
{
	struct pcapng_file *p = &f->pcapng;
	struct pcapng_interface *i;

	if (t->interface >= p->interface_count)
		return file_bad(f, "the next packet is of interface %u, but there are %zu",
				t->interface, p->interface_count);
	if (t->captured > PACKET_MOST || t->captured > b->len - t->head)
		return file_bad(f, "the next packet has an impossible length, %u octets",
				t->captured);
	i = &p->interfaces[t->interface];
	/* A simple packet has no time; it came after the one before it. */
	if (t->timed)
		p->last_ns = pcapng_time(i, t->ticks);
	if (t->drops > 0)
		pcapng_note_drops(f, i, t->drops);
	file_count(f, t->captured);
	*out = (struct packet){ .ts_ns = p->last_ns,
				.no = f->base.no,
				.wire_len = t->wire > t->captured ? t->wire : t->captured,
				.link = i->type,
				.data = { (const char *)b->body + t->head, t->captured },
				.interface = i->name,
				.interface_no = t->interface };
	*link = i->link;
	return TAKE_PACKET;
}

static uint64_t
option_drops(const struct file_source *f, const struct pcapng_block *b, size_t from)
{
	const uint8_t *at = b->body + from;
	size_t len = from < b->len ? b->len - from : 0;
	struct pcapng_option o;

	while (pcapng_option_next(f, &at, &len, &o)) {
		if (o.code == OPTION_DROPS && o.len == 8)
			return file_u64(f, o.value);
	}
	return 0;
}

static enum take
take_packet(struct file_source *f, const struct pcapng_block *b, struct packet *out, unsigned *link)
{
	enum { HEAD = 20 };
	const uint8_t *at = b->body;
	struct told t = { .timed = true, .head = HEAD };

	if (b->len < HEAD)
		return file_bad(f, "the next packet's block is too short");
	t.ticks = (uint64_t)file_u32(f, at + 4) << 32 | file_u32(f, at + 8);
	t.captured = file_u32(f, at + 12);
	t.wire = file_u32(f, at + 16);
	if (b->type == BLOCK_PACKET) {
		t.interface = file_u32(f, at);
		if (t.captured < b->len - HEAD)
			t.drops = option_drops(f, b, HEAD + rounded(t.captured));
	} else {
		t.interface = file_u16(f, at);
		t.drops = file_u16(f, at + 2);
		if (t.drops == DROPS_UNKNOWN)
			t.drops = 0;
	}
	return hand_on(f, b, &t, out, link);
}

/* Of the first interface, without a time; its length is what is least. */
static enum take
take_simple(struct file_source *f, const struct pcapng_block *b, struct packet *out, unsigned *link)
{
	enum { HEAD = 4 };
	const struct pcapng_file *p = &f->pcapng;
	struct told t = { .head = HEAD };

	if (b->len < HEAD)
		return file_bad(f, "the next packet's block is too short");
	t.wire = file_u32(f, b->body);
	t.captured = t.wire;
	if (p->interface_count > 0 && p->interfaces[0].snap_bytes > 0 &&
	    t.captured > p->interfaces[0].snap_bytes)
		t.captured = p->interfaces[0].snap_bytes;
	if (t.captured > b->len - HEAD)
		t.captured = (uint32_t)(b->len - HEAD);
	return hand_on(f, b, &t, out, link);
}

static enum take
take_block(struct file_source *f, const struct pcapng_block *b, struct packet *out, unsigned *link)
{
	switch (b->type) {
	case BLOCK_PACKET:
	case BLOCK_OLD_PACKET:
		return take_packet(f, b, out, link);
	case BLOCK_SIMPLE_PACKET:
		return take_simple(f, b, out, link);
	case BLOCK_SECTION:
		return take_section(f, b);
	case BLOCK_INTERFACE:
		return pcapng_take_interface(f, b);
	case BLOCK_STATISTICS:
		return pcapng_take_statistics(f, b);
	case BLOCK_SECRETS:
		return pcapng_take_secrets(f, b);
	case BLOCK_JOURNAL:
	case BLOCK_CUSTOM:
	case BLOCK_CUSTOM_NO_COPY:
	case BLOCK_SYSDIG_EVENT:
	case BLOCK_SYSDIG_EVENT_2:
	case BLOCK_SYSDIG_EVENT_2_LARGE:
		/* No packets of a network, but Wireshark numbers them among those. */
		f->base.no++;
		return TAKE_OTHER;
	default:
		return TAKE_OTHER;
	}
}

static enum take
pcapng_next(struct file_source *f, struct packet *out, unsigned *link)
{
	struct pcapng_block b = { 0 };
	enum take take = read_block(f, &b);

	if (take == TAKE_PACKET) {
		take = take_block(f, &b, out, link);
		if (take != TAKE_BAD)
			inflow_pass(&f->in, b.bytes);
	}
	return take;
}

static enum take
pcapng_head(struct file_source *f)
{
	struct packet none;
	unsigned link;

	links_several(f->links);
	/* The first block is a section's, by its type. */
	return pcapng_next(f, &none, &link);
}

const struct format format_pcapng = { pcapng_head, pcapng_next };
