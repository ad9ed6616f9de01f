/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * net.h - from a packet to the UDP datagram in it.
 *
 * Layer: 3 net.  Every decoder reads what it does not own, allocates nothing, and answers
 * with one of the words below; the pipeline counts them.  Nothing is passed over unnamed.
 */
#ifndef SIPWHY_NET_H
#define SIPWHY_NET_H

#include <sipwhy/flow.h>
#include <sipwhy/source.h>

enum decode {
	DECODE_OK,
	DECODE_LINK_UNKNOWN, /* a link type that is not read */
	DECODE_LINK_SHORT,   /* cut inside the link header */
	DECODE_NOT_IP,       /* ARP, LLDP, … */
	DECODE_IP_SHORT,     /* cut inside the IP header */
	DECODE_IP_MALFORMED, /* a header that contradicts itself */
	DECODE_IP_FRAGMENT,  /* part of a datagram; reassembly is a later step */
	DECODE_TUNNEL,       /* GRE, IP in IP, …: not opened yet */
	DECODE_TCP,          /* a TCP segment; streams are a later step */
	DECODE_SCTP,
	DECODE_OTHER_IP,      /* ICMP, OSPF, … */
	DECODE_UDP_SHORT,     /* cut inside the UDP header */
	DECODE_UDP_MALFORMED, /* a length that contradicts the IP length */
	DECODE_COUNT_,
};

/* "link.short", "ip.fragment", …: the name in the summary.  For people: decode_text. */
const char *decode_name(enum decode d);
const char *decode_text(enum decode d);

struct link_view {
	uint16_t ethertype; /* 0x0800 or 0x86dd after DECODE_OK */
	struct str payload;
	struct path path;
};

struct ip_view {
	struct address src, dst;
	uint8_t protocol;   /* after the IPv6 extension headers */
	struct str payload; /* as captured: Ethernet padding cut off */
	size_t wire_bytes;  /* of payload by the IP length; 0 if not told (jumbo, offload) */
};

struct udp_view {
	uint16_t src_port, dst_port;
	struct str payload;
	size_t missing_bytes; /* payload octets that the capture cut off */
};

enum decode link_decode(const struct packet *p, struct link_view *out);
enum decode ip_decode(const struct link_view *link, struct ip_view *out);
enum decode udp_decode(const struct ip_view *ip, struct udp_view *out);

#endif
