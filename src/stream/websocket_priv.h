/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * websocket_priv.h - a WebSocket decoder, as its files see it.
 *
 * Layer: 4 stream.
 */
#ifndef SIPWHY_STREAM_WEBSOCKET_PRIV_H
#define SIPWHY_STREAM_WEBSOCKET_PRIV_H

#include <sipwhy/websocket.h>

#include "inflate.h"

/* RFC 6455 5.2 */
enum ws_opcode {
	WS_CONTINUATION = 0,
	WS_TEXT = 1,
	WS_BINARY = 2,
	WS_CONTROL = 8, /* this bit is set in those that control */
	WS_CLOSE = 8,
	WS_PING = 9,
	WS_PONG = 10,
};

enum {
	WS_HEAD_MOST = 14, /* of a frame: 2, 8 of length, 4 of mask */
	/* Octets of a payload that tell whether it is SIP: a method, and a URI's scheme. */
	WS_PEEK = 96,
	WS_SOUGHT_AT_ONCE = 256, /* at least WS_HEAD_MOST + WS_PEEK */
};

struct ws_frame {
	bool fin, compressed, masked;
	unsigned opcode; /* enum ws_opcode */
	uint8_t mask[4];
	uint64_t payload_bytes;
	size_t head_bytes;
	bool wasteful; /* a length written longer than it need be */
};

enum ws_frame_step {
	WS_FRAME_SHORT, /* more octets are needed */
	WS_FRAME_WHOLE,
	WS_FRAME_WRONG,
};

enum ws_frame_step ws_frame_read(struct str in, struct ws_frame *out);
/* Whether a frame begins here with which a SIP message, or a keep-alive, begins. */
enum websocket_guess ws_frame_guess(struct str in);
/* Take a ping or pong off; MAYBE when not all of it is there. */
enum websocket_guess ws_frame_pass_ping(struct str *in);

/* The first lines of an HTTP message that can have to do with an upgrade. */
enum websocket_guess ws_http_begins(struct str in);
/* Whether the HTTP message that begins here asks for, or grants, an upgrade to WebSocket. */
enum websocket_guess ws_http_guess(struct str in);

enum ws_state {
	WS_SEEK,      /* looking for something to begin with */
	WS_HTTP,      /* in the head of an HTTP message */
	WS_HTTP_BODY, /* … in its body */
	WS_HEAD,      /* at or in the header of a frame */
	WS_PAYLOAD,
	WS_ENDED,
};

enum ws_end {
	WS_UNKNOWN,
	WS_CLIENT,
	WS_SERVER,
};

struct ws_message {
	bool open; /* begun, and its last frame was not read */
	bool compressed;
	bool cut;     /* nothing more is added; what comes is missing */
	bool told;    /* it was handed on already, or is not to be */
	bool counted; /* why it is cut was told */
	uint64_t missing;
};

struct websocket {
	struct websocket_shared *shared;
	void *ctx;
	enum ws_state state;
	enum ws_end end;
	struct websocket_terms terms;
	struct seen seen;   /* of the last octets */
	struct octets text; /* the message, or the head of HTTP */
	struct ws_message message;
	struct ws_frame frame;
	uint64_t left; /* of the frame's payload, or of HTTP's body */
	size_t head_len;
	char head[WS_HEAD_MOST];
	bool headless;   /* in a message whose first frame was not seen */
	uint64_t sought; /* octets since a frame was last where one had to be */
	size_t kept_len;
	bool again; /* what is kept was not looked at since the place was lost */
	char kept[WS_SOUGHT_AT_ONCE];
	struct inflate *inflate;
	uint64_t packed_bytes, plain_bytes; /* into and out of it */
};

/* A line of the head of an HTTP message, or as much of one as is there. */
void ws_http_data(struct websocket *ws, struct str *in);
/* Where in the stream this is, nobody knows. */
void ws_seek_anew(struct websocket *ws);
void ws_odd(struct websocket *ws, enum websocket_odd odd);
/* Nothing more will be read. */
void ws_over(struct websocket *ws);

/* The frame in ws->frame begins a message, or goes on with one. */
void ws_message_frame(struct websocket *ws);
/* The next octets of its payload, masked as they came. */
void ws_message_add(struct websocket *ws, struct str data);
/* Its payload lacks `bytes` here. */
void ws_message_lack(struct websocket *ws, uint64_t bytes);
void ws_message_end(struct websocket *ws);
/* What there is of a message is all there will be. */
void ws_message_flush(struct websocket *ws);
void ws_inflate_free(struct websocket *ws);

#endif
