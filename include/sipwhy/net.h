/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * net.h - from a packet, through its links and tunnels, to the IP datagram and what is in it.
 *
 * Layer: 3 net.  Every decoder reads what it does not own, allocates nothing, and answers
 * with one of the words below; walk.h puts them in a row and counts.  Nothing is passed over
 * unnamed.
 */
#ifndef SIPWHY_NET_H
#define SIPWHY_NET_H

#include <sipwhy/flow.h>
#include <sipwhy/source.h>

enum decode {
	DECODE_OK,
	DECODE_LINK_UNKNOWN,   /* a link type that is not read */
	DECODE_LINK_SHORT,     /* cut inside the link header */
	DECODE_LINK_MALFORMED, /* a header that contradicts itself */
	DECODE_NOT_IP,         /* ARP, LLDP, … */
	DECODE_WIFI_PROTECTED, /* encrypted by IEEE 802.11 */
	DECODE_WIFI_FRAGMENT,  /* part of an IEEE 802.11 frame */
	DECODE_WIFI_DAMAGED,   /* received with a wrong checksum */
	DECODE_IP_SHORT,       /* cut inside the IP header */
	DECODE_IP_MALFORMED,   /* a header that contradicts itself */
	DECODE_IP_FRAGMENT,    /* a step: frag.h puts it together */
	DECODE_FRAGMENT_LOST,  /* a datagram that never became whole */
	DECODE_FRAGMENT_OVERLAP,
	DECODE_FRAGMENT_MALFORMED,
	DECODE_FRAGMENT_REPEATED,
	DECODE_TUNNEL,           /* a step: tunnel_link, tunnel_ip or tunnel_udp opens it */
	DECODE_TUNNEL_CLOSED,    /* ESP, MACsec, …: not opened */
	DECODE_TUNNEL_SHORT,     /* cut inside the tunnel's header */
	DECODE_TUNNEL_MALFORMED, /* a header that contradicts itself */
	DECODE_TUNNEL_DEEP,      /* more tunnels or VLAN tags in each other than are opened */
	DECODE_TCP,              /* a step: walk.h reads the header */
	DECODE_SCTP,             /* a step, likewise */
	DECODE_OTHER_IP,         /* ICMP, OSPF, … */
	DECODE_UDP_SHORT,        /* cut inside the UDP header */
	DECODE_UDP_MALFORMED,    /* a length that contradicts the IP length */
	DECODE_TCP_SHORT,
	DECODE_TCP_MALFORMED,
	DECODE_SCTP_SHORT,
	DECODE_COUNT_,
};

/* "link.short", "ip.fragment", …: the name in the summary.  For people: decode_text. */
const char *decode_name(enum decode d);
const char *decode_text(enum decode d);

struct link_view {
	uint16_t ethertype; /* of the payload: 0x0800 or 0x86dd after DECODE_OK */
	struct str payload;
	struct str more; /* further packets of the same frame, for link_next; absent: none */
	struct path path;
};

struct ip_view {
	struct address src, dst;
	uint8_t protocol;   /* after the IPv6 extension headers */
	struct str payload; /* as captured: Ethernet padding cut off */
	size_t wire_bytes;  /* of payload by the IP length; 0 if not told (jumbo, offload) */
	uint32_t id;        /* IPv4 identification, or the IPv6 fragment header's; 0 for none */
	uint16_t offset;    /* of a fragment: how many octets of the datagram precede it … */
	bool more;          /* … and whether any follow */
};

struct udp_view {
	uint16_t src_port, dst_port;
	struct str payload;
	size_t missing_bytes; /* payload octets that the capture cut off */
};

/* DECODE_TUNNEL: the payload is neither IPv4 nor IPv6, and tunnel_link goes on. */
enum decode link_decode(const struct packet *p, struct link_view *out);
/* The next packet of a frame that aggregates several (802.11), as link_decode would tell it. */
enum decode link_next(struct link_view *v);
/*
 * DECODE_OK: UDP.  DECODE_TCP, DECODE_SCTP, DECODE_TUNNEL, DECODE_IP_FRAGMENT tell what else it
 * is; *out is complete for them too.
 */
enum decode ip_decode(const struct link_view *link, struct ip_view *out);
/* The same for a datagram put together from fragments: goes on at v->protocol. */
enum decode ip_resume(struct ip_view *v);
/* DECODE_TUNNEL: the payload is a tunnel's, and tunnel_udp goes on. */
enum decode udp_decode(const struct ip_view *ip, struct udp_view *out);

/*
 * Take the headers of one tunnel off, and put its name at the end of v->path.  DECODE_OK: *v is
 * an IP packet.  DECODE_TUNNEL: another layer, for tunnel_link.  Anything else is the end; each
 * call takes octets off, so that going on ends.
 */
enum decode tunnel_link(struct link_view *v);
enum decode tunnel_ip(const struct ip_view *ip, struct link_view *v);
enum decode tunnel_udp(const struct udp_view *udp, struct link_view *v);

#endif
