/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/net.h>

static const struct {
	const char *name;
	const char *text;
} words[DECODE_COUNT_] = {
	[DECODE_OK] = { "ok", "UDP datagrams" },
	[DECODE_LINK_UNKNOWN] = { "link.unknown", "packets of a link type that is not read" },
	[DECODE_LINK_SHORT] = { "link.short", "packets cut inside the link header" },
	[DECODE_LINK_MALFORMED] = { "link.malformed",
				    "packets with a link header that contradicts itself" },
	[DECODE_NOT_IP] = { "link.not-ip", "packets that are not IP (ARP, LLDP and the like)" },
	[DECODE_WIFI_PROTECTED] = { "wifi.protected", "wireless frames that are encrypted" },
	[DECODE_WIFI_FRAGMENT] = { "wifi.fragment", "wireless fragments, not put together" },
	[DECODE_WIFI_DAMAGED] = { "wifi.damaged", "wireless frames received with errors" },
	[DECODE_IP_SHORT] = { "ip.short", "packets cut inside the IP header" },
	[DECODE_IP_MALFORMED] = { "ip.malformed",
				  "packets with an IP header that contradicts itself" },
	[DECODE_IP_FRAGMENT] = { "ip.fragment", "IP fragments, not put together" },
	[DECODE_FRAGMENT_LOST] = { "fragment.lost",
				   "IP datagrams of which not all fragments came" },
	[DECODE_FRAGMENT_OVERLAP] = { "fragment.overlap",
				      "IP fragments that contradict others of their datagram" },
	[DECODE_FRAGMENT_MALFORMED] = { "fragment.malformed",
					"IP fragments of an impossible place or length" },
	[DECODE_FRAGMENT_REPEATED] = { "fragment.repeated", "IP fragments that came twice" },
	[DECODE_TUNNEL] = { "ip.tunnel", "packets of a tunnel" },
	[DECODE_TUNNEL_CLOSED] = { "tunnel.closed",
				   "packets of a tunnel that is not opened (ESP and the like)" },
	[DECODE_TUNNEL_SHORT] = { "tunnel.short", "packets cut inside the header of a tunnel" },
	[DECODE_TUNNEL_MALFORMED] = { "tunnel.malformed",
				      "packets with a tunnel header that contradicts itself" },
	[DECODE_TUNNEL_DEEP] = { "tunnel.deep",
				 "packets in more tunnels or VLANs than are opened" },
	[DECODE_TCP] = { "ip.tcp", "TCP segments, not read" },
	[DECODE_SCTP] = { "ip.sctp", "SCTP packets, not read" },
	[DECODE_OTHER_IP] = { "ip.other", "IP packets of other protocols (ICMP and the like)" },
	[DECODE_UDP_SHORT] = { "udp.short", "packets cut inside the UDP header" },
	[DECODE_UDP_MALFORMED] = { "udp.malformed",
				   "UDP datagrams with a length that contradicts the IP length" },
	[DECODE_TCP_SHORT] = { "tcp.short", "packets cut inside the TCP header" },
	[DECODE_TCP_MALFORMED] = { "tcp.malformed",
				   "TCP segments with a header that contradicts itself" },
	[DECODE_SCTP_SHORT] = { "sctp.short", "packets cut inside the SCTP header" },
};

const char *
decode_name(enum decode d)
{
	return words[d].name;
}

const char *
decode_text(enum decode d)
{
	return words[d].text;
}
