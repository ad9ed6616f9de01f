/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * message.h - a SIP message and the sighting of it.
 *
 * Layer: 5 sip.  The bytes belong to the packet it came in, or to the arena that adopted it.
 */
#ifndef SIPWHY_MESSAGE_H
#define SIPWHY_MESSAGE_H

#include <sipwhy/flow.h>
#include <sipwhy/sip_msg.h>

struct message {
	struct seen seen;
	struct sip_msg sip;
	size_t missing_bytes;      /* octets that the capture cut off */
	struct str correlation_id; /* that a capture agent gave it; absent if none did */
};

/* Copy a message with its bytes into `a`, so that it outlives its packet.  NULL when memory is
 * short.  O(length); every view points into the copy. */
const struct message *message_adopt(const struct message *m, struct arena *a);

#endif
