/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hep.h - what a capture agent sends to a capture server: HEP3 (also called EEP), and HEP1 and 2
 * before it.  One packet holds one message that the agent saw, and where it saw it.
 *
 * Layer: 4 stream.  Owns nothing; views point into the packet or into the arena given.  No length
 * in a packet is trusted over that of the packet itself.
 */
#ifndef SIPWHY_HEP_H
#define SIPWHY_HEP_H

#include <sipwhy/arena.h>
#include <sipwhy/flow.h>
#include <sipwhy/limits.h>

enum hep_kind {
	HEP_NONE,    /* no HEP packet */
	HEP_MESSAGE, /* payload, src, dst and transport are set; whether it is SIP, frame.h tells */
	HEP_OTHER,   /* of another protocol, as its type says: RTCP, a log line, … */
	HEP_UNREAD,  /* HEP, of which no message can be had; `odd` tells why */
};

enum hep_odd {
	HEP_ODD_LENGTH,     /* the total length is not the packet's */
	HEP_ODD_CUT,        /* the capture cut the packet */
	HEP_ODD_CHUNK,      /* a chunk too short for its header, or longer than what is left */
	HEP_ODD_FIELD,      /* a chunk of a known kind and another size: passed over */
	HEP_ODD_ADDRESS,    /* no source or no destination */
	HEP_ODD_TIME,       /* no time, or none that can be: has_time is false */
	HEP_ODD_PROTOCOL,   /* a transport that is not known: taken for UDP */
	HEP_ODD_PAYLOAD,    /* no payload */
	HEP_ODD_INFLATE,    /* compressed, and cannot be expanded, or only in part */
	HEP_ODD_NO_INFLATE, /* … since this program was built without zlib */
	HEP_ODD_LONG,       /* … or expands to more than may be: cut */
	HEP_ODD_NOT_SIP,    /* HEP_OTHER */
	HEP_ODD_CLOCK,      /* the agent's clock is off: hep_seen took the time of arrival */
	HEP_ODD_COUNT_,
};

/* "hep.length", …: the name in the summary.  For people: hep_odd_text. */
const char *hep_odd_name(enum hep_odd odd);
const char *hep_odd_text(enum hep_odd odd);

struct hep {
	unsigned version; /* 1 to 3 */
	struct endpoint src, dst;
	enum transport transport; /* TRANSPORT_TLS also for WS and WSS: agents tell them as one */
	bool has_time;
	int64_t ts_ns;
	uint16_t vlan; /* 0: none */
	struct str payload;
	size_t missing_bytes; /* of the payload, at least */
	bool has_capture_id;
	uint32_t capture_id;
	struct str node, correlation_id; /* absent when not sent */
	unsigned odd;                    /* bits 1u << enum hep_odd */
	bool no_memory;                  /* HEP_UNREAD for lack of memory */
};

struct hep_in {
	struct str packet;
	size_t missing_bytes;  /* of the packet, that the capture cut off */
	struct arena *scratch; /* for a compressed payload */
	size_t most_bytes;     /* the bound on what it expands to */
};

/*
 * Tell what the payload of a UDP datagram, or a packet of LINK_HEP, is.  HEP3 is known by its
 * first octets; HEP1 and 2, which have nothing of the kind, by a header that fits and a payload
 * that begins like SIP.  O(packet), and the bound on a compressed payload.
 */
enum hep_kind hep_decode(const struct hep_in *in, struct hep *out);

/*
 * The sighting by the agent: that of the packet around it with what *h tells better.  Its time is
 * the agent's unless that is more than two seconds from the packet's own: then h->odd gets
 * HEP_ODD_CLOCK.  With clocks mixed, one agent's traffic would make another's look like silence.
 */
struct seen hep_seen(struct hep *h, const struct seen *around);

/* The agents met, each once. */
struct hep_agents;

/* NULL when memory is short. */
struct hep_agents *hep_agents_new(struct limits *limits);
void hep_agents_free(struct hep_agents *a);
/*
 * Who sent it; the same pointer each time, good until hep_agents_free.  NULL when the packet does
 * not tell, when LIMIT_AGENTS are known, and when memory is short.
 */
const struct agent *hep_agents_get(struct hep_agents *a, const struct hep *h);

#endif
