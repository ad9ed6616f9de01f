/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * websocket_frame.c - the header of a frame (RFC 6455 5.2), and whether there is one.
 */
#include <sipwhy/bytes.h>
#include <sipwhy/frame.h>

#include "websocket_priv.h"

enum {
	CONTROL_MOST = 125, /* octets in a control frame (RFC 6455 5.5) */
	LENGTH_16 = 126,
	LENGTH_64 = 127,
	KEEPALIVE_MOST = 4, /* CRLF CRLF */
};

/* No SIP message comes in a frame that long: its header is not one. */
static const uint64_t payload_most = (uint64_t)16 << 20;

static bool
first_is_wrong(uint8_t first)
{
	unsigned opcode = first & 0x0f;
	bool fin = (first & 0x80) != 0, compressed = (first & 0x40) != 0;

	if ((first & 0x30) != 0 || opcode > WS_PONG || (opcode > WS_BINARY && opcode < WS_CONTROL))
		return true;
	if ((opcode & WS_CONTROL) != 0)
		return !fin || compressed;
	/* Only the first frame of a message tells that it is compressed (RFC 7692 6.1). */
	return opcode == WS_CONTINUATION && compressed;
}

static bool
read_length(struct bytes *b, unsigned told, struct ws_frame *out)
{
	uint64_t high;

	out->payload_bytes = told;
	if (told == LENGTH_16) {
		out->payload_bytes = bytes_be16(b);
		out->wasteful = out->payload_bytes < LENGTH_16;
	} else if (told == LENGTH_64) {
		high = bytes_be32(b);
		out->payload_bytes = high << 32 | bytes_be32(b);
		out->wasteful = out->payload_bytes <= UINT16_MAX;
	}
	if (told > CONTROL_MOST && (out->opcode & WS_CONTROL) != 0)
		return false;
	return b->short_ || out->payload_bytes <= payload_most;
}

enum ws_frame_step
ws_frame_read(struct str in, struct ws_frame *out)
{
	struct bytes b = bytes_of(in.p, in.len);
	uint8_t first = bytes_u8(&b);
	uint8_t second = bytes_u8(&b);

	*out = (struct ws_frame){
		.fin = (first & 0x80) != 0,
		.compressed = (first & 0x40) != 0,
		.opcode = first & 0x0f,
		.masked = (second & 0x80) != 0,
	};
	if (in.len > 0 && first_is_wrong(first))
		return WS_FRAME_WRONG;
	if (b.short_)
		return WS_FRAME_SHORT;
	if (!read_length(&b, second & 0x7f, out))
		return WS_FRAME_WRONG;
	for (unsigned i = 0; i < 4 && out->masked; i++)
		out->mask[i] = bytes_u8(&b);
	if (b.short_)
		return WS_FRAME_SHORT;
	out->head_bytes = in.len - b.left;
	return WS_FRAME_WHOLE;
}

static enum websocket_guess
guess_text(struct str in)
{
	struct str message;

	switch (frame_datagram(in, &message)) {
	case FRAME_SIP:
		return WEBSOCKET_YES;
	case FRAME_KEEPALIVE:
		return in.len > 0 && in.len <= KEEPALIVE_MOST && in.p[0] != '\0' ? WEBSOCKET_YES
										 : WEBSOCKET_NO;
	case FRAME_NOT_SIP:
		break;
	}
	return WEBSOCKET_NO;
}

/* The same for one that is compressed, as far as its first octets expand by themselves. */
static enum websocket_guess
guess_compressed(struct str in)
{
	struct octets plain = { .most = WS_PEEK };
	struct inflate *z = inflate_new(15);
	enum websocket_guess guess = WEBSOCKET_NO;

	if (z != NULL) {
		(void)inflate_add(z, in, &plain);
		guess = guess_text(octets_view(&plain));
	}
	octets_free(&plain);
	inflate_free(z);
	return guess;
}

enum websocket_guess
ws_frame_guess(struct str in)
{
	struct ws_frame f;
	enum ws_frame_step step = ws_frame_read(in, &f);
	char plain[WS_PEEK];
	struct str payload;
	size_t peek;

	if (in.len == 0)
		return WEBSOCKET_MAYBE;
	if (step == WS_FRAME_WRONG || (f.opcode != WS_TEXT && f.opcode != WS_BINARY))
		return WEBSOCKET_NO;
	if (step == WS_FRAME_SHORT)
		return WEBSOCKET_MAYBE;
	if (f.wasteful || f.payload_bytes < 2)
		return WEBSOCKET_NO;

	/* Before there is that much nothing is sure: what looks like SIP may end otherwise. */
	peek = f.payload_bytes < WS_PEEK ? (size_t)f.payload_bytes : WS_PEEK;
	payload = str_sub(in, f.head_bytes, peek);
	if (payload.len < peek)
		return WEBSOCKET_MAYBE;
	for (size_t i = 0; i < payload.len; i++)
		plain[i] = (char)((unsigned char)payload.p[i] ^ f.mask[i & 3]);
	payload.p = plain;
	return f.compressed ? guess_compressed(payload) : guess_text(payload);
}

enum websocket_guess
ws_frame_pass_ping(struct str *in)
{
	struct ws_frame f;
	enum ws_frame_step step = ws_frame_read(*in, &f);

	if (in->len == 0 || step == WS_FRAME_WRONG || (f.opcode != WS_PING && f.opcode != WS_PONG))
		return WEBSOCKET_NO;
	if (step == WS_FRAME_SHORT || in->len - f.head_bytes < f.payload_bytes)
		return WEBSOCKET_MAYBE;
	*in = str_sub(*in, f.head_bytes + (size_t)f.payload_bytes, in->len);
	return WEBSOCKET_YES;
}
