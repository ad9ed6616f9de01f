/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sctp_pieces.c - the DATA chunks of a fragmented message put together: those from a B bit to an
 * E bit, with TSNs in a row (RFC 9260 6.9).
 */
#include <stdlib.h>
#include <string.h>

#include <sipwhy/frame.h>

#include "octets.h"
#include "sctp_priv.h"

enum { ENOUGH = 96 }; /* octets of a message, to tell that it is not SIP */

static struct sctp_piece *
piece_at(struct list_node *n)
{
	return n == NULL ? NULL : HOLDER(n, struct sctp_piece, by_tsn);
}

static struct sctp_piece *
before(const struct sctp_piece *p)
{
	struct list_node *n = p->by_tsn.prev;

	return n == &p->flow->pieces.head ? NULL : piece_at(n);
}

static struct sctp_piece *
after(const struct sctp_piece *p)
{
	return piece_at(list_after(&p->flow->pieces, &p->by_tsn));
}

/* Whether the second goes on where the first ends. */
static bool
goes_on(const struct sctp_piece *a, const struct sctp_piece *b)
{
	return a != NULL && b != NULL && a->tsn + 1 == b->tsn && !a->end && !b->begin;
}

static struct sctp_piece *
first_of(struct sctp_piece *p)
{
	while (goes_on(before(p), p))
		p = before(p);
	return p;
}

static struct sctp_piece *
last_of(struct sctp_piece *p)
{
	while (goes_on(p, after(p)))
		p = after(p);
	return p;
}

void
sctp_piece_remove(struct sctps *s, struct sctp_piece *p)
{
	list_remove(&p->by_tsn);
	list_remove(&p->by_age);
	p->flow->piece_count--;
	s->held -= sizeof(*p) + p->len;
	free(p);
}

/* A message in the making. */
struct whole {
	struct octets text;
	size_t missing;
	bool cut;     /* by the capture */
	bool failed;  /* memory was short */
	uint32_t tsn; /* that comes next */
	struct seen seen;
	uint64_t order; /* of the piece that came last */
};

/* Append a piece, and forget it; once octets are missing, all that come are. */
static void
consume(struct sctps *s, struct whole *w, struct sctp_piece *p)
{
	size_t over = 0;

	if (w->missing == 0 && p->tsn != w->tsn)
		w->missing = 1;
	if (w->missing > 0)
		w->missing += p->len;
	else if (!octets_add(&w->text, (struct str){ p->octets, p->len }, &over))
		w->failed = true;
	if (over > 0)
		s->limits->hit[LIMIT_MESSAGE_BYTES]++;
	w->missing += over + p->missing;
	w->cut = w->cut || p->missing > 0;
	w->tsn = p->tsn + 1;
	if (w->order < p->order) {
		w->order = p->order;
		w->seen = p->seen;
	}
	sctp_set_told(p->flow, p->tsn);
	sctp_piece_remove(s, p);
}

/* From `first`, which begins a message of SIP, up to and without `end`. */
static void
hand_on(struct sctps *s, struct sctp_piece *first, const struct sctp_piece *end, bool complete)
{
	struct whole w = { .text.most = (size_t)s->limits->max[LIMIT_MESSAGE_BYTES],
			   .tsn = first->tsn };
	struct sctp_piece *next;
	struct str raw;

	for (struct sctp_piece *p = first; p != end; p = next) {
		next = after(p);
		consume(s, &w, p);
	}
	if (!complete && w.missing == 0)
		w.missing = 1;
	if (!complete || w.cut)
		sctp_tell_odd(s, complete ? SCTP_ODD_CUT : SCTP_ODD_INCOMPLETE, &w.seen);
	if (w.failed)
		s->dropped++;
	else if (frame_datagram(octets_view(&w.text), &raw) == FRAME_SIP)
		s->fn(s->ctx, &w.seen, raw, w.missing);
	octets_free(&w.text);
}

static void
remove_all(struct sctps *s, struct sctp_piece *first, const struct sctp_piece *end)
{
	struct sctp_piece *next;

	for (struct sctp_piece *p = first; p != end; p = next) {
		next = after(p);
		sctp_piece_remove(s, p);
	}
}

/* Behind the last piece that is here of the message in which `p` is. */
static struct sctp_piece *
behind(struct sctp_piece *p)
{
	while (p != NULL && !p->end) {
		p = after(p);
		if (p != NULL && p->begin)
			return p;
	}
	return p == NULL ? NULL : after(p);
}

void
sctp_piece_give_up(struct sctps *s, struct sctp_piece *p)
{
	struct sctp_piece *first = first_of(p);

	if (first->begin && !first->other) {
		hand_on(s, first, behind(first), false);
		return;
	}
	if (!first->begin && !first->other)
		sctp_tell_odd(s, SCTP_ODD_STRAY, &p->seen);
	remove_all(s, first, after(last_of(p)));
}

static void
complete(struct sctps *s, struct sctp_piece *p)
{
	struct sctp_piece *first = first_of(p), *last = last_of(p);

	if (!first->begin || !last->end)
		return;
	if (first->other)
		remove_all(s, first, after(last));
	else
		hand_on(s, first, after(last), true);
}

/* Where a piece belongs: the one before which it is to be, by TSN; *dup if there is the same. */
static struct list_node *
place(struct sctp_flow *f, uint32_t tsn, bool *dup)
{
	struct list_node *at = &f->pieces.head;

	for (; at->prev != &f->pieces.head; at = at->prev) {
		struct sctp_piece *p = piece_at(at->prev);

		*dup = p->tsn == tsn;
		/* TSNs wrap (RFC 9260 1.6). */
		if ((int32_t)(p->tsn - tsn) <= 0)
			break;
	}
	return at;
}

/* Whether what this piece belongs to is known not to be SIP. */
static bool
is_other(const struct sctp_flow *f, const struct list_node *at, const struct sctp_data *d)
{
	struct str message;
	struct sctp_piece *p;

	if (d->begin)
		return d->text.len >= ENOUGH && frame_datagram(d->text, &message) != FRAME_SIP;
	if (at->prev == &f->pieces.head)
		return false;
	p = piece_at(at->prev);
	return p->other && p->tsn + 1 == d->tsn && !p->end;
}

/* Room for one more, at the cost of those that wait longest. */
static void
make_room(struct sctps *s, struct sctp_flow *f, size_t bytes)
{
	while (f->piece_count > 0 && !limits_allow(s->limits, LIMIT_SCTP_PIECES, f->piece_count))
		sctp_piece_give_up(s, piece_at(list_first(&f->pieces)));
	while (!list_is_empty(&s->pieces) &&
	       !limits_allow(s->limits, LIMIT_SCTP_BYTES, s->held + bytes))
		sctp_piece_give_up(s, HOLDER(list_first(&s->pieces), struct sctp_piece, by_age));
}

void
sctp_piece_add(struct sctps *s, struct sctp_flow *f, const struct seen *seen,
	       const struct sctp_data *d)
{
	bool dup = false, other;
	struct list_node *at;
	struct sctp_piece *p;
	size_t len;

	make_room(s, f, sizeof(*p) + d->text.len);
	at = place(f, d->tsn, &dup);
	if (dup)
		return;
	other = is_other(f, at, d);
	len = other ? 0 : d->text.len;
	p = malloc(sizeof(*p) + len);
	if (p == NULL) {
		s->dropped++;
		return;
	}
	*p = (struct sctp_piece){ .flow = f,
				  .seen = *seen,
				  .order = ++s->order,
				  .tsn = d->tsn,
				  .begin = d->begin,
				  .end = d->end,
				  .other = other,
				  .len = len,
				  .missing = d->missing };
	if (len > 0)
		memcpy(p->octets, d->text.p, len);
	list_insert_before(at, &p->by_tsn);
	list_append(&s->pieces, &p->by_age);
	f->piece_count++;
	s->held += sizeof(*p) + len;
	complete(s, p);
}
