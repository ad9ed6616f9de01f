/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * layers.h - the headers below IP, one function each: they take their own header off `in` and
 * leave in *out what is behind it.  DECODE_OK and DECODE_TUNNEL as in net.h.
 */
#ifndef SIPWHY_NET_LAYERS_H
#define SIPWHY_NET_LAYERS_H

#include <sipwhy/bytes.h>
#include <sipwhy/net.h>

/* Ethertypes; those that name a tunnel do so under GRE and elsewhere as well. */
enum ether_type {
	TYPE_LLC_MOST = 0x05dc, /* up to this one it is a length, of an LLC frame */
	TYPE_IPV4 = 0x0800,
	TYPE_ERSPAN_3 = 0x22eb,
	TYPE_TRANSPARENT_ETHERNET = 0x6558,
	TYPE_VLAN = 0x8100, /* IEEE 802.1Q */
	TYPE_IPV6 = 0x86dd,
	TYPE_PPP = 0x880b,
	TYPE_MPLS = 0x8847,
	TYPE_MPLS_MULTICAST = 0x8848,
	TYPE_PPPOE_SESSION = 0x8864, /* RFC 2516; its discovery, 0x8863, carries no IP */
	TYPE_SERVICE_VLAN = 0x88a8,  /* IEEE 802.1ad */
	TYPE_ERSPAN = 0x88be,
	TYPE_MACSEC = 0x88e5,
	TYPE_BACKBONE = 0x88e7, /* IEEE 802.1ah */
	TYPE_NSH = 0x894f,
	TYPE_OLD_SERVICE_VLAN = 0x9100, /* QinQ before 802.1ad */
};

/* Behind an ethertype: VLAN tags are taken off, LLC is looked through. */
enum decode layer_type(uint16_t type, struct bytes in, struct link_view *out);
enum decode layer_ethernet(struct bytes in, struct link_view *out);
/* From the DSAP on. */
enum decode layer_llc(struct bytes in, struct link_view *out);
/* IPv4 or IPv6 by the version; anything else is none. */
enum decode layer_ip(struct bytes in, struct link_view *out);
enum decode layer_ppp(struct bytes in, struct link_view *out);
enum decode layer_cisco_hdlc(struct bytes in, struct link_view *out);
enum decode layer_pppoe(struct bytes in, struct link_view *out);
enum decode layer_mpls(struct bytes in, struct link_view *out);
enum decode layer_wifi(struct bytes in, bool padded, struct link_view *out);
enum decode layer_radiotap(struct bytes in, struct link_view *out);
enum decode layer_gre(struct bytes in, struct link_view *out);
/* From the session on. */
enum decode layer_l2tp3(struct bytes in, struct link_view *out);

/* Append to the path; false when it is as long as it may get. */
bool layer_enter(struct link_view *v, enum tunnel t);
/* One VLAN more on the path, as long as there is room; 0 is none (IEEE 802.1Q 9.6). */
void layer_vlan(struct link_view *v, uint16_t id);
/* Whether this is an Ethernet frame with what carries SIP; for where nothing else tells. */
bool layer_is_ethernet(struct bytes in);

/* Whether a payload is that of a tunnel over UDP: what it holds tells, besides its port. */
bool layer_is_udp_tunnel(const struct udp_view *u);

#endif
