/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dialog.h - dialogs (RFC 3261 12) and registrations, by Call-ID and From tag.
 *
 * Layer: 6 call.  Adds to each step which dialog it belongs to and whether a CANCEL came.
 */
#ifndef SIPWHY_DIALOG_H
#define SIPWHY_DIALOG_H

#include <sipwhy/call_step.h>
#include <sipwhy/limits.h>

struct dialogs;

struct dialogs *dialogs_new(struct limits *limits, call_step_fn *fn, void *ctx);
void dialogs_free(struct dialogs *d);
/* Takes the steps of transaction.h, completes and hands them on. */
void dialogs_add(struct dialogs *d, const struct call_step *step);
void dialogs_expire(struct dialogs *d, int64_t now_ns);

#endif
