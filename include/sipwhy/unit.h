/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * unit.h - what one IP datagram carried, after tunnels and reassembly.
 *
 * Layer: 3 net.  Borrowed: good during the call that hands it on.
 */
#ifndef SIPWHY_UNIT_H
#define SIPWHY_UNIT_H

#include <sipwhy/flow.h>

enum unit_kind {
	UNIT_UDP,
	UNIT_TCP,
	UNIT_SCTP,
};

enum tcp_flag {
	TCP_FIN = 1u << 0,
	TCP_SYN = 1u << 1,
	TCP_RST = 1u << 2,
	TCP_ACK = 1u << 4,
};

struct tcp_head {
	uint32_t seq, ack;
	uint8_t flags; /* enum tcp_flag */
};

struct unit {
	enum unit_kind kind;
	struct seen seen;     /* ports set; frame and time of the last fragment */
	struct str payload;   /* of UDP, TCP; of SCTP: its chunks */
	size_t missing_bytes; /* of the payload, that the capture cut off */
	uint32_t ip_id;       /* IPv4 identification; 0 when there is none */
	bool reassembled;     /* from IP fragments */
	struct tcp_head tcp;  /* UNIT_TCP */
};

typedef void unit_fn(void *ctx, const struct unit *u);

#endif
