/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include "frag_priv.h"

/* RFC 8200 4.5 gives a minute; for IPv4 what hosts do, between RFC 791's 15 s and RFC 1122's. */
static const int64_t timeout_ns[] = { 30 * INT64_C(1000000000), 60 * INT64_C(1000000000) };
/* So long may a copy of a fragment follow the datagram that it was part of. */
static const int64_t echo_ns = 1 * INT64_C(1000000000);

struct frags *
frags_new(struct limits *limits)
{
	struct frags *f = calloc(1, sizeof(*f));

	if (f == NULL || !table_begin(&f->table)) {
		free(f);
		return NULL;
	}
	f->limits = limits;
	f->doubt_until_ns = INT64_MIN;
	for (size_t i = 0; i < COUNT(f->open); i++)
		list_begin(&f->open[i]);
	list_begin(&f->whole);
	return f;
}

struct datagram *
frag_head(const struct list *l)
{
	struct list_node *n = list_first(l);

	return n == NULL ? NULL : HOLDER(n, struct datagram, order);
}

static size_t
bytes_of_datagram(const struct datagram *d)
{
	return sizeof(*d) + d->pieces.held;
}

void
frag_take_out(struct frags *f, struct datagram *d)
{
	table_remove(&f->table, &d->node);
	list_remove(&d->order);
	if (d->state == STATE_WHOLE) {
		f->whole_count--;
	} else {
		f->open_count--;
		f->held -= bytes_of_datagram(d);
	}
	pieces_free(&d->pieces);
	free(d);
}

void
frags_free(struct frags *f)
{
	if (f == NULL)
		return;
	for (size_t i = 0; i < COUNT(f->open); i++) {
		while (!list_is_empty(&f->open[i]))
			frag_take_out(f, frag_head(&f->open[i]));
	}
	while (!list_is_empty(&f->whole))
		frag_take_out(f, frag_head(&f->whole));
	table_end(&f->table);
	free(f);
}

/*
 * RFC 791 3.2: addresses, protocol, identification.  RFC 8200 4.5: no protocol, which only the
 * first fragment need have right.  Links and tunnels are no part of it: what was sent over two
 * paths comes together again at the end.
 */
static void
make_key(struct key *key, const struct ip_view *ip)
{
	bool v4 = ip->src.family == 4;
	size_t octets = v4 ? 4 : 16;

	key->octets[0] = (char)(ip->id >> 24);
	key->octets[1] = (char)(ip->id >> 16);
	key->octets[2] = (char)(ip->id >> 8);
	key->octets[3] = (char)ip->id;
	key->octets[4] = (char)(v4 ? 4 : 6);
	key->octets[5] = (char)(v4 ? ip->protocol : 0);
	memcpy(key->octets + 6, ip->src.octets, octets);
	memcpy(key->octets + 6 + octets, ip->dst.octets, octets);
	key->len = 6 + 2 * octets;
}

static struct str
key_octets(const struct key *key)
{
	return (struct str){ key->octets, key->len };
}

static struct datagram *
find(const struct frags *f, const struct key *key, uint64_t hash)
{
	struct table_node *n = table_first(&f->table, hash);

	for (; n != NULL; n = table_next(n)) {
		struct datagram *d = HOLDER(n, struct datagram, node);

		if (str_eq(key_octets(&d->key), key_octets(key)))
			return d;
	}
	return NULL;
}

static int64_t
later(int64_t now_ns, int64_t by_ns)
{
	return now_ns > INT64_MAX - by_ns ? INT64_MAX : now_ns + by_ns;
}

void
frag_doubt(struct frags *f, int64_t now_ns)
{
	f->doubt_until_ns = later(now_ns, timeout_ns[1]);
}

static void
forget_whole(struct frags *f, int64_t now_ns)
{
	while (!list_is_empty(&f->whole) && frag_head(&f->whole)->due_ns <= now_ns)
		frag_take_out(f, frag_head(&f->whole));
	while (f->whole_count > f->limits->max[LIMIT_FRAGMENTED])
		frag_take_out(f, frag_head(&f->whole));
}

/* Without the name of its interface, which its source may take away with it. */
static void
keep_seen(struct datagram *d, const struct seen *seen)
{
	d->seen = *seen;
	d->seen.path.interface = NULL;
}

/* The datagram that a fragment belongs to, begun if need be; NULL when memory is short. */
static struct datagram *
datagram_of(struct frags *f, const struct ip_view *ip, const struct seen *seen, int64_t now_ns)
{
	struct key key;
	struct datagram *d, *before;
	uint64_t hash;
	size_t family = ip->src.family == 4 ? 0 : 1;

	make_key(&key, ip);
	hash = str_hash(&f->limits->key, key_octets(&key));
	before = find(f, &key, hash);
	if (before != NULL && before->state != STATE_WHOLE)
		return before;
	d = calloc(1, sizeof(*d));
	if (d == NULL) {
		frag_doubt(f, now_ns);
		return NULL;
	}
	d->spoiled = now_ns < f->doubt_until_ns;
	d->is_echo = before != NULL;
	if (before != NULL)
		frag_take_out(f, before);
	d->key = key;
	keep_seen(d, seen);
	d->protocol = ip->protocol;
	d->serial = f->serial++;
	d->due_ns = later(now_ns, timeout_ns[family]);
	table_add(&f->table, &d->node, hash);
	list_append(&f->open[family], &d->order);
	f->open_count++;
	f->held += bytes_of_datagram(d);
	return d;
}

bool
frag_begins_at_0(const struct datagram *d)
{
	return d->pieces.first != NULL && d->pieces.first->from == 0;
}

/* Whether the fragment fits what is known of where the datagram ends. */
static bool
fits_end(const struct datagram *d, const struct stretch *s, bool more)
{
	if (d->ends)
		return more ? s->to < d->want_bytes : s->to == d->want_bytes;
	return more || d->pieces.last == NULL || d->pieces.last->to <= s->to;
}

static enum frag_step
kill_datagram(struct frags *f, struct datagram *d)
{
	f->held -= d->pieces.held;
	pieces_free(&d->pieces);
	d->state = STATE_DEAD;
	return FRAG_OVERLAP;
}

/* RFC 5722 4, RFC 8200 4.5: no overlap but an exact copy. */
static enum frag_step
look_at_ip6(struct frags *f, struct datagram *d, const struct stretch *s, bool more)
{
	struct piece_look r = pieces_look(&d->pieces, s);

	if (!fits_end(d, s, more) || r.differs || (r.overlaps && !r.same_place))
		return kill_datagram(f, d);
	return r.overlaps ? FRAG_REPEATED : FRAG_HELD;
}

static enum frag_step
fill(struct frags *f, struct datagram *d, const struct stretch *s, bool *contradicted)
{
	size_t before = d->pieces.held;
	struct piece_fill r = pieces_fill(&d->pieces, s);

	f->held += d->pieces.held - before;
	*contradicted = r.differs;
	if (r.no_memory)
		return FRAG_NO_MEMORY;
	if (r.added > 0)
		return FRAG_HELD;
	return r.differs ? FRAG_OVERLAP : FRAG_REPEATED;
}

/* Put it into the room and keep only the record of it. */
static void
hand_out(struct frags *f, struct datagram *d, int64_t now_ns, struct frag_whole *out)
{
	f->held -= bytes_of_datagram(d);
	f->open_count--;
	list_remove(&d->order);
	out->protocol = d->protocol;
	out->payload = (struct str){ f->room, pieces_copy(&d->pieces, f->room) };
	out->wire_bytes = d->want_bytes;
	pieces_free(&d->pieces);
	d->state = STATE_WHOLE;
	d->due_ns = later(now_ns, echo_ns);
	list_append(&f->whole, &d->order);
	f->whole_count++;
}

static enum frag_step
take_in(struct frags *f, struct datagram *d, const struct stretch *s, const struct ip_view *ip,
	bool *contradicted)
{
	enum frag_step step;

	if (d->state == STATE_DEAD)
		return FRAG_OVERLAP;
	if (ip->src.family == 6)
		step = look_at_ip6(f, d, s, ip->more);
	else
		step = fits_end(d, s, ip->more) ? FRAG_HELD : FRAG_OVERLAP;
	if (step != FRAG_HELD)
		return step;
	if (!limits_allow(f->limits, LIMIT_FRAGMENT_PIECES, d->pieces.count)) {
		d->spoiled = true;
		return FRAG_FULL;
	}
	step = fill(f, d, s, contradicted);
	d->spoiled = d->spoiled || step == FRAG_NO_MEMORY;
	if (!ip->more && (step == FRAG_HELD || step == FRAG_REPEATED)) {
		d->ends = true;
		d->want_bytes = s->to;
	}
	return step;
}

enum frag_step
frags_add(struct frags *f, const struct ip_view *ip, const struct seen *seen, int64_t now_ns,
	  struct frag_whole *out)
{
	size_t len = ip->wire_bytes > 0 ? ip->wire_bytes : ip->payload.len;
	struct stretch s = { ip->offset, (uint32_t)(ip->offset + len), ip->payload };
	struct datagram *d;
	enum frag_step step;
	bool had_start;

	*out = (struct frag_whole){ 0 };
	forget_whole(f, now_ns);
	if (len == 0 || len > DATAGRAM_MOST - (size_t)ip->offset || (ip->more && len % 8 != 0))
		return FRAG_MALFORMED;
	d = datagram_of(f, ip, seen, now_ns);
	if (d == NULL)
		return FRAG_NO_MEMORY;

	had_start = frag_begins_at_0(d);
	step = take_in(f, d, &s, ip, &out->contradicted);
	if (!had_start && frag_begins_at_0(d)) {
		d->protocol = ip->protocol;
		keep_seen(d, seen);
	}
	/* One with nothing new may still be the first to tell where the end is. */
	if ((step == FRAG_HELD || step == FRAG_REPEATED) && d->ends &&
	    d->pieces.covered == d->want_bytes) {
		hand_out(f, d, now_ns, out);
		return FRAG_WHOLE;
	}
	return step;
}
