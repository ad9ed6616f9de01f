/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages to packets: UDP, IP, link. */
#include <stdlib.h>

#include "sipwire_priv.h"

enum { UDP_HEADER = 8 };

#define HOUR_NS INT64_C(3600000000000)

/* RFC 1071, not yet complemented. */
static uint32_t
sum16(uint32_t sum, const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		sum += i % 2 == 0 ? (uint32_t)p[i] << 8 : p[i];
	while (sum > 0xffff)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

static size_t
ip_bytes(const struct address *a)
{
	return a->family == 4 ? 4 : 16;
}

uint16_t
sipwire_checksum(const struct datagram *d)
{
	uint32_t sum = (uint32_t)d->octets.len + d->protocol;

	sum = sum16(sum, d->src->ip.octets, ip_bytes(&d->src->ip));
	sum = sum16(sum, d->dst->ip.octets, ip_bytes(&d->dst->ip));
	sum = ~sum16(sum, (const uint8_t *)d->octets.p, d->octets.len) & 0xffff;
	return (uint16_t)(sum == 0 && d->protocol == IP_UDP ? 0xffff : sum);
}

static struct packet *
add_packet(struct builder *b)
{
	struct sipwire *w = b->w;

	if (w->count == w->room) {
		size_t room = w->room == 0 ? 32 : 2 * w->room;
		struct packet *wider = realloc(w->packets, room * sizeof(*wider));

		if (wider == NULL)
			return NULL;
		w->packets = wider;
		w->room = room;
	}
	return &w->packets[w->count++];
}

/* A fragment's place: the whole datagram is one at 0 of which nothing follows. */
struct part {
	size_t from, len;
	bool more, alone;
	uint32_t id;
};

static void
put_ip4(struct put *p, const struct datagram *d, const struct part *part)
{
	size_t start = p->len;
	uint32_t sum;

	put16(p, 0x4500);
	put16(p, (unsigned)(IP4_HEADER + part->len));
	put16(p, part->id & 0xffff);
	put16(p, (part->more ? 0x2000u : 0) | (unsigned)(part->from / 8));
	put8(p, 64);
	put8(p, d->protocol);
	put16(p, 0);
	put_octets(p, d->src->ip.octets, 4);
	put_octets(p, d->dst->ip.octets, 4);
	sum = ~sum16(0, p->p + start, IP4_HEADER) & 0xffff;
	p->p[start + 10] = (uint8_t)(sum >> 8);
	p->p[start + 11] = (uint8_t)sum;
}

static void
put_ip6(struct put *p, const struct datagram *d, const struct part *part)
{
	put32(p, 0x60000000);
	put16(p, (unsigned)(part->len + (part->alone ? 0 : 8)));
	put8(p, part->alone ? d->protocol : IP6_FRAGMENT);
	put8(p, 64);
	put_octets(p, d->src->ip.octets, 16);
	put_octets(p, d->dst->ip.octets, 16);
	if (part->alone)
		return;
	put8(p, d->protocol);
	put8(p, 0);
	put16(p, (unsigned)part->from | part->more);
	put32(p, part->id);
}

/* The IP packet, in its tunnels and its link. */
static bool
wrap(struct builder *b, const struct datagram *d, struct str packet)
{
	struct wrap *w = b->wrap;

	wrap_begin(w, packet, d->src, d->dst);
	w->id = (uint16_t)(0x8000 + b->w->count);
	if (!wrap_tunnels(w, str_of(b->m->tunnels)))
		return err_set(b->err, "line %u: these tunnels cannot be made", b->m->line);
	if (!wrap_link(w, b->o->link, b->o->vlans, b->o->big_endian))
		return err_set(b->err, "line %u: not over this link", b->m->line);
	return true;
}

static bool
emit_part(struct builder *b, const struct datagram *d, const struct part *part)
{
	struct put p = { arena_alloc(b->w->arena, IP6_HEADER + 8 + part->len), 0 };
	struct packet *out = add_packet(b);
	size_t snap = b->m->snap;
	struct str whole;
	bool good = true;

	if (p.p == NULL || out == NULL)
		return err_memory(b->err);
	if (d->src->ip.family == 4)
		put_ip4(&p, d, part);
	else
		put_ip6(&p, d, part);
	put_octets(&p, d->octets.p + part->from, part->len);
	if (!wrap(b, d, (struct str){ (const char *)p.p, p.len }))
		return false;
	whole = wrap_octets(b->wrap);
	if (b->o->snap > 0 && (snap == 0 || b->o->snap < snap))
		snap = b->o->snap;
	*out = (struct packet){ .ts_ns = b->at_ns,
				.no = b->w->count,
				.wire_len = (uint32_t)whole.len,
				.link = b->o->link == LINK_OTHER ? LINK_ETHERNET : b->o->link };
	out->data = arena_dup(b->w->arena, str_sub(whole, 0, snap > 0 ? snap : whole.len), &good);
	b->at_ns += 1000;
	return good || err_memory(b->err);
}

bool
sipwire_emit(struct builder *b, const struct datagram *d, bool mischief)
{
	size_t step = mischief ? b->m->frag / 8 * 8 : 0;
	size_t count = step == 0 || d->octets.len <= step ? 1 : (d->octets.len + step - 1) / step;
	uint32_t id = ++b->ip_id;

	for (size_t i = 0; i < count; i++) {
		/* Only the first two change places. */
		size_t n = mischief && b->m->swap && count > 1 && i < 2 ? 1 - i : i;
		struct part part = { n * step, d->octets.len - n * step, false, count == 1, id };

		if (n + 1 < count) {
			part.len = step;
			part.more = true;
		}
		/* It was sent, so the number of packets is that of the others. */
		if (mischief && b->m->lose == n + 1)
			continue;
		if (!emit_part(b, d, &part))
			return false;
	}
	return true;
}

struct str
sipwire_join(struct builder *b, struct str a, struct str z)
{
	struct put p = { NULL, 0 };

	if (a.len == 0 || str_absent(z))
		return z;
	p.p = arena_alloc(b->w->arena, a.len + z.len);
	if (p.p == NULL) {
		(void)err_memory(b->err);
		return (struct str){ NULL, 0 };
	}
	put_octets(&p, a.p, a.len);
	put_octets(&p, z.p, z.len);
	return (struct str){ (const char *)p.p, p.len };
}

static bool
emit_udp(struct builder *b)
{
	const struct sipcase_msg *m = b->m;
	size_t len = UDP_HEADER + m->text.len;
	struct put p = { arena_alloc(b->w->arena, len), 0 };
	struct datagram d = { &m->src, &m->dst, IP_UDP, { (const char *)p.p, len } };
	uint16_t sum;

	if (p.p == NULL)
		return err_memory(b->err);
	if (len > 65535 - IP4_HEADER)
		return err_set(b->err, "line %u: too long for one datagram", m->line);
	put16(&p, m->src.port);
	put16(&p, m->dst.port);
	put16(&p, (unsigned)len);
	put16(&p, 0);
	put_octets(&p, m->text.p, m->text.len);
	sum = sipwire_checksum(&d);
	p.p[6] = (uint8_t)(sum >> 8);
	p.p[7] = (uint8_t)sum;
	return sipwire_emit(b, &d, true);
}

/* Whether message `i` is in the capture. */
static bool
is_captured(const struct sipcase *c, const struct sipwire_options *o, size_t i)
{
	if (c->msgs[i].drop || i + 1 == o->drop)
		return false;
	if (o->head > 0 && i >= o->head)
		return false;
	return o->tail == 0 || c->count - i <= o->tail;
}

static bool
emit(struct builder *b)
{
	bool good = true;

	if (b->m->transport == TRANSPORT_TCP || b->m->transport == TRANSPORT_WS)
		return sipwire_tcp(b);
	if (b->m->transport == TRANSPORT_SCTP)
		return sipwire_sctp(b);
	for (unsigned i = 0; good && i < (b->m->again ? 2 : 1); i++)
		good = emit_udp(b);
	return good;
}

static bool
build(struct builder *b, const struct sipcase *c)
{
	/* Apart from those of a capture an hour before. */
	b->ip_id = (uint32_t)b->o->later_h * 1024;
	for (size_t i = 0; i < c->count; i++) {
		size_t before = b->w->count;
		bool good;

		b->m = &c->msgs[i];
		b->at_ns = SIPWIRE_EPOCH_NS + (int64_t)b->o->later_h * HOUR_NS + b->m->at_ns;
		good = emit(b);
		if (!good)
			return false;
		/* Sent all the same: the next octets of the connection come after a gap. */
		if (!is_captured(c, b->o, i))
			b->w->count = before;
	}
	return true;
}

struct sipwire *
sipwire_new(const struct sipcase *c, const struct sipwire_options *o, struct err *err)
{
	struct sipwire *w = calloc(1, sizeof(*w));
	struct builder b = { .w = w, .o = o, .err = err };
	bool good = false;

	b.conns = calloc(c->count + 1, sizeof(*b.conns));
	b.wrap = malloc(sizeof(*b.wrap));
	if (w == NULL || b.conns == NULL || b.wrap == NULL || (w->arena = arena_new(0)) == NULL)
		(void)err_memory(err);
	else
		good = build(&b, c);
	for (size_t i = 0; i < b.conn_count; i++)
		sipwire_deflate_end(&b.conns[i]);
	free(b.wrap);
	free(b.conns);
	if (good)
		return w;
	sipwire_free(w);
	return NULL;
}

void
sipwire_free(struct sipwire *w)
{
	if (w == NULL)
		return;
	arena_free(w->arena);
	free(w->packets);
	free(w);
}
