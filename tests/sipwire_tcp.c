/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages as TCP segments (RFC 9293); nothing is lost, and all is acknowledged. */
#include "sipwire_priv.h"

enum {
	TCP_HEADER = 20,
	SEGMENT_MAX = 1400,
	TCP_SYN = 2,
	TCP_PSH = 8,
	TCP_ACK = 16,
};

struct segment {
	unsigned from; /* which end of the connection */
	unsigned flags;
	uint32_t ahead; /* octets between the connection's place and its first */
	struct str data;
};

static bool
is_end(const struct endpoint *a, const struct endpoint *b)
{
	return a->port == b->port && a->ip.family == b->ip.family &&
	       memcmp(a->ip.octets, b->ip.octets, sizeof(a->ip.octets)) == 0;
}

static bool
emit_segment(struct builder *b, const struct conn *c, const struct segment *s)
{
	size_t len = TCP_HEADER + s->data.len;
	struct put p = { arena_alloc(b->w->arena, len), 0 };
	struct datagram d = {
		&c->end[s->from], &c->end[1 - s->from], IP_TCP, { (const char *)p.p, len }
	};
	uint16_t sum;

	if (p.p == NULL)
		return err_memory(b->err);
	put16(&p, d.src->port);
	put16(&p, d.dst->port);
	put32(&p, c->next[s->from] + s->ahead);
	put32(&p, s->flags & TCP_ACK ? c->next[1 - s->from] : 0);
	put16(&p, 0x5000 | s->flags);
	put16(&p, 65535);
	put32(&p, 0);
	put_octets(&p, s->data.p, s->data.len);
	sum = sipwire_checksum(&d);
	p.p[16] = (uint8_t)(sum >> 8);
	p.p[17] = (uint8_t)sum;
	return sipwire_emit(b, &d, s->data.len > 0 && b->m->frag > 0);
}

static bool
shake_hands(struct builder *b, struct conn *c)
{
	struct segment syn = { .from = 0, .flags = TCP_SYN };
	struct segment syn_ack = { .from = 1, .flags = TCP_SYN | TCP_ACK };
	struct segment ack = { .from = 0, .flags = TCP_ACK };

	b->at_ns -= 3000;
	if (!emit_segment(b, c, &syn))
		return false;
	c->next[0]++;
	if (!emit_segment(b, c, &syn_ack))
		return false;
	c->next[1]++;
	return emit_segment(b, c, &ack);
}

/* The connection of the message in work, opened if need be; NULL when that fails. */
static struct conn *
find_conn(struct builder *b)
{
	const struct sipcase_msg *m = b->m;
	struct conn *c;

	for (size_t i = 0; i < b->conn_count; i++) {
		c = &b->conns[i];
		if ((is_end(&c->end[0], &m->src) && is_end(&c->end[1], &m->dst)) ||
		    (is_end(&c->end[0], &m->dst) && is_end(&c->end[1], &m->src)))
			return c;
	}
	c = &b->conns[b->conn_count++];
	*c = (struct conn){ { m->src, m->dst }, { 0x10000 * (uint32_t)b->conn_count, 0x80000000 } };
	return shake_hands(b, c) ? c : NULL;
}

/* How many octets the i-th segment has. */
static size_t
segment_len(const struct sipcase_msg *m, size_t i, size_t left)
{
	size_t want = i < m->seg_count ? m->seg[i] : SEGMENT_MAX;

	return want < left ? want : left;
}

bool
sipwire_tcp(struct builder *b)
{
	const struct sipcase_msg *m = b->m;
	struct conn *c = find_conn(b);
	struct segment data[2 * CASE_SEGMENTS + 65536 / SEGMENT_MAX];
	struct segment ack = { .flags = TCP_ACK };
	size_t count = 0;

	if (c == NULL)
		return false;
	ack.from = is_end(&c->end[0], &m->src) ? 1 : 0;
	for (size_t at = 0; at < m->text.len; at += data[count++].data.len) {
		if (count == COUNT(data))
			return err_set(b->err, "line %u: too long", m->line);
		data[count] = (struct segment){ 1 - ack.from, TCP_PSH | TCP_ACK, (uint32_t)at,
						str_sub(m->text, at,
							segment_len(m, count, m->text.len - at)) };
	}
	for (size_t i = 0; i < count; i++) {
		size_t n = m->swap && count > 1 && i < 2 ? 1 - i : i;

		if (!emit_segment(b, c, &data[n]))
			return false;
	}
	c->next[1 - ack.from] += (uint32_t)m->text.len;
	return emit_segment(b, c, &ack);
}
