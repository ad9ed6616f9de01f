/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ip_protocol.h - IANA protocol numbers.
 */
#ifndef SIPWHY_NET_IP_PROTOCOL_H
#define SIPWHY_NET_IP_PROTOCOL_H

enum ip_protocol {
	IP_HOP_BY_HOP = 0,
	IP_IN_IP = 4,
	IP_TCP = 6,
	IP_UDP = 17,
	IP_IPV6 = 41,
	IP_ROUTING = 43,
	IP_FRAGMENT = 44,
	IP_GRE = 47,
	IP_ESP = 50,
	IP_AH = 51,
	IP_MOBILE = 55,
	IP_DESTINATION = 60,
	IP_IPIP = 94,
	IP_ETHERIP = 97,
	IP_ENCAP = 98,
	IP_L2TP = 115,
	IP_SCTP = 132,
	IP_MOBILITY = 135,
	IP_MPLS = 137,
	IP_HIP = 139,
	IP_SHIM6 = 140,
	IP_ETHERNET = 143,
};

#endif
