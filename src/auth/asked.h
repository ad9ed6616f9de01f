/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * asked.h - which realms a 401 or 407 asks for.
 *
 * Layer: 7 auth.
 */
#ifndef SIPWHY_AUTH_ASKED_H
#define SIPWHY_AUTH_ASKED_H

#include "exchanges.h"

enum { ASKED_MAX = 16 };

/* One realm that a response asks for. */
struct asked {
	enum auth_kind kind;
	struct str realm; /* absent: a 401 or 407 without any challenge */
	bool stale;
	bool taken; /* some exchange was found for it */
};

/* The realms of a response, each once; one without a name when it has no challenge.  At most `cap` are stored. */
size_t asked_of(const struct message *m, struct asked *out, size_t cap);
/* The one that is this exchange's; NULL when it is not asked for. */
struct asked *asked_for(struct asked *asked, size_t count, const struct open_exchange *o);

#endif
