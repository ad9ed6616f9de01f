/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sctp.c - the chunks of a packet (RFC 9260 3.2), and of them those with user data.
 */
#include <stdlib.h>

#include <sipwhy/bytes.h>
#include <sipwhy/frame.h>

#include "sctp_priv.h"

enum chunk_type {
	CHUNK_DATA = 0,
	CHUNK_INIT = 1,
	CHUNK_INIT_ACK = 2,
	CHUNK_I_DATA = 64, /* RFC 8260 2.1 */
};

enum {
	CHUNK_HEADER = 4,
	FLAG_END = 1, /* RFC 9260 3.3.1 */
	FLAG_BEGIN = 2,
	DATA_HEADER = 12, /* behind the chunk's: TSN, stream, its number, protocol */
	I_DATA_HEADER = 16,
	WAIT_S = 30, /* beyond what a sender tries to retransmit a chunk before it gives up */
};

static const struct {
	const char *name, *text;
} odds[SCTP_ODD_COUNT_] = {
	[SCTP_ODD_CHUNK] = { "sctp.chunk", "SCTP chunks that do not fit into their packet" },
	[SCTP_ODD_CUT] = { "sctp.cut",
			   "SCTP packets with SIP that the capture cut: capture with -s 0" },
	[SCTP_ODD_REPEATED] = { "sctp.repeated",
				"SIP messages that SCTP sent again, or seen twice: read once" },
	[SCTP_ODD_INCOMPLETE] = { "sctp.incomplete",
				  "SIP messages over SCTP of which pieces are missing" },
	[SCTP_ODD_STRAY] = { "sctp.stray",
			     "pieces of SCTP messages whose beginning is missing: not read" },
	[SCTP_ODD_INTERLEAVED] = { "sctp.interleaved",
				   "pieces of interleaved SCTP messages (I-DATA): not read" },
};

const char *
sctp_odd_name(enum sctp_odd odd)
{
	return odds[odd].name;
}

const char *
sctp_odd_text(enum sctp_odd odd)
{
	return odds[odd].text;
}

void
sctp_tell_odd(const struct sctps *s, enum sctp_odd odd, const struct seen *seen)
{
	if (s->odd != NULL)
		s->odd(s->ctx, odd, seen);
}

struct sctps *
sctps_new(struct limits *limits, stream_message_fn *fn, void *ctx)
{
	struct sctps *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->limits = limits;
	s->fn = fn;
	s->ctx = ctx;
	list_begin(&s->flows);
	list_begin(&s->pieces);
	if (!table_begin(&s->by_ends)) {
		free(s);
		return NULL;
	}
	return s;
}

void
sctps_free(struct sctps *s)
{
	struct list_node *n;

	if (s == NULL)
		return;
	while ((n = list_first(&s->pieces)) != NULL)
		sctp_piece_remove(s, HOLDER(n, struct sctp_piece, by_age));
	while ((n = list_first(&s->flows)) != NULL)
		sctp_flow_forget(s, HOLDER(n, struct sctp_flow, by_age));
	table_end(&s->by_ends);
	free(s);
}

void
sctps_on_odd(struct sctps *s, sctp_odd_fn *fn)
{
	s->odd = fn;
}

/* A message in one chunk. */
static void
take_whole(struct sctps *s, const struct seen *seen, const struct sctp_data *d)
{
	struct sctp_flow *f;
	struct str raw;

	if (frame_datagram(d->text, &raw) != FRAME_SIP)
		return;
	f = sctp_flow_of(s, seen, true);
	if (f != NULL && sctp_was_told(f, d->tsn)) {
		sctp_tell_odd(s, SCTP_ODD_REPEATED, seen);
		return;
	}
	/* Without the memory to know it again, it is read all the same. */
	if (f != NULL)
		sctp_set_told(f, d->tsn);
	if (d->missing > 0)
		sctp_tell_odd(s, SCTP_ODD_CUT, seen);
	s->fn(s->ctx, seen, raw, d->missing);
}

static void
take_piece(struct sctps *s, const struct seen *seen, const struct sctp_data *d)
{
	struct sctp_flow *f = sctp_flow_of(s, seen, true);

	if (f == NULL)
		return;
	if (!sctp_was_told(f, d->tsn))
		sctp_piece_add(s, f, seen, d);
	else if (d->begin)
		sctp_tell_odd(s, SCTP_ODD_REPEATED, seen);
}

/* A chunk, its header apart. */
struct chunk {
	uint8_t type, flags;
	struct str value;
	size_t missing; /* octets of it that are not in the packet */
};

static void
take_data(struct sctps *s, const struct seen *seen, const struct chunk *c)
{
	bool interleaved = c->type == CHUNK_I_DATA;
	size_t header = interleaved ? I_DATA_HEADER : DATA_HEADER;
	struct bytes b = bytes_of(c->value.p, c->value.len);
	struct sctp_data d = {
		.tsn = bytes_be32(&b),
		.begin = (c->flags & FLAG_BEGIN) != 0,
		.end = (c->flags & FLAG_END) != 0,
		.text = str_sub(c->value, header, c->value.len),
		.missing = c->missing,
	};

	if (c->value.len < header) {
		if (c->missing == 0)
			sctp_tell_odd(s, SCTP_ODD_CHUNK, seen);
		return;
	}
	if (d.begin && d.end)
		take_whole(s, seen, &d);
	else if (!interleaved)
		take_piece(s, seen, &d);
	else
		sctp_tell_odd(s, SCTP_ODD_INTERLEAVED, seen);
}

/* An association begins: its TSNs have nothing to do with those before (RFC 9260 5.1). */
static void
begin_anew(struct sctps *s, const struct seen *seen)
{
	struct sctp_flow *f = sctp_flow_of(s, seen, false);

	if (f == NULL)
		return;
	while (!list_is_empty(&f->pieces))
		sctp_piece_give_up(s, HOLDER(list_first(&f->pieces), struct sctp_piece, by_tsn));
	f->any = false;
}

/* Cut a chunk off, and what fills it up to a multiple of 4.  False at the end. */
static bool
next_chunk(struct sctps *s, const struct unit *u, struct bytes *b, struct chunk *c)
{
	size_t told, len;

	if (b->left == 0)
		return false;
	c->type = bytes_u8(b);
	c->flags = bytes_u8(b);
	told = bytes_be16(b);
	if (b->short_ || told < CHUNK_HEADER) {
		if (!b->short_ || u->missing_bytes == 0)
			sctp_tell_odd(s, SCTP_ODD_CHUNK, &u->seen);
		return false;
	}
	len = told - CHUNK_HEADER;
	c->missing = len > b->left ? len - b->left : 0;
	if (c->missing > u->missing_bytes)
		sctp_tell_odd(s, SCTP_ODD_CHUNK, &u->seen);
	len -= c->missing;
	c->value = (struct str){ (const char *)bytes_take(b, len), len };
	len = (4 - told % 4) % 4;
	bytes_skip(b, len < b->left ? len : b->left);
	return true;
}

void
sctps_add(struct sctps *s, const struct unit *u)
{
	struct bytes b = bytes_of(u->payload.p, u->payload.len);
	struct chunk c;

	while (next_chunk(s, u, &b, &c)) {
		switch (c.type) {
		case CHUNK_DATA:
		case CHUNK_I_DATA:
			take_data(s, &u->seen, &c);
			break;
		case CHUNK_INIT:
		case CHUNK_INIT_ACK:
			begin_anew(s, &u->seen);
			break;
		default:
			break;
		}
	}
}

void
sctps_expire(struct sctps *s, int64_t now_ns)
{
	struct list_node *n;

	while ((n = list_first(&s->pieces)) != NULL) {
		struct sctp_piece *p = HOLDER(n, struct sctp_piece, by_age);

		if (now_ns - p->seen.ts_ns <= WAIT_S * INT64_C(1000000000))
			return;
		sctp_piece_give_up(s, p);
	}
}

void
sctps_finish(struct sctps *s)
{
	struct list_node *n;

	while ((n = list_first(&s->pieces)) != NULL)
		sctp_piece_give_up(s, HOLDER(n, struct sctp_piece, by_age));
}

uint64_t
sctps_dropped(const struct sctps *s)
{
	return s->dropped;
}

size_t
sctps_held(const struct sctps *s)
{
	return s->held;
}
