/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * websocket_message.c - from frames to messages: unmasked, put together and expanded.
 */
#include <sipwhy/frame.h>

#include "websocket_priv.h"

enum {
	AT_ONCE = 1024,
	START_LINE = 512, /* a start line is told from other text by then */
	/* Expansion is not judged before so much came out. */
	FREE_BYTES = 256 * 1024,
};

void
ws_inflate_free(struct websocket *ws)
{
	if (ws->inflate == NULL)
		return;
	inflate_free(ws->inflate);
	ws->inflate = NULL;
	ws->shared->inflaters--;
}

/* No octet more of this message will be read. */
static void
cut(struct ws_message *m, size_t missing)
{
	m->cut = true;
	m->missing += missing;
}

/* The message is lost, and counted as such. */
static void
drop(struct websocket *ws)
{
	cut(&ws->message, 1);
	ws->message.told = true;
	octets_free(&ws->text);
}

static void
tell_sip(struct websocket *ws, struct str raw)
{
	const struct ws_message *m = &ws->message;
	struct seen seen = ws->seen;
	size_t missing = 0;

	seen.transport = seen.transport == TRANSPORT_TLS ? TRANSPORT_WSS : TRANSPORT_WS;
	/* How much a compressed part would have given is not known. */
	if (m->cut)
		missing = m->compressed || m->missing == 0 ? 1 : (size_t)m->missing;
	ws->sought = 0;
	ws->shared->fn(ws->ctx, &seen, raw, missing);
}

/* What there is of the message goes up. */
static void
tell(struct websocket *ws)
{
	struct ws_message *m = &ws->message;
	struct str raw, all = octets_view(&ws->text);
	enum frame_kind kind = frame_datagram(all, &raw);

	m->told = true;
	if (m->cut && !m->counted && (kind == FRAME_SIP || all.len < WS_PEEK))
		ws_odd(ws, WEBSOCKET_ODD_CUT);
	if (kind == FRAME_SIP)
		tell_sip(ws, raw);
	else if (!m->cut && kind == FRAME_KEEPALIVE)
		ws_odd(ws, WEBSOCKET_ODD_KEEPALIVE);
	else if (!m->cut || all.len >= WS_PEEK)
		ws_odd(ws, WEBSOCKET_ODD_NOT_SIP);
	octets_free(&ws->text);
}

void
ws_message_flush(struct websocket *ws)
{
	struct ws_message *m = &ws->message;

	if (!m->open || m->told)
		return;
	/* Of a frame that was begun, it is told how much is to come. */
	if (!m->cut)
		cut(m, (ws->frame.opcode & WS_CONTROL) == 0 ? (size_t)ws->left : 0);
	tell(ws);
}

/* Whether a compressed message can be expanded at all. */
static bool
can_inflate(struct websocket *ws)
{
	struct websocket_shared *s = ws->shared;
	unsigned bits =
		ws->end == WS_CLIENT ? ws->terms.client_max_window : ws->terms.server_max_window;

	if (ws->terms.known && !ws->terms.deflate) {
		ws_odd(ws, WEBSOCKET_ODD_INFLATE);
		return false;
	}
	if (ws->inflate != NULL)
		return true;
	if (!inflate_is_built() || !limits_allow(s->limits, LIMIT_INFLATERS, s->inflaters)) {
		ws_odd(ws, WEBSOCKET_ODD_NO_INFLATE);
		return false;
	}
	ws->inflate = inflate_new(bits);
	if (ws->inflate == NULL) {
		s->dropped++;
		return false;
	}
	s->inflaters++;
	return true;
}

void
ws_message_frame(struct websocket *ws)
{
	if (ws->frame.opcode == WS_CONTINUATION) {
		ws->headless = !ws->message.open;
		return;
	}
	if (ws->message.open) {
		ws_odd(ws, WEBSOCKET_ODD_FRAGMENT);
		cut(&ws->message, 1);
		ws->message.counted = true;
		ws_message_end(ws);
		if (ws->state == WS_ENDED)
			return;
	}
	ws->headless = false;
	ws->message = (struct ws_message){ .open = true, .compressed = ws->frame.compressed };
	if (ws->message.compressed && !can_inflate(ws))
		drop(ws);
}

static void
too_long(struct websocket *ws, size_t over)
{
	(void)limits_allow(ws->shared->limits, LIMIT_MESSAGE_BYTES, UINT64_MAX);
	ws_odd(ws, WEBSOCKET_ODD_LONG);
	ws->message.counted = true;
	cut(&ws->message, over);
}

static void
add_plain(struct websocket *ws, struct str data)
{
	bool looked = ws->text.len >= START_LINE;
	struct str raw, start;
	size_t over;

	if (!octets_add(&ws->text, data, &over)) {
		ws->shared->dropped++;
		drop(ws);
		return;
	}
	/* What is not SIP, and may be long, is not kept.  Of all cuts the same octets are judged. */
	start = str_sub(octets_view(&ws->text), 0, START_LINE);
	if (!looked && start.len == START_LINE && frame_datagram(start, &raw) == FRAME_NOT_SIP) {
		ws_odd(ws, WEBSOCKET_ODD_NOT_SIP);
		ws->message.told = true;
		octets_free(&ws->text);
		return;
	}
	if (over > 0)
		too_long(ws, over);
}

static void
add_packed(struct websocket *ws, struct str data)
{
	size_t before = ws->text.len;
	enum inflate_step step = inflate_add(ws->inflate, data, &ws->text);

	ws->packed_bytes += data.len;
	ws->plain_bytes += ws->text.len - before;
	switch (step) {
	case INFLATE_OK:
		break;
	case INFLATE_FULL:
		too_long(ws, 1);
		break;
	case INFLATE_CORRUPT:
		ws_odd(ws, WEBSOCKET_ODD_INFLATE);
		ws->message.counted = true;
		cut(&ws->message, 1);
		break;
	case INFLATE_NO_MEMORY:
		ws->shared->dropped++;
		drop(ws);
		break;
	}
}

static void
add(struct websocket *ws, struct str data)
{
	if (ws->message.cut || ws->message.told)
		ws->message.missing += data.len;
	else if (ws->message.compressed)
		add_packed(ws, data);
	else
		add_plain(ws, data);
}

void
ws_message_add(struct websocket *ws, struct str data)
{
	uint64_t at = ws->frame.payload_bytes - ws->left;
	char plain[AT_ONCE];

	if (!ws->message.open)
		return;
	if (!ws->frame.masked) {
		add(ws, data);
		return;
	}
	while (data.len > 0) {
		struct str piece = str_sub(data, 0, sizeof(plain));

		for (size_t i = 0; i < piece.len; i++, at++)
			plain[i] = (char)((unsigned char)piece.p[i] ^ ws->frame.mask[at & 3]);
		data = str_sub(data, piece.len, data.len);
		piece.p = plain;
		add(ws, piece);
	}
}

void
ws_message_lack(struct websocket *ws, uint64_t bytes)
{
	if (ws->message.open)
		cut(&ws->message, (size_t)bytes);
}

/* Whether each message is compressed by itself, so that no window need be kept. */
static bool
no_takeover(const struct websocket *ws)
{
	return ws->end == WS_CLIENT ? ws->terms.client_no_takeover : ws->terms.server_no_takeover;
}

void
ws_message_end(struct websocket *ws)
{
	struct ws_message *m = &ws->message;

	if (!m->open) {
		if (ws->headless)
			ws_odd(ws, WEBSOCKET_ODD_HEADLESS);
		ws->headless = false;
		return;
	}
	/* RFC 7692 7.2.2: the sender took these off the end. */
	if (m->compressed)
		add(ws, (struct str){ "\x00\x00\xff\xff", 4 });
	if (!m->told)
		tell(ws);
	/* Not all went through the window, or nothing will refer to it. */
	if (m->compressed && (m->cut || no_takeover(ws)))
		ws_inflate_free(ws);
	m->open = false;
	if (ws->plain_bytes > FREE_BYTES &&
	    !limits_allow(ws->shared->limits, LIMIT_MESSAGE_EXPANSION,
			  ws->plain_bytes / (ws->packed_bytes + 1))) {
		ws_odd(ws, WEBSOCKET_ODD_LOST);
		ws_over(ws);
	}
}
