/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/net.h>

#include "guard.h"
#include "tap.h"

#define MACS "\x02\0\0\0\0\x01\x02\0\0\0\0\x02"
/* The head of a cooked packet: type, ARPHRD, address length, address; the protocol follows. */
#define SLL "\0\0\0\x01\0\x06\x02\0\0\0\0\x01\0\0"
/* The rest of a second-version head, behind the protocol. */
#define SLL2 "\0\0\0\0\0\x05\0\x01\0\x06\x02\0\0\0\0\x01\0\0"
#define TAGS_4 "\x81\0\0\x01\x81\0\0\x02\x81\0\0\x03\x81\0\0\x04"
#define B(bytes)                         \
	{                                \
		bytes, sizeof(bytes) - 1 \
	}

struct link_case {
	const char *promise;
	enum link_type link;
	struct str in;
	enum decode want;
	uint16_t ethertype;
	unsigned vlans;
	uint16_t vlan[PATH_VLANS];
	struct str payload;
};

/* Octets by hand after IEEE 802.3, 802.1Q, 802.1ad and the LINKTYPE_ pages of tcpdump.org. */
static const struct link_case cases[] = {
	{ "Ethernet with IPv4",
	  LINK_ETHERNET,
	  B(MACS "\x08\0E..."),
	  DECODE_OK,
	  0x0800,
	  0,
	  { 0 },
	  B("E...") },
	{ "Ethernet with IPv6",
	  LINK_ETHERNET,
	  B(MACS "\x86\xdd`"),
	  DECODE_OK,
	  0x86dd,
	  0,
	  { 0 },
	  B("`") },
	{ "Ethernet with nothing in it",
	  LINK_ETHERNET,
	  B(MACS "\x08\0"),
	  DECODE_OK,
	  0x0800,
	  0,
	  { 0 },
	  B("") },
	{ "ARP", LINK_ETHERNET, B(MACS "\x08\x06..."), DECODE_NOT_IP, 0x0806, 0, { 0 }, B("...") },
	{ "LLC, by a length",
	  LINK_ETHERNET,
	  B(MACS "\0\x03\x42\x42\x03"),
	  DECODE_NOT_IP,
	  3,
	  0,
	  { 0 },
	  B("\x42\x42\x03") },
	{ "MPLS", LINK_ETHERNET, B(MACS "\x88\x47."), DECODE_TUNNEL, 0x8847, 0, { 0 }, B(".") },
	{ "a PPPoE session",
	  LINK_ETHERNET,
	  B(MACS "\x88\x64."),
	  DECODE_TUNNEL,
	  0x8864,
	  0,
	  { 0 },
	  B(".") },
	{ "PPPoE discovery",
	  LINK_ETHERNET,
	  B(MACS "\x88\x63."),
	  DECODE_NOT_IP,
	  0x8863,
	  0,
	  { 0 },
	  B(".") },
	{ "a VLAN, without its priority",
	  LINK_ETHERNET,
	  B(MACS "\x81\0\xa0\x64\x08\0E"),
	  DECODE_OK,
	  0x0800,
	  1,
	  { 100 },
	  B("E") },
	{ "QinQ, the outer first",
	  LINK_ETHERNET,
	  B(MACS "\x88\xa8\0\xc8\x81\0\0\x64\x86\xdd`"),
	  DECODE_OK,
	  0x86dd,
	  2,
	  { 200, 100 },
	  B("`") },
	{ "QinQ of the old kind",
	  LINK_ETHERNET,
	  B(MACS "\x91\0\x0f\xfe\x81\0\0\x01\x08\0E"),
	  DECODE_OK,
	  0x0800,
	  2,
	  { 4094, 1 },
	  B("E") },
	{ "four tags",
	  LINK_ETHERNET,
	  B(MACS "\x81\0\0\x01\x81\0\0\x02\x81\0\0\x03\x81\0\0\x04\x08\0E"),
	  DECODE_OK,
	  0x0800,
	  4,
	  { 1, 2, 3, 4 },
	  B("E") },
	{ "a fifth tag is read, though the path has no place for it",
	  LINK_ETHERNET,
	  B(MACS "\x81\0\0\x01\x81\0\0\x02\x81\0\0\x03\x81\0\0\x04\x81\0\0\x05\x08\0E"),
	  DECODE_OK,
	  0x0800,
	  4,
	  { 1, 2, 3, 4 },
	  B("E") },
	{ "seventeen tags are more than are read",
	  LINK_ETHERNET,
	  B(MACS TAGS_4 TAGS_4 TAGS_4 TAGS_4 "\x81\0\0\x05\x08\0E"),
	  DECODE_TUNNEL_DEEP,
	  0,
	  4,
	  { 1, 2, 3, 4 },
	  { NULL, 0 } },
	{ "a tag that gives a priority only names no VLAN",
	  LINK_ETHERNET,
	  B(MACS "\x81\0\xa0\0\x08\0E"),
	  DECODE_OK,
	  0x0800,
	  0,
	  { 0 },
	  B("E") },
	{ "ARP in a VLAN",
	  LINK_ETHERNET,
	  B(MACS "\x81\0\0\x64\x08\x06."),
	  DECODE_NOT_IP,
	  0x0806,
	  1,
	  { 100 },
	  B(".") },
	{ "cooked", LINK_LINUX_SLL, B(SLL "\x08\0E"), DECODE_OK, 0x0800, 0, { 0 }, B("E") },
	{ "cooked, in a VLAN",
	  LINK_LINUX_SLL,
	  B(SLL "\x81\0\0\x64\x08\0E"),
	  DECODE_OK,
	  0x0800,
	  1,
	  { 100 },
	  B("E") },
	{ "cooked, LLC", LINK_LINUX_SLL, B(SLL "\0\x04."), DECODE_NOT_IP, 4, 0, { 0 }, B(".") },
	{ "cooked, second version",
	  LINK_LINUX_SLL2,
	  B("\x86\xdd" SLL2 "`"),
	  DECODE_OK,
	  0x86dd,
	  0,
	  { 0 },
	  B("`") },
	{ "cooked, second version, in a VLAN",
	  LINK_LINUX_SLL2,
	  B("\x81\0" SLL2 "\0\x64\x08\0E"),
	  DECODE_OK,
	  0x0800,
	  1,
	  { 100 },
	  B("E") },
	{ "raw IPv4", LINK_RAW, B("E..."), DECODE_OK, 0x0800, 0, { 0 }, B("E...") },
	{ "raw IPv6", LINK_RAW, B("`..."), DECODE_OK, 0x86dd, 0, { 0 }, B("`...") },
	{ "raw, neither", LINK_RAW, B("\x10..."), DECODE_NOT_IP, 0, 0, { 0 }, B("\x10...") },
	{ "IPv4 by the link type", LINK_IPV4, B("E"), DECODE_OK, 0x0800, 0, { 0 }, B("E") },
	{ "IPv6 by the link type", LINK_IPV6, B("`"), DECODE_OK, 0x86dd, 0, { 0 }, B("`") },
	{ "BSD loopback of a little host",
	  LINK_NULL,
	  B("\x02\0\0\0E"),
	  DECODE_OK,
	  0x0800,
	  0,
	  { 0 },
	  B("E") },
	{ "BSD loopback of a big host",
	  LINK_NULL,
	  B("\0\0\0\x02"
	    "E"),
	  DECODE_OK,
	  0x0800,
	  0,
	  { 0 },
	  B("E") },
	{ "its IPv6, Linux", LINK_NULL, B("\x0a\0\0\0`"), DECODE_OK, 0x86dd, 0, { 0 }, B("`") },
	{ "its IPv6, OpenBSD", LINK_NULL, B("\x18\0\0\0`"), DECODE_OK, 0x86dd, 0, { 0 }, B("`") },
	{ "its IPv6, FreeBSD", LINK_NULL, B("\0\0\0\x1c`"), DECODE_OK, 0x86dd, 0, { 0 }, B("`") },
	{ "its IPv6, macOS", LINK_NULL, B("\x1e\0\0\0`"), DECODE_OK, 0x86dd, 0, { 0 }, B("`") },
	{ "BSD loopback, another family",
	  LINK_NULL,
	  B("\x07\0\0\0."),
	  DECODE_NOT_IP,
	  0,
	  0,
	  { 0 },
	  B(".") },
	{ "OpenBSD loopback", LINK_LOOP, B("\0\0\0\x18`"), DECODE_OK, 0x86dd, 0, { 0 }, B("`") },
	{ "OpenBSD loopback is never swapped",
	  LINK_LOOP,
	  B("\x18\0\0\0`"),
	  DECODE_NOT_IP,
	  0,
	  0,
	  { 0 },
	  B("`") },
	{ "another link type",
	  LINK_OTHER,
	  B("E..."),
	  DECODE_LINK_UNKNOWN,
	  0,
	  0,
	  { 0 },
	  { NULL, 0 } },
};

static const char interface[] = "eth0";

static void
test_case(const struct link_case *c)
{
	struct packet p = { .link = c->link, .data = guard(c->in), .interface = interface };
	struct link_view v;

	is_int(link_decode(&p, &v), c->want, "%s", c->promise);
	is_int(v.ethertype, c->ethertype, "%s: the ethertype", c->promise);
	is_str(v.payload, c->payload, "%s: the payload", c->promise);
	ok(v.path.interface == interface, "%s: the interface", c->promise);
	if (!is_int(v.path.vlan_count, c->vlans, "%s: the number of VLANs", c->promise))
		c = NULL;
	for (unsigned i = 0; c != NULL && i < c->vlans; i++)
		is_int(v.path.vlan[i], c->vlan[i], "%s: VLAN %u", c->promise, i);
	guard_free(p.data);
}

/* A capture cut anywhere in the header says so, and reads nothing behind its end. */
static void
test_cuts(const struct link_case *c)
{
	size_t header = c->in.len - c->payload.len;
	size_t told = 0;

	if (c->want != DECODE_OK)
		return;
	for (size_t len = 0; len < header; len++) {
		struct packet p = { .link = c->link, .data = guard(str_sub(c->in, 0, len)) };
		struct link_view v;

		told += link_decode(&p, &v) == DECODE_LINK_SHORT;
		guard_free(p.data);
	}
	is_int((intmax_t)told, (intmax_t)header, "%s: each cut in the header is told", c->promise);
}

/* What Linux says of a packet besides: 4 is one that this host sends. */
static void
test_points(void)
{
	static const struct {
		enum link_type link;
		struct str octets;
		uint32_t point;
	} all[] = {
		{ LINK_LINUX_SLL, B("\0\0\0\1\0\6abcdef\0\0\x08\0E"), 1 },
		{ LINK_LINUX_SLL, B("\0\4\0\1\0\6abcdef\0\0\x08\0E"), 2 },
		{ LINK_LINUX_SLL2, B("\x08\0\0\0\0\0\0\3\0\1\0\6abcdef\0\0E"), 13 },
		{ LINK_LINUX_SLL2, B("\x08\0\0\0\0\0\0\3\0\1\4\6abcdef\0\0E"), 14 },
		{ LINK_LINUX_SLL2, B("\x08\0\0\0\0\0\0\4\0\1\0\6abcdef\0\0E"), 17 },
	};

	for (size_t i = 0; i < COUNT(all); i++) {
		struct packet p = { .link = all[i].link, .data = guard(all[i].octets) };
		struct link_view v;

		is_int(link_decode(&p, &v), DECODE_OK, "cooked %zu is read", i);
		is_int(v.path.point, all[i].point, "its interface and direction make its point");
		guard_free(p.data);
	}
}

int
main(void)
{
	struct packet none = { .link = LINK_RAW, .data = { "", 0 } };
	struct link_view v;

	for (size_t i = 0; i < COUNT(cases); i++) {
		test_case(&cases[i]);
		test_cuts(&cases[i]);
	}
	test_points();
	is_int(link_decode(&none, &v), DECODE_LINK_SHORT, "a raw packet of no octets");
	for (unsigned d = DECODE_OK; d < DECODE_COUNT_; d++)
		ok(decode_name((enum decode)d) != NULL && decode_text((enum decode)d) != NULL,
		   "word %u has a name and a text", d);
	is_str(str_of(decode_name(DECODE_IP_FRAGMENT)), S("ip.fragment"), "the name of a fragment");
	return done();
}
