/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rspauth.h - does the server prove that it knows the secret too?
 *
 * Layer: 8 digest.  RFC 2617 3.2.3, RFC 7616 3.5: the rspauth of Authentication-Info is made like the response,
 * without the method and with the body of the response.
 */
#ifndef SIPWHY_RSPAUTH_H
#define SIPWHY_RSPAUTH_H

#include <sipwhy/auth_info.h>
#include <sipwhy/verify.h>

enum rspauth_check {
	RSPAUTH_NONE, /* no rspauth came for these credentials */
	RSPAUTH_NOT_EVALUABLE, /* one came, and no secret that made the answer is known, or a part is missing */
	RSPAUTH_MISMATCH,
	RSPAUTH_MATCH,
};

/* How a wrong one was made. */
enum rspauth_made {
	RSPAUTH_UNKNOWN,
	RSPAUTH_WITH_METHOD,  /* as the response of the client is; seen without any secret */
	RSPAUTH_WITHOUT_QOP,  /* by the formula of RFC 2069 */
	RSPAUTH_WITHOUT_BODY, /* qop=auth-int, and no hash of a body */
	RSPAUTH_EMPTY_BODY,   /* qop=auth-int, with the hash of an empty one */
	RSPAUTH_REQUEST_BODY, /* qop=auth-int, with the body of the request */
};

struct rspauth {
	enum rspauth_check check;
	enum rspauth_made made; /* of a mismatch */
	struct auth_info info;  /* views into the round's outcome */
};

/*
 * Check what the outcome of a round carries.  `answer` is what verify_round said: only a secret that made the
 * answer can tell of a mismatch, since with another one nothing is known of the server's.
 */
void verify_rspauth(struct verifier *v, const struct round *r, const struct verify *answer,
		    struct rspauth *out);
/* In words, "with the method in it, …"; NULL when it is not known. */
const char *rspauth_made_text(enum rspauth_made m);

#endif
