/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/net.h>

static const struct {
	const char *name;
	const char *text;
} words[DECODE_COUNT_] = {
	[DECODE_OK] = { "ok", "UDP datagrams" },
	[DECODE_LINK_UNKNOWN] = { "link.unknown", "packets of a link type that is not read" },
	[DECODE_LINK_SHORT] = { "link.short", "packets cut inside the link header" },
	[DECODE_NOT_IP] = { "link.not-ip", "packets that are not IP (ARP, LLDP and the like)" },
	[DECODE_IP_SHORT] = { "ip.short", "packets cut inside the IP header" },
	[DECODE_IP_MALFORMED] = { "ip.malformed",
				  "packets with an IP header that contradicts itself" },
	[DECODE_IP_FRAGMENT] = { "ip.fragment", "IP fragments, not put together" },
	[DECODE_TUNNEL] = { "ip.tunnel", "packets of a tunnel that is not opened" },
	[DECODE_TCP] = { "ip.tcp", "TCP segments, not read" },
	[DECODE_SCTP] = { "ip.sctp", "SCTP packets, not read" },
	[DECODE_OTHER_IP] = { "ip.other", "IP packets of other protocols (ICMP and the like)" },
	[DECODE_UDP_SHORT] = { "udp.short", "packets cut inside the UDP header" },
	[DECODE_UDP_MALFORMED] = { "udp.malformed",
				   "UDP datagrams with a length that contradicts the IP length" },
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
