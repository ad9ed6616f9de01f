/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * realms.h - the realm that a server last challenged an account with.
 *
 * Layer: 7 auth.  Of REGISTER requests without credentials alone: on the way of others several servers may
 * ask in turn, each for a realm of its own.  Bounded by LIMIT_LEGS, the oldest forgotten first.
 */
#ifndef SIPWHY_AUTH_REALMS_H
#define SIPWHY_AUTH_REALMS_H

#include "round.h"

struct realms;

struct realms *realms_new(struct limits *limits);
void realms_free(struct realms *r);
/* Note what this round's request was challenged with; where it was another realm before, tell the round.
 * Where memory is short nothing is noted. */
void realms_note(struct realms *r, struct round *round);

#endif
