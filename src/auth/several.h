/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * several.h - requests with credentials for several realms.
 *
 * Layer: 7 auth.
 */
#ifndef SIPWHY_AUTH_SEVERAL_H
#define SIPWHY_AUTH_SEVERAL_H

#include "asked.h"

/* Of a realm that is not asked for, and was not seen to be challenged: whether the request has other credentials
 * that the challenge may be for, so that it says nothing of these. */
bool several_other_is_meant(const struct exchanges *e, const struct call_step *step,
			    const struct open_exchange *o, struct asked *asked, size_t count);
/* Answered, and other realms ask while this one does not: it let the request pass, or did not see it. */
void several_passed(struct exchanges *e, struct open_exchange *o, const struct call_step *step,
		    struct asked *asked, size_t count);
/* How many realms' credentials in this request a final response may be about; *teller, 0 before, becomes the
 * serial of the exchange that is to tell of it. */
unsigned several_suspects(const struct exchanges *e, uint64_t transaction, uint64_t *teller);
/* Whether this exchange has seen its realm challenged, or the book knows the challenge. */
bool realm_was_challenged(const struct open_exchange *o);
/* Credentials that had let the request pass go along with an answer to another realm: a round of their own only
 * when they are asked for again. */
void several_go_along(struct exchanges *e, struct open_exchange *o, const struct call_step *step,
		      size_t which);
void several_forget(struct open_exchange *o);
/* They are asked for again in response to that request.  False when memory is short. */
bool several_refused(struct exchanges *e, struct open_exchange *o, const struct call_step *step,
		     bool stale);

#endif
