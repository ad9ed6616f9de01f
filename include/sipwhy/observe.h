/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * observe.h - one message, seen at several points or several times over.
 *
 * Layer: 4 stream.  A mirror port, two interfaces or two files show one datagram twice: that is no
 * retransmission.  Remembers the octets of each message, as a keyed hash of 64 bits, for 100 ms.
 */
#ifndef SIPWHY_OBSERVE_H
#define SIPWHY_OBSERVE_H

#include <sipwhy/flow.h>
#include <sipwhy/limits.h>

enum observation {
	OBSERVED_FIRST, /* not seen in the last 100 ms */
	OBSERVED_AGAIN, /* sent again: the same octets between the same ends, of another packet */
	OBSERVED_DUPLICATE, /* the same packet, seen once more: not to be handed on */
	OBSERVED_ELSEWHERE, /* the same octets between other ends: another leg, as across a NAT */
};

struct observer;

/* `limits` is kept.  NULL when memory is short. */
struct observer *observer_new(struct limits *limits);
void observer_free(struct observer *o);
/*
 * Note a message and tell what its sighting is.  `ip_id`: the IPv4 identification, 0 for none.
 * The same octets between the same ends are a duplicate at another point of observation (path_eq),
 * in another input, or with the same identification; two datagrams sent apart have different ones (RFC 6864 4.3).
 * Lack of memory makes it OBSERVED_FIRST, and is counted.
 */
enum observation observer_note(struct observer *o, const struct seen *seen, uint32_t ip_id,
			       struct str raw);
uint64_t observer_duplicates(const struct observer *o);
uint64_t observer_dropped(const struct observer *o);

#endif
