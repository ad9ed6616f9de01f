/* SPDX-License-Identifier: BSD-2-Clause */
/* What one segment says of its connection. */
#include <stdlib.h>

#include "tcp_priv.h"

/*
 * How far from its place a segment may be: behind it when it is sent again, before it when much
 * was lost.  What is farther off, and begins like a stream, is another connection between the
 * same ports.
 */
enum { BEHIND_MAX = 1 << 20, AHEAD_MAX = 1 << 24, BEFORE_GUESS_MAX = 1 << 16 };

struct tcp *
tcp_new(struct limits *limits, const struct tcp_reader *reader)
{
	struct tcp *t = calloc(1, sizeof(*t));

	if (t == NULL || !table_begin(&t->conns)) {
		free(t);
		return NULL;
	}
	t->limits = limits;
	t->reader = *reader;
	for (size_t i = 0; i < COUNT(t->ages); i++)
		list_begin(&t->ages[i]);
	list_begin(&t->stalled);
	return t;
}

static void
tell_odd(struct tcp *t, enum tcp_odd odd, const struct seen *seen)
{
	if (t->reader.odd != NULL && seen != NULL)
		t->reader.odd(t->reader.ctx, tcp_odd_name(odd), tcp_odd_text(odd), seen);
}

void
tcp_count(struct tcp *t, struct tcp_conn *c, enum tcp_odd odd, const struct seen *seen)
{
	stream_count_add(c->read ? &t->odd[odd] : &c->early[odd], seen);
	if (c->read)
		tell_odd(t, odd, seen);
}

static void
now_read(struct tcp *t, struct tcp_conn *c)
{
	c->read = true;
	for (unsigned i = 0; i < TCP_ODD_COUNT_; i++) {
		if (t->odd[i].count == 0)
			t->odd[i] = c->early[i];
		else
			t->odd[i].count += c->early[i].count;
	}
}

void
tcp_emit(struct tcp *t, struct tcp_conn *c, const struct stream_event *e)
{
	if (c->want != TCP_WANT_MORE)
		return;
	c->told = true;
	c->want = t->reader.event(t->reader.ctx, c, e);
	if (c->want != TCP_WANT_MORE)
		return;
	if (e->kind == STREAM_DATA && e->place == STREAM_MIDDLE && !c->counted) {
		stream_count_add(&t->odd[TCP_ODD_NO_BEGINNING], e->seen);
		tell_odd(t, TCP_ODD_NO_BEGINNING, e->seen);
		c->counted = true;
	}
	if (e->kind == STREAM_DATA && !c->read)
		now_read(t, c);
	if (e->kind == STREAM_GAP && e->gap_bytes > 0)
		tcp_count(t, c, TCP_ODD_GAP, e->seen);
}

static unsigned
sender(const struct tcp_conn *c, const struct unit *u)
{
	return endpoint_eq(&c->end[0], &u->seen.src) ? 0 : 1;
}

static bool
is(const struct unit *u, enum tcp_flag flag)
{
	return (u->tcp.flags & flag) != 0;
}

/* The text in a segment that resets is not part of the stream.  RFC 9293 3.5.3, RFC 1122 4.2.2.12 */
static bool
has_data(const struct unit *u)
{
	return u->payload.len + u->missing_bytes > 0 && !is(u, TCP_RST);
}

/* The number of the first octet of data. */
static uint32_t
data_seq(const struct unit *u)
{
	return u->tcp.seq + (is(u, TCP_SYN) ? 1 : 0);
}

/* Whether this segment belongs to a later connection between the same ports. */
static bool
is_another(const struct tcp *t, const struct tcp_conn *c, const struct unit *u)
{
	const struct tcp_half *h = &c->half[sender(c, u)];
	int32_t after = tcp_after(data_seq(u), h->next);

	if (!h->known)
		return false;
	if (is(u, TCP_SYN))
		return data_seq(u) != h->base;
	if (c->want != TCP_WANT_MORE || !has_data(u))
		return false;
	if (after >= -BEHIND_MAX && after <= AHEAD_MAX &&
	    !(h->fin_known && tcp_after(data_seq(u), h->fin) > 0))
		return false;
	return t->reader.begins(t->reader.ctx, u);
}

/* `syn`: the packet that tells so is of the handshake. */
static void
half_begin(struct tcp_half *h, uint32_t seq, bool syn)
{
	h->base = h->next = h->acked = seq;
	h->known = true;
	h->guessed = false;
	h->place = syn ? STREAM_BEGINS : STREAM_MIDDLE;
}

static void
take_ack(struct tcp_half *peer, const struct unit *u)
{
	int32_t after = tcp_after(u->tcp.ack, peer->acked);

	if (!is(u, TCP_ACK))
		return;
	if (!peer->known) {
		half_begin(peer, u->tcp.ack, is(u, TCP_SYN));
		peer->guessed = true;
	} else if (after > 0 && after <= AHEAD_MAX) {
		peer->acked = u->tcp.ack;
	}
}

static void
take_data(struct tcp *t, struct tcp_conn *c, unsigned from, const struct unit *u)
{
	struct tcp_half *h = &c->half[from];
	struct tcp_span span = { .seq = data_seq(u), .data = u->payload };
	int32_t after;

	if (c->want != TCP_WANT_MORE)
		return;
	if (!h->known)
		half_begin(h, span.seq, false);
	after = tcp_after(span.seq, h->next);
	/* The acknowledgement that the guess is from may have overtaken what it acknowledges. */
	if (h->guessed && after < 0 && after >= -BEFORE_GUESS_MAX)
		h->base = h->next = span.seq;
	else if (after < -BEHIND_MAX || after > AHEAD_MAX ||
		 u->payload.len + u->missing_bytes > AHEAD_MAX) {
		tcp_count(t, c, TCP_ODD_STRAY, &u->seen);
		return;
	}
	h->guessed = false;
	span.cut = (uint32_t)u->missing_bytes;
	tcp_half_add(t, c, from, span);
}

static void
take_fin(struct tcp_half *h, const struct unit *u)
{
	if (!is(u, TCP_FIN) || h->fin_known)
		return;
	if (!h->known)
		half_begin(h, data_seq(u), false);
	h->fin_known = true;
	h->fin = data_seq(u) + (uint32_t)(u->payload.len + u->missing_bytes);
}

/* Whether nothing more is to come from this end. */
static bool
is_done(const struct tcp_conn *c, const struct tcp_half *h)
{
	return h->fin_known && (h->ended || c->want != TCP_WANT_MORE);
}

/* What the packet made of the connection; forgets it if so wanted. */
static void
settle(struct tcp *t, struct tcp_conn *c, const struct unit *u)
{
	bool moved = c->half[0].moved || c->half[1].moved;
	bool over = is(u, TCP_RST) || (is_done(c, &c->half[0]) && is_done(c, &c->half[1]));

	if (c->want == TCP_WANT_NOTHING || (is(u, TCP_RST) && !c->told)) {
		tcp_conn_free(t, c);
		return;
	}
	for (unsigned i = 0; i < 2 && c->want == TCP_WANT_SILENCE; i++)
		tcp_half_drop(t, &c->half[i]);
	if (over && c->state != TCP_OVER)
		tcp_conn_state(t, c, TCP_OVER);
	else if (!over && moved)
		tcp_conn_state(t, c, TCP_LIVE); /* also if a reset was nothing but a try */
	else if (!over && c->state != TCP_OVER)
		tcp_conn_state(t, c, c->state);
}

static void
take(struct tcp *t, struct tcp_conn *c, const struct unit *u)
{
	unsigned from = sender(c, u);
	struct tcp_half *h = &c->half[from];

	c->packets++;
	c->half[0].moved = c->half[1].moved = false;
	if (is(u, TCP_SYN) && (!h->known || h->guessed))
		half_begin(h, data_seq(u), true);
	take_ack(&c->half[1 - from], u);
	if (has_data(u))
		take_data(t, c, from, u);
	take_fin(h, u);
	for (unsigned i = 0; i < 2 && c->want == TCP_WANT_MORE; i++) {
		tcp_half_lose(t, c, i);
		h = &c->half[i];
		if (h->fin_known && tcp_after(h->next, h->fin) >= 0)
			tcp_half_end(t, c, i);
	}
	tcp_conn_stall(t, c, from);
	settle(t, c, u);
}

void
tcp_add(struct tcp *t, const struct unit *u)
{
	uint64_t key = tcp_conn_key(t, &u->seen);
	struct tcp_conn *c = tcp_conn_find(t, &u->seen, key);

	if (u->seen.ts_ns > t->now_ns)
		t->now_ns = u->seen.ts_ns;
	t->seen = &u->seen;
	t->ack = u->tcp.ack;
	t->acks = is(u, TCP_ACK);
	if (c != NULL && is_another(t, c, u)) {
		tcp_conn_end(t, c);
		c = NULL;
	}
	if (c == NULL && !is(u, TCP_RST) &&
	    (is(u, TCP_SYN) || (has_data(u) && t->reader.begins(t->reader.ctx, u))))
		c = tcp_conn_new(t, u, key);
	if (c != NULL)
		take(t, c, u);
	t->seen = NULL;
	tcp_let_go(t);
}

void **
tcp_user(struct tcp_conn *c)
{
	return &c->user;
}

void
tcp_hold(struct tcp *t, struct tcp_conn *c, size_t waiting, size_t standing)
{
	t->held -= c->waiting + c->standing;
	c->waiting = waiting;
	c->standing = standing;
	t->held += waiting + standing;
}
