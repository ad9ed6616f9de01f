/* SPDX-License-Identifier: BSD-2-Clause */
/* From a case to its packets, in their order and with their times. */
#include <stdlib.h>

#include "morph_priv.h"

enum { USUAL_HEADERS = 14 + 20 + 8 };

bool
morph_hangs_on_path(const struct sipcase *c)
{
	for (size_t i = 0; i < c->count; i++) {
		if (c->msgs[i].snap > 0 || c->msgs[i].frag > 0)
			return true;
	}
	return false;
}

/* 2001:db8:4:: and the address. */
static void
to_v6(struct endpoint *e)
{
	static const uint8_t prefix[] = { 0x20, 0x01, 0x0d, 0xb8, 0, 4 };
	struct address six = { .family = 6 };

	if (e->ip.family != 4)
		return;
	memcpy(six.octets, prefix, sizeof(prefix));
	memcpy(six.octets + 12, e->ip.octets, 4);
	e->ip = six;
}

/* The messages that were captured, as this way changes them beforehand. */
static size_t
choose(const struct sipcase *c, const struct morph_way *way, struct sipcase_msg *out)
{
	size_t n = 0;

	for (size_t i = 0; i < c->count; i++) {
		if (c->msgs[i].drop)
			continue;
		out[n] = c->msgs[i];
		if ((way->flags & MORPH_V6) != 0) {
			to_v6(&out[n].src);
			to_v6(&out[n].dst);
		}
		n++;
	}
	return n;
}

static bool
same_ends(const struct sipcase_msg *a, const struct sipcase_msg *b)
{
	return endpoint_eq(&a->src, &b->src) && endpoint_eq(&a->dst, &b->dst);
}

static void
carry(struct morph_work *w, const struct sipcase_msg *m, size_t n, bool more)
{
	size_t whole = USUAL_HEADERS + (m->src.ip.family == 6 ? 20u : 0u) + m->text.len;

	w->missing = m->snap > 0 && m->snap < whole ? whole - m->snap : 0;
	switch (w->way->carrier) {
	case MORPH_UDP:
		morph_udp(w, &m->src, &m->dst, m->text);
		break;
	case MORPH_HEP1:
	case MORPH_HEP2:
	case MORPH_HEP3:
		morph_hep(w, m);
		break;
	case MORPH_SCTP:
		morph_sctp(w, m);
		break;
	case MORPH_TCP:
	case MORPH_WS:
		morph_stream(w, m, n, more);
		return;
	}
	w->end[n] = w->run.pieces;
}

/*
 * Packets of a run in another order, none more than so many places from where it was: each wants to be up to
 * so many places later, and those that want less come first.
 */
static void
shuffle(struct morph_work *w, struct morph_packet *p, size_t count)
{
	bool back = (w->way->flags & MORPH_BACK) != 0;

	for (size_t i = 0; i < count; i++)
		p[i].place = i + morph_pick(w, w->way->shuffle + 1) - 1;
	for (size_t i = 0; back && i < count; i++)
		p[i].place = count - i;
	for (size_t i = 1; i < count; i++) {
		struct morph_packet one = p[i];
		size_t to = i;

		for (; to > 0 && p[to - 1].place > one.place; to--)
			p[to] = p[to - 1];
		p[to] = one;
	}
}

/* Where each message of the run became whole: with the last of the first sightings of its pieces. */
static void
find_frames(struct morph_work *w, size_t messages)
{
	struct morph_run *r = &w->run;
	uint64_t *first = calloc((size_t)r->pieces + 1, sizeof(*first));

	if (first == NULL)
		morph_die("out of memory");
	for (size_t i = w->count; i > r->packet; i--) {
		if (w->packets[i - 1].piece >= 0)
			first[w->packets[i - 1].piece] = i;
	}
	for (size_t m = r->first; m < r->first + messages; m++) {
		w->frame[m] = 0;
		for (int k = 0; k < w->end[m]; k++)
			w->frame[m] = first[k] > w->frame[m] ? first[k] : w->frame[m];
	}
	free(first);
}

static void
end_run(struct morph_work *w, size_t begun, int64_t at_ns, size_t next)
{
	struct morph_run *r = &w->run;

	shuffle(w, w->packets + r->packet, w->count - r->packet);
	for (size_t i = begun; i < w->count; i++) {
		w->packets[i].packet.no = i + 1;
		w->packets[i].packet.ts_ns = SIPWIRE_EPOCH_NS + at_ns;
	}
	find_frames(w, next - r->first);
	r->packet = w->count;
	r->pieces = 0;
	r->first = next;
	r->count = 0;
}

static void
work(struct morph_work *w, struct sipcase_msg *msgs, size_t count)
{
	bool late = (w->way->flags & MORPH_LATE) != 0;
	bool join = (w->way->flags & MORPH_JOIN) != 0;

	for (size_t i = count; late && i > 1; i--) {
		if (same_ends(&msgs[i - 2], &msgs[i - 1]))
			msgs[i - 2].at_ns = msgs[i - 1].at_ns;
	}
	for (size_t i = 0, begun = 0; i < count && !w->impossible; i++) {
		bool more = join && i + 1 < count && same_ends(&msgs[i], &msgs[i + 1]);

		carry(w, &msgs[i], i, more);
		if (!more && !w->impossible) {
			end_run(w, begun, msgs[i].at_ns, i + 1);
			begun = w->count;
		}
	}
}

/* The packets without what only this file knows of them. */
static void
hand_over(struct morph_work *w, struct morph *out)
{
	struct packet *packets = calloc(w->count + 1, sizeof(*packets));

	if (packets == NULL)
		morph_die("out of memory");
	for (size_t i = 0; i < w->count; i++)
		packets[i] = w->packets[i].packet;
	out->wire = (struct sipwire){ w->arena, packets, w->count, w->count };
	out->frame = w->frame;
	out->impossible = w->impossible;
}

void
morph_make(const struct sipcase *c, const struct morph_way *way, struct morph *out)
{
	struct morph_work *w = calloc(1, sizeof(*w));
	struct sipcase_msg *msgs = calloc(c->count + 1, sizeof(*msgs));

	*out = (struct morph){ .way = *way };
	if (w == NULL || msgs == NULL)
		morph_die("out of memory");
	w->way = way;
	w->random = way->seed * 2 + 0x9e3779b97f4a7c15u;
	w->arena = arena_new(0);
	w->end = calloc(c->count + 1, sizeof(*w->end));
	w->frame = calloc(c->count + 1, sizeof(*w->frame));
	w->conns = calloc(c->count + 1, sizeof(*w->conns));
	if (w->arena == NULL || w->end == NULL || w->frame == NULL || w->conns == NULL)
		morph_die("out of memory");
	out->messages = choose(c, way, msgs);
	work(w, msgs, out->messages);
	hand_over(w, out);
	morph_stream_free(w);
	free(w->conns);
	free(w->end);
	free(w->packets);
	free(w);
	free(msgs);
}

void
morph_free(struct morph *m)
{
	arena_free(m->wire.arena);
	free(m->wire.packets);
	free(m->frame);
	*m = (struct morph){ 0 };
}
