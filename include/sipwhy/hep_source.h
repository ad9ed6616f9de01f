/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hep_source.h - HEP packets from capture agents, as they come in.
 *
 * Layer: 2 capture.  A source that listens, and sends nothing: to a TCP client only what the
 * system itself answers.  Each packet is of LINK_HEP, its time that of its arrival.
 */
#ifndef SIPWHY_HEP_SOURCE_H
#define SIPWHY_HEP_SOURCE_H

#include <sipwhy/source.h>

/*
 * Listen on `where`: "udp:HOST:PORT" or "tcp:HOST:PORT".  HOST is an IPv4 address, an IPv6
 * address in brackets, or nothing or "*" for all addresses of this host; no name, since names
 * are never resolved.  PORT 0 is one that is free.  NULL and *err on failure.
 *
 * Over TCP, packets are told apart by their own length; one that is none is handed on as far as
 * it is there, to be counted, and its client dropped.  What a client leaves incomplete is handed
 * on with wire_len > data.len.  Clients are bounded; of more, those that come are turned away
 * unless one has been silent for a minute.
 */
struct source *source_open_hep(const char *where, struct err *err);

/* The port listened on. */
uint16_t source_hep_port(const struct source *s);

struct source_hep_counts {
	uint64_t clients;     /* TCP: that came */
	uint64_t turned_away; /* … of those, for want of room */
	uint64_t broken;      /* … dropped, for what they sent was not HEP */
};

void source_hep_counts(const struct source *s, struct source_hep_counts *out);

#endif
