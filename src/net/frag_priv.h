/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * frag_priv.h - what the files of frag share.
 */
#ifndef SIPWHY_NET_FRAG_PRIV_H
#define SIPWHY_NET_FRAG_PRIV_H

#include <sipwhy/frag.h>
#include <sipwhy/table.h>

#include "frag_pieces.h"

enum { DATAGRAM_MOST = 65535, KEY_MOST = 38 };

struct key {
	char octets[KEY_MOST]; /* identification, protocol or version, addresses */
	size_t len;
};

enum state {
	STATE_OPEN,
	STATE_WHOLE, /* was; kept to know its echoes */
	STATE_DEAD,  /* IPv6 fragments overlapped: what still comes of it is dropped, too */
};

struct datagram {
	struct table_node node;
	struct list_node order;
	struct key key;
	enum state state;
	bool is_echo; /* a datagram of this key was whole a moment ago */
	bool spoiled; /* a fragment of it may not have been taken in, for lack of room */
	bool ends;    /* want_bytes is known */
	size_t want_bytes;
	struct pieces pieces;
	uint8_t protocol;
	uint64_t serial;
	int64_t due_ns;
	struct seen seen;
};

struct frags {
	struct limits *limits;
	struct table table;
	struct list open[2]; /* IPv4, IPv6: each in the order of due_ns */
	struct list whole;
	size_t open_count, whole_count;
	size_t held; /* bytes of memory, the records of whole ones left out */
	uint64_t serial;
	int64_t doubt_until_ns;   /* what begins before may have begun before, and been given up */
	char room[DATAGRAM_MOST]; /* for the one handed out */
};

/* The first of a list, or NULL. */
struct datagram *frag_head(const struct list *l);
bool frag_begins_at_0(const struct datagram *d);
/* A datagram was given up for lack of room: what comes of it still is no loss of others'. */
void frag_doubt(struct frags *f, int64_t now_ns);
/* Forget it and free it. */
void frag_take_out(struct frags *f, struct datagram *d);

#endif
