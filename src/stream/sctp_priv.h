/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sctp_priv.h - what the files of sctp share.
 *
 * Layer: 4 stream.
 */
#ifndef SIPWHY_STREAM_SCTP_PRIV_H
#define SIPWHY_STREAM_SCTP_PRIV_H

#include <sipwhy/sctp.h>
#include <sipwhy/table.h>

enum {
	SCTP_REMEMBERED = 1024, /* TSNs: more than a window of SIP messages in flight */
	SCTP_WORD_BITS = 64,
};

/* A DATA chunk. */
struct sctp_data {
	uint32_t tsn;
	bool begin, end;
	struct str text;
	size_t missing; /* of the text, that the capture cut off */
};

/* One that waits for others of its message. */
struct sctp_piece {
	struct list_node by_tsn; /* in its flow */
	struct list_node by_age; /* in all, oldest first */
	struct sctp_flow *flow;
	struct seen seen;
	uint64_t order; /* counted up with each that comes */
	uint32_t tsn;
	bool begin, end;
	bool other; /* of a message that is not SIP: without octets */
	size_t len, missing;
	char octets[];
};

/* One direction between two ends. */
struct sctp_flow {
	struct table_node by_ends;
	struct list_node by_age; /* least recently used first */
	struct endpoint src, dst;
	struct list pieces;
	size_t piece_count;
	/* Which TSNs up to `highest` belong to messages that were handed on. */
	bool any;
	uint32_t highest;
	uint64_t told[SCTP_REMEMBERED / SCTP_WORD_BITS];
};

struct sctps {
	struct limits *limits;
	stream_message_fn *fn;
	sctp_odd_fn *odd;
	void *ctx;
	struct table by_ends;
	struct list flows;  /* by age */
	struct list pieces; /* by age */
	uint64_t order;
	size_t held;
	uint64_t dropped;
};

void sctp_tell_odd(const struct sctps *s, enum sctp_odd odd, const struct seen *seen);

bool sctp_was_told(const struct sctp_flow *f, uint32_t tsn);
void sctp_set_told(struct sctp_flow *f, uint32_t tsn);

/* The flow of this packet; with `make` NULL only when memory is short. */
struct sctp_flow *sctp_flow_of(struct sctps *s, const struct seen *seen, bool make);
void sctp_flow_forget(struct sctps *s, struct sctp_flow *f);

/* Take a piece in; the message it completes is handed on. */
void sctp_piece_add(struct sctps *s, struct sctp_flow *f, const struct seen *seen,
		    const struct sctp_data *d);
/* Hand on, as cut, what there is of the message that this piece belongs to. */
void sctp_piece_give_up(struct sctps *s, struct sctp_piece *p);
void sctp_piece_remove(struct sctps *s, struct sctp_piece *p);

#endif
