/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * websocket.h - SIP out of one direction of a WebSocket connection (RFC 6455, 7118).
 *
 * Layer: 4 stream.  Each WebSocket message is one SIP message (RFC 7118 5): no Content-Length is
 * needed.  Keeps a copy of a message until it is whole, at most LIMIT_MESSAGE_BYTES, and for
 * permessage-deflate (RFC 7692) a window for each direction, at most LIMIT_INFLATERS of them.
 * Which messages come out does not hang on how the stream was cut into pieces.
 *
 * The upgrade may have been missed: the stream is then known by a frame whose payload, unmasked
 * and inflated, begins like SIP.
 */
#ifndef SIPWHY_WEBSOCKET_H
#define SIPWHY_WEBSOCKET_H

#include <sipwhy/framer.h>

/* Whether a stream that begins with `head`, or goes on with it after a hole, is WebSocket. */
enum websocket_guess {
	WEBSOCKET_NO,    /* nor will more octets make it so */
	WEBSOCKET_MAYBE, /* more octets would tell, WEBSOCKET_GUESS_BYTES at the most */
	WEBSOCKET_YES,
};

enum { WEBSOCKET_GUESS_BYTES = 8192 };

enum websocket_guess websocket_guess(struct str head);

enum websocket_odd {
	WEBSOCKET_ODD_KEEPALIVE, /* a message of line ends only (RFC 7118 6) */
	WEBSOCKET_ODD_NOT_SIP,   /* a message of something else */
	WEBSOCKET_ODD_CUT,       /* a message of which octets are missing */
	WEBSOCKET_ODD_HEADLESS,  /* … its first ones: not handed on */
	WEBSOCKET_ODD_LONG,      /* a message over LIMIT_MESSAGE_BYTES: handed on as cut */
	WEBSOCKET_ODD_FRAME, /* a frame header that cannot be one: looked for the next that can */
	WEBSOCKET_ODD_MASK,  /* masked by a server, or not masked by a client (RFC 6455 5.1) */
	WEBSOCKET_ODD_FRAGMENT, /* a message begun within another (RFC 6455 5.4) */
	WEBSOCKET_ODD_INFLATE,  /* a compressed message that cannot be expanded, or only in part */
	WEBSOCKET_ODD_NO_INFLATE, /* … since this program was built without zlib, or by a bound */
	WEBSOCKET_ODD_EXTENSION,  /* an extension was agreed that is not read */
	WEBSOCKET_ODD_REFUSED,    /* the upgrade was refused */
	WEBSOCKET_ODD_SUBPROTOCOL, /* the upgrade was to another subprotocol than sip */
	WEBSOCKET_ODD_LOST,        /* no frame was found again: the rest was given up */
	WEBSOCKET_ODD_COUNT_,
};

/* "websocket.not-sip", …: the name in the summary.  For people: websocket_odd_text. */
const char *websocket_odd_name(enum websocket_odd odd);
const char *websocket_odd_text(enum websocket_odd odd);

/* What several decoders share. */
struct websocket_shared {
	struct limits *limits;
	/* seen->transport is TRANSPORT_WS, or TRANSPORT_WSS if it came over TRANSPORT_TLS. */
	stream_message_fn *fn;
	/* Called with each oddity; `seen` may be NULL.  NULL: they are not wanted. */
	void (*odd)(void *ctx, enum websocket_odd odd, const struct seen *seen);
	uint64_t dropped; /* messages lost because memory was short */
	size_t inflaters; /* windows held */
};

/* What the server's answer to the upgrade settled, for both directions. */
struct websocket_terms {
	bool known;              /* that answer was read */
	bool deflate;            /* permessage-deflate */
	bool client_no_takeover; /* each message is compressed by itself (RFC 7692 7.1.1) */
	bool server_no_takeover;
	unsigned client_max_window; /* bits, 8 to 15 (RFC 7692 7.1.2) */
	unsigned server_max_window;
};

enum websocket_state {
	WEBSOCKET_MORE, /* go on */
	WEBSOCKET_OVER, /* closed, refused, not SIP or given up: nothing more will be read */
};

struct websocket;

/* One direction.  `ctx` is handed to the functions of *shared, which must outlive it.  NULL when
 * memory is short. */
struct websocket *websocket_new(struct websocket_shared *shared, void *ctx);
void websocket_free(struct websocket *ws);
/* The next octets, from the first that websocket_guess was asked about; all are taken. */
enum websocket_state websocket_data(struct websocket *ws, const struct seen *seen, struct str data);
/*
 * `bytes` octets are missing here: what was read of a message is handed on as cut.  0: none are
 * known to be, but the rest of it is not waited for; if it comes, it is passed over.
 */
void websocket_gap(struct websocket *ws, uint64_t bytes);
/* Of the server's direction, to be handed to the client's: both work without, but a message
 * after a gap is told to be readable or not only with it.  `known` is false until then. */
struct websocket_terms websocket_terms(const struct websocket *ws);
void websocket_agree(struct websocket *ws, const struct websocket_terms *terms);
/* Octets of memory held: for a message not yet whole, and for as long as the decoder lives. */
size_t websocket_waiting(const struct websocket *ws);
size_t websocket_standing(const struct websocket *ws);

#endif
