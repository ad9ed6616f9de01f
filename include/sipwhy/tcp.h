/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tcp.h - from TCP segments to octets in order, each direction of a connection for itself.
 *
 * Layer: 3 net.  Owns its connections and a copy of what comes before its turn; what comes in
 * turn is handed on in the packet.  Bounded by the LIMIT_STREAM rows of limits.h.  Lack of memory
 * loses a segment, which is counted and becomes a gap.
 *
 * A connection is told by its addresses and ports alone: its directions may be seen in different
 * VLANs and its parts in different files.  A segment that is seen twice is one sent again.
 *
 * It watches, it is no end of the connection: nothing that it misses will come again, because
 * the peer may have got it.  So a hole is given up, and told as a gap, once the peer has
 * acknowledged what was in it and the capture still does not have it 8 packets of the
 * connection or a fifth of a second later; when a bound is reached; and after 10 s, by when
 * what was lost on the way has been sent anew five times (RFC 6298 5.5).
 */
#ifndef SIPWHY_TCP_H
#define SIPWHY_TCP_H

#include <sipwhy/limits.h>
#include <sipwhy/unit.h>

enum stream_kind {
	STREAM_DATA, /* octets, in the order sent */
	STREAM_GAP,  /* octets that were sent but will not be read; the next go on behind them */
	STREAM_END,  /* nothing more comes from this end */
};

/* What stands before some octets. */
enum stream_place {
	STREAM_GOES_ON,   /* those told last */
	STREAM_BEGINS,    /* nothing: they are the first of their direction */
	STREAM_MIDDLE,    /* nobody knows: they are the first that were seen of it */
	STREAM_AFTER_GAP, /* the gap told last */
};

struct stream_event {
	enum stream_kind kind;
	unsigned from; /* the end that sends: 0 the client, if the beginning was seen; 1 */
	/*
	 * The packet by which it became readable: of STREAM_DATA the one with the octets, or the
	 * later one that filled the hole before them.  NULL for STREAM_END and a gap of 0.
	 */
	const struct seen *seen;
	struct str data; /* good during the call */
	/* 0: nothing is known to be missing, but what is wanted did not come in time. */
	uint64_t gap_bytes;
	enum stream_place place; /* of data */
};

enum tcp_want {
	TCP_WANT_MORE,
	TCP_WANT_SILENCE, /* remember the connection, but hold nothing and tell nothing of it */
	TCP_WANT_NOTHING, /* forget the connection */
};

struct tcp_conn;

/* Who reads the streams.  No function may call tcp_add and its kin, but tcp_hold and tcp_user. */
struct tcp_reader {
	/* Whether a connection whose beginning was not seen is to be read from this segment on. */
	bool (*begins)(void *ctx, const struct unit *u);
	enum tcp_want (*event)(void *ctx, struct tcp_conn *c, const struct stream_event *e);
	/* The connection is being forgotten: free what tcp_user has. */
	void (*gone)(void *ctx, struct tcp_conn *c);
	void *ctx;
	/* Optional: called for each oddity of a connection that is read, once it is. */
	oddity_fn *odd;
};

struct tcp;

/* NULL when memory is short.  `limits` and *reader->ctx must outlive it. */
struct tcp *tcp_new(struct limits *limits, const struct tcp_reader *reader);
/* Tells nothing more but `gone`. */
void tcp_free(struct tcp *t);
/* One UNIT_TCP. */
void tcp_add(struct tcp *t, const struct unit *u);
/* Give up what has waited long enough by `now_ns`.  O(1) when nothing has. */
void tcp_expire(struct tcp *t, int64_t now_ns);
/* The input has ended: tell all that is left. */
void tcp_finish(struct tcp *t);

/* The reader's own pointer; NULL at first. */
void **tcp_user(struct tcp_conn *c);
/*
 * How many octets the reader holds for this connection: `waiting` for the rest of something,
 * to be let go on a gap of 0, and `standing` for as long as the connection is known.
 */
void tcp_hold(struct tcp *t, struct tcp_conn *c, size_t waiting, size_t standing);

enum tcp_odd {
	TCP_ODD_GAP,           /* octets of a stream are not in the capture */
	TCP_ODD_CUT,           /* the capture cut a segment */
	TCP_ODD_CONTRADICTION, /* sent again with other octets: the first count */
	TCP_ODD_NO_BEGINNING,  /* a connection that was open when the capture began */
	TCP_ODD_STRAY,         /* a segment far from where its stream is */
	TCP_ODD_COUNT_,
};

struct stream_count {
	uint64_t count;
	uint64_t first_frame;
	uint32_t first_input;
};

void stream_count_add(struct stream_count *n, const struct seen *seen);

/* "tcp.gap", …: the name in the summary.  For people: tcp_odd_text. */
const char *tcp_odd_name(enum tcp_odd odd);
const char *tcp_odd_text(enum tcp_odd odd);
struct stream_count tcp_odd_count(const struct tcp *t, enum tcp_odd odd);
/* Connections known, and octets held for them. */
size_t tcp_open(const struct tcp *t);
size_t tcp_held(const struct tcp *t);
/* Segments and connections dropped because memory was short. */
uint64_t tcp_dropped(const struct tcp *t);

#endif
