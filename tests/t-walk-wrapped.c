/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One SIP message, in every link, tunnel and pair of tunnels, in fragments inside and outside,
 * in every order: it is handed on the same.
 */
#include <stdio.h>
#include <string.h>

#include "tap.h"
#include "walk_seen.h"
#include "wrap.h"

#define MESSAGE                                                                  \
	"REGISTER sip:example.com SIP/2.0\r\n"                                   \
	"Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK776asdhds\r\n"           \
	"From: <sip:alice@example.com>;tag=1\r\nTo: <sip:alice@example.com>\r\n" \
	"Call-ID: a84b4c76e66710\r\nCSeq: 1 REGISTER\r\nContent-Length: 0\r\n\r\n"

enum { PARTS = 8, PACKET = 1024 };

/* The packets that one way of sending it makes. */
struct sending {
	struct str parts[PARTS];
	char octets[PARTS][PACKET];
	size_t count;
	enum link_type link;
};

static const struct {
	const char *name;
	enum link_type link;
	unsigned vlans;
} links[] = {
	{ "ether", LINK_ETHERNET, 0 },
	{ "qinq", LINK_ETHERNET, 2 },
	{ "sll", LINK_LINUX_SLL, 0 },
	{ "sll2", LINK_LINUX_SLL2, 0 },
	{ "raw", LINK_RAW, 0 },
	{ "ipv4", LINK_IPV4, 0 },
	{ "ipv6", LINK_IPV6, 0 },
	{ "null", LINK_NULL, 0 },
	{ "loop", LINK_LOOP, 0 },
	{ "ppp", LINK_PPP, 0 },
	{ "ppp-direction", LINK_PPP_DIRECTION, 0 },
	{ "ppp-ether", LINK_PPP_ETHER, 0 },
	{ "hdlc", LINK_CISCO_HDLC, 0 },
	{ "mpls", LINK_MPLS, 0 },
	{ "wifi", LINK_WIFI, 0 },
	{ "radiotap", LINK_RADIOTAP, 0 },
	{ "pflog", LINK_PFLOG, 0 },
	{ "juniper-ether", LINK_JUNIPER_ETHERNET, 0 },
	{ "juniper-ppp", LINK_JUNIPER_PPP, 0 },
	{ "juniper-hdlc", LINK_JUNIPER_HDLC, 0 },
};

static const struct endpoint ends[2][2] = {
	{ { { 4, { 192, 0, 2, 10 } }, 5060 }, { { 4, { 192, 0, 2, 1 } }, 5070 } },
	{ { { 6, { 0x20, 1, 0x0d, 0xb8, [15] = 10 } }, 5060 },
	  { { 6, { 0x20, 1, 0x0d, 0xb8, [15] = 1 } }, 5070 } },
};

/* The message over UDP and IP; UDP has no checksum, nobody looks at it. */
static struct str
packet_of(bool v6, char out[PACKET])
{
	static const char head4[] = "\x45\0\0\0\0\x09\0\0\x40\x11\0\0\xc0\0\x02\x0a\xc0\0\x02\x01";
	static const char head6[] = "\x60\0\0\0\0\0\x11\x40\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0"
				    "\x0a\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01";
	size_t header = v6 ? sizeof(head6) - 1 : sizeof(head4) - 1;
	size_t udp = 8 + sizeof(MESSAGE) - 1, total = header + udp;
	size_t told = v6 ? udp : total;

	memcpy(out, v6 ? head6 : head4, header);
	out[v6 ? 4 : 2] = (char)(told >> 8);
	out[v6 ? 5 : 3] = (char)told;
	memcpy(out + header, "\x13\xc4\x13\xce\0\0\0\0" MESSAGE, udp);
	out[header + 4] = (char)(udp >> 8);
	out[header + 5] = (char)udp;
	return (struct str){ out, total };
}

static bool
add_part(struct sending *s, struct str octets)
{
	if (s->count == PARTS || octets.len > PACKET)
		return false;
	memcpy(s->octets[s->count], octets.p, octets.len);
	s->parts[s->count] = (struct str){ s->octets[s->count], octets.len };
	s->count++;
	return true;
}

/* Of at most `step` octets inside all tunnels, 0 for none. */
static bool
send_inside(struct sending *s, bool v6, const char *tunnels, size_t link, size_t step)
{
	static struct wrap w;
	char whole[PACKET];
	struct str packet = packet_of(v6, whole);

	for (size_t n = 0; step == 0 ? n == 0 : wrap_fragment(packet, step, n, &w); n++) {
		char part[PACKET];
		struct str octets = packet;

		if (step > 0) {
			octets = wrap_octets(&w);
			memcpy(part, octets.p, octets.len);
			octets.p = part;
		}
		w.id = (uint16_t)(n + 1);
		wrap_begin(&w, octets, &ends[v6][0], &ends[v6][1]);
		if (!wrap_tunnels(&w, str_of(tunnels)) ||
		    !wrap_link(&w, links[link].link, links[link].vlans, false) ||
		    !add_part(s, wrap_octets(&w)))
			return false;
	}
	return true;
}

/* Whole inside, the outermost IP packet in pieces. */
static bool
send_outside(struct sending *s, bool v6, const char *tunnels, size_t link, size_t step)
{
	static struct wrap w, part;
	char whole[PACKET], outer[PACKET];
	struct str packet = packet_of(v6, whole);

	wrap_begin(&w, packet, &ends[v6][0], &ends[v6][1]);
	if (!wrap_tunnels(&w, str_of(tunnels)) || (w.type != 0x0800 && w.type != 0x86dd))
		return false;
	packet = wrap_octets(&w);
	memcpy(outer, packet.p, packet.len);
	packet.p = outer;
	for (size_t n = 0; wrap_fragment(packet, step, n, &part); n++) {
		if (!wrap_link(&part, links[link].link, links[link].vlans, false) ||
		    !add_part(s, wrap_octets(&part)))
			return false;
	}
	return true;
}

/* The packets in an order, and whether the message came out as it was, with the last. */
static bool
arrives(struct walk_seen *seen, const struct sending *s, bool v6, const size_t *order)
{
	static int64_t now_ns;
	const struct unit *u = &seen->units[0];
	size_t before = 0;

	/* So late that no datagram before it has the same identification. */
	now_ns += INT64_C(100000000000);
	walk_seen_forget(seen);
	for (size_t i = 0; i < s->count; i++) {
		before = seen->unit_count;
		walk_seen_packet(seen, s->link, s->parts[order[i]], i + 1, now_ns);
	}
	return seen->unit_count == 1 && before == 0 && seen->odd_count == 0 &&
	       str_eq(u->payload, S(MESSAGE)) && u->missing_bytes == 0 && u->kind == UNIT_UDP &&
	       endpoint_eq(&u->seen.src, &ends[v6][0]) && endpoint_eq(&u->seen.dst, &ends[v6][1]) &&
	       u->seen.frame == s->count && u->seen.ts_ns == now_ns &&
	       u->reassembled == (s->count > 1);
}

/* In the order sent, turned round, and with each two neighbours changed. */
static bool
arrives_shuffled(struct walk_seen *seen, const struct sending *s, bool v6)
{
	size_t order[PARTS] = { 0 };
	bool right;

	for (size_t i = 0; i < s->count; i++)
		order[i] = i;
	right = arrives(seen, s, v6, order);
	for (size_t i = 0; i < s->count; i++)
		order[i] = s->count - 1 - i;
	right = arrives(seen, s, v6, order) && right;
	for (size_t swap = 0; swap + 1 < s->count; swap++) {
		for (size_t i = 0; i < s->count; i++)
			order[i] = i == swap ? i + 1 : i == swap + 1 ? i - 1 : i;
		right = arrives(seen, s, v6, order) && right;
	}
	return right;
}

struct tally {
	unsigned tried, right;
};

static void
try_sending(struct walk_seen *seen, struct sending *s, bool made, bool v6, struct tally *t)
{
	bool right;

	if (!made)
		return;
	right = arrives_shuffled(seen, s, v6);
	t->tried++;
	t->right += right;
}

/* Whole, in fragments inside, in fragments outside; both versions of IP. */
static struct tally
try_all(struct walk_seen *seen, const char *tunnels, size_t link)
{
	static struct sending s;
	struct tally t = { 0, 0 };

	for (unsigned how = 0; how < 6; how++) {
		bool v6 = how % 2 == 1;
		bool made;

		s.count = 0;
		s.link = links[link].link;
		if (how / 2 == 2)
			made = tunnels[0] != '\0' && send_outside(&s, v6, tunnels, link, 96);
		else
			made = send_inside(&s, v6, tunnels, link, how / 2 == 1 ? 64 : 0);
		try_sending(seen, &s, made, v6, &t);
	}
	return t;
}

/* What the path has to say: vxlan-gpe is VXLAN, pptp is GRE and PPP. */
static void
test_paths(struct walk_seen *seen)
{
	static const struct {
		const char *tunnels, *path;
	} paths[] = {
		{ "", "vlan 100,42" },
		{ "vxlan", "vxlan vlan 100,42" },
		{ "vxlan-linux,gre6", "vxlan,gre vlan 100,42" },
		{ "pptp,ip4", "gre,ppp,ipip vlan 100,42" },
		{ "ip6,geneve", "4in6,geneve vlan 100,42" },
		{ "erspan2,l2tp", "erspan,l2tp vlan 100,42" },
		{ "pppoe,gtp-u", "pppoe,gtp-u vlan 100,42" },
		{ "mpls-wire,pppoe", "mpls,pppoe vlan 100,42" },
		{ "ip4,ip6,ip6", "6in4,6in6,4in6 vlan 100,42" },
	};

	for (size_t i = 0; i < COUNT(paths); i++) {
		static struct sending s;
		char path[SEEN_PATH];

		s.count = 0;
		s.link = LINK_ETHERNET;
		walk_seen_forget(seen);
		if (ok(send_inside(&s, false, paths[i].tunnels, 1, 0), "\"%s\" can be made",
		       paths[i].tunnels))
			walk_seen_packet(seen, s.link, s.parts[0], 1, 0);
		is_str(str_of(walk_seen_path(&seen->units[0].seen.path, path)),
		       str_of(paths[i].path), "its path is told, the outermost first");
	}
}

int
main(void)
{
	static struct walk_seen seen;
	const char *outer, *inner;

	walk_seen_begin(&seen);
	for (size_t link = 0; link < COUNT(links); link++) {
		struct tally t = try_all(&seen, "", link);

		ok(t.tried >= 2 && t.right == t.tried, "over %s: %u of %u ways", links[link].name,
		   t.right, t.tried);
	}
	for (size_t i = 0; (outer = wrap_tunnel_name(i)) != NULL; i++) {
		struct tally sum = { 0, 0 };

		for (size_t link = 0; link < COUNT(links); link++) {
			struct tally t = try_all(&seen, outer, link);

			sum.tried += t.tried;
			sum.right += t.right;
		}
		ok(sum.tried >= 20 && sum.right == sum.tried, "in %s over each link: %u of %u ways",
		   outer, sum.right, sum.tried);
		sum = (struct tally){ 0, 0 };
		for (size_t n = 0; (inner = wrap_tunnel_name(n)) != NULL; n++) {
			char both[64];
			struct tally t;

			(void)snprintf(both, sizeof(both), "%s,%s", outer, inner);
			t = try_all(&seen, both, 0);
			if (t.right != t.tried)
				diag("%s: %u of %u", both, t.right, t.tried);
			sum.tried += t.tried;
			sum.right += t.right;
		}
		ok(sum.tried >= 20 && sum.right == sum.tried,
		   "in %s with each tunnel inside: %u of %u ways", outer, sum.right, sum.tried);
	}
	test_paths(&seen);
	walk_seen_end(&seen);
	return done();
}
