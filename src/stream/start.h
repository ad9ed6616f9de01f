/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * start.h - how sure it is that a SIP message begins here.
 *
 * Layer: 4 stream.
 */
#ifndef SIPWHY_STREAM_START_H
#define SIPWHY_STREAM_START_H

#include <sipwhy/framer.h>

/* Whether a line, as far as it is there and without a line end, can still become a start line. */
bool start_may_be(struct str part);
/* Whether a whole line, its line end included, is a start line where one is to come. */
bool start_is(struct str line);
/*
 * The same where any line may come: it has all that RFC 3261 7.1 or 7.2 asks for, and what is
 * behind it in `in` begins a header field.  Else a line of a body would do.
 */
enum framer_guess start_is_sure(struct str in, size_t line_len);
/* Whether this begins a response or a request of a well-known method, so that what is before it
 * in the stream, and is no whole line, cannot belong to it. */
enum framer_guess start_is_known(struct str in);
/*
 * How many octets of a whole line are rather the end of a body, which need not end in a line end:
 * those before a request line of a well-known method that ends the line.  0 also if the line is a
 * header field.
 */
size_t start_stray(struct str line);

/* Whether this header line is a Content-Length (RFC 3261 7.3.3, 20.14). */
bool start_is_length(struct str line);
/* Read the field that `in`, the rest of the header, begins with; false if it is no number. */
bool start_length(struct str in, uint64_t *out);

#endif
