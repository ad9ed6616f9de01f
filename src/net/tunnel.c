/* SPDX-License-Identifier: BSD-2-Clause */
#include "ip_protocol.h"
#include "layers.h"

enum decode
tunnel_link(struct link_view *v)
{
	struct bytes in = bytes_of(v->payload.p, v->payload.len);

	switch (v->ethertype) {
	case TYPE_TRANSPARENT_ETHERNET:
		return layer_ethernet(in, v);
	case TYPE_PPP:
		return layer_enter(v, TUNNEL_PPP) ? layer_ppp(in, v) : DECODE_TUNNEL_DEEP;
	case TYPE_MPLS:
	case TYPE_MPLS_MULTICAST:
		return layer_mpls(in, v);
	case TYPE_PPPOE_SESSION:
		return layer_pppoe(in, v);
	default:
		return DECODE_TUNNEL_CLOSED;
	}
}

enum decode
tunnel_ip(const struct ip_view *ip, struct link_view *v)
{
	struct bytes in = bytes_of(ip->payload.p, ip->payload.len);
	bool v4 = ip->src.family == 4;

	switch (ip->protocol) {
	case IP_IN_IP:
	case IP_IPIP:
		if (!layer_enter(v, v4 ? TUNNEL_IPIP : TUNNEL_4IN6))
			return DECODE_TUNNEL_DEEP;
		return layer_type(TYPE_IPV4, in, v);
	case IP_IPV6:
		if (!layer_enter(v, v4 ? TUNNEL_6IN4 : TUNNEL_6IN6))
			return DECODE_TUNNEL_DEEP;
		return layer_type(TYPE_IPV6, in, v);
	case IP_GRE:
		return layer_gre(in, v);
	case IP_L2TP:
		return layer_l2tp3(in, v);
	case IP_MPLS:
		return layer_mpls(in, v);
	default:
		return DECODE_TUNNEL_CLOSED;
	}
}
