/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * segment.h - the headers of TCP and SCTP: they set the unit's ports, its payload and what of
 * it is missing.
 */
#ifndef SIPWHY_NET_SEGMENT_H
#define SIPWHY_NET_SEGMENT_H

#include <sipwhy/net.h>
#include <sipwhy/unit.h>

enum decode segment_tcp(const struct ip_view *ip, struct unit *u);
enum decode segment_sctp(const struct ip_view *ip, struct unit *u);

#endif
