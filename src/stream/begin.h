/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * begin.h - what a stream carries, by its first octets.
 *
 * Layer: 4 stream.
 */
#ifndef SIPWHY_STREAM_BEGIN_H
#define SIPWHY_STREAM_BEGIN_H

#include <sipwhy/unit.h>

enum begin {
	BEGIN_OTHER,
	BEGIN_MAYBE, /* more octets would tell, BEGIN_MAX at most */
	BEGIN_SIP,
	BEGIN_WEBSOCKET,
	BEGIN_TLS,
};

enum { BEGIN_MAX = 8192 };

/* `under_way`: these need not be the first octets of a stream, nor those of a message. */
enum begin begin_of(struct str head, bool under_way);
/* Whether either end has a port that IANA assigned to SIP: 5060, over TLS 5061. */
bool begin_on_sip_port(const struct seen *seen);
bool begin_on_sips_port(const struct seen *seen);

#endif
