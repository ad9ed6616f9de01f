/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tunnels and the seldom links, octet by octet: what is in them is found, the path is told, and
 * what cannot be read has its name.
 */
#include <string.h>

#include "tap.h"
#include "walk_seen.h"

#define B(bytes)                         \
	{                                \
		bytes, sizeof(bytes) - 1 \
	}
#define MACS "\x02\0\0\0\0\x01\x02\0\0\0\0\x02"
#define ETHERNET MACS "\x08\0"
/* IPv4 whose length is not told, so that the cases need not add up. */
#define V4(protocol) "\x45\0\0\0\0\x01\0\0\x40" protocol "\0\0\xc6\x33\x64\x01\xc6\x33\x64\x02"
#define UDP(port) "\x9c\x40" port "\0\0\0\0"
#define GRE V4("\x2f")
#define VXLAN UDP("\x12\xb5")
#define GENEVE UDP("\x17\xc1")
#define GTP UDP("\x08\x68")
#define L2TP UDP("\x06\xa5")
/* The datagram inside: 192.0.2.1:5060 to 192.0.2.2:5060, and the same over IPv6. */
#define TEXT "REGISTER"
#define DATAGRAM "\x13\xc4\x13\xc4\0\x10\0\0" TEXT
#define IN4 "\x45\0\0\x24\0\x07\0\0\x40\x11\0\0\xc0\0\x02\x01\xc0\0\x02\x02" DATAGRAM
#define IN6                                                          \
	"\x60\0\0\0\0\x10\x11\x40\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0" \
	"\0\0\x01\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x02" DATAGRAM
#define FROM_8_0_69 "\x45\0\0\x24\0\x07\0\0\x40\x11\0\0\x08\0\x45\x01\xc0\0\x02\x02" DATAGRAM
#define FRAME4 MACS "\x08\0" IN4
#define FRAME6 MACS "\x86\xdd" IN6
/* 802.11: control, duration, three addresses, sequence; LLC and SNAP. */
#define WIFI(control) control "\0\0" MACS "\x02\0\0\0\0\x03\x10\0"
#define SNAP "\xaa\xaa\x03\0\0\0"

struct tunnel_case {
	const char *promise;
	enum link_type link;
	struct str in;
	enum decode want; /* DECODE_OK: the datagram comes out */
	const char *path;
};

static const struct tunnel_case cases[] = {
	/* RFC 2784, RFC 2890, RFC 1701, RFC 2637. */
	{ "GRE", LINK_IPV4, B(GRE "\0\0\x08\0" IN4), DECODE_OK, "gre" },
	{ "GRE with IPv6", LINK_IPV4, B(GRE "\0\0\x86\xdd" IN6), DECODE_OK, "gre" },
	{ "GRE with a checksum", LINK_IPV4, B(GRE "\x80\0\x08\0\xab\xcd\0\0" IN4), DECODE_OK,
	  "gre" },
	{ "GRE with a key", LINK_IPV4, B(GRE "\x20\0\x08\0\0\0\0\x07" IN4), DECODE_OK, "gre" },
	{ "GRE with a sequence number", LINK_IPV4, B(GRE "\x10\0\x08\0\0\0\0\x07" IN4), DECODE_OK,
	  "gre" },
	{ "GRE with all of them", LINK_IPV4,
	  B(GRE "\xb0\0\x08\0\xab\xcd\0\0\0\0\0\x07\0\0\0\x08" IN4), DECODE_OK, "gre" },
	{ "GRE with a route", LINK_IPV4,
	  B(GRE "\x40\0\x08\0\0\0\0\0\x08\0\0\x04\xc0\0\x02\x09\0\0\0\0" IN4), DECODE_OK, "gre" },
	{ "GRE whose route does not end", LINK_IPV4,
	  B(GRE "\x40\0\x08\0\0\0\0\0\x08\0\0\x04\xc0\0\x02\x09"), DECODE_TUNNEL_SHORT, "" },
	{ "GRE with Ethernet", LINK_IPV4, B(GRE "\0\0\x65\x58" FRAME4), DECODE_OK, "gre" },
	{ "GRE with Ethernet with a VLAN", LINK_IPV4,
	  B(GRE "\0\0\x65\x58" MACS "\x81\0\0\x05\x86\xdd" IN6), DECODE_OK, "gre vlan 5" },
	{ "GRE with MPLS", LINK_IPV4, B(GRE "\0\0\x88\x47\0\x01\x01\x40" IN4), DECODE_OK,
	  "gre,mpls" },
	{ "GRE with ARP", LINK_IPV4, B(GRE "\0\0\x08\x06\0\x01"), DECODE_NOT_IP, "gre" },
	{ "GRE version 2", LINK_IPV4, B(GRE "\0\x02\x08\0" IN4), DECODE_TUNNEL_MALFORMED, "" },
	{ "GRE version 1 without PPP", LINK_IPV4, B(GRE "\x30\x01\x08\0\0\0\0\0\0\0\0\0" IN4),
	  DECODE_TUNNEL_MALFORMED, "" },
	{ "PPTP", LINK_IPV4, B(GRE "\x30\x01\x88\x0b\0\x26\0\x09\0\0\0\x01\0\x21" IN4), DECODE_OK,
	  "gre,ppp" },
	{ "PPTP with an acknowledgment", LINK_IPV4,
	  B(GRE "\x30\x81\x88\x0b\0\x28\0\x09\0\0\0\x01\0\0\0\x02\xff\x03\0\x21" IN4), DECODE_OK,
	  "gre,ppp" },
	{ "PPTP with an acknowledgment only", LINK_IPV4,
	  B(GRE "\x20\x81\x88\x0b\0\0\0\x09\0\0\0\x02"), DECODE_NOT_IP, "" },

	/* draft-foschiano-erspan-03. */
	{ "ERSPAN type I", LINK_IPV4, B(GRE "\0\0\x88\xbe" FRAME4), DECODE_OK, "erspan" },
	{ "ERSPAN type II", LINK_IPV4, B(GRE "\x10\0\x88\xbe\0\0\0\x01\x10\0\0\x09\0\0\0\0" FRAME4),
	  DECODE_OK, "erspan" },
	{ "ERSPAN tells the tag that the frame had", LINK_IPV4,
	  B(GRE "\x10\0\x88\xbe\0\0\0\x01\x10\x64\x10\x09\0\0\0\0" FRAME4), DECODE_OK,
	  "erspan vlan 100" },
	{ "but not the one that it still has", LINK_IPV4,
	  B(GRE "\x10\0\x88\xbe\0\0\0\x01\x10\x64\x18\x09\0\0\0\0" MACS "\x81\0\0\x64\x08\0" IN4),
	  DECODE_OK, "erspan vlan 100" },
	{ "ERSPAN type II of another version", LINK_IPV4,
	  B(GRE "\x10\0\x88\xbe\0\0\0\x01\x30\0\0\x09\0\0\0\0" FRAME4), DECODE_TUNNEL_MALFORMED,
	  "erspan" },
	{ "ERSPAN type III", LINK_IPV4,
	  B(GRE "\x10\0\x22\xeb\0\0\0\x01\x20\0\0\x09\0\0\0\0\0\0\0\0" FRAME6), DECODE_OK,
	  "erspan" },
	{ "ERSPAN type III with a subheader", LINK_IPV4,
	  B(GRE "\x10\0\x22\xeb\0\0\0\x01\x20\0\0\x09\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0" FRAME4),
	  DECODE_OK, "erspan" },
	{ "ERSPAN type III with IP", LINK_IPV4,
	  B(GRE "\x10\0\x22\xeb\0\0\0\x01\x20\0\0\x09\0\0\0\0\0\0\x08\0" IN4), DECODE_OK,
	  "erspan" },
	{ "ERSPAN type III of another version", LINK_IPV4,
	  B(GRE "\x10\0\x22\xeb\0\0\0\x01\x10\0\0\x09\0\0\0\0\0\0\0\0" FRAME4),
	  DECODE_TUNNEL_MALFORMED, "" },

	/* RFC 2003, RFC 4213, RFC 4023. */
	{ "IP in IP", LINK_IPV4, B(V4("\x04") IN4), DECODE_OK, "ipip" },
	{ "IP in IP by its other number", LINK_IPV4, B(V4("\x5e") IN4), DECODE_OK, "ipip" },
	{ "6in4", LINK_IPV4, B(V4("\x29") IN6), DECODE_OK, "6in4" },
	{ "MPLS in IP", LINK_IPV4, B(V4("\x89") "\0\x01\x01\x40" IN4), DECODE_OK, "mpls" },
	{ "ESP stays closed", LINK_IPV4, B(V4("\x32") "\0\0\0\x01\0\0\0\x01"), DECODE_TUNNEL_CLOSED,
	  "" },
	{ "AH does not hide a tunnel", LINK_IPV4,
	  B(V4("\x33") "\x04\x01\0\0\0\0\0\x01\0\0\0\x01" IN4), DECODE_OK, "ipip" },

	/* RFC 7348 5, draft-ietf-nvo3-vxlan-gpe, draft-smith-vxlan-group-policy. */
	{ "VXLAN", LINK_IPV4, B(V4("\x11") VXLAN "\x08\0\0\0\0\0\x01\0" FRAME4), DECODE_OK,
	  "vxlan" },
	{ "VXLAN with a group", LINK_IPV4, B(V4("\x11") VXLAN "\x88\0\0\x07\0\0\x01\0" FRAME4),
	  DECODE_OK, "vxlan" },
	{ "VXLAN as Linux has it", LINK_IPV4,
	  B(V4("\x11") UDP("\x21\x18") "\x08\0\0\0\0\0\x01\0" FRAME6), DECODE_OK, "vxlan" },
	{ "VXLAN on any port, when nothing speaks against it", LINK_IPV4,
	  B(V4("\x11") UDP("\xab\xcd") "\x08\0\0\0\0\0\x01\0" FRAME4), DECODE_OK, "vxlan" },
	{ "VXLAN-GPE with IPv4", LINK_IPV4,
	  B(V4("\x11") UDP("\x12\xb6") "\x0c\0\0\x01\0\0\x01\0" IN4), DECODE_OK, "vxlan" },
	{ "VXLAN-GPE with Ethernet", LINK_IPV4,
	  B(V4("\x11") UDP("\x12\xb6") "\x0c\0\0\x03\0\0\x01\0" FRAME4), DECODE_OK, "vxlan" },
	{ "VXLAN-GPE with MPLS", LINK_IPV4,
	  B(V4("\x11") UDP("\x12\xb6") "\x0c\0\0\x05\0\0\x01\0\0\x01\x01\x40" IN4), DECODE_OK,
	  "vxlan,mpls" },
	{ "VXLAN-GPE with a service header", LINK_IPV4,
	  B(V4("\x11") UDP("\x12\xb6") "\x0c\0\0\x04\0\0\x01\0" IN4), DECODE_TUNNEL_CLOSED,
	  "vxlan" },
	{ "VXLAN with ARP", LINK_IPV4,
	  B(V4("\x11") VXLAN "\x08\0\0\0\0\0\x01\0" MACS "\x08\x06\0\x01"), DECODE_NOT_IP,
	  "vxlan" },

	/* RFC 8926 3.4. */
	{ "Geneve with Ethernet", LINK_IPV4, B(V4("\x11") GENEVE "\0\0\x65\x58\0\0\x01\0" FRAME4),
	  DECODE_OK, "geneve" },
	{ "Geneve with IPv6 and options", LINK_IPV4,
	  B(V4("\x11") GENEVE "\x02\x40\x86\xdd\0\0\x01\0\0\0\0\x01\xde\xad\xbe\xef" IN6),
	  DECODE_OK, "geneve" },
	{ "Geneve whose options are cut", LINK_IPV4,
	  B(V4("\x11") GENEVE "\x02\0\x86\xdd\0\0\x01\0\0\0"), DECODE_TUNNEL_SHORT, "" },

	/* 3GPP TS 29.281 5. */
	{ "GTP-U", LINK_IPV4, B(V4("\x11") GTP "\x30\xff\0\x24\0\0\0\x01" IN4), DECODE_OK,
	  "gtp-u" },
	{ "GTP-U with a sequence number", LINK_IPV4,
	  B(V4("\x11") GTP "\x32\xff\0\x28\0\0\0\x01\0\x09\0\0" IN6), DECODE_OK, "gtp-u" },
	{ "GTP-U with extension headers", LINK_IPV4,
	  B(V4("\x11") GTP
	    "\x34\xff\0\x34\0\0\0\x01\0\0\0\x85\x01\x10\x01\xc0\x02\0\0\0\0\0\0\0" IN4),
	  DECODE_OK, "gtp-u" },
	{ "GTP-U whose extension header has no length", LINK_IPV4,
	  B(V4("\x11") GTP "\x34\xff\0\x34\0\0\0\x01\0\0\0\x85\0\0\0\0" IN4),
	  DECODE_TUNNEL_MALFORMED, "" },
	{ "GTP-U with IPv4 from an address like a type", LINK_IPV4,
	  B(V4("\x11") GTP "\x30\xff\0\x24\0\0\0\x01" FROM_8_0_69), DECODE_OK, "gtp-u" },
	{ "GTP-U with Ethernet", LINK_IPV4, B(V4("\x11") GTP "\x30\xff\0\x32\0\0\0\x01" FRAME4),
	  DECODE_OK, "gtp-u" },

	/* RFC 2661 3.1, RFC 3931 4.1. */
	{ "L2TP", LINK_IPV4, B(V4("\x11") L2TP "\0\x02\0\x01\0\x02\0\x21" IN4), DECODE_OK, "l2tp" },
	{ "L2TP with all its fields", LINK_IPV4,
	  B(V4("\x11") L2TP "\x4b\x02\0\x38\0\x01\0\x02\0\0\0\0\0\x02\0\0\xff\x03\0\x57" IN6),
	  DECODE_OK, "l2tp" },
	{ "L2TP from its port", LINK_IPV4,
	  B(V4("\x11") "\x06\xa5\xc0\0\0\0\0\0\0\x02\0\x01\0\x02\x21" IN4), DECODE_OK, "l2tp" },
	{ "L2TP with compressed PPP", LINK_IPV4,
	  B(V4("\x11") L2TP "\0\x02\0\x01\0\x02\0\xfd\0\0\0"), DECODE_TUNNEL_CLOSED, "l2tp" },
	{ "L2TP with LCP", LINK_IPV4, B(V4("\x11") L2TP "\0\x02\0\x01\0\x02\xc0\x21\x01\x01\0\x04"),
	  DECODE_NOT_IP, "l2tp" },
	{ "L2TPv3 over UDP", LINK_IPV4, B(V4("\x11") L2TP "\0\x03\0\0\0\0\0\x01" FRAME4), DECODE_OK,
	  "l2tp" },
	{ "L2TPv3 over IP, a cookie and a sublayer", LINK_IPV4,
	  B(V4("\x73") "\0\0\0\x01\x01\x02\x03\x04\x05\x06\x07\x08\x40\0\0\0" FRAME6), DECODE_OK,
	  "l2tp" },
	{ "L2TPv3 control", LINK_IPV4, B(V4("\x73") "\0\0\0\0\xc8\x03\0\x0c"), DECODE_NOT_IP, "" },
	{ "L2TPv3 with what is not Ethernet", LINK_IPV4,
	  B(V4("\x73") "\0\0\0\x01\x0f\0\x08\0\x0f\0\x08\0\x0f\0\x08\0\x0f\0\x08\0"),
	  DECODE_TUNNEL_CLOSED, "l2tp" },

	/* RFC 3032 2.1, RFC 4385 3, RFC 4448 4. */
	{ "MPLS", LINK_ETHERNET, B(MACS "\x88\x47\0\x01\x01\x40" IN4), DECODE_OK, "mpls" },
	{ "MPLS to a group", LINK_ETHERNET, B(MACS "\x88\x48\0\x01\x01\x40" IN6), DECODE_OK,
	  "mpls" },
	{ "MPLS with three labels", LINK_ETHERNET,
	  B(MACS "\x88\x47\0\x01\0\x40\0\x02\0\x40\0\x03\x01\x40" IN4), DECODE_OK, "mpls" },
	{ "MPLS whose last label never comes", LINK_ETHERNET,
	  B(MACS "\x88\x47\0\x01\0\x40\0\x02\0\x40"), DECODE_TUNNEL_SHORT, "" },
	{ "MPLS with Ethernet", LINK_ETHERNET, B(MACS "\x88\x47\0\x01\x01\x40" FRAME4), DECODE_OK,
	  "mpls" },
	{ "MPLS with Ethernet behind a control word", LINK_ETHERNET,
	  B(MACS "\x88\x47\0\x01\x01\x40\0\0\0\x01" FRAME6), DECODE_OK, "mpls" },
	{ "MPLS with Ethernet to an address that begins like IPv6", LINK_ETHERNET,
	  B(MACS "\x88\x47\0\x01\x01\x40\x60\0\0\0\0\x01\x02\0\0\0\0\x02\x08\0" IN4), DECODE_OK,
	  "mpls" },
	{ "MPLS with neither", LINK_ETHERNET, B(MACS "\x88\x47\0\x01\x01\x40\x10\0\0\x07"),
	  DECODE_NOT_IP, "mpls" },
	{ "MPLS with IPv4 from an address like a type", LINK_ETHERNET,
	  B(MACS "\x88\x47\0\x01\x01\x40" FROM_8_0_69), DECODE_OK, "mpls" },
	{ "MPLS with a channel of its own before a frame", LINK_ETHERNET,
	  B(MACS "\x88\x47\0\x01\x01\x40\x10\0\0\x07" FRAME4), DECODE_NOT_IP, "mpls" },
	{ "MPLS alone", LINK_MPLS, B("\0\x01\x01\x40" IN4), DECODE_OK, "mpls" },

	/* RFC 2516 4, RFC 1661 2, RFC 1662 3.1. */
	{ "PPPoE", LINK_ETHERNET, B(MACS "\x88\x64\x11\0\0\x01\0\x26\0\x21" IN4), DECODE_OK,
	  "pppoe" },
	{ "PPPoE in a VLAN, filled up", LINK_ETHERNET,
	  B(MACS "\x81\0\0\x07\x88\x64\x11\0\0\x01\0\x3a\0\x57" IN6 "\0\0\0\0"), DECODE_OK,
	  "pppoe vlan 7" },
	{ "PPPoE of another version", LINK_ETHERNET, B(MACS "\x88\x64\x21\0\0\x01\0\x26\0\x21" IN4),
	  DECODE_TUNNEL_MALFORMED, "" },
	{ "PPPoE as a link", LINK_PPP_ETHER, B("\x11\0\0\x01\0\x26\0\x21" IN4), DECODE_OK,
	  "pppoe" },
	{ "PPP", LINK_PPP, B("\0\x21" IN4), DECODE_OK, "" },
	{ "PPP as over HDLC", LINK_PPP, B("\xff\x03\0\x57" IN6), DECODE_OK, "" },
	{ "PPP with a short number", LINK_PPP, B("\xff\x03\x21" IN4), DECODE_OK, "" },
	{ "PPP with MPLS", LINK_PPP, B("\x02\x81\0\x01\x01\x40" IN4), DECODE_OK, "mpls" },
	{ "PPP with Van Jacobson's compression", LINK_PPP, B("\0\x2d\0\0"), DECODE_TUNNEL_CLOSED,
	  "" },
	{ "PPP in several links", LINK_PPP, B("\0\x3d\0\0"), DECODE_TUNNEL_CLOSED, "" },
	{ "PPP, inbound", LINK_PPP_DIRECTION, B("\x01\xff\x03\0\x21" IN4), DECODE_OK, "" },
	{ "Cisco HDLC on a link of PPP", LINK_PPP, B("\x0f\0\x08\0" IN4), DECODE_OK, "" },
	{ "Cisco HDLC", LINK_CISCO_HDLC, B("\x8f\0\x86\xdd" IN6), DECODE_OK, "" },
	{ "Cisco HDLC's own", LINK_CISCO_HDLC, B("\x8f\0\x80\x35\0\0"), DECODE_NOT_IP, "" },

	/* IEEE 802.11-2020 9.2, 9.3.2; radiotap.org. */
	{ "wireless data", LINK_WIFI, B(WIFI("\x08\x01") SNAP "\x08\0" IN4), DECODE_OK, "" },
	{ "with quality of service", LINK_WIFI, B(WIFI("\x88\x02") "\0\0" SNAP "\x86\xdd" IN6),
	  DECODE_OK, "" },
	{ "with a field of high throughput", LINK_WIFI,
	  B(WIFI("\x88\x82") "\0\0\x01\x02\x03\x04" SNAP "\x08\0" IN4), DECODE_OK, "" },
	{ "with a fourth address", LINK_WIFI,
	  B(WIFI("\x08\x03") "\x02\0\0\0\0\x04" SNAP "\x08\0" IN4), DECODE_OK, "" },
	{ "in a VLAN", LINK_WIFI, B(WIFI("\x08\x01") SNAP "\x81\0\0\x09\x08\0" IN4), DECODE_OK,
	  "vlan 9" },
	{ "with its checksum", LINK_WIFI, B(WIFI("\x08\x01") SNAP "\x08\0" IN4 "abcd"), DECODE_OK,
	  "" },
	{ "one in an aggregate", LINK_WIFI,
	  B(WIFI("\x88\x02") "\x80\0" MACS "\0\x2c" SNAP "\x08\0" IN4), DECODE_OK, "" },
	{ "one in an aggregate, and the checksum", LINK_WIFI,
	  B(WIFI("\x88\x02") "\x80\0" MACS "\0\x2c" SNAP "\x08\0" IN4 "abcd"), DECODE_OK, "" },
	{ "without quality of service there is no such field", LINK_WIFI,
	  B(WIFI("\x08\x82") SNAP "\x08\0" IN4), DECODE_OK, "" },
	{ "another organisation's", LINK_WIFI,
	  B(WIFI("\x08\x01") "\xaa\xaa\x03\0\x80\xc2\x08\0" IN4), DECODE_NOT_IP, "" },
	{ "no SNAP", LINK_WIFI, B(WIFI("\x08\x01") "\x42\x42\x03\0"), DECODE_NOT_IP, "" },
	{ "protected", LINK_WIFI, B(WIFI("\x08\x41") "\0\0\0\x20\0\0\0\0...."),
	  DECODE_WIFI_PROTECTED, "" },
	{ "a first fragment", LINK_WIFI, B(WIFI("\x08\x05") SNAP "\x08\0" IN4),
	  DECODE_WIFI_FRAGMENT, "" },
	{ "a later fragment", LINK_WIFI, B("\x08\x01\0\0" MACS "\x02\0\0\0\0\x03\x11\0...."),
	  DECODE_WIFI_FRAGMENT, "" },
	{ "without data", LINK_WIFI, B(WIFI("\x48\x01")), DECODE_NOT_IP, "" },
	{ "a beacon", LINK_WIFI, B(WIFI("\x80\0") "...."), DECODE_NOT_IP, "" },
	{ "an acknowledgment", LINK_WIFI, B("\xd4\0\0\0\x02\0\0\0\0\x01"), DECODE_NOT_IP, "" },
	{ "of another version", LINK_WIFI, B(WIFI("\x09\x01") SNAP "\x08\0" IN4),
	  DECODE_LINK_MALFORMED, "" },
	{ "radiotap with nothing", LINK_RADIOTAP,
	  B("\0\0\x08\0\0\0\0\0" WIFI("\x08\x01") SNAP "\x08\0" IN4), DECODE_OK, "" },
	{ "radiotap with a time, flags, padding", LINK_RADIOTAP,
	  B("\0\0\x11\0\x03\0\0\0........\x20" WIFI("\x88\x02") "\0\0\0\0" SNAP "\x08\0" IN4),
	  DECODE_OK, "" },
	{ "radiotap, two words of what is present", LINK_RADIOTAP,
	  B("\0\0\x0d\0\x02\0\0\x80\0\0\0\0\0" WIFI("\x08\x01") SNAP "\x08\0" IN4), DECODE_OK, "" },
	{ "radiotap tells of damage", LINK_RADIOTAP,
	  B("\0\0\x09\0\x02\0\0\0\x40" WIFI("\x08\x01") SNAP "\x08\0" IN4), DECODE_WIFI_DAMAGED,
	  "" },
	{ "radiotap's time lies on a multiple of eight", LINK_RADIOTAP,
	  B("\0\0\x19\0\x03\0\0\x80\0\0\0\0....\x40\x40\x40\x40\x40\x40\x40\x40\0" WIFI("\x08\x01")
		    SNAP "\x08\0" IN4),
	  DECODE_OK, "" },
	{ "radiotap of another version", LINK_RADIOTAP,
	  B("\x01\0\x08\0\0\0\0\0" WIFI("\x08\x01") SNAP "\x08\0" IN4), DECODE_LINK_MALFORMED, "" },
	{ "Ethernet by length, with SNAP", LINK_ETHERNET, B(MACS "\0\x2c" SNAP "\x08\0" IN4),
	  DECODE_OK, "" },

	{ "two different services", LINK_ETHERNET, B(MACS "\0\x2c\xaa\x42\x03\0\0\0\x08\0" IN4),
	  DECODE_NOT_IP, "" },
	{ "IP by LLC alone", LINK_ETHERNET, B(MACS "\0\x27\x06\x06\x03" IN4), DECODE_OK, "" },

	/* pflog(4); tcpdump's print-juniper.c. */
	{ "a packet filter's log", LINK_PFLOG,
	  B("\x3d\x02................................................"
	    ".............." IN4),
	  DECODE_OK, "" },
	{ "of IPv6", LINK_PFLOG, B("\x30\x18.............................................." IN6),
	  DECODE_OK, "" },
	{ "of another family", LINK_PFLOG,
	  B("\x30\x07.............................................." IN6), DECODE_NOT_IP, "" },
	{ "too short for one", LINK_PFLOG, B("\x10\x02.............." IN4), DECODE_LINK_MALFORMED,
	  "" },
	{ "Juniper Ethernet", LINK_JUNIPER_ETHERNET, B("MGC\x01" FRAME4), DECODE_OK, "" },
	{ "with extensions", LINK_JUNIPER_ETHERNET,
	  B("MGC\x80\0\x06\x03\x01\x0e\x04\x01\x0e" FRAME6), DECODE_OK, "" },
	{ "without a link header", LINK_JUNIPER_ETHERNET, B("MGC\x02\x02\0\0\0" IN4), DECODE_OK,
	  "" },
	{ "without the magic number", LINK_JUNIPER_ETHERNET, B("MGD\x01" FRAME4),
	  DECODE_LINK_MALFORMED, "" },
	{ "Juniper PPP", LINK_JUNIPER_PPP, B("MGC\0\xff\x03\0\x21" IN4), DECODE_OK, "" },
	{ "Juniper HDLC", LINK_JUNIPER_HDLC, B("MGC\0\x0f\0\x08\0" IN4), DECODE_OK, "" },
};

/* A phone on the port of a tunnel is still a phone. */
static const struct {
	const char *promise;
	struct str in;
} phones[] = {
	{ "SIP to VXLAN's port", B(V4("\x11") VXLAN "INVITE sip:a") },
	{ "SIP to Geneve's port", B(V4("\x11") GENEVE "INVITE sip:a") },
	{ "SIP to GTP-U's port", B(V4("\x11") GTP "INVITE sip:a") },
	{ "SIP to L2TP's port", B(V4("\x11") L2TP "INVITE sip:a") },
	{ "SIP from L2TP's port", B(V4("\x11") "\x06\xa5\x13\xc4\0\0\0\0INVITE sip:a") },
	{ "GTP-U's echo", B(V4("\x11") GTP "\x32\x01\0\x04\0\0\0\0\0\0\0\0") },
	{ "L2TP's control", B(V4("\x11") L2TP "\xc8\x02\0\x0c\0\0\0\0\0\0\0\0") },
	{ "VXLAN's flags with what is reserved",
	  B(V4("\x11") UDP("\xab\xcd") "\x08\0\0\0\0\0\x01\x01" FRAME4) },
	{ "VXLAN's flags before what is no frame",
	  B(V4("\x11") UDP("\xab\xcd") "\x08\0\0\0\0\0\x01\0abcdefghijklmnopq") },
};

static void
test_case(struct walk_seen *s, const struct tunnel_case *c)
{
	char path[SEEN_PATH];
	const struct unit *u = &s->units[0];

	walk_seen_forget(s);
	walk_seen_packet(s, c->link, c->in, 1, 0);
	is_str(str_of(decode_name(s->odd)), str_of(decode_name(c->want)), "%s", c->promise);
	if (c->want != DECODE_OK) {
		ok(s->unit_count == 0 && s->odd_count == 1, "%s: nothing else", c->promise);
		is_str(str_of(walk_seen_path(&s->odd_seen.path, path)), str_of(c->path),
		       "%s: the path", c->promise);
		return;
	}
	if (!is_int(s->unit_count, 1, "%s: one datagram", c->promise))
		return;
	is_str(u->payload, S(TEXT), "%s: its payload", c->promise);
	ok(u->seen.src.port == 5060 && u->seen.dst.port == 5060 && u->missing_bytes == 0 &&
		   u->seen.src.ip.octets[u->seen.src.ip.family == 4 ? 3 : 15] == 1 &&
		   u->seen.dst.ip.octets[u->seen.src.ip.family == 4 ? 3 : 15] == 2,
	   "%s: its ends", c->promise);
	is_str(str_of(walk_seen_path(&u->seen.path, path)), str_of(c->path), "%s: the path",
	       c->promise);
}

/*
 * Cut anywhere, it is either told as cut, or handed on with what is missing; a cut in the header
 * of a tunnel over UDP may leave a datagram to the tunnel's port.
 */
static void
test_cuts(struct walk_seen *s, const struct tunnel_case *c)
{
	size_t right = 0;

	for (size_t len = 0; len < c->in.len; len++) {
		walk_seen_forget(s);
		walk_seen_packet(s, c->link, str_sub(c->in, 0, len), 1, 0);
		if (s->odd_count == 1 && s->unit_count == 0)
			right++;
		else if (s->odd_count == 0 && s->unit_count == 1)
			right += s->units[0].missing_bytes > 0 ||
				 s->units[0].seen.dst.port != 5060 ||
				 s->units[0].payload.len == sizeof(TEXT) - 1;
	}
	is_int((intmax_t)right, (intmax_t)c->in.len, "%s: each cut has one outcome", c->promise);
}

int
main(void)
{
	static struct walk_seen s;

	walk_seen_begin(&s);
	for (size_t i = 0; i < COUNT(cases); i++) {
		test_case(&s, &cases[i]);
		test_cuts(&s, &cases[i]);
	}
	for (size_t i = 0; i < COUNT(phones); i++) {
		walk_seen_forget(&s);
		walk_seen_packet(&s, LINK_IPV4, phones[i].in, 1, 0);
		ok(s.unit_count == 1 && s.odd_count == 0, "%s is handed on as it is",
		   phones[i].promise);
		is_str(s.units[0].payload, str_sub(phones[i].in, 28, phones[i].in.len),
		       "%s: all of it", phones[i].promise);
	}
	walk_seen_end(&s);
	return done();
}
