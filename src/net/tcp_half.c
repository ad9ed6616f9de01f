/* SPDX-License-Identifier: BSD-2-Clause */
/* One direction of a TCP connection: what comes in turn, what waits, what will not come. */
#include <stdlib.h>
#include <string.h>

#include "tcp_priv.h"

/* Reordering in a capture is by a few packets; nothing else brings acknowledged octets again. */
enum { LOST_PACKETS = 8, LOST_NS = 200000000 };

static uint32_t
span_len(const struct tcp_span *s)
{
	return (uint32_t)s->data.len + s->cut;
}

/* Cut the first `n` octets off. */
static struct tcp_span
span_take(struct tcp_span *s, uint32_t n)
{
	struct tcp_span out = { .seq = s->seq, .data = str_sub(s->data, 0, n) };

	out.cut = n - (uint32_t)out.data.len;
	s->seq += n;
	s->cut -= out.cut;
	s->data = str_sub(s->data, out.data.len, s->data.len);
	return out;
}

static uint32_t
piece_end(const struct tcp_piece *p)
{
	return p->seq + p->len + p->cut;
}

static size_t
piece_bytes(const struct tcp_piece *p)
{
	return sizeof(*p) + p->len;
}

static void
tell_gap(struct tcp *t, struct tcp_conn *c, unsigned from, uint32_t n, const struct seen *seen)
{
	struct stream_event e = { STREAM_GAP, from, seen, STR_ABSENT, n, STREAM_GOES_ON };

	c->half[from].moved = true;
	c->half[from].place = STREAM_AFTER_GAP;
	c->half[from].next += n;
	tcp_emit(t, c, &e);
}

/* Hand on what begins at `next`. */
static void
hand_on(struct tcp *t, struct tcp_conn *c, unsigned from, const struct tcp_span *s,
	const struct seen *seen)
{
	struct tcp_half *h = &c->half[from];
	struct stream_event e = { STREAM_DATA, from, seen, s->data, 0, h->place };

	if (s->data.len > 0) {
		h->moved = true;
		h->place = STREAM_GOES_ON;
		h->next += (uint32_t)s->data.len;
		tcp_emit(t, c, &e);
		if (c->want == TCP_WANT_MORE)
			tcp_print_keep(t, h, s);
	}
	if (s->cut > 0) {
		if (c->want == TCP_WANT_MORE)
			tcp_count(t, c, TCP_ODD_CUT, seen);
		tell_gap(t, c, from, s->cut, seen);
	}
}

/*
 * Whether this end had got octets of the other, by what it acknowledges, that are not handed on yet: what
 * it said may be the answer to them, and waits for them, or for their being given up.
 */
static bool
waits(const struct tcp_conn *c, unsigned from, uint32_t ack, bool acks)
{
	const struct tcp_half *peer = &c->half[1 - from];

	if (!acks || !peer->known || peer->guessed || c->want != TCP_WANT_MORE)
		return false;
	if (peer->fin_known && tcp_after(ack, peer->fin) > 0)
		ack = peer->fin;
	/* One octet behind all that was seen may be a FIN that was not. */
	return tcp_after(ack, peer->next) > 1 && tcp_after(peer->acked, ack) >= 0;
}

static void
hand_on_first(struct tcp *t, struct tcp_conn *c, unsigned from, const struct seen *seen)
{
	struct tcp_half *h = &c->half[from];
	struct tcp_piece *p = h->first;
	struct tcp_span s = { p->seq, p->cut, { p->octets, p->len } };

	h->first = p->next;
	if (h->first == NULL)
		h->last = NULL;
	h->pieces--;
	h->held -= piece_bytes(p);
	t->held -= piece_bytes(p);
	hand_on(t, c, from, &s, seen != NULL ? seen : &p->seen);
	free(p);
}

/* Hand on the pieces whose turn it is; `seen`: the packet that made it so, or NULL: its own. */
static bool
drain_one(struct tcp *t, struct tcp_conn *c, unsigned from, const struct seen *seen)
{
	struct tcp_half *h = &c->half[from];
	bool any = false;

	while (h->first != NULL && h->first->seq == h->next &&
	       !waits(c, from, h->first->ack, h->first->acks)) {
		hand_on_first(t, c, from, seen);
		any = true;
	}
	return any;
}

/* The same, and what the other end said meanwhile, in turns. */
static void
drain(struct tcp *t, struct tcp_conn *c, unsigned from, const struct seen *seen)
{
	(void)drain_one(t, c, from, seen);
	while (drain_one(t, c, 1 - from, NULL) && drain_one(t, c, from, NULL))
		continue;
}

/* Keep a copy of a span behind the piece `before` (NULL: as the first). */
static struct tcp_piece *
keep(struct tcp *t, struct tcp_half *h, struct tcp_piece *before, const struct tcp_span *s)
{
	struct tcp_piece *p = malloc(sizeof(*p) + s->data.len);
	struct tcp_piece **link = before != NULL ? &before->next : &h->first;

	if (p == NULL) {
		t->dropped++;
		return before;
	}
	*p = (struct tcp_piece){ .next = *link,
				 .seq = s->seq,
				 .len = (uint32_t)s->data.len,
				 .cut = s->cut,
				 .ack = t->ack,
				 .acks = t->acks,
				 .seen = *t->seen };
	if (s->data.len > 0)
		memcpy(p->octets, s->data.p, s->data.len);
	*link = p;
	if (p->next == NULL)
		h->last = p;
	h->pieces++;
	h->held += piece_bytes(p);
	t->held += piece_bytes(p);
	return p;
}

/* The first data win: what a piece has already is only compared. */
static void
compare(struct tcp *t, struct tcp_conn *c, const struct tcp_piece *p, const struct tcp_span *s)
{
	uint32_t from = s->seq - p->seq;
	size_t n = p->len > from ? p->len - from : 0;

	if (n > s->data.len)
		n = s->data.len;
	if (n > 0 && memcmp(p->octets + from, s->data.p, n) != 0)
		tcp_count(t, c, TCP_ODD_CONTRADICTION, t->seen);
}

/* Put what no piece has yet among them. */
static void
insert(struct tcp *t, struct tcp_conn *c, unsigned from, struct tcp_span s)
{
	struct tcp_half *h = &c->half[from];
	struct tcp_piece *before = NULL;

	if (h->last != NULL && tcp_after(s.seq, piece_end(h->last)) >= 0)
		before = h->last;
	while (span_len(&s) > 0) {
		struct tcp_piece *p = before != NULL ? before->next : h->first;
		struct tcp_span part;
		uint32_t n = span_len(&s);

		if (p != NULL && tcp_after(s.seq, piece_end(p)) >= 0) {
			before = p;
			continue;
		}
		if (p == NULL || tcp_after(p->seq, s.seq) > 0) {
			if (p != NULL && p->seq - s.seq < n)
				n = p->seq - s.seq;
			part = span_take(&s, n);
			before = keep(t, h, before, &part);
			continue;
		}
		if (piece_end(p) - s.seq < n)
			n = piece_end(p) - s.seq;
		part = span_take(&s, n);
		compare(t, c, p, &part);
		before = p;
	}
}

/* Drop what was handed on before; false when that is all. */
static bool
trim_old(struct tcp *t, struct tcp_conn *c, unsigned from, struct tcp_span *s)
{
	struct tcp_half *h = &c->half[from];
	int32_t old = tcp_after(h->next, s->seq);

	if (old <= 0)
		return span_len(s) > 0;
	/* A keep-alive is one octet, of any value, before the next.  RFC 9293 3.8.4 */
	if (old == 1 && span_len(s) == 1)
		return false;
	if (tcp_print_differs(t, h, s))
		tcp_count(t, c, TCP_ODD_CONTRADICTION, t->seen);
	if ((uint32_t)old >= span_len(s))
		return false;
	(void)span_take(s, (uint32_t)old);
	return true;
}

void
tcp_half_skip(struct tcp *t, struct tcp_conn *c, unsigned from, uint32_t to)
{
	struct tcp_half *h = &c->half[from];
	struct seen peer;

	while (tcp_after(to, h->next) > 0) {
		uint32_t end = to;

		if (h->first != NULL && h->first->seq == h->next) {
			hand_on_first(t, c, from, NULL);
			continue;
		}
		if (h->first != NULL && tcp_after(to, h->first->seq) >= 0) {
			struct seen seen = h->first->seen;

			end = h->first->seq;
			tell_gap(t, c, from, end - h->next, &seen);
			drain(t, c, from, NULL);
			continue;
		}
		/* Only the peer's acknowledgement tells of it: the packet in work. */
		peer = *t->seen;
		if (endpoint_eq(&peer.src, &c->end[1 - from])) {
			peer.src = c->end[from];
			peer.dst = c->end[1 - from];
		}
		tell_gap(t, c, from, end - h->next, &peer);
	}
}

/* Wait no longer for what the first piece waits for. */
static void
give_up_first(struct tcp *t, struct tcp_conn *c, unsigned from)
{
	struct tcp_half *h = &c->half[from];

	if (h->first->seq != h->next)
		tcp_half_skip(t, c, from, h->first->seq);
	else
		hand_on_first(t, c, from, NULL);
	drain(t, c, from, NULL);
}

void
tcp_half_add(struct tcp *t, struct tcp_conn *c, unsigned from, struct tcp_span span)
{
	struct tcp_half *h = &c->half[from];

	if (!trim_old(t, c, from, &span))
		return;
	if (h->fin_known && tcp_after(span.seq, h->fin) >= 0)
		return;
	if (span.seq == h->next && !waits(c, from, t->ack, t->acks) &&
	    (h->first == NULL || h->first->seq - h->next >= span_len(&span))) {
		hand_on(t, c, from, &span, t->seen);
	} else {
		insert(t, c, from, span);
	}
	drain(t, c, from, t->seen);
	while (h->first != NULL && (!limits_allow(t->limits, LIMIT_STREAM_BYTES, h->held) ||
				    !limits_allow(t->limits, LIMIT_STREAM_PIECES, h->pieces)))
		give_up_first(t, c, from);
}

void
tcp_half_flush(struct tcp *t, struct tcp_conn *c)
{
	/* First the holes: what the other end said may wait for what is behind them. */
	while (c->half[0].first != NULL || c->half[1].first != NULL) {
		const struct tcp_piece *p = c->half[0].first;

		give_up_first(t, c,
			      p == NULL || p->seq == c->half[0].next ? c->half[1].first != NULL
								     : 0);
	}
}

void
tcp_half_lose(struct tcp *t, struct tcp_conn *c, unsigned from)
{
	struct tcp_half *h = &c->half[from];
	uint32_t to = h->fin_known && tcp_after(h->acked, h->fin) > 0 ? h->fin : h->acked;
	int32_t ahead = tcp_after(to, h->next);

	/* One octet behind all that was seen may be a FIN that was not. */
	if (ahead <= 0 || (ahead == 1 && h->first == NULL)) {
		h->lost_packet = 0;
		return;
	}
	if (h->lost_packet == 0) {
		h->lost_packet = c->packets;
		h->lost_ns = t->now_ns;
		h->lost_to = to;
		return;
	}
	if (c->packets - h->lost_packet < LOST_PACKETS && t->now_ns - h->lost_ns < LOST_NS)
		return;
	h->lost_packet = 0;
	tcp_half_skip(t, c, from, h->lost_to);
}

void
tcp_half_end(struct tcp *t, struct tcp_conn *c, unsigned from)
{
	struct tcp_half *h = &c->half[from];
	struct stream_event e = { .kind = STREAM_END, .from = from };

	if (h->ended)
		return;
	h->ended = true;
	if (c->told)
		tcp_emit(t, c, &e);
}

void
tcp_half_drop(struct tcp *t, struct tcp_half *h)
{
	t->held -= h->held;
	h->held = h->pieces = 0;
	while (h->first != NULL) {
		struct tcp_piece *p = h->first;

		h->first = p->next;
		free(p);
	}
	h->last = NULL;
}
