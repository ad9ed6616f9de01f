/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * morph.h - the messages of a case, each as it is and in their order, carried in one of many ways.
 *
 * All packets of a message have its time, whatever it is cut into, so that what is made of them
 * may differ in frame numbers alone; and which frame has the last octet of each is told.
 */
#ifndef SIPWHY_TESTS_MORPH_H
#define SIPWHY_TESTS_MORPH_H

#include "sipwire.h"

enum morph_carrier {
	MORPH_UDP,
	MORPH_HEP1, /* of a capture agent, over UDP */
	MORPH_HEP2,
	MORPH_HEP3,
	MORPH_TCP,
	MORPH_WS,
	MORPH_SCTP,
};

/* Into what the octets of a stream, or the chunks of SCTP, are cut. */
enum morph_pieces {
	MORPH_WHOLE, /* a message a piece */
	MORPH_ONES,  /* single octets */
	MORPH_FEW,   /* up to 7 octets */
	MORPH_MANY,  /* up to 200 */
};

enum {
	MORPH_V6 = 1u << 0,         /* addresses of IPv4 become such of IPv6 */
	MORPH_FRAG_OUTER = 1u << 1, /* the outermost IP packet is fragmented, not the innermost */
	MORPH_LATE = 1u << 2,    /* messages that follow one another have the last one's time … */
	MORPH_JOIN = 1u << 3,    /* … and are in one stretch of the stream */
	MORPH_TWICE = 1u << 4,   /* each packet comes twice */
	MORPH_OTHER = 1u << 5,   /* … the second time on another interface */
	MORPH_BACK = 1u << 6,    /* the packets of a message come in reverse */
	MORPH_HELLO = 1u << 7,   /* streams begin with their handshake */
	MORPH_WRAPS = 1u << 8,   /* sequence numbers pass zero */
	MORPH_ALIVE = 1u << 9,   /* keep-alives of the transport between */
	MORPH_PACKED = 1u << 10, /* WebSocket, HEP3: compressed */
	MORPH_FRAMES = 1u << 11, /* WebSocket: messages in several frames, with pings between */
	MORPH_BINARY = 1u << 12, /* WebSocket: in binary frames */
	MORPH_BUNDLE = 1u << 13, /* SCTP: the chunks of a message in one packet */
	MORPH_REPEAT = 1u << 14, /* TCP: segments begin with some octets of the one before */
	MORPH_BIG = 1u << 15,    /* the capturing host is big-endian */
};

struct morph_way {
	const char *name;
	enum morph_carrier carrier;
	unsigned flags;      /* MORPH_V6, … */
	enum link_type link; /* LINK_OTHER: Ethernet */
	unsigned vlans;
	const char *tunnels; /* NULL: none */
	size_t frag;         /* octets in an IP fragment; 0: none are made */
	enum morph_pieces pieces;
	unsigned shuffle; /* the packets of a message come at most so many places late */
	uint64_t seed;
};

struct morph {
	struct morph_way way; /* as it was made */
	struct sipwire wire;
	uint64_t *frame; /* of each message that was sent */
	size_t messages;
	bool impossible; /* the link or a tunnel cannot hold such packets, or they are too long */
};

/*
 * The caller frees it by morph_free.  Messages that are not in the capture are left out.  With a
 * snap length there is no telling what another way would have kept, unless the way cuts nothing:
 * as much is then missing of the end of each packet as in Ethernet over UDP.  Exits when memory is short.
 */
void morph_make(const struct sipcase *c, const struct morph_way *way, struct morph *out);
void morph_free(struct morph *m);
/* Whether the case is about how it was carried: a message is cut by the capture, or in fragments. */
bool morph_hangs_on_path(const struct sipcase *c);

#endif
