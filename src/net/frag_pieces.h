/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * frag_pieces.h - what came of one datagram, in order, nothing twice.
 */
#ifndef SIPWHY_NET_FRAG_PIECES_H
#define SIPWHY_NET_FRAG_PIECES_H

#include <sipwhy/str.h>

struct piece {
	struct piece *next;
	uint32_t from, to; /* in the datagram */
	uint32_t have;     /* octets of it that the capture has, from `from` on */
	char data[];
};

struct pieces {
	struct piece *first, *last;
	size_t count;
	size_t covered; /* octets from all `from` to `to` */
	size_t held;    /* bytes of memory */
};

/* Octets that go to `from`..`to`, of which the capture may have cut off the end. */
struct stretch {
	uint32_t from, to;
	struct str data;
};

struct piece_look {
	bool overlaps;   /* others are there */
	bool same_place; /* one of them is at exactly this place */
	bool differs;    /* their octets are not the same */
};

struct piece_fill {
	size_t added;   /* octets that were new */
	bool differs;   /* others that were there are not the same, and stay */
	bool no_memory; /* the rest was not taken in */
};

/* How the stretch lies to what is there; adds nothing. */
struct piece_look pieces_look(const struct pieces *p, const struct stretch *s);
/* Put in what is not there yet. */
struct piece_fill pieces_fill(struct pieces *p, const struct stretch *s);
/* Copy what is there from 0 on up to the first hole; gives its length.  `out` has room for it. */
size_t pieces_copy(const struct pieces *p, char *out);
void pieces_free(struct pieces *p);

#endif
