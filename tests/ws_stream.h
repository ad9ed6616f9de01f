/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ws_stream.h - one direction of a WebSocket connection, made frame by frame, and what a decoder
 * makes of it.
 */
#ifndef SIPWHY_TESTS_WS_STREAM_H
#define SIPWHY_TESTS_WS_STREAM_H

#include <sipwhy/websocket.h>

#include "websocket_octets.h"

enum {
	TEXT = 0x81, /* FIN and the opcode */
	BINARY = 0x82,
	CLOSE = 0x88,
	PING = 0x89,
	PONG = 0x8a,
	BEGIN = 0x01, /* without FIN */
	MORE = 0x00,
	LAST = 0x80,
	PACKED = 0x40, /* RSV1 */
};

struct ws_stream {
	bool masked;
	size_t len;
	char octets[1 << 18];
};

void ws_put(struct ws_stream *s, struct str octets);
/* A frame with the shortest length there is; masked with 37 fa 21 3d, as in RFC 6455 5.7. */
void ws_frame(struct ws_stream *s, unsigned first, struct str payload);
struct str ws_view(const struct ws_stream *s);
/* Replace it by the upgrade of that direction; `extensions`: the value of that header, or absent. */
void ws_upgrade(struct ws_stream *s, struct str extensions);

enum { WS_MESSAGES = 32 };

/* What came out. */
struct ws_result {
	size_t count;
	struct {
		struct str raw;
		size_t missing;
		struct seen seen;
	} message[WS_MESSAGES];
	unsigned odd[WEBSOCKET_ODD_COUNT_];
	bool over;
	size_t used;
	char room[1 << 19];
};

struct ws_reader {
	struct limits limits;
	struct websocket_shared shared;
	struct websocket *ws;
	struct ws_result *result;
	struct seen seen; /* of the next piece: its frame is counted up */
};

/* False when memory is short. */
bool ws_begin(struct ws_reader *r, struct ws_result *result);
void ws_feed(struct ws_reader *r, struct str piece);
void ws_end(struct ws_reader *r);

/* Whether the messages are these, whole, and nothing else. */
bool ws_are(const struct ws_result *r, const struct str *want, size_t count);

#endif
