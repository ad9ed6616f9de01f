/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include "ws_stream.h"

void
ws_put(struct ws_stream *s, struct str octets)
{
	if (octets.len > sizeof(s->octets) - s->len)
		abort();
	if (octets.len > 0)
		memcpy(s->octets + s->len, octets.p, octets.len);
	s->len += octets.len;
}

static void
put(struct ws_stream *s, unsigned octet)
{
	ws_put(s, (struct str){ &(char){ (char)octet }, 1 });
}

void
ws_frame(struct ws_stream *s, unsigned first, struct str payload)
{
	static const unsigned char mask[4] = { 0x37, 0xfa, 0x21, 0x3d };
	unsigned bit = s->masked ? 0x80 : 0;
	size_t len = payload.len;

	put(s, first);
	put(s, bit | (len < 126 ? (unsigned)len : len < 65536 ? 126 : 127));
	for (unsigned i = len < 126 ? 0 : len < 65536 ? 2 : 8; i > 0; i--)
		put(s, (unsigned)((uint64_t)len >> (8 * (i - 1))) & 0xff);
	for (unsigned i = 0; i < 4 && s->masked; i++)
		put(s, mask[i]);
	for (size_t i = 0; i < len; i++)
		put(s, (unsigned char)payload.p[i] ^ (s->masked ? mask[i & 3] : 0u));
}

struct str
ws_view(const struct ws_stream *s)
{
	return (struct str){ s->octets, s->len };
}

void
ws_upgrade(struct ws_stream *s, struct str extensions)
{
	s->len = 0;
	if (s->masked)
		ws_put(s, S("GET /ws HTTP/1.1\r\nHost: sip-ws.example.com\r\n"));
	else
		ws_put(s, S("HTTP/1.1 101 Switching Protocols\r\n"));
	ws_put(s, S("Upgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\n"
		    "Sec-WebSocket-Protocol: sip\r\n"));
	if (!str_absent(extensions)) {
		ws_put(s, S("Sec-WebSocket-Extensions: "));
		ws_put(s, extensions);
		ws_put(s, S("\r\n"));
	}
	ws_put(s, S("\r\n"));
}

static void
on_message(void *ctx, const struct seen *seen, struct str raw, size_t missing)
{
	struct ws_reader *reader = ctx;
	struct ws_result *r = reader->result;

	if (r->count == WS_MESSAGES || raw.len > sizeof(r->room) - r->used)
		abort();
	memcpy(r->room + r->used, raw.p, raw.len);
	r->message[r->count].raw = (struct str){ r->room + r->used, raw.len };
	r->message[r->count].missing = missing;
	r->message[r->count++].seen = *seen;
	r->used += raw.len;
}

static void
on_odd(void *ctx, enum websocket_odd odd, const struct seen *seen)
{
	struct ws_reader *r = ctx;

	(void)seen;
	r->result->odd[odd]++;
}

bool
ws_begin(struct ws_reader *r, struct ws_result *result)
{
	*r = (struct ws_reader){ .result = result, .seen.transport = TRANSPORT_TCP };
	limits_begin(&r->limits, (struct hash_key){ 1, 2 });
	r->shared.limits = &r->limits;
	r->shared.fn = on_message;
	r->shared.odd = on_odd;
	r->ws = websocket_new(&r->shared, r);
	result->count = result->used = 0;
	result->over = false;
	memset(result->odd, 0, sizeof(result->odd));
	return r->ws != NULL;
}

void
ws_feed(struct ws_reader *r, struct str piece)
{
	r->seen.frame++;
	if (websocket_data(r->ws, &r->seen, piece) == WEBSOCKET_OVER)
		r->result->over = true;
}

void
ws_end(struct ws_reader *r)
{
	websocket_gap(r->ws, 0);
	websocket_free(r->ws);
	r->ws = NULL;
}

bool
ws_are(const struct ws_result *r, const struct str *want, size_t count)
{
	if (r->count != count)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!str_eq(r->message[i].raw, want[i]) || r->message[i].missing != 0 ||
		    r->message[i].seen.transport != TRANSPORT_WS)
			return false;
	}
	return true;
}
