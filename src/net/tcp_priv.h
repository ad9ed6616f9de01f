/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tcp_priv.h - a connection, as the files of tcp see it.
 *
 * Layer: 3 net.
 */
#ifndef SIPWHY_NET_TCP_PRIV_H
#define SIPWHY_NET_TCP_PRIV_H

#include <sipwhy/table.h>
#include <sipwhy/tcp.h>

enum { TCP_PRINTS = 4 };

/* Octets of a stream, and after them such as the capture cut off. */
struct tcp_span {
	uint32_t seq;
	uint32_t cut;
	struct str data;
};

/* A span that came before its turn. */
struct tcp_piece {
	struct tcp_piece *next;
	uint32_t seq, len, cut;
	uint32_t ack; /* what its sender had got by then */
	bool acks;    /* … if it tells */
	struct seen seen;
	char octets[];
};

/* What a segment that was handed on looked like, to know it again. */
struct tcp_print {
	uint32_t seq, len;
	uint64_t sum;
};

/* One direction. */
struct tcp_half {
	uint32_t base;  /* its first octet, as far as is known */
	uint32_t next;  /* the next octet to hand on */
	uint32_t acked; /* the peer has all before it */
	uint32_t fin;   /* where the stream ends */
	bool known;     /* base and next are set */
	bool guessed;   /* … but only from what the peer acknowledged */
	bool fin_known;
	enum stream_place place; /* of the next data */
	bool ended;              /* STREAM_END was told */
	bool moved;              /* told something since this was set to false */
	uint64_t lost_packet;    /* a hole was found acknowledged at this packet; 0: none is */
	int64_t lost_ns;         /* … at this time */
	uint32_t lost_to;        /* … up to here */
	struct tcp_piece *first; /* by seq, apart from each other, all after `next` */
	struct tcp_piece *last;
	size_t held, pieces; /* octets with what keeps them; how many */
	struct tcp_print prints[TCP_PRINTS];
	unsigned print_at;
};

enum tcp_state {
	TCP_FRESH, /* nothing was told of it yet */
	TCP_LIVE,
	TCP_OVER, /* closed; remembered so that what is sent again is known as such */
};

struct tcp_conn {
	struct table_node node;
	struct list_node age;   /* in the list of its state */
	struct list_node stall; /* in `stalled` while it holds something */
	struct endpoint end[2];
	struct tcp_half half[2];
	void *user;
	size_t waiting, standing; /* octets that the reader holds */
	int64_t last_ns;          /* of its last packet; once over, of the one that ended it */
	int64_t stall_ns;
	uint64_t packets;
	enum tcp_state state;
	enum tcp_want want;
	bool told;                                 /* anything of it */
	bool read;                                 /* some of it was wanted */
	struct stream_count early[TCP_ODD_COUNT_]; /* counted before that was known */
	bool counted;                              /* as one whose beginning was not seen */
};

struct tcp {
	struct limits *limits;
	struct tcp_reader reader;
	struct table conns;
	struct list ages[3];     /* by enum tcp_state; oldest packet first */
	struct list stalled;     /* longest first */
	const struct seen *seen; /* of the packet in work; NULL outside tcp_add */
	uint32_t ack;            /* what it acknowledges */
	bool acks;               /* … if it does */
	int64_t now_ns;          /* greatest seen */
	size_t held;
	struct stream_count odd[TCP_ODD_COUNT_];
	uint64_t dropped;
};

/* How far `a` is after `b`; sequence numbers wrap (RFC 9293 3.4). */
static inline int32_t
tcp_after(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b);
}

uint64_t tcp_conn_key(const struct tcp *t, const struct seen *s);
/* The connection between these ends, in either direction, or NULL. */
struct tcp_conn *tcp_conn_find(const struct tcp *t, const struct seen *s, uint64_t key);
/* NULL when memory is short, which is counted. */
struct tcp_conn *tcp_conn_new(struct tcp *t, const struct unit *u, uint64_t key);
void tcp_conn_state(struct tcp *t, struct tcp_conn *c, enum tcp_state state);
/* After a packet from that end: whether it waits, and since when. */
void tcp_conn_stall(struct tcp *t, struct tcp_conn *c, unsigned from);
/* Tell what is left of it, and forget it. */
void tcp_conn_end(struct tcp *t, struct tcp_conn *c);
void tcp_conn_free(struct tcp *t, struct tcp_conn *c);
/* Down to LIMIT_STREAM_MEMORY.  May free any connection. */
void tcp_let_go(struct tcp *t);

/* What is odd about a connection counts only if it is read. */
void tcp_count(struct tcp *t, struct tcp_conn *c, enum tcp_odd odd, const struct seen *seen);
void tcp_emit(struct tcp *t, struct tcp_conn *c, const struct stream_event *e);

/* Take a span in; its octets are the packet's.  The half must be known. */
void tcp_half_add(struct tcp *t, struct tcp_conn *c, unsigned from, struct tcp_span span);
/* Give up the holes before `to`. */
void tcp_half_skip(struct tcp *t, struct tcp_conn *c, unsigned from, uint32_t to);
/* Hand on all that waits, in the order of what waits for what; where octets lack, that is told. */
void tcp_half_flush(struct tcp *t, struct tcp_conn *c);
/* Give up what the peer has long acknowledged. */
void tcp_half_lose(struct tcp *t, struct tcp_conn *c, unsigned from);
void tcp_half_end(struct tcp *t, struct tcp_conn *c, unsigned from);
/* Forget the pieces. */
void tcp_half_drop(struct tcp *t, struct tcp_half *h);

/* Remember a segment that is handed on. */
void tcp_print_keep(const struct tcp *t, struct tcp_half *h, const struct tcp_span *s);
/* Whether this segment was handed on, lately, with other octets. */
bool tcp_print_differs(const struct tcp *t, const struct tcp_half *h, const struct tcp_span *s);

#endif
