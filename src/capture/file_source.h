/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file_source.h - a saved capture, and what the readers of the formats do for it.
 *
 * Layer: 2 capture.  Private to src/capture.
 */
#ifndef SIPWHY_FILE_SOURCE_H
#define SIPWHY_FILE_SOURCE_H

#include <sipwhy/limits.h>

#include "inflow.h"
#include "links.h"
#include "names.h"

/* What became of reading the next record. */
enum take {
	TAKE_PACKET,
	TAKE_OTHER, /* a record that is no packet: the next one, please */
	TAKE_IDLE,
	TAKE_END,
	TAKE_CUT, /* the input ends within a record */
	TAKE_BAD, /* f->why says what */
};

struct file_source;

struct format {
	/* Read the file's head, whose magic number stands ready.  TAKE_OTHER when that is done. */
	enum take (*head)(struct file_source *f);
	enum take (*next)(struct file_source *f, struct packet *out, unsigned *link);
};

extern const struct format format_pcap, format_pcapng;

/* State of the pcap format. */
struct pcap_file {
	uint32_t head_bytes;  /* of a record's head */
	uint32_t fraction_ns; /* in one unit of a record's fraction of a second */
	bool swapped, unsure; /* the two lengths, in old versions; "unsure": look at them */
	unsigned link;
	enum link_type type;
};

/* An interface of a pcapng section. */
struct pcapng_interface {
	unsigned link;
	enum link_type type;
	uint8_t resolution; /* if_tsresol */
	int64_t offset_s;   /* if_tsoffset */
	uint32_t snap_bytes;
	const char *name; /* NULL when it has none */
	/* Packets lost: as its statistics last told, as the packets told, and what was counted of them. */
	uint64_t told_kernel, told_interface, told_by_packets;
	uint64_t counted_kernel, counted_interface;
};

/* State of the pcapng format. */
struct pcapng_file {
	struct pcapng_interface *interfaces; /* of this section */
	size_t interface_count, interface_room;
	int64_t last_ns;    /* time of the last packet that had one */
	struct names names; /* of interfaces, good for as long as the source is */
	struct source_secret *secrets;
	size_t secret_count, secret_room;
	uint64_t secret_bytes;
};

struct file_source {
	struct source base;
	struct inflow in;
	struct links *links;
	const struct format *format; /* NULL until the head was read */
	bool big;                    /* byte order */
	struct pcap_file pcap;
	struct pcapng_file pcapng;
	struct err why;
	bool link_refused;     /* `why` is of a link type: the filter does not fit it, as a rule */
	struct limits *limits; /* or NULL */
	bool peeked;           /* `ahead` is the next packet */
	struct packet ahead;
	unsigned ahead_link;
	char name[]; /* as the user knows it */
};

/* Longer packets than these no link has, and no program takes. */
enum { PACKET_MOST = 262144 };

/* Read the head and set f->format: TAKE_OTHER when it is there. */
enum take file_begin(struct file_source *f);
/* Say why this is no capture, after file_begin answered `take`; false. */
bool file_refuse(const struct file_source *f, enum take take, struct err *err);
/*
 * Read the head, so that what is no capture is refused at once.  A signal ends the wait for a
 * pipe, and a file that is followed is not waited for: then the head is read later.  False
 * and *err when it is none.
 */
bool file_open_head(struct file_source *f, struct err *err);

/* TAKE_PACKET when `n` octets stand ready, else what to answer at the start of a record. */
enum take file_need(struct file_source *f, size_t n);
/* Set f->why; TAKE_BAD. */
enum take file_bad(struct file_source *f, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
enum take file_no_memory(struct file_source *f);
/* Number and count a packet. */
void file_count(struct file_source *f, size_t bytes);
/* Learn a link type; TAKE_OTHER, or TAKE_BAD. */
enum take file_link(struct file_source *f, uint32_t linktype, unsigned *link, enum link_type *type);
/* Whether `value` is under the bound; when it is not, that is counted. */
bool file_allow(struct file_source *f, enum limit which, uint64_t value);
/* Seconds, and nanoseconds of any number, as one time: the nearest that there is. */
int64_t file_time(int64_t seconds, int64_t ns);

/* Whether four octets are a pcap file's first. */
bool pcap_starts(const uint8_t *at);
void pcapng_free(struct pcapng_file *p);

/* Numbers in either byte order. */
static inline uint32_t
order_u32(bool big, const uint8_t *p)
{
	return big ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]
		   : (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

/* Numbers in the byte order of the file. */
static inline uint32_t
file_u32(const struct file_source *f, const uint8_t *p)
{
	return order_u32(f->big, p);
}

static inline uint16_t
file_u16(const struct file_source *f, const uint8_t *p)
{
	return (uint16_t)(f->big ? p[0] << 8 | p[1] : p[1] << 8 | p[0]);
}

static inline uint64_t
file_u64(const struct file_source *f, const uint8_t *p)
{
	uint64_t first = file_u32(f, p), second = file_u32(f, p + 4);

	return f->big ? first << 32 | second : second << 32 | first;
}

#endif
