/* SPDX-License-Identifier: BSD-2-Clause */
/* Links, after the LINKTYPE_ pages of tcpdump.org and the documents named at each. */
#include <string.h>

#include "wrap_priv.h"

/* RFC 1661 2. */
bool
wrap_ppp(struct wrap *w)
{
	switch (w->type) {
	case 0x0800:
		wrap_front16(w, 0x0021);
		return true;
	case 0x86dd:
		wrap_front16(w, 0x0057);
		return true;
	case 0x8847:
		wrap_front16(w, 0x0281);
		return true;
	default:
		return false;
	}
}

/* RFC 2516 4. */
bool
wrap_pppoe(struct wrap *w)
{
	size_t len;

	if (!wrap_ppp(w))
		return false;
	len = wrap_len(w);
	wrap_front16(w, (unsigned)len);
	wrap_front16(w, 0x0042);
	wrap_front16(w, 0x1100);
	w->type = 0x8864;
	return true;
}

/* RFC 3032 2.1: two labels. */
void
wrap_mpls(struct wrap *w)
{
	wrap_front32(w, 200u << 12 | 0x100 | 64);
	wrap_front32(w, 100u << 12 | 64);
	w->type = 0x8847;
}

static void
tags(struct wrap *w, unsigned vlans)
{
	if (vlans > 0) {
		wrap_front16(w, w->type);
		wrap_front16(w, 42);
		w->type = 0x8100;
	}
	if (vlans > 1) {
		wrap_front16(w, w->type);
		wrap_front16(w, 100);
		w->type = 0x88a8;
	}
}

static void
cooked(struct wrap *w, bool v2)
{
	if (v2) {
		wrap_front16(w, 0);
	} else {
		wrap_front16(w, w->type);
		wrap_front16(w, 0);
	}
	memcpy(wrap_front(w, 6), w->mac[0], 6);
	if (v2) {
		wrap_front16(w, 6);
		wrap_front16(w, 1); /* ARPHRD_ETHER */
		wrap_front32(w, 2); /* interface index */
		wrap_front16(w, 0);
		wrap_front16(w, w->type);
	} else {
		wrap_front16(w, 6);
		wrap_front16(w, 1);
		wrap_front16(w, 0);
	}
}

static bool
is_ip(const struct wrap *w)
{
	return w->type == 0x0800 || w->type == 0x86dd;
}

/* A family in the byte order of the host, AF_INET6 as FreeBSD has it. */
static bool
loopback(struct wrap *w, bool big_endian)
{
	uint32_t family = w->type == 0x0800 ? 2 : 28;

	wrap_front32(w, big_endian ? family : family << 24);
	return is_ip(w);
}

/* IEEE 802.11-2020 9.3.2.1: QoS data from an access point; LLC and SNAP. */
static bool
wifi(struct wrap *w)
{
	wrap_front16(w, w->type);
	wrap_front32(w, 0x03000000);
	wrap_front16(w, 0xaaaa);
	wrap_front16(w, 0);      /* QoS control */
	wrap_front16(w, 0x1000); /* sequence 1, fragment 0 */
	memcpy(wrap_front(w, 6), w->mac[0], 6);
	memcpy(wrap_front(w, 6), w->mac[0], 6);
	memcpy(wrap_front(w, 6), w->mac[1], 6);
	wrap_front16(w, 0);
	wrap_front16(w, 0x8802);
	return true;
}

/* radiotap.org: a time, flags and a rate, behind two words of what is present. */
static bool
radiotap(struct wrap *w)
{
	uint8_t *p;

	(void)wifi(w);
	p = wrap_front(w, 26);
	p[2] = 26;
	p[4] = 0x07;
	p[7] = 0x80;
	p[25] = 2;
	return true;
}

/* OpenBSD's pfloghdr, of 61 octets, filled up to 64. */
static bool
pflog(struct wrap *w)
{
	uint8_t *p = wrap_front(w, 64);

	p[0] = 61;
	p[1] = w->type == 0x0800 ? 2 : 24;
	memcpy(p + 4, "em0", 3);
	return is_ip(w);
}

/* A magic number, flags (extensions, inbound), one extension: the kind of encapsulation. */
static void
juniper(struct wrap *w)
{
	static const uint8_t head[] = { 0x4d, 0x47, 0x43, 0x81, 0, 3, 6, 1, 14 };

	memcpy(wrap_front(w, sizeof(head)), head, sizeof(head));
}

static bool
cisco_hdlc(struct wrap *w)
{
	wrap_front16(w, w->type);
	wrap_front16(w, 0x0f00);
	return w->type != 0x6558;
}

static bool
ppp_link(struct wrap *w, enum link_type link)
{
	if (!wrap_ppp(w))
		return false;
	wrap_front16(w, 0xff03);
	if (link == LINK_PPP_DIRECTION)
		*wrap_front(w, 1) = 1;
	if (link == LINK_JUNIPER_PPP)
		juniper(w);
	return true;
}

static bool
seldom_link(struct wrap *w, enum link_type link)
{
	switch (link) {
	case LINK_PPP_ETHER:
		return wrap_pppoe(w);
	case LINK_CISCO_HDLC:
		return cisco_hdlc(w);
	case LINK_JUNIPER_HDLC:
		if (!cisco_hdlc(w))
			return false;
		juniper(w);
		return true;
	case LINK_JUNIPER_ETHERNET:
		wrap_ethernet(w);
		juniper(w);
		return true;
	case LINK_MPLS:
		if (is_ip(w))
			wrap_mpls(w);
		return w->type == 0x8847;
	case LINK_WIFI:
		return wifi(w);
	case LINK_RADIOTAP:
		return radiotap(w);
	case LINK_PFLOG:
		return pflog(w);
	default:
		return ppp_link(w, link);
	}
}

bool
wrap_link(struct wrap *w, enum link_type link, unsigned vlans, bool big_endian)
{
	/* Ethernet as a payload is what a link of Ethernet sends, not what it carries. */
	if (w->type == 0x6558)
		return false;
	switch (link) {
	case LINK_OTHER:
	case LINK_ETHERNET:
		tags(w, vlans);
		wrap_ethernet(w);
		return true;
	case LINK_LINUX_SLL:
	case LINK_LINUX_SLL2:
		cooked(w, link == LINK_LINUX_SLL2);
		return true;
	case LINK_RAW:
		return is_ip(w);
	case LINK_IPV4:
		return w->type == 0x0800;
	case LINK_IPV6:
		return w->type == 0x86dd;
	case LINK_NULL:
		return loopback(w, big_endian);
	case LINK_LOOP:
		return loopback(w, true);
	default:
		return seldom_link(w, link);
	}
}
