/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "tap.h"
#include "walk_seen.h"

#define SECOND INT64_C(1000000000)
/* IPv4 from 192.0.2.1 to 192.0.2.2 with this length, identification and place. */
#define V4(total, id, where, protocol) \
	"\x45\0" total id where "\x40" protocol "\0\0\xc0\0\x02\x01\xc0\0\x02\x02"
#define V6(len, next)                                                          \
	"\x60\0\0\0" len next "\x40\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01" \
	"\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x02"
#define PORTS "\x13\xc4\x13\xce" /* 5060, 5070 */
#define TCP PORTS "\0\0\0\x07\0\0\0\x09\x60\x18\x20\0\0\0\0\0\x01\x01\x01\0"
#define WIFI_AGGREGATE "\x88\x02\0\0\x02\0\0\0\0\x01\x02\0\0\0\0\x02\x02\0\0\0\0\x03\x10\0\x80\0"
#define MACS "\x02\0\0\0\0\x01\x02\0\0\0\0\x02"
#define GRE4 "\x45\0\0\0\0\x01\0\0\x40\x2f\0\0\xc6\x33\x64\x01\xc6\x33\x64\x02\0\0\x08\0"
#define GRE4_X4 GRE4 GRE4 GRE4 GRE4
#define UDP4 V4("\0\x20", "\x12\x34", "\0\0", "\x11") PORTS "\0\x0c\0\0abcd"

static void
test_udp(struct walk_seen *s)
{
	static const char interface[] = "eth7";
	struct packet p = { .ts_ns = 5, .no = 77, .link = LINK_IPV4, .interface = interface };
	const struct unit *u = &s->units[0];

	p.data = S(UDP4);
	walk_seen_forget(s);
	walk_packet(s->walk, 3, &p);
	if (!is_int(s->unit_count, 1, "a UDP datagram is handed on"))
		return;
	is_int(u->kind, UNIT_UDP, "as one");
	is_int(u->seen.transport, TRANSPORT_UDP, "its transport");
	is_int(u->seen.src.port, 5060, "its source port");
	is_int(u->seen.dst.port, 5070, "its destination port");
	is_int(u->seen.src.ip.octets[3], 1, "its source");
	is_int(u->seen.dst.ip.octets[3], 2, "its destination");
	is_int((intmax_t)u->seen.frame, 77, "its frame");
	is_int((intmax_t)u->seen.ts_ns, 5, "its time");
	is_int(u->seen.input, 3, "its input");
	ok(u->seen.path.interface == interface, "its interface");
	is_int(u->ip_id, 0x1234, "its identification");
	ok(!u->reassembled && u->missing_bytes == 0, "it came whole");
	is_str(u->payload, S("abcd"), "its payload");
}

static const struct {
	const char *promise;
	struct str in;
	enum decode want; /* DECODE_OK: handed on */
	enum unit_kind kind;
	struct str payload;
	size_t missing;
} others[] = {
	{ "a TCP segment", S(V4("\0\x30", "\0\0", "\0\0", "\x06") TCP "abcd"), DECODE_OK, UNIT_TCP,
	  S("abcd"), 0 },
	{ "a TCP segment with padding behind it",
	  S(V4("\0\x30", "\0\0", "\0\0", "\x06") TCP "abcd\0\0"), DECODE_OK, UNIT_TCP, S("abcd"),
	  0 },
	{ "a TCP segment cut by the capture", S(V4("\0\x94", "\0\0", "\0\0", "\x06") TCP "abcd"),
	  DECODE_OK, UNIT_TCP, S("abcd"), 100 },
	{ "a TCP segment cut in its options",
	  S(V4("\0\x94", "\0\0", "\0\0", "\x06") PORTS
	    "\0\0\0\x07\0\0\0\x09\x60\x18\x20\0\0\0\0\0\x01"),
	  DECODE_OK, UNIT_TCP, S(""), 104 },
	{ "a TCP segment whose length is left to the card",
	  S(V4("\0\0", "\0\0", "\0\0", "\x06") TCP "abcd"), DECODE_OK, UNIT_TCP, S("abcd"), 0 },
	{ "a TCP header cut by the capture",
	  S(V4("\0\x94", "\0\0", "\0\0", "\x06") PORTS "\0\0\0\x07\0\0\0\x09\x60\x18\x20\0"),
	  DECODE_TCP_SHORT, UNIT_TCP, STR_ABSENT, 0 },
	{ "a TCP header that is no header",
	  S(V4("\0\x28", "\0\0", "\0\0", "\x06") PORTS
	    "\0\0\0\x07\0\0\0\x09\x40\x18\x20\0\0\0\0\0"),
	  DECODE_TCP_MALFORMED, UNIT_TCP, STR_ABSENT, 0 },
	{ "a TCP header longer than its packet",
	  S(V4("\0\x28", "\0\0", "\0\0", "\x06") PORTS
	    "\0\0\0\x07\0\0\0\x09\x60\x18\x20\0\0\0\0\0"),
	  DECODE_TCP_MALFORMED, UNIT_TCP, STR_ABSENT, 0 },
	{ "TCP in IPv6", S(V6("\0\x1c", "\x06") TCP "abcd"), DECODE_OK, UNIT_TCP, S("abcd"), 0 },
	{ "an SCTP packet",
	  S(V4("\0\x28", "\0\0", "\0\0", "\x84") PORTS "\0\0\0\x01\0\0\0\0\0\x03\0\x08"), DECODE_OK,
	  UNIT_SCTP, S("\0\x03\0\x08"), 4 },
	{ "an SCTP header cut by the capture",
	  S(V4("\0\x28", "\0\0", "\0\0", "\x84") PORTS "\0\0\0\x01"), DECODE_SCTP_SHORT, UNIT_SCTP,
	  STR_ABSENT, 0 },
	{ "a UDP datagram cut by the capture",
	  S(V4("\0\x80", "\0\0", "\0\0", "\x11") PORTS "\0\x6c\0\0abcd"), DECODE_OK, UNIT_UDP,
	  S("abcd"), 96 },
	{ "ICMP", S(V4("\0\x18", "\0\0", "\0\0", "\x01") "\x08\0\0\0"), DECODE_OTHER_IP, UNIT_UDP,
	  STR_ABSENT, 0 },
};

static void
test_others(struct walk_seen *s)
{
	for (size_t i = 0; i < COUNT(others); i++) {
		const struct unit *u = &s->units[0];

		walk_seen_forget(s);
		walk_seen_packet(s, LINK_RAW, others[i].in, 1, 0);
		is_int(s->odd, (intmax_t)others[i].want, "%s", others[i].promise);
		if (others[i].want != DECODE_OK) {
			ok(s->odd_seen.src.ip.family != 0, "%s: from whom", others[i].promise);
			continue;
		}
		is_int(s->unit_count, 1, "%s: one", others[i].promise);
		is_int(u->kind, (intmax_t)others[i].kind, "%s: its kind", others[i].promise);
		is_str(u->payload, others[i].payload, "%s: its payload", others[i].promise);
		is_int((intmax_t)u->missing_bytes, (intmax_t)others[i].missing,
		       "%s: what is missing", others[i].promise);
		ok(u->seen.src.port == 5060 && u->seen.dst.port == 5070, "%s: its ports",
		   others[i].promise);
	}
	walk_seen_forget(s);
	walk_seen_packet(s, LINK_RAW, others[0].in, 1, 0);
	ok(s->units[0].tcp.seq == 7 && s->units[0].tcp.ack == 9 && s->units[0].tcp.flags == 0x18,
	   "TCP's numbers and flags");
}

static void
test_nesting(struct walk_seen *s)
{
	walk_seen_forget(s);
	walk_seen_packet(s, LINK_IPV4, S(GRE4_X4 GRE4_X4 UDP4), 1, 0);
	ok(s->unit_count == 1 && s->units[0].seen.path.tunnel_count == 8, "eight tunnels are read");
	walk_seen_forget(s);
	walk_seen_packet(s, LINK_IPV4, S(GRE4_X4 GRE4_X4 GRE4 UDP4), 2, 0);
	ok(s->unit_count == 0 && s->odd == DECODE_TUNNEL_DEEP, "nine are counted");
	is_str(str_of(decode_name(s->odd)), S("tunnel.deep"), "by a name");
}

static void
test_aggregate(struct walk_seen *s)
{
	static const struct str frame =
		S(WIFI_AGGREGATE MACS "\0\x28\xaa\xaa\x03\0\0\0\x08\0" UDP4 "\0\0" MACS
				      "\0\x0a\xaa\xaa\x03\0\0\0\x08\x06\0\x01" MACS
				      "\0\x28\xaa\xaa\x03\0\0\0\x08\0" UDP4);

	walk_seen_forget(s);
	walk_seen_packet(s, LINK_WIFI, frame, 1, 0);
	ok(s->unit_count == 2, "each packet of a wireless aggregate is handed on");
	ok(s->odd_count == 1 && s->odd == DECODE_NOT_IP, "and the ARP between them counted");
	is_str(s->units[1].payload, S("abcd"), "the last of them, too");
	walk_seen_forget(s);
	walk_seen_packet(s, LINK_WIFI, str_sub(frame, 0, frame.len - 45), 1, 0);
	ok(s->unit_count == 1 && s->odd == DECODE_LINK_SHORT, "a cut one is told");
}

static void
test_counts(struct walk_seen *s)
{
	const struct walk_count *n;

	walk_seen_end(s);
	walk_seen_begin(s);
	walk_seen_packet(s, LINK_OTHER, S("x"), 11, 0);
	walk_seen_packet(s, LINK_OTHER, S("x"), 12, 0);
	walk_seen_packet(s, LINK_ETHERNET, S("x"), 13, 0);
	n = walk_counts(s->walk);
	ok(n[DECODE_LINK_UNKNOWN].count == 2 && n[DECODE_LINK_UNKNOWN].first_frame == 11,
	   "what cannot be read is counted, with where it was first");
	ok(n[DECODE_LINK_SHORT].count == 1 && n[DECODE_LINK_SHORT].first_frame == 13,
	   "each kind for itself");
	is_int(s->odd_count, 3, "and told each time");
	is_int((intmax_t)s->odd_seen.frame, 13, "with its frame");
}

/* A UDP datagram of 28 octets, 20 of payload, in three fragments, and what is like it. */
static const struct str part1 = S(V4("\0\x24", "\0\x09", "\x20\0", "\x11") PORTS "\0\x1c\0\0"
										 "OPTIONS ");
static const struct str part2 = S(V4("\0\x1c", "\0\x09", "\x20\x02", "\x11") "sip:a@b ");
static const struct str part3 = S(V4("\0\x18", "\0\x09", "\0\x03", "\x11") "SIP/");

static void
test_fragments(struct walk_seen *s)
{
	const struct unit *u = &s->units[0];

	walk_seen_forget(s);
	walk_seen_packet(s, LINK_IPV4, part3, 21, 100);
	walk_seen_packet(s, LINK_IPV4, part1, 22, 200);
	ok(s->unit_count == 0 && s->odd_count == 0, "fragments wait, which is not odd");
	walk_seen_packet(s, LINK_IPV4, part2, 23, 300);
	if (!is_int(s->unit_count, 1, "and come together"))
		return;
	is_str(u->payload, S("OPTIONS sip:a@b SIP/"), "to what was sent");
	ok(u->reassembled && u->missing_bytes == 0 && u->ip_id == 9, "which is told");
	ok(u->seen.frame == 23 && u->seen.ts_ns == 300,
	   "frame and time are those of the last to come");
	ok(u->seen.src.port == 5060 && u->seen.dst.port == 5070, "the ports are there");

	walk_seen_forget(s);
	walk_seen_packet(s, LINK_IPV4, part1, 24, 3 * SECOND);
	walk_seen_packet(s, LINK_IPV4, str_sub(part2, 0, part2.len - 2), 25, 3 * SECOND);
	walk_seen_packet(s, LINK_IPV4, part3, 26, 3 * SECOND);
	is_str(u->payload, S("OPTIONS sip:a@"), "a fragment cut by the capture ends it");
	is_int((intmax_t)u->missing_bytes, 6, "and what is missing is known");
}

static void
test_lost(struct walk_seen *s)
{
	walk_seen_end(s);
	walk_seen_begin(s);
	walk_seen_packet(s, LINK_IPV4, part1, 31, 5 * SECOND);
	walk_seen_packet(s, LINK_IPV4, part3, 32, 6 * SECOND);
	walk_expire(s->walk, 35 * SECOND - 1);
	ok(s->lost_count == 0, "half a minute it waits");
	walk_expire(s->walk, 35 * SECOND);
	is_int(s->lost_count, 1, "then it is lost");
	ok(s->odd == DECODE_FRAGMENT_LOST && walk_counts(s->walk)[s->odd].first_frame == 31,
	   "and counted");
	ok(s->lost.why == LOST_TIMEOUT && s->lost.have_bytes == 20 && s->lost.want_bytes == 28,
	   "with how much of it came");
	ok(s->lost.seen.src.port == 5060 && s->lost.seen.dst.port == 5070 &&
		   s->lost.seen.frame == 31,
	   "between whom, and where it begins");
	is_str(s->lost_start, S("OPTIONS "), "what is there of the message");
	is_int(s->unit_count, 1, "which was handed on");
	is_str(s->units[0].payload, S("OPTIONS "), "as a message that is cut");
	is_int((intmax_t)s->units[0].missing_bytes, 12, "by so many octets");
	ok(s->units[0].seen.frame == 31 && s->units[0].reassembled, "with its first frame");

	walk_seen_forget(s);
	walk_seen_packet(s, LINK_IPV4, part2, 33, 40 * SECOND);
	walk_seen_packet(s, LINK_IPV4, part3, 34, 41 * SECOND);
	walk_seen_packet(s, LINK_IPV4, S(UDP4), 35, 71 * SECOND);
	ok(s->lost_count == 1 && s->unit_count == 1 && str_absent(s->lost_start),
	   "time goes on by packets, and without its start there is nothing to read");
	is_int(s->lost.seen.src.port, 0, "not even its ports");
}

static void
test_lost_at_the_end(struct walk_seen *s)
{
	walk_seen_forget(s);
	walk_seen_packet(s, LINK_IPV4, part1, 41, 80 * SECOND);
	walk_finish(s->walk);
	ok(s->lost_count == 1 && s->lost.why == LOST_END && s->unit_count == 1,
	   "at the end of the input what waits is told");
	is_int((intmax_t)s->units[0].missing_bytes, 12, "UDP knows how long it was");
	walk_finish(s->walk);
	is_int(s->lost_count, 1, "and only once");
}

static void
test_lost_not_udp(struct walk_seen *s)
{
	walk_seen_forget(s);
	walk_seen_packet(s, LINK_IPV4, S(V4("\0\x34", "\0\x0a", "\x20\0", "\x06") TCP "abcdefgh"),
			 42, 80 * SECOND);
	walk_finish(s->walk);
	ok(s->lost_count == 1 && s->unit_count == 0,
	   "a lost TCP segment is sent anew, so not read");
	walk_seen_forget(s);
	/* GRE whose second half is lost; in the first begins a UDP datagram. */
	walk_seen_packet(s, LINK_IPV4,
			 S(V4("\0\x3c", "\0\x0b", "\x20\0", "\x2f") "\0\0\x08\0" V4(
				 "\0\x80", "\0\x0c", "\0\0", "\x11") PORTS "\0\x6c\0\0abcdefgh"),
			 43, 80 * SECOND);
	walk_finish(s->walk);
	ok(s->lost_count == 1 && s->unit_count == 1, "what a lost tunnel packet has is read");
	ok(s->units[0].missing_bytes == 92 && s->units[0].seen.path.tunnel_count == 1,
	   "as far as it goes");
	walk_seen_forget(s);
	walk_seen_packet(s, LINK_IPV4,
			 S(V4("\0\x3c", "\0\x0b", "\x20\0", "\x2f") "\0\0\x08\0" V4(
				 "\0\x84", "\0\x0c", "\x20\0", "\x11") PORTS "\0\x6c\0\0abcdefgh"),
			 44, 80 * SECOND);
	walk_finish(s->walk);
	ok(s->lost_count == 1 && s->unit_count == 0, "but not a fragment in it");
}

static void
test_overlap(struct walk_seen *s)
{
	/* IPv6: header, then a fragment header with UDP next. */
	static const struct str one =
		S(V6("\0\x18", "\x2c") "\x11\0\0\x01\0\0\0\x05" PORTS "\0\x20\0\0"
				       "OPTIONS ");
	static const struct str over = S(V6("\0\x10", "\x2c") "\x11\0\0\x08\0\0\0\x05"
							      "________");

	walk_seen_forget(s);
	walk_seen_packet(s, LINK_IPV6, one, 51, 90 * SECOND);
	walk_seen_packet(s, LINK_IPV6, over, 52, 90 * SECOND);
	ok(s->odd == DECODE_FRAGMENT_OVERLAP && s->odd_seen.frame == 52, "an overlap is counted");
	walk_expire(s->walk, 149 * SECOND);
	is_int(s->lost_count, 0, "IPv6 waits a minute");
	walk_expire(s->walk, 150 * SECOND);
	ok(s->lost_count == 1 && s->lost.why == LOST_OVERLAP && s->unit_count == 0,
	   "and nothing is read of a datagram that every receiver drops");
}

/* IPv6 whose last fragment names another protocol, and one that is a fragment once more inside. */
static void
test_next_header(struct walk_seen *s)
{
	static const struct str one =
		S(V6("\0\x18", "\x2c") "\x11\0\0\x01\0\0\0\x06" PORTS "\0\x18\0\0OPTIONS ");
	static const struct str two = S(V6("\0\x10", "\x2c") "\x06\0\0\x10\0\0\0\x06sip:a@b ");
	static const struct str three =
		S(V6("\0\x10", "\x2c") "\x2c\0\0\x01\0\0\0\x07\x11\0\0\x01\0\0\0\x08");
	static const struct str four = S(V6("\0\x10", "\x2c") "\x2c\0\0\x08\0\0\0\x07________");

	walk_seen_forget(s);
	walk_seen_packet(s, LINK_IPV6, one, 61, 200 * SECOND);
	walk_seen_packet(s, LINK_IPV6, two, 62, 200 * SECOND);
	ok(s->unit_count == 1 && s->units[0].kind == UNIT_UDP,
	   "the first fragment tells what it is");
	walk_seen_forget(s);
	walk_seen_packet(s, LINK_IPV6, three, 63, 200 * SECOND);
	walk_seen_packet(s, LINK_IPV6, four, 64, 200 * SECOND);
	ok(s->unit_count == 0 && s->odd_count == 1 && s->odd == DECODE_IP_MALFORMED,
	   "a fragment of a fragment is counted");
}

/* Neither IP nor UDP tells a length, but PPPoE does. */
static void
test_pppoe_length(struct walk_seen *s)
{
	walk_seen_forget(s);
	walk_seen_packet(s, LINK_ETHERNET,
			 S(MACS "\x88\x64\x11\0\0\x01\0\x22\0\x21" V4(
				 "\0\0", "\0\0", "\0\0", "\x11") PORTS "\0\0\0\0abcd\0\0\0\0\0\0"),
			 65, 200 * SECOND);
	is_str(s->units[0].payload, S("abcd"), "what fills a frame up behind PPPoE is cut off");
}

int
main(void)
{
	static struct walk_seen s;

	walk_seen_begin(&s);
	test_udp(&s);
	test_others(&s);
	test_nesting(&s);
	test_aggregate(&s);
	test_counts(&s);
	test_fragments(&s);
	test_lost(&s);
	test_lost_at_the_end(&s);
	test_lost_not_udp(&s);
	test_overlap(&s);
	test_next_header(&s);
	test_pppoe_length(&s);
	walk_seen_end(&s);
	return done();
}
