/* SPDX-License-Identifier: BSD-2-Clause */
/* TCP segments (RFC 9293), and WebSocket in them (RFC 6455, 7118). */
#include "morph_priv.h"

enum { TCP_HEADER = 20, SYN = 2, PUSH = 8, ACK = 16, MSS = 1400, AGAIN = 5, MESSAGES_LONG = 65000 };

struct segment {
	unsigned from, flags;
	uint32_t seq;
	struct str data;
	bool counts;
};

static void
send_segment(struct morph_work *w, const struct morph_conn *c, const struct segment *s)
{
	size_t len = TCP_HEADER + s->data.len;
	struct put p = { arena_alloc(w->arena, len), 0 };
	struct datagram d = {
		&c->end[s->from], &c->end[1 - s->from], IP_TCP, { (const char *)p.p, len }
	};

	if (p.p == NULL)
		morph_die("out of memory");
	put16(&p, d.src->port);
	put16(&p, d.dst->port);
	put32(&p, s->seq);
	put32(&p, (s->flags & ACK) != 0 ? c->next[1 - s->from] : 0);
	put16(&p, 0x5000 | s->flags);
	put16(&p, 65535);
	put32(&p, 0);
	put_octets(&p, s->data.p, s->data.len);
	wrap_set16(p.p + 16, sipwire_checksum(&d));
	morph_ip(w, &d, s->counts);
}

static void
send_flags(struct morph_work *w, struct morph_conn *c, unsigned from, unsigned flags)
{
	struct segment s = { .from = from, .flags = flags, .seq = c->next[from] };

	send_segment(w, c, &s);
	if ((flags & SYN) != 0)
		c->next[from]++;
}

/* RFC 9293 3.8.4: one octet before the next, which the peer acknowledges. */
static void
keep_alive(struct morph_work *w, struct morph_conn *c, unsigned from)
{
	struct segment s = {
		.from = from, .flags = ACK, .seq = c->next[from] - 1, .data = S("\0")
	};

	send_segment(w, c, &s);
	send_flags(w, c, 1 - from, ACK);
}

/* Octets in a segment, with some of those before if that is the way. */
static void
send_data(struct morph_work *w, struct morph_conn *c, unsigned from, struct str data)
{
	char octets[AGAIN + MSS];
	struct segment s = { from, PUSH | ACK, c->next[from], data, true };
	size_t again = c->before_from == from ? c->before_len : 0;

	if ((w->way->flags & MORPH_REPEAT) != 0 && again > 0) {
		memcpy(octets, c->before, again);
		memcpy(octets + again, data.p, data.len);
		s.seq -= (uint32_t)again;
		s.data = (struct str){ octets, again + data.len };
	}
	c->before_from = from;
	/* Never all of it: what is whole by another segment has that one's frame. */
	c->before_len = data.len <= AGAIN ? data.len - 1 : AGAIN;
	memcpy(c->before, data.p + data.len - c->before_len, c->before_len);
	send_segment(w, c, &s);
	c->next[from] += (uint32_t)data.len;
}

/* What waits in the run, in segments; then the peer's acknowledgement. */
static void
send_run(struct morph_work *w, struct morph_conn *c, unsigned from)
{
	struct morph_run *r = &w->run;
	size_t done = 0;

	while (done < r->len) {
		size_t most = r->len - done < MSS ? r->len - done : MSS;
		size_t len = morph_piece(w, most);

		send_data(w, c, from, (struct str){ r->octets + done, len });
		for (size_t i = 0; i < r->count; i++) {
			if (r->ends[i] > done && r->ends[i] <= done + len)
				w->end[r->first + i] = r->pieces;
		}
		done += len;
	}
	send_flags(w, c, 1 - from, ACK);
	r->len = 0;
}

static void
put_run(struct morph_work *w, struct str octets)
{
	struct morph_run *r = &w->run;

	if (octets.len > sizeof(r->octets) - r->len)
		morph_die("messages too long");
	memcpy(r->octets + r->len, octets.p, octets.len);
	r->len += octets.len;
}

static void
frame(struct morph_work *w, unsigned first, struct str payload)
{
	w->ws.len = 0;
	ws_frame(&w->ws, first, payload);
	put_run(w, ws_view(&w->ws));
}

/* RFC 7692 7.2.1; what was said before is remembered (7.1.1). */
static struct str
deflate_message(struct morph_work *w, struct morph_conn *c, unsigned from, struct str text)
{
	struct str small = morph_pack(w->arena, &c->packer[from], -15, text);

	if (str_absent(small))
		morph_die("no zlib");
	small.len -= 4;
	return small;
}

static void
frames(struct morph_work *w, struct morph_conn *c, unsigned from, struct str text)
{
	unsigned flags = w->way->flags;
	unsigned opcode = (flags & MORPH_BINARY) != 0 ? BINARY & ~LAST : TEXT & ~LAST;
	size_t third = text.len / 3;

	w->ws.masked = from == 0;
	if ((flags & MORPH_PACKED) != 0) {
		text = deflate_message(w, c, from, text);
		opcode |= PACKED;
		third = text.len / 3;
	}
	if ((flags & MORPH_FRAMES) == 0) {
		frame(w, LAST | opcode, text);
		return;
	}
	frame(w, PING, S("here?"));
	frame(w, opcode, str_sub(text, 0, third));
	frame(w, PONG, S(""));
	frame(w, MORE, str_sub(text, third, third));
	frame(w, PING, S("and here?"));
	frame(w, LAST | MORE, str_sub(text, 2 * third, text.len));
}

static void
upgrade(struct morph_work *w, struct morph_conn *c)
{
	struct str extension =
		(w->way->flags & MORPH_PACKED) != 0 ? S("permessage-deflate") : STR_ABSENT;

	for (unsigned from = 0; from < 2; from++) {
		struct segment s = { .from = from, .flags = PUSH | ACK, .seq = c->next[from] };

		w->ws.masked = from == 0;
		ws_upgrade(&w->ws, extension);
		s.data = ws_view(&w->ws);
		send_segment(w, c, &s);
		c->next[from] += (uint32_t)s.data.len;
	}
}

static void
begin(struct morph_work *w, struct morph_conn *c)
{
	if ((w->way->flags & MORPH_HELLO) == 0)
		return;
	send_flags(w, c, 0, SYN);
	send_flags(w, c, 1, SYN | ACK);
	send_flags(w, c, 0, ACK);
	if (w->way->carrier == MORPH_WS)
		upgrade(w, c);
	/* Sent, but no piece of a message: it is not to be put among these. */
	w->run.packet = w->count;
}

void
morph_stream(struct morph_work *w, const struct sipcase_msg *m, size_t n, bool more)
{
	struct morph_run *r = &w->run;
	bool is_new;
	struct morph_conn *c = morph_conn(w, m, &is_new);
	unsigned from = morph_from(c, m);

	if (is_new)
		begin(w, c);
	if (m->text.len > MESSAGES_LONG || n - r->first == COUNT(r->ends)) {
		w->impossible = true;
		return;
	}
	if (w->way->carrier == MORPH_WS)
		frames(w, c, from, m->text);
	else
		put_run(w, m->text);
	r->count = n - r->first + 1;
	r->ends[n - r->first] = r->len;
	if (more)
		return;
	if ((w->way->flags & MORPH_ALIVE) != 0 && !is_new)
		keep_alive(w, c, from);
	send_run(w, c, from);
}

void
morph_stream_free(struct morph_work *w)
{
	for (size_t i = 0; i < w->conn_count; i++) {
		morph_pack_free(w->conns[i].packer[0]);
		morph_pack_free(w->conns[i].packer[1]);
	}
}
