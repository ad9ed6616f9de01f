/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * frame.h - where one SIP message ends and the next begins.
 *
 * Layer: 4 stream.  Recognises SIP by its content, on any port.
 */
#ifndef SIPWHY_FRAME_H
#define SIPWHY_FRAME_H

#include <sipwhy/str.h>

enum frame_kind {
	FRAME_SIP,
	FRAME_KEEPALIVE, /* CRLFs or NULs only (RFC 5626 3.5.1), an empty datagram */
	FRAME_NOT_SIP,
};

/*
 * Tell what the payload of one datagram is.  For FRAME_SIP *message is the payload from the
 * start line on: leading CRLFs are dropped (RFC 3261 7.5), all else stays, so a body without
 * Content-Length runs to the end of the datagram (RFC 3261 18.3).
 */
enum frame_kind frame_datagram(struct str payload, struct str *message);

#endif
