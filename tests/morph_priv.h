/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * morph_priv.h - what the files of morph share.
 */
#ifndef SIPWHY_TESTS_MORPH_PRIV_H
#define SIPWHY_TESTS_MORPH_PRIV_H

#include "morph.h"
#include "sipwire_priv.h"
#include "wrap_priv.h"
#include "ws_stream.h"

enum { MORPH_NO_PIECE = -1, MORPH_ROOM = 1 << 17 };

/* Two ends that talk, and the next of each: octet of TCP, number of SCTP. */
struct morph_conn {
	struct endpoint end[2];
	uint32_t next[2];
	void *packer[2]; /* what compresses each direction */
	char before[16]; /* the last octets that were sent … */
	unsigned before_from;
	size_t before_len;
};

/* A packet, and which piece of its run it holds. */
struct morph_packet {
	struct packet packet;
	int piece;
	size_t place; /* in its run, that it is to have */
};

/* Messages in one stretch. */
struct morph_run {
	size_t packet; /* its first one */
	int pieces;    /* sent of it so far */
	size_t first, count;
	size_t len; /* octets that wait to be sent */
	char octets[MORPH_ROOM];
	size_t ends[64]; /* of each message, in octets */
};

struct morph_work {
	const struct morph_way *way;
	struct arena *arena;
	struct morph_packet *packets;
	size_t count, room;
	int *end; /* of each message: how many pieces until its last octet */
	uint64_t *frame;
	struct morph_conn *conns;
	size_t conn_count;
	size_t missing; /* octets that the capture cuts off the packet in work */
	uint32_t ip_id;
	uint64_t random;
	bool impossible;
	struct wrap wrap, part;
	struct ws_stream ws;
	struct morph_run run;
};

_Noreturn void morph_die(const char *why);
/* 1 to `most`. */
size_t morph_pick(struct morph_work *w, size_t most);
/* One IP packet, or its fragments; `counts` if it holds octets of the messages. */
void morph_ip(struct morph_work *w, const struct datagram *d, bool counts);
void morph_udp(struct morph_work *w, const struct endpoint *src, const struct endpoint *dst,
	       struct str payload);
/* The connection between the ends of a message, new or known. */
struct morph_conn *morph_conn(struct morph_work *w, const struct sipcase_msg *m, bool *is_new);
/* Which end sends it. */
unsigned morph_from(const struct morph_conn *c, const struct sipcase_msg *m);
/* How long the next piece of so many octets is. */
size_t morph_piece(struct morph_work *w, size_t left);

void morph_hep(struct morph_work *w, const struct sipcase_msg *m);
void morph_sctp(struct morph_work *w, const struct sipcase_msg *m);
/* Message number `n`; `more`: the next one follows in the same stretch. */
void morph_stream(struct morph_work *w, const struct sipcase_msg *m, size_t n, bool more);
/* The end of what the connections keep. */
void morph_stream_free(struct morph_work *w);
/* The window bits of a whole stream in the format of zlib; negative ones: the end is left open, raw. */
enum { MORPH_ZLIB_WHOLE = 15 };
/* Compressed, in the arena, in a format by zlib's window bits; absent when that cannot be. */
struct str morph_pack(struct arena *a, void **packer, int window_bits, struct str in);
void morph_pack_free(void *packer);

#endif
