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

enum { PATH_VLANS = 4 };

struct path {
	uint16_t vlan[PATH_VLANS]; /* outermost first */
	unsigned vlan_count;
	const char *interface; /* NULL when not known; owned by the source */
};

/* The sighting of one message. */
struct seen {
	int64_t ts_ns;  /* of its last octet */
	uint64_t frame; /* number of the packet with its last octet, per input */
	uint32_t input; /* index of the input */
	enum transport transport;
	struct endpoint src, dst;
	struct path path;
};

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
/* Read the text of an address (no brackets, no port); false when it is none. */
bool address_parse(struct str text, struct address *out);

#endif
