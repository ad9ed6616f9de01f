/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sipwire_priv.h - what the files of sipwire share.
 */
#ifndef SIPWHY_TESTS_SIPWIRE_PRIV_H
#define SIPWHY_TESTS_SIPWIRE_PRIV_H

#include <string.h>

#include "sipwire.h"
#include "wrap.h"

enum {
	IP_TCP = 6,
	IP_UDP = 17,
	IP_SCTP = 132,
	IP6_FRAGMENT = 44,
	IP4_HEADER = 20,
	IP6_HEADER = 40,
};

struct sipwire_deflater;

/* Two ends of a TCP connection, or an SCTP association, and what each sends next. */
struct conn {
	enum transport transport;
	struct endpoint end[2];
	uint32_t next[2];                    /* the number of its next octet, or chunk */
	struct str joined[2];                /* what goes in front of its next octets, or chunks */
	struct sipwire_deflater *deflate[2]; /* NULL: not compressed so far */
};

struct builder {
	struct sipwire *w;
	const struct sipwire_options *o;
	const struct sipcase_msg *m; /* in work */
	struct wrap *wrap;           /* for the packet in work */
	struct conn *conns;
	size_t conn_count;
	uint32_t ip_id;
	int64_t at_ns; /* of the next packet */
	struct err *err;
};

/* One transport datagram on its way into IP. */
struct datagram {
	const struct endpoint *src, *dst;
	uint8_t protocol;
	struct str octets;
};

/* RFC 768, RFC 9293 3.1, RFC 8200 8.1: over the pseudo header and the datagram. */
uint16_t sipwire_checksum(const struct datagram *d);
/* Send it, in one packet, or with `mischief` as the message wants it. */
bool sipwire_emit(struct builder *b, const struct datagram *d, bool mischief);
/* The connection of the message in work, and which end of it sends; *is_new: it has not begun. */
struct conn *sipwire_conn(struct builder *b, unsigned *from, bool *is_new);
/* The message in work as TCP segments, with a handshake if it is the first of its connection. */
bool sipwire_tcp(struct builder *b);
/* The same as chunks of SCTP. */
bool sipwire_sctp(struct builder *b);
/* The message in work as WebSocket frames; absent and *err when memory is short. */
struct str sipwire_ws(struct builder *b, struct conn *c, unsigned from);
/* What the client, the server says before the first frame. */
struct str sipwire_ws_upgrade(const struct builder *b, unsigned from);
/* The text compressed by *d, which is made if NULL; absent when that fails, or without zlib. */
struct str sipwire_deflate(struct builder *b, struct sipwire_deflater **d, struct str text);
void sipwire_deflate_end(struct conn *c);
/* One behind the other; absent and *err when memory is short. */
struct str sipwire_join(struct builder *b, struct str a, struct str z);
/* How many octets the i-th segment, or chunk, of the message in work has. */
size_t sipwire_segment_len(const struct sipcase_msg *m, size_t i, size_t left);

struct put {
	uint8_t *p;
	size_t len;
};

static inline void
put8(struct put *b, unsigned v)
{
	b->p[b->len++] = (uint8_t)v;
}

static inline void
put16(struct put *b, unsigned v)
{
	put8(b, v >> 8);
	put8(b, v & 0xff);
}

static inline void
put32(struct put *b, uint32_t v)
{
	put16(b, v >> 16);
	put16(b, v & 0xffff);
}

static inline void
put_octets(struct put *b, const void *p, size_t n)
{
	if (n > 0)
		memcpy(b->p + b->len, p, n);
	b->len += n;
}

#endif
