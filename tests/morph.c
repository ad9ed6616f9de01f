/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "morph_priv.h"
#include "talk.h"

enum { UDP_HEADER = 8, ETHERNET_HEADER = 14 };

_Noreturn void
morph_die(const char *why)
{
	fprintf(stderr, "morph: %s\n", why);
	exit(99);
}

size_t
morph_pick(struct morph_work *w, size_t most)
{
	return 1 + (size_t)(talk_random(&w->random) >> 33) % most;
}

size_t
morph_piece(struct morph_work *w, size_t left)
{
	static const size_t most[] = {
		[MORPH_WHOLE] = 65536, [MORPH_ONES] = 1, [MORPH_FEW] = 7, [MORPH_MANY] = 200
	};
	size_t len = most[w->way->pieces];

	if (w->way->pieces == MORPH_FEW || w->way->pieces == MORPH_MANY)
		len = morph_pick(w, len);
	return len < left ? len : left;
}

static void
add(struct morph_work *w, struct str octets, int piece, const char *interface)
{
	struct str data;
	bool good = true;
	enum link_type link = w->way->link == LINK_OTHER ? LINK_ETHERNET : w->way->link;

	if (w->count == w->room) {
		w->room = w->room == 0 ? 256 : 2 * w->room;
		w->packets = realloc(w->packets, w->room * sizeof(*w->packets));
		if (w->packets == NULL)
			morph_die("out of memory");
	}
	data = arena_dup(w->arena, str_sub(octets, 0, octets.len - w->missing), &good);
	w->packets[w->count++] = (struct morph_packet){
		.packet = { .wire_len = (uint32_t)octets.len,
			    .link = link,
			    .interface = interface,
			    .data = data },
		.piece = piece,
	};
	if (!good)
		morph_die("out of memory");
}

/* What is in `p`, in its link, once or twice. */
static void
send_packet(struct morph_work *w, struct wrap *p, bool counts)
{
	const struct morph_way *way = w->way;
	int piece = counts ? w->run.pieces++ : MORPH_NO_PIECE;

	if (!wrap_link(p, way->link, way->vlans, (way->flags & MORPH_BIG) != 0)) {
		w->impossible = true;
		return;
	}
	add(w, wrap_octets(p), piece, (way->flags & MORPH_OTHER) != 0 ? "eth0" : NULL);
	if ((way->flags & MORPH_TWICE) != 0)
		add(w, wrap_octets(p), piece, (way->flags & MORPH_OTHER) != 0 ? "eth1" : NULL);
}

/* Tunnels, and around them the link; of the outermost IP packet fragments if that is the way. */
static void
send_ip(struct morph_work *w, struct str packet, const struct datagram *d, bool counts)
{
	const struct morph_way *way = w->way;
	bool outside = way->frag > 0 && (way->flags & MORPH_FRAG_OUTER) != 0;
	struct str outer;

	wrap_begin(&w->wrap, packet, d->src, d->dst);
	w->wrap.id = (uint16_t)(0x8000 + w->count);
	if (way->tunnels != NULL && !wrap_tunnels(&w->wrap, str_of(way->tunnels))) {
		w->impossible = true;
		return;
	}
	if (!outside) {
		send_packet(w, &w->wrap, counts);
		return;
	}
	if (w->wrap.type != 0x0800 && w->wrap.type != 0x86dd) {
		w->impossible = true;
		return;
	}
	outer = wrap_octets(&w->wrap);
	for (size_t n = 0; wrap_fragment(outer, way->frag, n, &w->part); n++) {
		if (w->wrap.type == 0x86dd)
			wrap_set16(w->part.room + w->part.at + IP6_HEADER + 4, (unsigned)w->ip_id);
		send_packet(w, &w->part, counts);
	}
}

static struct str
ip_packet(struct morph_work *w, const struct datagram *d)
{
	struct put p = { arena_alloc(w->arena, IP6_HEADER + d->octets.len), 0 };

	if (p.p == NULL)
		morph_die("out of memory");
	if (d->src->ip.family == 4) {
		put16(&p, 0x4500);
		put16(&p, (unsigned)(IP4_HEADER + d->octets.len));
		put16(&p, ++w->ip_id & 0xffff);
		put16(&p, 0);
		put8(&p, 64);
		put8(&p, d->protocol);
		put16(&p, 0);
		put_octets(&p, d->src->ip.octets, 4);
		put_octets(&p, d->dst->ip.octets, 4);
		wrap_set16(p.p + 10, wrap_checksum(p.p, IP4_HEADER));
	} else {
		++w->ip_id;
		put32(&p, 0x60000000);
		put16(&p, (unsigned)d->octets.len);
		put8(&p, d->protocol);
		put8(&p, 64);
		put_octets(&p, d->src->ip.octets, 16);
		put_octets(&p, d->dst->ip.octets, 16);
	}
	put_octets(&p, d->octets.p, d->octets.len);
	return (struct str){ (const char *)p.p, p.len };
}

void
morph_ip(struct morph_work *w, const struct datagram *d, bool counts)
{
	const struct morph_way *way = w->way;
	struct str whole, octets;

	if (d->octets.len > 65535 - 2 * IP6_HEADER) {
		w->impossible = true;
		return;
	}
	whole = ip_packet(w, d);
	if (way->frag == 0 || (way->flags & MORPH_FRAG_OUTER) != 0) {
		send_ip(w, whole, d, counts);
		return;
	}
	for (size_t n = 0; wrap_fragment(whole, way->frag, n, &w->part); n++) {
		bool good = true;

		if (d->src->ip.family == 6)
			wrap_set16(w->part.room + w->part.at + IP6_HEADER + 4, (unsigned)w->ip_id);
		octets = arena_dup(w->arena, wrap_octets(&w->part), &good);
		if (!good)
			morph_die("out of memory");
		send_ip(w, octets, d, counts);
	}
}

void
morph_udp(struct morph_work *w, const struct endpoint *src, const struct endpoint *dst,
	  struct str payload)
{
	size_t len = UDP_HEADER + payload.len;
	struct put p = { arena_alloc(w->arena, len), 0 };
	struct datagram d = { src, dst, IP_UDP, { (const char *)p.p, len } };

	if (p.p == NULL)
		morph_die("out of memory");
	put16(&p, src->port);
	put16(&p, dst->port);
	put16(&p, (unsigned)len);
	put16(&p, 0);
	put_octets(&p, payload.p, payload.len);
	wrap_set16(p.p + 6, sipwire_checksum(&d));
	morph_ip(w, &d, true);
}

struct morph_conn *
morph_conn(struct morph_work *w, const struct sipcase_msg *m, bool *is_new)
{
	uint32_t begin = (w->way->flags & MORPH_WRAPS) != 0 ? (uint32_t)-300 : 0x10000;
	struct morph_conn *c;

	*is_new = false;
	for (size_t i = 0; i < w->conn_count; i++) {
		c = &w->conns[i];
		if ((endpoint_eq(&c->end[0], &m->src) && endpoint_eq(&c->end[1], &m->dst)) ||
		    (endpoint_eq(&c->end[0], &m->dst) && endpoint_eq(&c->end[1], &m->src)))
			return c;
	}
	*is_new = true;
	c = &w->conns[w->conn_count++];
	*c = (struct morph_conn){ .end = { m->src, m->dst }, .next = { begin, begin + 7 } };
	return c;
}

unsigned
morph_from(const struct morph_conn *c, const struct sipcase_msg *m)
{
	return endpoint_eq(&c->end[0], &m->src) ? 0 : 1;
}
