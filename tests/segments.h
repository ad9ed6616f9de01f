/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * segments.h - TCP segments written as text, and those of a case's packets.
 *
 *     c syn; s syn a=0; c 0 =hello t=20; s a=5; c 5 fin
 *
 * The sender (c: the client, s: the server); "syn", "fin", "rst"; a number: which octet of its
 * stream is the first of data, 0 if not told; "=" and the octets, to the end of
 * the segment or to " t=", " cut=", " a="; "a=N": it has the other's first N octets; "cut=N": the
 * capture cut off N more; "t=N": N ms since the beginning, from here on; "p=N": from here on
 * the client's port.
 */
#ifndef SIPWHY_TESTS_SEGMENTS_H
#define SIPWHY_TESTS_SEGMENTS_H

#include <sipwhy/source.h>
#include <sipwhy/unit.h>

struct segments {
	struct str script;
	uint32_t base[2]; /* sequence number of the first octet of each */
	uint64_t frame;   /* of the last */
	int64_t ms;
	uint16_t port;
};

/* The client is 192.0.2.10:40000, the server 192.0.2.1:5060; `base` as above. */
struct segments segments_of(struct str script, uint32_t client_base, uint32_t server_base);
/* False at the end of the script.  A mistake in it ends the test. */
bool segments_next(struct segments *s, struct unit *out);
/* The segment in an Ethernet packet as sipwire makes them; false if it is none. */
bool segment_of_packet(const struct packet *p, struct unit *out);

#endif
