/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wrap.h - an IP packet put into tunnels and a link, from the inside out: each call puts a header
 * before what is there.  For tests; it shares nothing with what takes the headers off.
 */
#ifndef SIPWHY_TESTS_WRAP_H
#define SIPWHY_TESTS_WRAP_H

#include <sipwhy/flow.h>
#include <sipwhy/source.h>

enum { WRAP_FRONT = 1024, WRAP_ROOM = WRAP_FRONT + 65536 };

struct wrap {
	uint8_t room[WRAP_ROOM];
	size_t at, end;
	uint16_t type; /* the ethertype of what is there */
	uint8_t mac[2][6];
	uint16_t id; /* of the next IPv4 header */
};

/* Begin with an IP packet of at most 65535 octets. */
void wrap_begin(struct wrap *w, struct str packet, const struct endpoint *src,
		const struct endpoint *dst);
struct str wrap_octets(const struct wrap *w);
/* The names of the tunnels that there are; NULL behind the last. */
const char *wrap_tunnel_name(size_t i);
/* False when there is none of that name, or it cannot hold what is there. */
bool wrap_tunnel(struct wrap *w, struct str name);
/* "vxlan,gre": the outermost first. */
bool wrap_tunnels(struct wrap *w, struct str list);
/* False when that link cannot hold what is there.  `vlans`: tags, for Ethernet. */
bool wrap_link(struct wrap *w, enum link_type link, unsigned vlans, bool big_endian);
/*
 * Fragment number `n` of the IP packet, of at most `step` octets, into *out; false behind the
 * last.  IPv4 without options, IPv6 without extension headers.
 */
bool wrap_fragment(struct str packet, size_t step, size_t n, struct wrap *out);

#endif
