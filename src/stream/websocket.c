/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * websocket.c - from octets to frames: where each begins and ends, and where one does again
 * after something was lost.
 */
#include <stdlib.h>
#include <string.h>

#include "websocket_priv.h"

enum {
	WINDOW_BITS = 15,
	PINGS_FIRST = 16,         /* looked behind, each time some more of a beginning has come */
	SOUGHT_MOST = 256 * 1024, /* octets without a frame that makes sense: a dozen messages' */
};

enum websocket_guess
websocket_guess(struct str head)
{
	enum websocket_guess guess = ws_http_guess(head);

	if (guess != WEBSOCKET_NO)
		return guess;
	/* Where the upgrade was missed, a ping or pong may come first; alone it proves nothing. */
	for (unsigned i = 0; i < PINGS_FIRST; i++) {
		guess = ws_frame_pass_ping(&head);
		if (guess != WEBSOCKET_YES)
			break;
	}
	return guess == WEBSOCKET_MAYBE ? guess : ws_frame_guess(head);
}

struct websocket *
websocket_new(struct websocket_shared *shared, void *ctx)
{
	struct websocket *ws = calloc(1, sizeof(*ws));

	if (ws == NULL)
		return NULL;
	ws->shared = shared;
	ws->ctx = ctx;
	ws->text.most = (size_t)shared->limits->max[LIMIT_MESSAGE_BYTES];
	ws->terms.client_max_window = ws->terms.server_max_window = WINDOW_BITS;
	return ws;
}

void
websocket_free(struct websocket *ws)
{
	if (ws == NULL)
		return;
	ws_inflate_free(ws);
	octets_free(&ws->text);
	free(ws);
}

void
ws_odd(struct websocket *ws, enum websocket_odd odd)
{
	if (ws->shared->odd != NULL)
		ws->shared->odd(ws->ctx, odd, &ws->seen);
}

void
ws_over(struct websocket *ws)
{
	ws_message_flush(ws);
	ws_inflate_free(ws);
	octets_free(&ws->text);
	ws->state = WS_ENDED;
}

void
ws_seek_anew(struct websocket *ws)
{
	ws_message_flush(ws);
	ws->message = (struct ws_message){ 0 };
	ws->headless = false;
	/* A window with a hole would give wrong octets, a new one an error or right ones. */
	ws_inflate_free(ws);
	octets_free(&ws->text);
	ws->head_len = ws->kept_len = 0;
	ws->state = WS_SEEK;
}

/* What was taken for the header of a frame is none. */
static void
lose(struct websocket *ws)
{
	size_t again = ws->head_len - 1;

	ws_odd(ws, WEBSOCKET_ODD_FRAME);
	ws_seek_anew(ws);
	/* All of it but the first octet may belong to one. */
	memcpy(ws->kept, ws->head + 1, again);
	ws->kept_len = again;
	ws->again = again > 0;
	ws->sought++;
}

static void
end_frame(struct websocket *ws)
{
	ws->state = WS_HEAD;
	if (ws->frame.opcode == WS_CLOSE)
		ws_over(ws); /* RFC 6455 5.5.1: nothing comes after it */
	else if ((ws->frame.opcode & WS_CONTROL) == 0 && ws->frame.fin)
		ws_message_end(ws);
}

static void
begin_frame(struct websocket *ws)
{
	ws->head_len = 0;
	ws->left = ws->frame.payload_bytes;
	if (ws->end == WS_UNKNOWN)
		ws->end = ws->frame.masked ? WS_CLIENT : WS_SERVER;
	else if (ws->frame.masked != (ws->end == WS_CLIENT))
		ws_odd(ws, WEBSOCKET_ODD_MASK);
	ws->state = WS_PAYLOAD;
	if ((ws->frame.opcode & WS_CONTROL) == 0)
		ws_message_frame(ws);
	if (ws->left == 0 && ws->state == WS_PAYLOAD)
		end_frame(ws);
}

static void
in_head(struct websocket *ws, struct str *in)
{
	enum ws_frame_step step = WS_FRAME_SHORT;

	/* No frame begins with the first letter of GET or HTTP: reserved opcode, or a close frame
	 * that is not the last. */
	if (ws->head_len == 0 && !ws->message.open && (in->p[0] == 'G' || in->p[0] == 'H')) {
		ws->state = WS_HTTP;
		return;
	}
	while (in->len > 0 && step == WS_FRAME_SHORT) {
		ws->head[ws->head_len++] = in->p[0];
		*in = str_sub(*in, 1, in->len);
		step = ws_frame_read((struct str){ ws->head, ws->head_len }, &ws->frame);
	}
	if (step == WS_FRAME_WRONG)
		lose(ws);
	else if (step == WS_FRAME_WHOLE)
		begin_frame(ws);
}

static void
in_payload(struct websocket *ws, struct str *in)
{
	struct str data = str_sub(*in, 0, ws->left < in->len ? (size_t)ws->left : in->len);

	*in = str_sub(*in, data.len, in->len);
	if (ws->state == WS_PAYLOAD && (ws->frame.opcode & WS_CONTROL) == 0)
		ws_message_add(ws, data);
	ws->left -= data.len;
	if (ws->left > 0)
		return;
	if (ws->state == WS_PAYLOAD)
		end_frame(ws);
	else if (ws->state == WS_HTTP_BODY)
		ws->state = WS_HEAD;
}

/* Take octets until there are none, or until the place in the stream is lost. */
static void
run(struct websocket *ws, struct str *in)
{
	while (in->len > 0) {
		switch (ws->state) {
		case WS_HTTP:
			ws_http_data(ws, in);
			break;
		case WS_HEAD:
			in_head(ws, in);
			break;
		case WS_HTTP_BODY:
		case WS_PAYLOAD:
			in_payload(ws, in);
			break;
		case WS_SEEK:
		case WS_ENDED:
			return;
		}
	}
}

/* Whether what is kept begins with something that can be read; what cannot be, is let go. */
static bool
is_found(struct websocket *ws)
{
	enum websocket_guess guess = WEBSOCKET_NO;
	size_t at = 0;

	for (; at < ws->kept_len; at++) {
		struct str in = { ws->kept + at, ws->kept_len - at };

		guess = ws_http_begins(in);
		if (guess == WEBSOCKET_NO)
			guess = ws_frame_guess(in);
		if (guess != WEBSOCKET_NO)
			break;
	}
	ws->kept_len -= at;
	memmove(ws->kept, ws->kept + at, ws->kept_len);
	ws->sought += at;
	return guess == WEBSOCKET_YES;
}

static void
seek(struct websocket *ws, struct str *data)
{
	char found[sizeof(ws->kept)];
	struct str in = str_sub(*data, 0, sizeof(ws->kept) - ws->kept_len);

	if (in.len > 0)
		memcpy(ws->kept + ws->kept_len, in.p, in.len);
	ws->kept_len += in.len;
	ws->again = false;
	*data = str_sub(*data, in.len, data->len);
	if (!is_found(ws)) {
		if (ws->sought < SOUGHT_MOST)
			return;
		ws_odd(ws, WEBSOCKET_ODD_LOST);
		ws_over(ws);
		return;
	}
	in = (struct str){ found, ws->kept_len };
	memcpy(found, ws->kept, ws->kept_len);
	ws->kept_len = 0;
	ws->state = WS_HEAD;
	run(ws, &in);
	/* Lost again: what is left may be behind octets of a header that was none. */
	memcpy(ws->kept + ws->kept_len, in.p, in.len);
	ws->kept_len += in.len;
	ws->again = ws->kept_len > 0;
}

enum websocket_state
websocket_data(struct websocket *ws, const struct seen *seen, struct str data)
{
	if (data.len > 0)
		ws->seen = *seen;
	while (ws->state != WS_ENDED && (data.len > 0 || ws->again)) {
		if (ws->state == WS_SEEK)
			seek(ws, &data);
		else
			run(ws, &data);
	}
	return ws->state == WS_ENDED ? WEBSOCKET_OVER : WEBSOCKET_MORE;
}

void
websocket_gap(struct websocket *ws, uint64_t bytes)
{
	bool within = ws->state == WS_PAYLOAD || ws->state == WS_HTTP_BODY;

	if (ws->state == WS_ENDED)
		return;
	if (bytes == 0 && ws->state != WS_HTTP) {
		ws_message_flush(ws);
		return;
	}
	if (!within || bytes > ws->left) {
		ws_seek_anew(ws);
		return;
	}
	if ((ws->frame.opcode & WS_CONTROL) == 0 && ws->state == WS_PAYLOAD)
		ws_message_lack(ws, bytes);
	ws->left -= bytes;
	if (ws->left > 0)
		return;
	if (ws->state == WS_PAYLOAD)
		end_frame(ws);
	else
		ws->state = WS_HEAD;
}

struct websocket_terms
websocket_terms(const struct websocket *ws)
{
	return ws->terms;
}

void
websocket_agree(struct websocket *ws, const struct websocket_terms *terms)
{
	ws->terms = *terms;
}

size_t
websocket_waiting(const struct websocket *ws)
{
	return ws->text.room;
}

size_t
websocket_standing(const struct websocket *ws)
{
	return sizeof(*ws) + inflate_held(ws->inflate);
}
