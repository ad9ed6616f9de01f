/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sipwire_priv.h - what the files of sipwire share.
 */
#ifndef SIPWHY_TESTS_SIPWIRE_PRIV_H
#define SIPWHY_TESTS_SIPWIRE_PRIV_H

#include <string.h>

#include "sipwire.h"

enum {
	IP_TCP = 6,
	IP_UDP = 17,
	IP6_FRAGMENT = 44,
	IP4_HEADER = 20,
	IP6_HEADER = 40,
};

/* Two ends of a TCP connection and the next octet of each. */
struct conn {
	struct endpoint end[2];
	uint32_t next[2];
};

struct builder {
	struct sipwire *w;
	const struct sipwire_options *o;
	const struct sipcase_msg *m; /* in work */
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
/* The message in work as TCP segments, with a handshake if it is the first of its connection. */
bool sipwire_tcp(struct builder *b);

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
