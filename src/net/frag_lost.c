/* SPDX-License-Identifier: BSD-2-Clause */
/* Datagrams that did not become whole. */
#include <sipwhy/bytes.h>

#include "frag_priv.h"
#include "ip_protocol.h"

static enum lost_why
why_lost(const struct datagram *d, enum lost_why why)
{
	if (d->state == STATE_DEAD)
		return LOST_OVERLAP;
	if (d->is_echo)
		return LOST_REPEATED;
	return d->spoiled ? LOST_EVICTED : why;
}

static void
give_up(struct frags *f, struct datagram *d, enum lost_why why, struct lost *out)
{
	*out = (struct lost){ .why = why_lost(d, why),
			      .seen = d->seen,
			      .protocol = d->protocol,
			      .have_bytes = d->pieces.covered,
			      .want_bytes = d->want_bytes };
	for (unsigned i = 0; i < 4; i++)
		out->id = out->id << 8 | (unsigned char)d->key.octets[i];
	if (frag_begins_at_0(d))
		out->start = (struct str){ f->room, pieces_copy(&d->pieces, f->room) };
	frag_take_out(f, d);
}

static struct datagram *
next_due(const struct frags *f)
{
	struct datagram *v4 = frag_head(&f->open[0]), *v6 = frag_head(&f->open[1]);

	if (v4 == NULL || v6 == NULL)
		return v4 == NULL ? v6 : v4;
	return v6->due_ns < v4->due_ns ? v6 : v4;
}

static struct datagram *
oldest(const struct frags *f)
{
	struct datagram *v4 = frag_head(&f->open[0]), *v6 = frag_head(&f->open[1]);

	if (v4 == NULL || v6 == NULL)
		return v4 == NULL ? v6 : v4;
	return v6->serial < v4->serial ? v6 : v4;
}

static bool
over_count(const struct frags *f)
{
	return f->open_count > f->limits->max[LIMIT_FRAGMENTED];
}

static bool
over_bytes(const struct frags *f)
{
	return f->held > f->limits->max[LIMIT_FRAGMENT_BYTES];
}

bool
frags_lost(struct frags *f, int64_t now_ns, struct lost *out)
{
	struct datagram *d = next_due(f);

	if (d == NULL)
		return false;
	if (d->due_ns <= now_ns) {
		give_up(f, d, LOST_TIMEOUT, out);
		return true;
	}
	if (!over_count(f) && !over_bytes(f))
		return false;
	f->limits->hit[over_count(f) ? LIMIT_FRAGMENTED : LIMIT_FRAGMENT_BYTES]++;
	frag_doubt(f, now_ns);
	give_up(f, oldest(f), LOST_EVICTED, out);
	return true;
}

/* Whether the first fragment of a UDP datagram is there, and from which port to which it goes. */
static bool
ports_of(const struct datagram *d, uint16_t *src, uint16_t *dst)
{
	const struct piece *first = d->pieces.first;
	struct bytes b;

	if (d->state != STATE_OPEN || d->protocol != IP_UDP || !frag_begins_at_0(d))
		return false;
	b = bytes_of(first->data, first->have);
	*src = bytes_be16(&b);
	*dst = bytes_be16(&b);
	return !b.short_;
}

static bool
is_passed(const struct datagram *d, const struct seen *seen)
{
	enum { ANSWERED_NS = 20000000, FOLLOWED_NS = 100000000 };
	int64_t age = seen->ts_ns - d->seen.ts_ns;
	struct endpoint src = d->seen.src, dst = d->seen.dst;

	if (age < ANSWERED_NS || !ports_of(d, &src.port, &dst.port))
		return false;
	if (endpoint_eq(&src, &seen->dst) && endpoint_eq(&dst, &seen->src))
		return true;
	return age >= FOLLOWED_NS && endpoint_eq(&src, &seen->src) && endpoint_eq(&dst, &seen->dst);
}

bool
frags_passed(struct frags *f, const struct seen *seen, struct lost *out)
{
	enum { LOOK_AT = 8 };
	struct list *open = &f->open[seen->src.ip.family == 6];
	struct list_node *n = open->head.prev;

	for (unsigned i = 0; i < LOOK_AT && n != &open->head; i++, n = n->prev) {
		struct datagram *d = HOLDER(n, struct datagram, order);

		if (!is_passed(d, seen))
			continue;
		give_up(f, d, LOST_PASSED, out);
		return true;
	}
	return false;
}

bool
frags_left(struct frags *f, struct lost *out)
{
	struct datagram *d = oldest(f);

	if (d != NULL)
		give_up(f, d, LOST_END, out);
	return d != NULL;
}

int64_t
frags_due_ns(const struct frags *f)
{
	const struct datagram *d = next_due(f);

	if (over_count(f) || over_bytes(f))
		return INT64_MIN;
	return d == NULL ? INT64_MAX : d->due_ns;
}

size_t
frags_open(const struct frags *f)
{
	return f->open_count;
}

size_t
frags_held(const struct frags *f)
{
	return f->held;
}
