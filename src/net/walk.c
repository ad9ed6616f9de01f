/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include <sipwhy/bytes.h>
#include <sipwhy/walk.h>

#include "ip_protocol.h"
#include "segment.h"

struct walk {
	unit_fn *unit;
	lost_fn *lost;
	walk_odd_fn *odd;
	void *ctx;
	struct frags *frags;
	int64_t now_ns;
	int64_t due_ns; /* when some fragment has waited long enough */
	bool late;      /* in work is what there is of a lost datagram */
	uint64_t dropped;
	struct walk_count counts[DECODE_COUNT_];
};

struct walk *
walk_new(struct limits *limits, unit_fn *fn, void *ctx)
{
	struct walk *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return NULL;
	w->unit = fn;
	w->ctx = ctx;
	w->now_ns = INT64_MIN;
	w->due_ns = INT64_MAX;
	w->frags = frags_new(limits);
	if (w->frags == NULL) {
		free(w);
		return NULL;
	}
	return w;
}

void
walk_free(struct walk *w)
{
	if (w == NULL)
		return;
	frags_free(w->frags);
	free(w);
}

void
walk_on_lost(struct walk *w, lost_fn *fn)
{
	w->lost = fn;
}

void
walk_on_odd(struct walk *w, walk_odd_fn *fn)
{
	w->odd = fn;
}

static void
count(struct walk *w, enum decode what, const struct seen *seen)
{
	struct walk_count *n = &w->counts[what];

	if (n->count++ == 0) {
		n->first_frame = seen->frame;
		n->first_input = seen->input;
	}
	if (w->odd != NULL)
		w->odd(w->ctx, what, seen);
}

/* What becomes of a fragment; counts what is odd about it. */
static void
note_fragment(struct walk *w, enum frag_step step, bool contradicted, const struct seen *seen)
{
	if (contradicted || step == FRAG_OVERLAP)
		count(w, DECODE_FRAGMENT_OVERLAP, seen);
	if (step == FRAG_REPEATED)
		count(w, DECODE_FRAGMENT_REPEATED, seen);
	if (step == FRAG_MALFORMED)
		count(w, DECODE_FRAGMENT_MALFORMED, seen);
	if (step == FRAG_FULL || step == FRAG_NO_MEMORY)
		count(w, DECODE_IP_FRAGMENT, seen);
	w->dropped += step == FRAG_NO_MEMORY;
}

static void take_lost(struct walk *w, struct lost *l);

/* What came before a datagram, and is not whole yet, is handed on before it: so that messages are in order. */
static void
tell_passed(struct walk *w, const struct unit *u)
{
	struct lost l;

	/* Of one put together the octets lie where those of a lost one go. */
	if (w->late || u->reassembled || frags_open(w->frags) == 0)
		return;
	while (frags_passed(w->frags, &u->seen, &l))
		take_lost(w, &l);
	w->due_ns = frags_due_ns(w->frags);
}

/* The same for a datagram of which the first fragment is there. */
static void
tell_passed_by_first(struct walk *w, const struct ip_view *ip, const struct unit *u)
{
	struct bytes b = bytes_of(ip->payload.p, ip->payload.len);
	struct unit first = *u;

	if (ip->offset != 0 || ip->protocol != IP_UDP)
		return;
	first.seen.src.port = bytes_be16(&b);
	first.seen.dst.port = bytes_be16(&b);
	if (!b.short_)
		tell_passed(w, &first);
}

/* DECODE_IP_FRAGMENT: nothing more to do.  Else *ip is the whole datagram, and that is what it is. */
static enum decode
take_fragment(struct walk *w, struct ip_view *ip, struct unit *u)
{
	struct frag_whole whole;
	enum frag_step step;
	enum decode d;

	/* A fragment within a datagram that was lost: too late to be put together with others. */
	if (w->late)
		return DECODE_IP_FRAGMENT;
	tell_passed_by_first(w, ip, u);
	step = frags_add(w->frags, ip, &u->seen, w->now_ns, &whole);
	w->due_ns = frags_due_ns(w->frags);
	note_fragment(w, step, whole.contradicted, &u->seen);
	if (step != FRAG_WHOLE)
		return DECODE_IP_FRAGMENT;
	ip->protocol = whole.protocol;
	ip->payload = whole.payload;
	ip->wire_bytes = whole.wire_bytes;
	u->reassembled = u->seen.fragmented = true;
	d = ip_resume(ip);
	/* Nobody fragments a fragment but to have it read twice. */
	return d == DECODE_IP_FRAGMENT ? DECODE_IP_MALFORMED : d;
}

static enum decode
take_ip(struct walk *w, const struct link_view *v, struct ip_view *ip, struct unit *u)
{
	enum decode d = ip_decode(v, ip);

	u->seen.src.ip = ip->src;
	u->seen.dst.ip = ip->dst;
	u->seen.path = v->path;
	u->ip_id = ip->id;
	return d == DECODE_IP_FRAGMENT ? take_fragment(w, ip, u) : d;
}

/* Besides what net.h says: the payload was handed on. */
static const enum decode handed_on = DECODE_COUNT_;

static enum decode
take_udp(struct walk *w, const struct ip_view *ip, struct link_view *v, struct unit *u)
{
	struct udp_view udp;
	enum decode d = udp_decode(ip, &udp);

	if (d == DECODE_TUNNEL)
		return tunnel_udp(&udp, v);
	if (d != DECODE_OK)
		return d;
	u->kind = UNIT_UDP;
	u->seen.transport = TRANSPORT_UDP;
	u->seen.src.port = udp.src_port;
	u->seen.dst.port = udp.dst_port;
	u->payload = udp.payload;
	u->missing_bytes = udp.missing_bytes;
	tell_passed(w, u);
	w->unit(w->ctx, u);
	return handed_on;
}

static enum decode
take_segment(struct walk *w, enum decode what, const struct ip_view *ip, struct unit *u)
{
	bool tcp = what == DECODE_TCP;
	enum decode d = tcp ? segment_tcp(ip, u) : segment_sctp(ip, u);

	if (d != DECODE_OK)
		return d;
	u->kind = tcp ? UNIT_TCP : UNIT_SCTP;
	u->seen.transport = tcp ? TRANSPORT_TCP : TRANSPORT_SCTP;
	/* Lost, it was sent anew since. */
	if (!w->late)
		w->unit(w->ctx, u);
	return handed_on;
}

/* `what` is *ip, as ip_decode says.  The answer is that of net.h on *v, or handed_on. */
static enum decode
take_datagram(struct walk *w, enum decode what, const struct ip_view *ip, struct link_view *v,
	      struct unit *u)
{
	switch (what) {
	case DECODE_OK:
		return take_udp(w, ip, v, u);
	case DECODE_TUNNEL:
		return tunnel_ip(ip, v);
	case DECODE_TCP:
	case DECODE_SCTP:
		return take_segment(w, what, ip, u);
	default:
		return what;
	}
}

/* Take layer after layer off *v, which is what `d` says. */
static void
take_layers(struct walk *w, enum decode d, struct link_view *v, struct unit *u)
{
	struct ip_view ip;

	while (d == DECODE_OK || d == DECODE_TUNNEL) {
		if (d == DECODE_TUNNEL) {
			d = tunnel_link(v);
			continue;
		}
		d = take_ip(w, v, &ip, u);
		d = take_datagram(w, d, &ip, v, u);
	}
	if (d == handed_on || d == DECODE_IP_FRAGMENT || w->late)
		return;
	u->seen.path = v->path;
	count(w, d, &u->seen);
}

/* What is there of it goes the way of a packet that the capture cut. */
static void
take_start(struct walk *w, const struct lost *l)
{
	struct unit u = { .seen = l->seen, .ip_id = l->id, .reassembled = true };
	struct link_view v = { .path = l->seen.path };
	struct ip_view ip = { .src = l->seen.src.ip,
			      .dst = l->seen.dst.ip,
			      .protocol = l->protocol,
			      .payload = l->start,
			      .wire_bytes = l->want_bytes,
			      .id = l->id };

	u.seen.fragmented = true;
	w->late = true;
	take_layers(w, take_datagram(w, ip_resume(&ip), &ip, &v, &u), &v, &u);
	w->late = false;
}

static void
tell_lost(struct walk *w, struct lost *l)
{
	enum { UDP_HEADER = 8 };
	struct bytes b = bytes_of(l->start.p, l->start.len);

	if (w->lost == NULL)
		return;
	if (l->protocol == IP_UDP && !str_absent(l->start)) {
		l->seen.transport = TRANSPORT_UDP;
		l->seen.src.port = bytes_be16(&b);
		l->seen.dst.port = bytes_be16(&b);
		l->start = str_sub(l->start, UDP_HEADER, l->start.len);
	}
	w->lost(w->ctx, l);
}

static void
take_lost(struct walk *w, struct lost *l)
{
	if (l->why == LOST_REPEATED) {
		count(w, DECODE_FRAGMENT_REPEATED, &l->seen);
		return;
	}
	count(w, DECODE_FRAGMENT_LOST, &l->seen);
	if (!str_absent(l->start))
		take_start(w, l);
	tell_lost(w, l);
}

void
walk_expire(struct walk *w, int64_t now_ns)
{
	struct lost l;

	if (now_ns > w->now_ns)
		w->now_ns = now_ns;
	if (w->now_ns < w->due_ns)
		return;
	while (frags_lost(w->frags, w->now_ns, &l))
		take_lost(w, &l);
	w->due_ns = frags_due_ns(w->frags);
}

void
walk_finish(struct walk *w)
{
	struct lost l;

	while (frags_left(w->frags, &l))
		take_lost(w, &l);
	w->due_ns = INT64_MAX;
}

void
walk_packet(struct walk *w, uint32_t input, const struct packet *p)
{
	struct unit u = { .seen = { .ts_ns = p->ts_ns, .frame = p->no, .input = input } };
	struct link_view v, next;
	enum decode d;

	walk_expire(w, p->ts_ns);
	d = link_decode(p, &v);
	while (!str_absent(v.more)) {
		next = v;
		take_layers(w, d, &v, &u);
		u = (struct unit){ .seen = { .ts_ns = p->ts_ns, .frame = p->no, .input = input } };
		v = next;
		d = link_next(&v);
	}
	take_layers(w, d, &v, &u);
}

const struct walk_count *
walk_counts(const struct walk *w)
{
	return w->counts;
}

uint64_t
walk_dropped(const struct walk *w)
{
	return w->dropped;
}
