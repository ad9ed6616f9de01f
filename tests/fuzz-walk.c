/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Packets of any link through all the net stage, with what must hold for any octets.  The first
 * octet chooses the bounds; then come records: a link type, a step in time, a length of two
 * octets, a packet.  All is played twice, with other seeds of the hash tables.
 */
#include <stdlib.h>

#include <sipwhy/bytes.h>
#include <sipwhy/walk.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct tally {
	struct limits limits;
	uint64_t sum; /* of all that was told, in its order */
	uint64_t odd;
};

static void
must(bool cond)
{
	if (!cond)
		abort();
}

static void
mix(struct tally *t, uint64_t v)
{
	t->sum = (t->sum ^ v) * UINT64_C(0x100000001b3);
}

/* Reads every octet. */
static void
mix_octets(struct tally *t, struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		mix(t, (unsigned char)s.p[i]);
}

static void
mix_seen(struct tally *t, const struct seen *s)
{
	must(s->path.tunnel_count <= PATH_TUNNELS && s->path.vlan_count <= PATH_VLANS);
	for (unsigned i = 0; i < s->path.tunnel_count; i++)
		must(tunnel_name(s->path.tunnel[i]) != NULL);
	mix(t, s->frame);
	mix(t, (uint64_t)s->ts_ns);
	mix(t, s->src.port);
	mix(t, s->dst.port);
	mix_octets(t, (struct str){ (const char *)s->src.ip.octets, 16 });
	mix_octets(t, (struct str){ (const char *)s->dst.ip.octets, 16 });
}

static void
on_unit(void *ctx, const struct unit *u)
{
	struct tally *t = ctx;

	must(u->payload.len + u->missing_bytes <= 65536 || u->kind != UNIT_UDP);
	must(u->seen.src.ip.family == u->seen.dst.ip.family && u->seen.src.ip.family != 0);
	mix_seen(t, &u->seen);
	mix(t, u->kind);
	mix(t, u->missing_bytes);
	mix(t, u->tcp.seq);
	mix_octets(t, u->payload);
}

static void
on_lost(void *ctx, const struct lost *l)
{
	struct tally *t = ctx;

	must(l->have_bytes <= 65535 && l->want_bytes <= 65535 && l->why != LOST_REPEATED);
	must(l->want_bytes == 0 || l->have_bytes < l->want_bytes || l->why == LOST_EVICTED ||
	     l->why == LOST_OVERLAP);
	mix_seen(t, &l->seen);
	mix(t, l->why);
	mix_octets(t, l->start);
}

static void
on_odd(void *ctx, enum decode what, const struct seen *seen)
{
	struct tally *t = ctx;

	must(what > DECODE_OK && what < DECODE_COUNT_ && what != DECODE_TUNNEL &&
	     what != DECODE_TCP && what != DECODE_SCTP);
	mix_seen(t, seen);
	mix(t, what);
	t->odd++;
}

/* A packet in memory of its own, so that a sanitizer sees one octet too many. */
static void
play_packet(struct walk *w, struct packet *p, struct str octets)
{
	char *own = malloc(octets.len > 0 ? octets.len : 1);

	if (own == NULL)
		return;
	for (size_t i = 0; i < octets.len; i++)
		own[i] = octets.p[i];
	p->data = (struct str){ own, octets.len };
	p->no++;
	walk_packet(w, 0, p);
	free(own);
}

static uint64_t
play(const uint8_t *data, size_t size, struct hash_key key)
{
	struct bytes in = bytes_of(data, size);
	struct packet p = { 0 };
	struct tally t = { 0 };
	struct walk *w;
	uint64_t counted = 0;
	uint8_t bounds = bytes_u8(&in);

	limits_begin(&t.limits, key);
	if ((bounds & 1) != 0)
		t.limits.max[LIMIT_FRAGMENTED] = 2;
	if ((bounds & 2) != 0)
		t.limits.max[LIMIT_FRAGMENT_BYTES] = 2000;
	if ((bounds & 4) != 0)
		t.limits.max[LIMIT_FRAGMENT_PIECES] = 2;
	w = walk_new(&t.limits, on_unit, &t);
	if (w == NULL)
		return 0;
	walk_on_lost(w, on_lost);
	walk_on_odd(w, on_odd);
	while (in.left > 0) {
		p.link = (enum link_type)(bytes_u8(&in) % (LINK_JUNIPER_HDLC + 1));
		p.ts_ns += (int64_t)(int8_t)bytes_u8(&in) * 250000000;
		size_t len = bytes_be16(&in);

		len = len < in.left ? len : in.left;
		struct str octets = { (const char *)bytes_take(&in, len), len };

		if (octets.p != NULL)
			play_packet(w, &p, octets);
	}
	walk_expire(w, p.ts_ns + 1);
	walk_finish(w);
	for (unsigned d = 0; d < DECODE_COUNT_; d++)
		counted += walk_counts(w)[d].count;
	must(counted == t.odd && walk_dropped(w) == 0);
	walk_free(w);
	return t.sum;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint64_t one = play(data, size, (struct hash_key){ 1, 2 });

	must(one == play(data, size, (struct hash_key){ 3, 4 }));
	return 0;
}
