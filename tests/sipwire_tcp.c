/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages as TCP segments (RFC 9293); all is acknowledged. */
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

/* RFC 6455 1.3. */
static bool
upgrade(struct builder *b, struct conn *c)
{
	for (unsigned from = 0; from < 2; from++) {
		struct segment s = { .from = from,
				     .flags = TCP_PSH | TCP_ACK,
				     .data = sipwire_ws_upgrade(b, from) };

		if (!emit_segment(b, c, &s))
			return false;
		c->next[from] += (uint32_t)s.data.len;
	}
	return true;
}

struct conn *
sipwire_conn(struct builder *b, unsigned *from, bool *is_new)
{
	const struct sipcase_msg *m = b->m;
	struct conn *c;

	*is_new = false;
	for (size_t i = 0; i < b->conn_count; i++) {
		c = &b->conns[i];
		*from = is_end(&c->end[0], &m->src) ? 0 : 1;
		if (c->transport == m->transport && is_end(&c->end[*from], &m->src) &&
		    is_end(&c->end[1 - *from], &m->dst))
			return c;
	}
	*is_new = true;
	*from = 0;
	c = &b->conns[b->conn_count++];
	*c = (struct conn){ .transport = m->transport, .end = { m->src, m->dst } };
	/* Some 16 million further each hour, and not far from 0 now and then. */
	c->next[0] = 0x10000 * (uint32_t)b->conn_count + 0x01000000 * (uint32_t)b->o->later_h;
	c->next[1] = c->next[0] ^ 0x80000000;
	return c;
}

size_t
sipwire_segment_len(const struct sipcase_msg *m, size_t i, size_t left)
{
	size_t want = m->each > 0 ? m->each : SEGMENT_MAX;

	if (i < m->seg_count)
		want = m->seg[i];
	return want < left ? want : left;
}

/* The octets cut into segments, once or twice over; NULL and *err when memory is short. */
static struct segment *
cut(struct builder *b, unsigned from, struct str octets, size_t *count)
{
	struct segment *data = arena_alloc(b->w->arena, (octets.len + 1) * sizeof(*data));

	*count = 0;
	if (data == NULL) {
		(void)err_memory(b->err);
		return NULL;
	}
	for (size_t at = 0; at < octets.len; at += data[(*count)++].data.len)
		data[*count] = (struct segment){
			from, TCP_PSH | TCP_ACK, (uint32_t)at,
			str_sub(octets, at, sipwire_segment_len(b->m, *count, octets.len - at))
		};
	return data;
}

static bool
emit_octets(struct builder *b, struct conn *c, unsigned from, struct str octets)
{
	size_t count;
	struct segment *data = cut(b, from, octets, &count);

	if (data == NULL)
		return false;
	for (size_t i = 0; i < (b->m->again ? 2 : 1) * count; i++) {
		size_t at = i % count;
		size_t n = b->m->swap && count > 1 && at < 2 ? 1 - at : at;

		if (!emit_segment(b, c, &data[n]))
			return false;
	}
	return true;
}

bool
sipwire_tcp(struct builder *b)
{
	unsigned from;
	bool is_new, good = true;
	struct conn *c = sipwire_conn(b, &from, &is_new);
	struct segment ack = { .from = 1 - from, .flags = TCP_ACK };
	struct str octets = b->m->text;

	if (is_new && !shake_hands(b, c))
		return false;
	if (is_new && b->m->transport == TRANSPORT_WS && !upgrade(b, c))
		return false;
	if (b->m->transport == TRANSPORT_WS)
		octets = sipwire_ws(b, c, from);
	octets = sipwire_join(b, c->joined[from], octets);
	if (str_absent(octets))
		return false;
	c->joined[from] = (struct str){ NULL, 0 };
	if (b->m->join) {
		c->joined[from] = octets;
		return true;
	}
	good = emit_octets(b, c, from, octets);
	c->next[from] += (uint32_t)octets.len;
	return good && emit_segment(b, c, &ack);
}
