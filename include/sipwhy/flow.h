/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * flow.h - who sent something to whom, when, and on what path it was seen.
 *
 * Layer: 3 net.  Plain values; owns nothing but itself.
 */
#ifndef SIPWHY_FLOW_H
#define SIPWHY_FLOW_H

#include <sipwhy/str.h>

struct address {
	uint8_t family; /* 4, 6; 0 for none */
	uint8_t octets[16];
};

struct endpoint {
	struct address ip;
	uint16_t port;
};

enum transport {
	TRANSPORT_UDP,
	TRANSPORT_TCP,
	TRANSPORT_WS,
	TRANSPORT_TLS,
	TRANSPORT_WSS,
	TRANSPORT_SCTP,
};

/* What a packet was wrapped in, besides the links. */
enum tunnel {
	TUNNEL_VXLAN,
	TUNNEL_GENEVE,
	TUNNEL_GRE,
	TUNNEL_ERSPAN,
	TUNNEL_IPIP, /* IPv4 in IPv4 */
	TUNNEL_6IN4,
	TUNNEL_4IN6,
	TUNNEL_6IN6,
	TUNNEL_MPLS,
	TUNNEL_PPP,
	TUNNEL_PPPOE,
	TUNNEL_GTPU,
	TUNNEL_L2TP,
	TUNNEL_HEP,
	TUNNEL_COUNT_,
};

enum { PATH_VLANS = 4, PATH_TUNNELS = 8 };

/* A capture agent that tells what it sees, as by HEP. */
struct agent {
	bool has_capture_id;
	uint32_t capture_id;
	struct str node; /* absent when not sent */
};

struct path {
	/* Narrow: each message and each nonce that is kept holds some of these. */
	uint16_t vlan[PATH_VLANS]; /* outermost first */
	uint8_t vlan_count, tunnel_count;
	uint8_t tunnel[PATH_TUNNELS]; /* enum tunnel, outermost first */
	const char *interface;        /* NULL when not known; owned by the source */
	uint32_t interface_no;        /* as of struct packet */
	/* What else tells one point of a host from another: of a Linux cooked capture of all its
	 * interfaces the index, and whether the packet came or went; 0 when not known. */
	uint32_t point;
	const struct agent *agent; /* NULL: seen by this host; owned by who read the packet */
};

/* The sighting of one message. */
struct seen {
	int64_t ts_ns;  /* of its last octet */
	uint64_t frame; /* number of the packet with its last octet, per input */
	uint32_t input; /* index of the input */
	enum transport transport;
	bool fragmented; /* it came in IP fragments, not all of them perhaps */
	struct endpoint src, dst;
	struct path path;
};

/* What could not be read, or not as it stands: its name in the summary, words for people, where. */
typedef void oddity_fn(void *ctx, const char *name, const char *text, const struct seen *seen);

enum { ADDRESS_TEXT = 46, ENDPOINT_TEXT = 54 };

bool address_eq(const struct address *a, const struct address *b);
bool endpoint_eq(const struct endpoint *a, const struct endpoint *b);
/* The octets that tell one address (or endpoint) from another, for hashing. */
uint64_t address_hash(const struct hash_key *key, const struct address *a);
uint64_t endpoint_hash(const struct hash_key *key, const struct endpoint *e);
/* RFC 5952 text; "-" for none.  Returns `out`. */
const char *address_text(const struct address *a, char out[ADDRESS_TEXT]);
/* "192.0.2.1:5060" or "[2001:db8::1]:5060". */
const char *endpoint_text(const struct endpoint *e, char out[ENDPOINT_TEXT]);
/* "udp", "tcp", … */
const char *transport_name(enum transport t);
/* "vxlan", "gre", … */
const char *tunnel_name(enum tunnel t);
/* Whether both were seen at the same point, as far as is known: interface, tags, tunnels, agent. */
bool path_eq(const struct path *a, const struct path *b);
/* Read the text of an address (no brackets, no port); false when it is none. */
bool address_parse(struct str text, struct address *out);

#endif
