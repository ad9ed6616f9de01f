/* SPDX-License-Identifier: BSD-2-Clause */
/* The connections that are known: found, made and given up, in an order that packets decide. */
#include <stdlib.h>
#include <string.h>

#include "tcp_priv.h"

static const int64_t second_ns = 1000000000;

/* Without a packet: a connection attempt, a connection, a closed one.  What it waits for. */
enum { FRESH_S = 300, LIVE_S = 3600, OVER_S = 10, STALL_S = 10 };

static struct tcp_conn *
oldest(const struct tcp *t, enum tcp_state state)
{
	struct list_node *n = list_first(&t->ages[state]);

	return n != NULL ? HOLDER(n, struct tcp_conn, age) : NULL;
}

static size_t
put_endpoint(char *out, const struct endpoint *e)
{
	size_t len = e->ip.family == 6 ? 16 : 4;

	memcpy(out, e->ip.octets, len);
	out[len] = (char)(e->port >> 8);
	out[len + 1] = (char)e->port;
	return len + 2;
}

/* Both directions are one connection, so the ends are hashed in an order of their own. */
uint64_t
tcp_conn_key(const struct tcp *t, const struct seen *s)
{
	size_t len = s->src.ip.family == 6 ? 16 : 4;
	bool swap =
		s->src.port > s->dst.port ||
		(s->src.port == s->dst.port && memcmp(s->src.ip.octets, s->dst.ip.octets, len) > 0);
	char octets[36];

	len = put_endpoint(octets, swap ? &s->dst : &s->src);
	len += put_endpoint(octets + len, swap ? &s->src : &s->dst);
	return str_hash(&t->limits->key, (struct str){ octets, len });
}

struct tcp_conn *
tcp_conn_find(const struct tcp *t, const struct seen *s, uint64_t key)
{
	struct table_node *n = table_first(&t->conns, key);

	for (; n != NULL; n = table_next(n)) {
		struct tcp_conn *c = HOLDER(n, struct tcp_conn, node);

		if (endpoint_eq(&c->end[0], &s->src) && endpoint_eq(&c->end[1], &s->dst))
			return c;
		if (endpoint_eq(&c->end[1], &s->src) && endpoint_eq(&c->end[0], &s->dst))
			return c;
	}
	return NULL;
}

/* Those that are over go first, then attempts, then the longest silent. */
static void
make_room(struct tcp *t)
{
	struct tcp_conn *c = oldest(t, TCP_OVER);

	if (t->conns.count < t->limits->max[LIMIT_STREAMS])
		return;
	if (c == NULL) {
		(void)limits_allow(t->limits, LIMIT_STREAMS, t->conns.count);
		c = oldest(t, TCP_FRESH);
	}
	if (c == NULL)
		c = oldest(t, TCP_LIVE);
	if (c != NULL)
		tcp_conn_end(t, c);
}

struct tcp_conn *
tcp_conn_new(struct tcp *t, const struct unit *u, uint64_t key)
{
	/* A server says SYN and ACK.  RFC 9293 3.5 */
	bool server = (u->tcp.flags & TCP_SYN) != 0 && (u->tcp.flags & TCP_ACK) != 0;
	struct tcp_conn *c;

	make_room(t);
	c = calloc(1, sizeof(*c));
	if (c == NULL) {
		t->dropped++;
		return NULL;
	}
	c->end[0] = server ? u->seen.dst : u->seen.src;
	c->end[1] = server ? u->seen.src : u->seen.dst;
	table_add(&t->conns, &c->node, key);
	tcp_conn_state(t, c, TCP_FRESH);
	return c;
}

void
tcp_conn_state(struct tcp *t, struct tcp_conn *c, enum tcp_state state)
{
	list_remove(&c->age);
	c->state = state;
	c->last_ns = t->now_ns;
	list_append(&t->ages[state], &c->age);
}

void
tcp_conn_free(struct tcp *t, struct tcp_conn *c)
{
	t->reader.gone(t->reader.ctx, c);
	t->held -= c->waiting + c->standing;
	for (unsigned i = 0; i < 2; i++)
		tcp_half_drop(t, &c->half[i]);
	table_remove(&t->conns, &c->node);
	list_remove(&c->age);
	list_remove(&c->stall);
	free(c);
}

void
tcp_conn_end(struct tcp *t, struct tcp_conn *c)
{
	tcp_half_flush(t, c);
	for (unsigned i = 0; i < 2; i++)
		tcp_half_end(t, c, i);
	tcp_conn_free(t, c);
}

/* Keep `stalled` in the order in which they began to wait for what did not come since. */
void
tcp_conn_stall(struct tcp *t, struct tcp_conn *c, unsigned from)
{
	bool holds = c->half[0].first != NULL || c->half[1].first != NULL || c->waiting > 0;
	bool moved = c->half[from].moved && c->half[1 - from].first == NULL;

	if (!holds || moved)
		list_remove(&c->stall);
	if (holds && c->stall.next == NULL) {
		c->stall_ns = t->now_ns;
		list_append(&t->stalled, &c->stall);
	}
}

/* Wait no longer for what the longest stalled connection waits for. */
static void
unstall(struct tcp *t, struct tcp_conn *c)
{
	list_remove(&c->stall);
	tcp_half_flush(t, c);
	for (unsigned i = 0; i < 2; i++) {
		struct stream_event e = { .kind = STREAM_GAP, .from = i };

		tcp_emit(t, c, &e);
	}
	if (c->want == TCP_WANT_NOTHING)
		tcp_conn_free(t, c);
}

static struct tcp_conn *
longest_stalled(const struct tcp *t)
{
	struct list_node *n = list_first(&t->stalled);

	return n != NULL ? HOLDER(n, struct tcp_conn, stall) : NULL;
}

/* First what waits, then whole connections. */
void
tcp_let_go(struct tcp *t)
{
	while (t->held > t->limits->max[LIMIT_STREAM_MEMORY]) {
		struct tcp_conn *c = longest_stalled(t);

		(void)limits_allow(t->limits, LIMIT_STREAM_MEMORY, t->held);
		if (c != NULL) {
			unstall(t, c);
			continue;
		}
		c = oldest(t, TCP_OVER);
		if (c == NULL)
			c = oldest(t, TCP_LIVE);
		/* What was given up a moment ago may be the first that its reader got. */
		if (c == NULL)
			c = oldest(t, TCP_FRESH);
		if (c == NULL)
			return;
		tcp_conn_end(t, c);
	}
}

void
tcp_expire(struct tcp *t, int64_t now_ns)
{
	static const int64_t keep_s[] = {
		[TCP_FRESH] = FRESH_S, [TCP_LIVE] = LIVE_S, [TCP_OVER] = OVER_S
	};
	struct tcp_conn *c;

	if (now_ns > t->now_ns)
		t->now_ns = now_ns;
	while ((c = longest_stalled(t)) != NULL && t->now_ns - c->stall_ns >= STALL_S * second_ns)
		unstall(t, c);
	for (unsigned i = 0; i < COUNT(t->ages); i++) {
		while ((c = oldest(t, (enum tcp_state)i)) != NULL &&
		       t->now_ns - c->last_ns >= keep_s[i] * second_ns)
			tcp_conn_end(t, c);
	}
}

void
tcp_finish(struct tcp *t)
{
	static const enum tcp_state order[] = { TCP_OVER, TCP_LIVE, TCP_FRESH };
	struct tcp_conn *c;

	for (size_t i = 0; i < COUNT(order); i++) {
		while ((c = oldest(t, order[i])) != NULL)
			tcp_conn_end(t, c);
	}
}

void
tcp_free(struct tcp *t)
{
	struct tcp_conn *c;

	if (t == NULL)
		return;
	for (unsigned i = 0; i < COUNT(t->ages); i++) {
		while ((c = oldest(t, (enum tcp_state)i)) != NULL)
			tcp_conn_free(t, c);
	}
	table_end(&t->conns);
	free(t);
}
