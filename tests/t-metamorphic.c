/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One conversation, carried in every way there is, is diagnosed in the same words.
 *
 * morph_result.h says what may differ, and why.
 */
#include <stdlib.h>
#include <string.h>

#include "morph_result.h"
#include "tap.h"

#define ALL(way_name, ...)                      \
	{                                       \
		.name = (way_name), __VA_ARGS__ \
	}

static const struct morph_way ways[] = {
	ALL("a VLAN", .vlans = 1),
	ALL("two VLANs", .vlans = 2),
	ALL("Linux cooked", .link = LINK_LINUX_SLL),
	ALL("Linux cooked v2", .link = LINK_LINUX_SLL2),
	ALL("raw IP", .link = LINK_RAW),
	ALL("IPv4", .link = LINK_IPV4),
	ALL("IPv6", .link = LINK_IPV6, .flags = MORPH_V6),
	ALL("BSD loopback", .link = LINK_NULL),
	ALL("BSD loopback, big-endian", .link = LINK_NULL, .flags = MORPH_V6 | MORPH_BIG),
	ALL("OpenBSD loopback", .link = LINK_LOOP),
	ALL("PPP", .link = LINK_PPP),
	ALL("PPP with a direction", .link = LINK_PPP_DIRECTION),
	ALL("PPPoE", .link = LINK_PPP_ETHER),
	ALL("HDLC", .link = LINK_CISCO_HDLC),
	ALL("MPLS", .link = LINK_MPLS),
	ALL("802.11", .link = LINK_WIFI),
	ALL("802.11 with radiotap", .link = LINK_RADIOTAP),
	ALL("pflog", .link = LINK_PFLOG),
	ALL("Juniper Ethernet", .link = LINK_JUNIPER_ETHERNET),
	ALL("Juniper PPP", .link = LINK_JUNIPER_PPP),
	ALL("Juniper HDLC", .link = LINK_JUNIPER_HDLC),
	ALL("each packet twice", .flags = MORPH_TWICE),
	ALL("each packet twice, by two interfaces", .flags = MORPH_TWICE | MORPH_OTHER),
	ALL("each packet twice, by two interfaces, IPv6",
	    .flags = MORPH_TWICE | MORPH_OTHER | MORPH_V6),
	ALL("fragments of 64", .frag = 64),
	ALL("fragments of 64, IPv6", .frag = 64, .flags = MORPH_V6),
	ALL("fragments of 8", .frag = 8),
	ALL("fragments of 200, last first", .frag = 200, .flags = MORPH_BACK),
	ALL("fragments of 200, last first, IPv6", .frag = 200, .flags = MORPH_BACK | MORPH_V6),
	ALL("fragments of 64, 3 places late", .frag = 64, .shuffle = 3, .seed = 1),
	ALL("fragments of 64, 3 places late, IPv6", .frag = 64, .shuffle = 3, .seed = 2,
	    .flags = MORPH_V6),
	ALL("fragments of 120, each twice", .frag = 120, .flags = MORPH_TWICE),
	ALL("fragments of 120, each twice, IPv6", .frag = 120, .flags = MORPH_TWICE | MORPH_V6),
	ALL("fragments of 120, each twice, 3 places late", .frag = 120, .flags = MORPH_TWICE,
	    .shuffle = 3, .seed = 3),
	ALL("HEP1", .carrier = MORPH_HEP1),
	ALL("HEP1, IPv6", .carrier = MORPH_HEP1, .flags = MORPH_V6),
	ALL("HEP2", .carrier = MORPH_HEP2),
	ALL("HEP2, IPv6", .carrier = MORPH_HEP2, .flags = MORPH_V6),
	ALL("HEP3", .carrier = MORPH_HEP3),
	ALL("HEP3, IPv6", .carrier = MORPH_HEP3, .flags = MORPH_V6),
	ALL("HEP3, compressed", .carrier = MORPH_HEP3, .flags = MORPH_PACKED),
	ALL("HEP3 in fragments", .carrier = MORPH_HEP3, .frag = 128, .shuffle = 3, .seed = 4),
	ALL("HEP3 in VXLAN in fragments", .carrier = MORPH_HEP3, .frag = 128, .tunnels = "vxlan",
	    .flags = MORPH_FRAG_OUTER),
	ALL("TCP", .carrier = MORPH_TCP, .flags = MORPH_HELLO),
	ALL("TCP, IPv6", .carrier = MORPH_TCP, .flags = MORPH_HELLO | MORPH_V6),
	ALL("TCP, its beginning not captured", .carrier = MORPH_TCP),
	ALL("TCP, single octets", .carrier = MORPH_TCP, .flags = MORPH_HELLO, .pieces = MORPH_ONES),
	ALL("TCP, single octets, its beginning not captured", .carrier = MORPH_TCP,
	    .pieces = MORPH_ONES),
	ALL("TCP, few octets", .carrier = MORPH_TCP, .flags = MORPH_HELLO, .pieces = MORPH_FEW),
	ALL("TCP, many octets", .carrier = MORPH_TCP, .flags = MORPH_HELLO | MORPH_WRAPS,
	    .pieces = MORPH_MANY),
	ALL("TCP, few octets, 3 places late", .carrier = MORPH_TCP, .flags = MORPH_HELLO,
	    .pieces = MORPH_FEW, .shuffle = 3, .seed = 5),
	ALL("TCP, many octets, 3 places late", .carrier = MORPH_TCP,
	    .flags = MORPH_HELLO | MORPH_WRAPS, .pieces = MORPH_MANY, .shuffle = 3, .seed = 6),
	ALL("TCP, many octets, some again, 3 places late", .carrier = MORPH_TCP,
	    .flags = MORPH_HELLO | MORPH_REPEAT, .pieces = MORPH_MANY, .shuffle = 3, .seed = 7),
	ALL("TCP, many octets, each twice", .carrier = MORPH_TCP, .pieces = MORPH_MANY,
	    .flags = MORPH_HELLO | MORPH_TWICE),
	ALL("TCP, many octets, each twice, 3 places late", .carrier = MORPH_TCP,
	    .pieces = MORPH_MANY, .flags = MORPH_HELLO | MORPH_TWICE, .shuffle = 3, .seed = 8),
	ALL("TCP, keep-alives", .carrier = MORPH_TCP, .flags = MORPH_HELLO | MORPH_ALIVE,
	    .pieces = MORPH_MANY),
	ALL("TCP in fragments, 3 places late", .carrier = MORPH_TCP, .flags = MORPH_HELLO,
	    .frag = 64, .shuffle = 3, .seed = 9),
	ALL("TCP, a run of messages apart", .carrier = MORPH_TCP,
	    .flags = MORPH_HELLO | MORPH_LATE),
	ALL("TCP, a run of messages in one segment", .carrier = MORPH_TCP,
	    .flags = MORPH_HELLO | MORPH_LATE | MORPH_JOIN),
	ALL("TCP, a run of messages across segments", .carrier = MORPH_TCP,
	    .flags = MORPH_HELLO | MORPH_LATE | MORPH_JOIN, .pieces = MORPH_MANY, .shuffle = 3,
	    .seed = 10),
	ALL("TCP, a run of messages in single octets", .carrier = MORPH_TCP,
	    .flags = MORPH_LATE | MORPH_JOIN, .pieces = MORPH_ONES),
	ALL("WebSocket", .carrier = MORPH_WS, .flags = MORPH_HELLO),
	ALL("WebSocket, IPv6", .carrier = MORPH_WS, .flags = MORPH_HELLO | MORPH_V6),
	ALL("WebSocket, binary frames", .carrier = MORPH_WS, .flags = MORPH_HELLO | MORPH_BINARY),
	ALL("WebSocket, its upgrade not captured", .carrier = MORPH_WS),
	ALL("WebSocket, several frames", .carrier = MORPH_WS, .flags = MORPH_HELLO | MORPH_FRAMES),
	ALL("WebSocket, several frames in single octets", .carrier = MORPH_WS,
	    .flags = MORPH_HELLO | MORPH_FRAMES, .pieces = MORPH_ONES),
	ALL("WebSocket, several frames, its upgrade not captured", .carrier = MORPH_WS,
	    .flags = MORPH_FRAMES),
	ALL("WebSocket, across segments, 3 places late", .carrier = MORPH_WS,
	    .flags = MORPH_HELLO | MORPH_LATE | MORPH_JOIN | MORPH_REPEAT, .pieces = MORPH_MANY,
	    .shuffle = 3, .seed = 11),
#ifdef HAVE_ZLIB
	ALL("WebSocket, compressed", .carrier = MORPH_WS, .flags = MORPH_HELLO | MORPH_PACKED),
	ALL("WebSocket, compressed, its upgrade not captured", .carrier = MORPH_WS,
	    .flags = MORPH_PACKED),
	ALL("WebSocket, compressed, several frames in single octets", .carrier = MORPH_WS,
	    .flags = MORPH_HELLO | MORPH_PACKED | MORPH_FRAMES, .pieces = MORPH_ONES),
	ALL("WebSocket, compressed, across segments, 3 places late", .carrier = MORPH_WS,
	    .flags = MORPH_HELLO | MORPH_PACKED | MORPH_LATE | MORPH_JOIN, .pieces = MORPH_MANY,
	    .shuffle = 3, .seed = 12),
#endif
	ALL("SCTP", .carrier = MORPH_SCTP),
	ALL("SCTP, IPv6", .carrier = MORPH_SCTP, .flags = MORPH_V6),
	ALL("SCTP, many chunks", .carrier = MORPH_SCTP, .pieces = MORPH_MANY),
	ALL("SCTP, few octets in a chunk, one packet", .carrier = MORPH_SCTP, .pieces = MORPH_FEW,
	    .flags = MORPH_BUNDLE | MORPH_ALIVE),
	ALL("SCTP, many chunks, 3 places late", .carrier = MORPH_SCTP, .pieces = MORPH_MANY,
	    .flags = MORPH_ALIVE, .shuffle = 3, .seed = 13),
	ALL("SCTP, many chunks, each twice, 3 places late", .carrier = MORPH_SCTP,
	    .pieces = MORPH_MANY, .flags = MORPH_TWICE, .shuffle = 3, .seed = 14),
	ALL("SCTP in fragments, last first", .carrier = MORPH_SCTP, .frag = 256,
	    .flags = MORPH_BACK),
};

struct tally {
	unsigned tried, right;
};

/* Every way against the plain one with the same addresses and times. */
static void
test_case(const char *path, struct tally tally[])
{
	struct expect e = expect_read(path);
	struct sipcase *c = case_read(path);
	struct morph_result plain[4];

	for (unsigned i = 0; i < COUNT(plain); i++) {
		struct morph_way way = { .flags = (i % 2 > 0 ? MORPH_V6 : 0u) |
						  (i / 2 > 0 ? MORPH_LATE : 0u) };

		morph_run(c, &e, &way, &plain[i]);
	}
	for (size_t i = 0; i < COUNT(ways); i++) {
		unsigned v6 = (ways[i].flags & MORPH_V6) != 0;
		unsigned late = (ways[i].flags & MORPH_LATE) != 0;
		struct morph_result r;
		bool right;

		if (!morph_fits(c, &e, &ways[i]))
			continue;
		morph_run(c, &e, &ways[i], &r);
		right = !r.packets.impossible && morph_same(&plain[v6 + 2 * late], &r);
		if (!right)
			diag("%s: %s%s", ways[i].name, path,
			     r.packets.impossible ? ": cannot be made" : "");
		tally[i].tried++;
		tally[i].right += right;
		morph_result_free(&r);
	}
	for (unsigned i = 0; i < COUNT(plain); i++)
		morph_result_free(&plain[i]);
	sipcase_free(c);
}

static size_t
test_folder(const char *name, struct tally tally[])
{
	const char *top = getenv("top_srcdir");
	char folder[1024];
	struct case_list cases;
	size_t n;

	(void)snprintf(folder, sizeof(folder), "%s/tests/%s", top != NULL ? top : ".", name);
	cases = case_list(folder);
	n = cases.count;
	for (size_t i = 0; i < n; i++)
		test_case(cases.path[i], tally);
	case_list_free(&cases);
	return n;
}

int
main(void)
{
	static struct tally tally[COUNT(ways)];

	ok(test_folder("cases", tally) >= 40, "there are cases");
	ok(test_folder("traps", tally) >= 20, "there are traps");
	for (size_t i = 0; i < COUNT(ways); i++)
		ok(tally[i].tried >= 40 && tally[i].right == tally[i].tried, "%s: %u of %u cases",
		   ways[i].name, tally[i].right, tally[i].tried);
	return done();
}
