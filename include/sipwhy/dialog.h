/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dialog.h - dialogs (RFC 3261 12) and registrations, by Call-ID and From tag.
 *
 * Layer: 6 call.  Adds to each step which dialog it belongs to.  A request outside of any dialog
 * and its retries count as a dialog too; a registration is all that has its Call-ID.
 * Keeps Call-IDs and tags, no messages: until 64*T1 after the last message of what is no dialog or
 * ended by a BYE, 180 s while a call rings, an hour for registrations and subscriptions, 12 h
 * for calls; bounded by LIMIT_OPEN_DIALOGS, where the one silent for longest goes first.
 */
#ifndef SIPWHY_DIALOG_H
#define SIPWHY_DIALOG_H

#include <sipwhy/call_step.h>
#include <sipwhy/limits.h>

struct dialogs;

/* `limits` is kept.  NULL when memory is short. */
struct dialogs *dialogs_new(struct limits *limits, call_step_fn *fn, void *ctx);
void dialogs_free(struct dialogs *d);
/* Takes the steps of transaction.h, sets `dialog` and `in_dialog` in a copy and hands that on. */
void dialogs_add(struct dialogs *d, const struct call_step *step);
/* Forget what is over by `now_ns`, the greatest capture time seen. */
void dialogs_expire(struct dialogs *d, int64_t now_ns);
/* Steps handed on with the dialog 0 because memory was short. */
uint64_t dialogs_dropped(const struct dialogs *d);

#endif
