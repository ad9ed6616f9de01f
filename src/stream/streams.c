/* SPDX-License-Identifier: BSD-2-Clause */
/* Each connection to what reads it. */
#include <stdlib.h>

#include "streams_priv.h"

static const struct {
	const char *name, *text;
} odds[STREAMS_ODD_COUNT_] = {
	[STREAMS_ODD_TLS_SIP] = { "tls.sip",
				  "TLS connections on a port of SIP: encrypted; supply a key log"
				  " or capture elsewhere" },
	[STREAMS_ODD_TLS_OTHER] = { "tls.other",
				    "TLS connections on other ports: encrypted; if they carry"
				    " SIP, supply a key log or capture elsewhere" },
};

static void
on_message(void *ctx, const struct seen *seen, struct str raw, size_t missing_bytes)
{
	const struct stream *s = ctx;
	struct seen copy = *seen;

	if (s->what == BEGIN_SIP)
		copy.transport = TRANSPORT_TCP;
	s->t->fn(s->t->ctx, &copy, raw, missing_bytes);
}

static void
tell_odd(void *ctx, const char *name, const char *text, const struct seen *seen)
{
	const struct tcps *t = ctx;

	if (t->on_odd != NULL && seen != NULL)
		t->on_odd(t->ctx, name, text, seen);
}

void
streams_odd(struct tcps *t, enum streams_odd odd, const struct seen *seen)
{
	stream_count_add(&t->odd[odd], seen);
	tell_odd(t, odds[odd].name, odds[odd].text, seen);
}

static void
on_framer_odd(void *ctx, enum framer_odd odd, const struct seen *seen)
{
	const struct stream *s = ctx;

	stream_count_add(&s->t->framer_odd[odd], seen);
	tell_odd(s->t, framer_odd_name(odd), framer_odd_text(odd), seen);
}

static void
on_websocket_odd(void *ctx, enum websocket_odd odd, const struct seen *seen)
{
	const struct stream *s = ctx;

	stream_count_add(&s->t->websocket_odd[odd], seen);
	tell_odd(s->t, websocket_odd_name(odd), websocket_odd_text(odd), seen);
}

static void
tell_held(struct tcps *t, struct tcp_conn *c, const struct stream *s)
{
	size_t waiting = 0, standing = 0;

	for (unsigned i = 0; s != NULL && i < 2; i++) {
		waiting += s->head[i].room + framer_held(&s->framer[i]);
		if (s->websocket[i] == NULL)
			continue;
		waiting += websocket_waiting(s->websocket[i]);
		standing += websocket_standing(s->websocket[i]);
	}
	tcp_hold(t->tcp, c, waiting, standing);
}

static enum tcp_want
on_event(void *ctx, struct tcp_conn *c, const struct stream_event *e)
{
	struct tcps *t = ctx;
	struct stream *s = *tcp_user(c);
	enum tcp_want want = TCP_WANT_MORE;

	if (e->kind != STREAM_DATA && s != NULL)
		stream_gap(s, e);
	else if (e->kind == STREAM_DATA && s != NULL && s->what != BEGIN_MAYBE)
		want = stream_feed(s, e);
	else if (e->kind == STREAM_DATA)
		want = stream_decide(t, &s, e);
	*tcp_user(c) = s;
	tell_held(t, c, s);
	return want;
}

static bool
on_begins(void *ctx, const struct unit *u)
{
	enum begin what = begin_of(u->payload, true);

	(void)ctx;
	if (u->payload.len == 0)
		return false;
	if (what == BEGIN_OTHER || what == BEGIN_MAYBE)
		return begin_on_sip_port(&u->seen);
	return true;
}

static void
on_gone(void *ctx, struct tcp_conn *c)
{
	(void)ctx;
	stream_free(*tcp_user(c));
	*tcp_user(c) = NULL;
}

struct tcps *
tcps_new(struct limits *limits, stream_message_fn *fn, void *ctx)
{
	struct tcps *t = calloc(1, sizeof(*t));
	struct tcp_reader reader = { on_begins, on_event, on_gone, t, tell_odd };

	if (t == NULL)
		return NULL;
	t->fn = fn;
	t->ctx = ctx;
	t->framers = (struct framer_shared){ limits, on_message, on_framer_odd, 0 };
	t->websockets = (struct websocket_shared){ .limits = limits,
						   .fn = on_message,
						   .odd = on_websocket_odd };
	t->tcp = tcp_new(limits, &reader);
	if (t->tcp == NULL) {
		free(t);
		return NULL;
	}
	return t;
}

void
tcps_free(struct tcps *t)
{
	if (t == NULL)
		return;
	tcp_free(t->tcp);
	free(t);
}

void
tcps_on_gap(struct tcps *t, stream_gap_fn *fn)
{
	t->on_gap = fn;
}

void
tcps_on_odd(struct tcps *t, oddity_fn *fn)
{
	t->on_odd = fn;
}

void
tcps_add(struct tcps *t, const struct unit *u)
{
	tcp_add(t->tcp, u);
}

void
tcps_expire(struct tcps *t, int64_t now_ns)
{
	tcp_expire(t->tcp, now_ns);
}

void
tcps_finish(struct tcps *t)
{
	tcp_finish(t->tcp);
}

uint64_t
tcps_dropped(const struct tcps *t)
{
	return t->dropped + t->framers.dropped + t->websockets.dropped + tcp_dropped(t->tcp);
}

size_t
tcps_open(const struct tcps *t)
{
	return tcp_open(t->tcp);
}

size_t
tcps_held(const struct tcps *t)
{
	return tcp_held(t->tcp);
}

struct list_of {
	struct stream_oddity *out;
	size_t count;
};

static void
add_oddity(struct list_of *l, const char *name, const char *text, const struct stream_count *n)
{
	if (n->count == 0 || l->count == STREAM_ODDITIES)
		return;
	l->out[l->count++] =
		(struct stream_oddity){ name, text, n->count, n->first_frame, n->first_input };
}

size_t
tcps_oddities(const struct tcps *t, struct stream_oddity out[STREAM_ODDITIES])
{
	struct list_of l = { out, 0 };

	for (unsigned i = 0; i < TCP_ODD_COUNT_; i++) {
		struct stream_count n = tcp_odd_count(t->tcp, (enum tcp_odd)i);

		add_oddity(&l, tcp_odd_name((enum tcp_odd)i), tcp_odd_text((enum tcp_odd)i), &n);
	}
	for (unsigned i = 0; i < FRAMER_ODD_COUNT_; i++)
		add_oddity(&l, framer_odd_name((enum framer_odd)i),
			   framer_odd_text((enum framer_odd)i), &t->framer_odd[i]);
	for (unsigned i = 0; i < WEBSOCKET_ODD_COUNT_; i++)
		add_oddity(&l, websocket_odd_name((enum websocket_odd)i),
			   websocket_odd_text((enum websocket_odd)i), &t->websocket_odd[i]);
	for (unsigned i = 0; i < STREAMS_ODD_COUNT_; i++)
		add_oddity(&l, odds[i].name, odds[i].text, &t->odd[i]);
	return l.count;
}
