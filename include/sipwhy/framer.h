/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * framer.h - where in a stream of octets one SIP message ends and the next begins.
 *
 * Layer: 4 stream.  Hands a message on in the octets that it was given, if it lies in one piece;
 * keeps a copy of what is not whole yet, at most LIMIT_MESSAGE_BYTES and one piece.  Which
 * messages come out does not hang on how the stream was cut into pieces, except where the framer
 * is lost: in garbage, behind a gap, behind a message that was too long.  There a message of a
 * well-known method is looked for where a piece begins, any other where a line does.
 *
 * A message ends where its Content-Length says (RFC 3261 18.3, 20.14).  On a stream that field
 * must be there.  Where it is not, or is no number, the message ends with its header: what a
 * body would be is passed over up to the next start line, since a receiver cannot tell either.
 * Of two the first counts, as in sip_msg_parse.  One that is too large would take the next message
 * for a body: where a piece, or a body of no type, begins like a message and no body of SIP is told
 * of, the message ends there.
 */
#ifndef SIPWHY_FRAMER_H
#define SIPWHY_FRAMER_H

#include <sipwhy/flow.h>
#include <sipwhy/gather.h>
#include <sipwhy/limits.h>

/*
 * Called with each message, good during the call.  `seen`: the sighting of the octet of it that
 * was seen last.  `missing_bytes`: how many octets of it, at least, are behind those in `raw`
 * but could not be read.
 */
typedef void stream_message_fn(void *ctx, const struct seen *seen, struct str raw,
			       size_t missing_bytes);

enum framer_odd {
	FRAMER_ODD_KEEPALIVE, /* a piece of line ends between messages (RFC 5626 3.5.1, 4.4.1) */
	FRAMER_ODD_GARBAGE,   /* something else between messages */
	FRAMER_ODD_CUT,       /* a message of which octets are missing */
	FRAMER_ODD_HEADLESS,  /* … of which the start line is not whole: not handed on */
	FRAMER_ODD_LONG,      /* a message over LIMIT_MESSAGE_BYTES: handed on as cut */
	FRAMER_ODD_LENGTH,    /* its Content-Length goes on into the next message */
	FRAMER_ODD_COUNT_,
};

/* "stream.keepalive", …: the name in the summary.  For people: framer_odd_text. */
const char *framer_odd_name(enum framer_odd odd);
const char *framer_odd_text(enum framer_odd odd);

/* What several framers share. */
struct framer_shared {
	struct limits *limits;
	stream_message_fn *fn;
	/* Called with each oddity; `seen` may be NULL.  NULL: they are not wanted. */
	void (*odd)(void *ctx, enum framer_odd odd, const struct seen *seen);
	uint64_t dropped; /* messages cut short because memory was */
};

enum framer_state {
	FRAMER_BETWEEN, /* at the end of a message */
	FRAMER_START,   /* in the first line of one */
	FRAMER_HEADER,
	FRAMER_BODY,
	FRAMER_LOST,     /* looking for a start line, at the beginning of a line */
	FRAMER_LOST_MID, /* … in the middle of one */
	FRAMER_LOST_GAP, /* … behind a gap, where a message may begin, but any other octet as well */
};

/* One direction of a stream.  Its members are the framer's own. */
struct framer {
	struct framer_shared *shared;
	void *ctx;
	enum framer_state state;
	struct gather kept; /* a message from its first octet on, or a line that may begin one */
	/* Places in that message: */
	size_t line;      /* the line to look at next begins here */
	size_t looked;    /* no line end between `line` and here */
	size_t length;    /* the Content-Length field, 0: none yet */
	size_t body;      /* in FRAMER_BODY: where it begins */
	size_t end;       /* … and the message's end */
	uint64_t skip;    /* octets still to come of a message that was handed on as cut */
	struct seen seen; /* of the last octet kept */
};

/* `ctx` is handed to the functions of *shared, which must outlive the framer. */
void framer_begin(struct framer *f, struct framer_shared *shared, void *ctx);
void framer_free(struct framer *f);
/* The next octets. */
void framer_data(struct framer *f, const struct seen *seen, struct str data);
/*
 * `bytes` octets are missing here: what was read of a message is handed on as cut.  0: none are
 * known to be, but the rest of it is not waited for; if it comes, it is passed over.
 */
void framer_gap(struct framer *f, uint64_t bytes);
/* Octets of memory held. */
size_t framer_held(const struct framer *f);

/* Whether `in` begins like a SIP message, after line ends; MAYBE: more octets would tell. */
enum framer_guess { FRAMER_NO, FRAMER_MAYBE, FRAMER_YES };
enum framer_guess framer_guess(struct str in);

#endif
