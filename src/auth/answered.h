/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * answered.h - how far calls have come with credentials.
 *
 * Layer: 7 auth.  A challenge of a request that the client has left behind asks for nothing any more: it is late, and
 * the one that was answered is not in the capture.
 */
#ifndef SIPWHY_AUTH_ANSWERED_H
#define SIPWHY_AUTH_ANSWERED_H

#include <sipwhy/limits.h>
#include <sipwhy/message.h>

struct answered;

struct answered *answered_new(struct limits *limits);
void answered_free(struct answered *a);
/* A request with credentials was sent.  False when memory is short. */
bool answered_note(struct answered *a, const struct message *request);
/* Whether one with a greater CSeq number was sent: of this client, call, From tag and method. */
bool answered_since(const struct answered *a, const struct message *request);
/* Forget those that no challenge can be late for. */
void answered_expire(struct answered *a, int64_t now_ns);

#endif
