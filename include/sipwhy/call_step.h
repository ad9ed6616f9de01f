/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * call_step.h - one message, with what the call layer knows about it.
 *
 * Layer: 6 call.  Handed upwards for each message; everything in it is good only during the
 * call.  Who needs a message longer adopts it (message.h).
 */
#ifndef SIPWHY_CALL_STEP_H
#define SIPWHY_CALL_STEP_H

#include <sipwhy/message.h>

enum call_step_kind {
	CALL_REQUEST,       /* the first sighting of a request */
	CALL_REQUEST_AGAIN, /* the same octets on the same leg once more: a retransmission */
	CALL_RESPONSE, /* the first response with these octets to a request that was captured */
	CALL_RESPONSE_AGAIN, /* a retransmitted response */
	CALL_RESPONSE_STRAY, /* its request is not in the capture */
	CALL_ACK, /* an ACK, in `request`; the transaction is the INVITE whose branch it has, 0 for
		   * none: it acknowledges a 2xx (RFC 3261 13.2.2.4), or is not as 17.1.1.3 asks */
};

struct call_step {
	enum call_step_kind kind;
	const struct message *request;  /* its first sighting, but for CALL_REQUEST_AGAIN this one;
					 * NULL for a stray response */
	const struct message *response; /* NULL for a request */
	uint64_t transaction;           /* 1, 2, …; 0 for a stray response */
	unsigned copies;                /* sightings of the request so far, retransmissions counted;
					 * not those within 10 ms of another, which are one
					 * datagram captured twice */
	bool on_schedule;               /* there are three copies at least, and all came as RFC 3261
					 * 17.1.1.2, 17.1.2.2 space them */
	bool provisional_seen;          /* a 1xx to the request was captured, this one counted */
	bool ringing_seen; /* a response of 101 to 199 was captured, this one counted */
	bool final_seen;   /* a final response was captured before this one */
	bool cancelled;    /* a CANCEL for the request was captured */
	uint64_t dialog;   /* 1, 2, …; 0 when memory was short, or the message cut
					 * before its From tag */
	bool in_dialog;    /* the request was captured and carries a To tag (RFC 3261
					 * 12.2) */
};

typedef void call_step_fn(void *ctx, const struct call_step *step);

#endif
