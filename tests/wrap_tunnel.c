/* SPDX-License-Identifier: BSD-2-Clause */
/* Tunnels, after the documents named at each. */
#include "wrap_priv.h"

/* RFC 2784, RFC 2890. */
static void
put_gre(struct wrap *w, unsigned flags, unsigned type)
{
	if ((flags & 0x1000) != 0)
		wrap_front32(w, 7); /* sequence */
	if ((flags & 0x2000) != 0)
		wrap_front32(w, 0xabcdef01); /* key */
	if ((flags & 0x8000) != 0)
		wrap_front32(w, 0); /* checksum, reserved */
	wrap_front16(w, type);
	wrap_front16(w, flags);
	/* RFC 2784 2.3: over GRE and its payload. */
	if ((flags & 0x8000) != 0)
		wrap_set16(w->room + w->at + 4, wrap_checksum(w->room + w->at, wrap_len(w)));
	wrap_ip4(w, 47);
}

static bool
gre(struct wrap *w)
{
	put_gre(w, 0, w->type);
	return true;
}

static bool
gre_all(struct wrap *w)
{
	put_gre(w, 0xb000, w->type);
	return true;
}

static bool
gre_ethernet(struct wrap *w)
{
	wrap_need_ethernet(w);
	put_gre(w, 0x2000, 0x6558);
	return true;
}

static bool
gre6(struct wrap *w)
{
	wrap_front16(w, w->type);
	wrap_front16(w, 0);
	wrap_ip6(w, 47);
	return true;
}

/* RFC 2637 4.1: version 1, key (length and call), sequence, acknowledgment. */
static bool
pptp(struct wrap *w)
{
	size_t len;

	if (!wrap_ppp(w))
		return false;
	len = wrap_len(w);
	wrap_front32(w, 3);
	wrap_front32(w, 4);
	wrap_front16(w, 9);
	wrap_front16(w, (unsigned)len);
	wrap_front16(w, 0x880b);
	wrap_front16(w, 0x3081);
	wrap_ip4(w, 47);
	return true;
}

/* draft-foschiano-erspan-03: type I has no header, type II VLAN 0 and session 9. */
static bool
erspan1(struct wrap *w)
{
	wrap_need_ethernet(w);
	put_gre(w, 0, 0x88be);
	return true;
}

static bool
erspan2(struct wrap *w)
{
	wrap_need_ethernet(w);
	wrap_front32(w, 0);
	wrap_front32(w, 0x10000009);
	put_gre(w, 0x1000, 0x88be);
	return true;
}

/* Type III, with a platform's subheader. */
static bool
erspan3(struct wrap *w)
{
	wrap_need_ethernet(w);
	wrap_front32(w, 0);
	wrap_front32(w, 0);
	wrap_front32(w, 0x00000001);
	wrap_front32(w, 0x01020304);
	wrap_front32(w, 0x20000009);
	put_gre(w, 0x1000, 0x22eb);
	return true;
}

/* RFC 2003, RFC 4213, RFC 2473. */
static bool
in_ip4(struct wrap *w)
{
	if (w->type != 0x0800 && w->type != 0x86dd)
		return false;
	wrap_ip4(w, w->type == 0x0800 ? 4 : 41);
	return true;
}

static bool
in_ip6(struct wrap *w)
{
	if (w->type != 0x0800 && w->type != 0x86dd)
		return false;
	wrap_ip6(w, w->type == 0x0800 ? 4 : 41);
	return true;
}

/* RFC 7348 5. */
static bool
put_vxlan(struct wrap *w, unsigned port)
{
	wrap_need_ethernet(w);
	wrap_front32(w, 100 << 8);
	wrap_front32(w, 0x08000000);
	wrap_udp(w, 50000, port);
	return true;
}

static bool
vxlan(struct wrap *w)
{
	return put_vxlan(w, 4789);
}

static bool
vxlan_linux(struct wrap *w)
{
	return put_vxlan(w, 8472);
}

/* draft-ietf-nvo3-vxlan-gpe 3. */
static bool
vxlan_gpe(struct wrap *w)
{
	unsigned next = w->type == 0x0800 ? 1 : w->type == 0x86dd ? 2 : 3;

	if (next == 3)
		wrap_need_ethernet(w);
	wrap_front32(w, 100 << 8);
	wrap_front32(w, 0x0c000000 | next);
	wrap_udp(w, 50000, 4790);
	return true;
}

/* RFC 8926 3.4, with an option of eight octets. */
static bool
geneve(struct wrap *w)
{
	wrap_front32(w, 0x01020304);
	wrap_front32(w, 0xffff0001);
	wrap_front32(w, 100 << 8);
	wrap_front16(w, w->type);
	wrap_front16(w, 0x0200);
	wrap_udp(w, 50001, 6081);
	return true;
}

/* 3GPP TS 29.281 5.1. */
static bool
put_gtp_u(struct wrap *w, unsigned flags)
{
	size_t len = wrap_len(w);

	if (w->type != 0x0800 && w->type != 0x86dd)
		return false;
	wrap_front32(w, 0x11223344);
	wrap_front16(w, (unsigned)len);
	wrap_front16(w, flags << 8 | 0xff);
	wrap_udp(w, 2152, 2152);
	return true;
}

static bool
gtp_u(struct wrap *w)
{
	return put_gtp_u(w, 0x30);
}

/* With a sequence number and the extension header of a PDU session (TS 38.415 5.5.2.1). */
static bool
gtp_u_extended(struct wrap *w)
{
	wrap_front32(w, 0x01000900);
	wrap_front32(w, 0x00050085);
	return put_gtp_u(w, 0x36);
}

/* RFC 2661 3.1: length, sequence numbers, an offset. */
static bool
l2tp(struct wrap *w)
{
	if (!wrap_ppp(w))
		return false;
	wrap_front16(w, 0xff03);
	wrap_front32(w, 0x00020000); /* offset and its padding */
	wrap_front32(w, 0x00010002);
	wrap_front32(w, 0x00070008);
	wrap_front16(w, (unsigned)wrap_len(w) + 4);
	wrap_front16(w, 0x4a02);
	wrap_udp(w, 1701, 1701);
	return true;
}

/* RFC 3931 4.1.2.1, with a cookie of four octets and no sublayer. */
static bool
l2tp3(struct wrap *w)
{
	wrap_need_ethernet(w);
	wrap_front32(w, 0xc00c1e55);
	wrap_front32(w, 0x00000007);
	wrap_front32(w, 0x00030000);
	wrap_udp(w, 1701, 1701);
	return true;
}

/* RFC 3931 4.1.1.1, over IP. */
static bool
l2tp3_ip(struct wrap *w)
{
	wrap_need_ethernet(w);
	wrap_front32(w, 0x00000007);
	wrap_ip4(w, 115);
	return true;
}

static bool
mpls(struct wrap *w)
{
	if (w->type != 0x0800 && w->type != 0x86dd)
		return false;
	wrap_mpls(w);
	return true;
}

/* RFC 4448 4: Ethernet behind a control word. */
static bool
mpls_wire(struct wrap *w)
{
	wrap_need_ethernet(w);
	wrap_front32(w, 0x00000001);
	wrap_mpls(w);
	return true;
}

/* RFC 4023. */
static bool
mpls_ip(struct wrap *w)
{
	if (w->type != 0x0800 && w->type != 0x86dd)
		return false;
	wrap_mpls(w);
	wrap_ip4(w, 137);
	return true;
}

static const struct {
	const char *name;
	bool (*put)(struct wrap *w);
} tunnels[] = {
	{ "vxlan", vxlan },
	{ "vxlan-linux", vxlan_linux },
	{ "vxlan-gpe", vxlan_gpe },
	{ "geneve", geneve },
	{ "gre", gre },
	{ "gre-all", gre_all },
	{ "gre-ethernet", gre_ethernet },
	{ "gre6", gre6 },
	{ "pptp", pptp },
	{ "erspan1", erspan1 },
	{ "erspan2", erspan2 },
	{ "erspan3", erspan3 },
	{ "ip4", in_ip4 },
	{ "ip6", in_ip6 },
	{ "gtp-u", gtp_u },
	{ "gtp-u-extended", gtp_u_extended },
	{ "l2tp", l2tp },
	{ "l2tp3", l2tp3 },
	{ "l2tp3-ip", l2tp3_ip },
	{ "mpls", mpls },
	{ "mpls-wire", mpls_wire },
	{ "mpls-ip", mpls_ip },
	{ "pppoe", wrap_pppoe },
};

const char *
wrap_tunnel_name(size_t i)
{
	return i < COUNT(tunnels) ? tunnels[i].name : NULL;
}

bool
wrap_tunnel(struct wrap *w, struct str name)
{
	for (size_t i = 0; i < COUNT(tunnels); i++) {
		if (str_eq(name, str_of(tunnels[i].name)))
			return tunnels[i].put(w);
	}
	return false;
}

bool
wrap_tunnels(struct wrap *w, struct str list)
{
	while (list.len > 0) {
		size_t at = list.len;

		while (at > 0 && list.p[at - 1] != ',')
			at--;
		if (!wrap_tunnel(w, str_sub(list, at, list.len)))
			return false;
		list.len = at > 0 ? at - 1 : 0;
	}
	return true;
}
