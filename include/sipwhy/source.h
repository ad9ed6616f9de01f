/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * source.h - where packets come from: a saved capture, standard input, an interface.
 *
 * Layer: 2 capture.  A source owns its packets: one is good until the next source_next.
 * Whoever opens a source calls source_free.  libpcap is known in src/capture only.
 */
#ifndef SIPWHY_SOURCE_H
#define SIPWHY_SOURCE_H

#include <sipwhy/err.h>
#include <sipwhy/limits.h>

/* The kinds of link that net/link.c can take apart. */
enum link_type {
	LINK_OTHER, /* named in source_link_name */
	LINK_ETHERNET,
	LINK_LINUX_SLL,
	LINK_LINUX_SLL2,
	LINK_RAW,  /* IPv4 or IPv6 by the version nibble */
	LINK_IPV4, /* no link header, IPv4 only */
	LINK_IPV6,
	LINK_NULL, /* BSD loopback, family in the capturing host's byte order */
	LINK_LOOP, /* OpenBSD loopback, family in network byte order */
	LINK_PPP,  /* with or without address and control; also Cisco HDLC by its address */
	LINK_PPP_DIRECTION, /* an octet for the direction, then PPP */
	LINK_PPP_ETHER,     /* a PPPoE session from its header on */
	LINK_CISCO_HDLC,
	LINK_MPLS,
	LINK_WIFI,     /* IEEE 802.11 */
	LINK_RADIOTAP, /* the same behind a radiotap header */
	LINK_PFLOG,    /* BSD's packet filter log */
	LINK_JUNIPER_ETHERNET,
	LINK_JUNIPER_PPP,
	LINK_JUNIPER_HDLC,
	LINK_HEP, /* one HEP packet (hep.h): not for net, whose packets have addresses */
};

struct packet {
	int64_t ts_ns;     /* capture time since 1970, UTC */
	uint64_t no;       /* 1, 2, … in this input, as Wireshark numbers frames */
	uint32_t wire_len; /* octets on the wire; data.len is less when the capture cut it */
	enum link_type link;
	struct str data;
	const char *interface; /* NULL when not known; owned by the source */
	uint32_t interface_no; /* of those that a capture file tells apart, named or not; else 0 */
};

enum step {
	STEP_MORE,  /* *out is a packet */
	STEP_IDLE,  /* nothing for now, at most a fifth of a second: more may come */
	STEP_END,   /* nothing more will come */
	STEP_ERROR, /* source_error says what; what was read before is good */
};

struct source_counts {
	uint64_t packets, bytes;    /* read, also what a filter then kept back; bytes as captured */
	uint64_t dropped_kernel;    /* came while the buffer was full */
	uint64_t dropped_interface; /* dropped before the kernel saw them */
	bool dropped_known;         /* live, and of pcapng files that tell, usually at their end */
};

struct source_live_options {
	const char *interface;
	const char *filter; /* BPF text, NULL for the default that keeps SIP, fragments and VLANs */
	int snap_bytes;     /* 0: the most */
	int buffer_bytes;   /* 0: 16 MiB */
	bool no_promiscuous;
};

/* Keys that a pcapng file brings along (a decryption secrets block). */
struct source_secret {
	uint32_t type; /* SOURCE_SECRET_TLS or another */
	struct str data;
};
enum { SOURCE_SECRET_TLS = 0x544c534b }; /* a key log, one key a line */

struct source;

struct source_file_options {
	const char *filter;    /* BPF text or NULL; packets are numbered before it */
	bool follow;           /* at the end of a regular file wait for more, for ever */
	bool at_once;          /* never wait: the caller does, when it is told STEP_IDLE */
	struct limits *limits; /* kept, to be counted in; NULL for the usual ones */
};

/*
 * Open a saved capture named `path`, or standard input for "-": pcap of every kind or pcapng,
 * as it is or compressed with gzip, zstd or lz4.  NULL and *err on failure, as when it is no
 * capture.  For the head of what comes through a pipe it waits until a signal comes.
 */
struct source *source_open(const char *path, const struct source_file_options *o, struct err *err);
/* The same with the usual options. */
struct source *source_open_file(const char *path, const char *filter, struct err *err);
/*
 * Start capturing; the kernel applies the filter, so packets are numbered after it.  NULL and
 * *err on failure; for a missing right *err tells the two ways to get it.
 */
struct source *source_open_live(const struct source_live_options *options, struct err *err);
void source_free(struct source *s);

/*
 * The next packet.  A live source and a pipe wait for it a fifth of a second, and no longer
 * than until a signal comes (its handler to be set with SA_RESTART, so that no read fails); a
 * file that a filter keeps back is idle now and then.  STEP_IDLE from a live source sets only out->ts_ns, to the clock, so that
 * what waits for time to pass need not wait for traffic.  After STEP_END and STEP_ERROR the
 * answer stays the same.
 */
enum step source_next(struct source *s, struct packet *out);
/* After STEP_ERROR: one sentence, owned by the source. */
const char *source_error(const struct source *s);
/* The link types met, as libpcap names them (as "EN10MB, LINUX_SLL"); owned by the source. */
const char *source_link_name(const struct source *s);
bool source_is_live(const struct source *s);
void source_counts(struct source *s, struct source_counts *out);
/* The keys met so far, in their order: how many, and *out where; good until the next source_next. */
size_t source_secrets(const struct source *s, const struct source_secret **out);
/* How far into a regular file reading is, 0..1; negative when that cannot be known. */
double source_progress(const struct source *s);

/*
 * Call `fn` for each interface that can be captured from; `description` may be NULL.  False
 * and *err when they cannot be told.
 */
bool source_list_interfaces(void (*fn)(void *ctx, const char *name, const char *description),
			    void *ctx, struct err *err);

#endif
