/* SPDX-License-Identifier: BSD-2-Clause */
/* One connection: what it carries, and what reads it. */
#include <stdlib.h>

#include "streams_priv.h"

void
stream_free(struct stream *s)
{
	if (s == NULL)
		return;
	for (unsigned i = 0; i < 2; i++) {
		gather_free(&s->head[i]);
		framer_free(&s->framer[i]);
		websocket_free(s->websocket[i]);
	}
	free(s);
}

static struct stream *
stream_new(struct tcps *t)
{
	struct stream *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->t = t;
	s->what = BEGIN_MAYBE;
	for (unsigned i = 0; i < 2; i++)
		framer_begin(&s->framer[i], &t->framers, s);
	return s;
}

/* False when memory is short. */
static bool
become(struct stream *s, enum begin what)
{
	s->what = what == BEGIN_WEBSOCKET ? BEGIN_WEBSOCKET : BEGIN_SIP;
	for (unsigned i = 0; i < 2; i++) {
		/* By its port it may be SIP all the same: where a message begins is to be found. */
		if (what == BEGIN_OTHER || s->under_way[i])
			framer_gap(&s->framer[i], 1);
		if (what == BEGIN_WEBSOCKET)
			s->websocket[i] = websocket_new(&s->t->websockets, s);
		if (what == BEGIN_WEBSOCKET && s->websocket[i] == NULL)
			return false;
	}
	return true;
}

static enum tcp_want
lose(struct tcps *t)
{
	t->dropped++;
	return TCP_WANT_NOTHING;
}

/* Put new octets behind those that were kept, if any were. */
static bool
behind_head(struct gather *head, struct str *data)
{
	if (head->len == 0)
		return true;
	if (!gather_add(head, *data))
		return false;
	*data = gather_all(head);
	return true;
}

static enum tcp_want
feed_websocket(struct stream *s, const struct stream_event *e, struct str data)
{
	struct websocket *ws = s->websocket[e->from];
	enum websocket_state state = websocket_data(ws, e->seen, data);
	struct websocket_terms terms = websocket_terms(ws);

	if (terms.known && !s->agreed) {
		websocket_agree(s->websocket[1 - e->from], &terms);
		s->agreed = true;
	}
	/* After an upgrade that was refused, another may follow. */
	return state == WEBSOCKET_OVER ? TCP_WANT_NOTHING : TCP_WANT_MORE;
}

static enum tcp_want
feed(struct stream *s, const struct stream_event *e, struct str data)
{
	enum tcp_want want = TCP_WANT_MORE;

	if (s->what == BEGIN_WEBSOCKET)
		want = feed_websocket(s, e, data);
	else
		framer_data(&s->framer[e->from], e->seen, data);
	gather_free(&s->head[e->from]);
	return want;
}

enum tcp_want
stream_feed(struct stream *s, const struct stream_event *e)
{
	struct str data = e->data;

	if (e->place == STREAM_MIDDLE && s->what == BEGIN_SIP)
		framer_gap(&s->framer[e->from], 1);
	else if (e->place == STREAM_MIDDLE)
		websocket_gap(s->websocket[e->from], 1);
	return behind_head(&s->head[e->from], &data) ? feed(s, e, data) : lose(s->t);
}

static enum tcp_want
see_tls(struct tcps *t, struct stream **s, const struct seen *seen)
{
	bool sip = begin_on_sip_port(seen) || begin_on_sips_port(seen);

	streams_odd(t, sip ? STREAMS_ODD_TLS_SIP : STREAMS_ODD_TLS_OTHER, seen);
	stream_free(*s);
	*s = NULL;
	return TCP_WANT_SILENCE;
}

enum tcp_want
stream_decide(struct tcps *t, struct stream **s, const struct stream_event *e)
{
	struct str data = e->data;
	bool under_way = e->place == STREAM_MIDDLE || e->place == STREAM_AFTER_GAP;
	enum begin what;

	if (*s != NULL && !behind_head(&(*s)->head[e->from], &data))
		return lose(t);
	under_way = under_way || (*s != NULL && (*s)->under_way[e->from]);
	what = begin_of(data, under_way);
	if (what == BEGIN_TLS)
		return see_tls(t, s, e->seen);
	if (what == BEGIN_OTHER && !begin_on_sip_port(e->seen))
		return TCP_WANT_NOTHING;
	if (*s == NULL && (*s = stream_new(t)) == NULL)
		return lose(t);
	(*s)->under_way[e->from] = under_way;
	if (what != BEGIN_MAYBE)
		return become(*s, what) ? feed(*s, e, data) : lose(t);
	if (data.p == e->data.p && !gather_add(&(*s)->head[e->from], data))
		return lose(t);
	return TCP_WANT_MORE;
}

void
stream_gap(struct stream *s, const struct stream_event *e)
{
	struct tcps *t = s->t;

	if (s->what == BEGIN_MAYBE) {
		gather_free(&s->head[e->from]);
		return;
	}
	/* Kept before the other direction told what it is; without a packet nothing is known to lack. */
	if (e->seen != NULL && s->head[e->from].len > 0)
		(void)feed(s, e, gather_all(&s->head[e->from]));
	if (s->what == BEGIN_WEBSOCKET)
		websocket_gap(s->websocket[e->from], e->gap_bytes);
	else
		framer_gap(&s->framer[e->from], e->gap_bytes);
	if (e->gap_bytes > 0 && t->on_gap != NULL)
		t->on_gap(t->ctx, e->seen, e->gap_bytes);
}
