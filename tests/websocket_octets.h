/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * websocket_octets.h - SIP over WebSocket as others made it.
 *
 * The compressed forms are those of Python's zlib.compressobj(9, DEFLATED, -15), flushed with
 * Z_SYNC_FLUSH and without the last four octets (RFC 7692 7.2.1): `packed` by one compressor for
 * all, `packed_alone` by one for each.  What JsSIP 3.13.8 and Kamailio 5.6.3 said to each other is
 * from a capture.
 */
#ifndef SIPWHY_TESTS_WEBSOCKET_OCTETS_H
#define SIPWHY_TESTS_WEBSOCKET_OCTETS_H

#include <sipwhy/str.h>

enum { MESSAGES = 4, PIECES = 3 };

extern const struct str plain[MESSAGES];
extern const struct str packed[MESSAGES];
extern const struct str packed_alone[MESSAGES];
/* The first of them once more: ended by a final block (RFC 7692 7.2.3.4), not compressed within
 * (7.2.3.3), and with a body of 60000 digits 0. */
extern const struct str packed_final, packed_stored, packed_wide;
/* Each piece as it came in a packet. */
extern const struct str jssip[PIECES], kamailio[PIECES];

#endif
