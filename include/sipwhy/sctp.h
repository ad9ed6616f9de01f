/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sctp.h - SIP out of SCTP: one user message is one SIP message (RFC 4168 3).
 *
 * Layer: 4 stream.  SIP is known by its content; the payload protocol id is not looked at.
 * Messages come out as they become whole, not in the order of a stream: SIP over SCTP is sent
 * unordered (RFC 4168 5.1).  Owns copies of the pieces of fragmented messages, bounded by
 * LIMIT_SCTP_FLOWS, LIMIT_SCTP_PIECES and LIMIT_SCTP_BYTES; a whole DATA chunk is handed on where
 * it lies.  What is sent again is told by its TSN and is not handed on again.
 */
#ifndef SIPWHY_SCTP_H
#define SIPWHY_SCTP_H

#include <sipwhy/framer.h>
#include <sipwhy/unit.h>

enum sctp_odd {
	SCTP_ODD_CHUNK,       /* a chunk too short for its header, or longer than the packet */
	SCTP_ODD_CUT,         /* the capture cut a packet within a SIP message, or before its end */
	SCTP_ODD_REPEATED,    /* a message sent again, or captured twice: read once */
	SCTP_ODD_INCOMPLETE,  /* a SIP message of which pieces are missing: handed on as cut */
	SCTP_ODD_STRAY,       /* pieces whose beginning did not come: not read */
	SCTP_ODD_INTERLEAVED, /* a piece of an I-DATA message (RFC 8260): not put together */
	SCTP_ODD_COUNT_,
};

/* "sctp.chunk", …: the name in the summary.  For people: sctp_odd_text. */
const char *sctp_odd_name(enum sctp_odd odd);
const char *sctp_odd_text(enum sctp_odd odd);

struct sctps;

typedef void sctp_odd_fn(void *ctx, enum sctp_odd odd, const struct seen *seen);

/* NULL when memory is short.  `limits` and `ctx` must outlive it. */
struct sctps *sctps_new(struct limits *limits, stream_message_fn *fn, void *ctx);
/* Tells nothing more. */
void sctps_free(struct sctps *s);
/* Called with the same ctx; optional. */
void sctps_on_odd(struct sctps *s, sctp_odd_fn *fn);
/*
 * One UNIT_SCTP, whose payload begins with the first chunk.  O(its chunks), and for a piece the
 * pieces that wait in its direction.
 */
void sctps_add(struct sctps *s, const struct unit *u);
/* What has waited 30 s for its pieces by `now_ns` is handed on as cut.  O(1) when nothing has. */
void sctps_expire(struct sctps *s, int64_t now_ns);
/* The input has ended: hand on what there is. */
void sctps_finish(struct sctps *s);
/* Pieces and directions lost because memory was short. */
uint64_t sctps_dropped(const struct sctps *s);
/* Octets held by pieces that wait. */
size_t sctps_held(const struct sctps *s);

#endif
