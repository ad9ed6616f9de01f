/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * verify.h - is this answer right for the secret that the operator gave?
 *
 * Layer: 8 digest.  Three values and always a reason.  A mismatch proves only that the client
 * did not hash the supplied secret as sent; hypothesis.h then looks for what it did hash.
 */
#ifndef SIPWHY_VERIFY_H
#define SIPWHY_VERIFY_H

#include <sipwhy/digest.h>
#include <sipwhy/exchange.h>
#include <sipwhy/secret.h>

enum verify_check {
	VERIFY_NOT_ATTEMPTED, /* no secret for this user and realm */
	VERIFY_NOT_EVALUABLE,
	VERIFY_MISMATCH,
	VERIFY_MATCH, /* as sent */
};

/* Why not; the closed list of the schema. */
enum verify_reason {
	VERIFY_REASON_NONE,
	VERIFY_NO_SECRET,
	VERIFY_NO_ANSWER,          /* no credentials were sent */
	VERIFY_PARAM_MISSING,      /* username, realm, nonce, uri or response is not there */
	VERIFY_PARAM_CUT,          /* … is not in the capture */
	VERIFY_QOP_SET_INCOMPLETE, /* qop without cnonce or nc */
	VERIFY_ALGORITHM_UNKNOWN,
	VERIFY_HA1_OTHER_ALGORITHM, /* only an HA1 of another algorithm was given */
	VERIFY_BODY_MISSING,        /* auth-int, and the body is not whole in the capture */
	VERIFY_USERHASH,            /* the user name is hashed, and no account of the realm fits */
	VERIFY_SECRET_CONTRADICTED, /* the server accepted an answer that this secret does not make */
	VERIFY_OUT_OF_MEMORY,
};

enum { VERIFY_DIFFS = 3 };

struct hypothesis;

/* One input that was hashed otherwise than sent. */
struct verify_diff {
	const char *input; /* "uri", "formula", "password", … */
	struct str sent;   /* absent: not sent */
	struct str hashed; /* absent where it may not be shown (password rows) */
};

struct verify {
	enum verify_check check;
	enum verify_reason reason;
	enum digest_form form;
	enum auth_algorithm alg;
	bool from_ha1; /* only an HA1 was known: other user names, realms and passwords not tried */
	/* The rewrite that gives the response; NULL: none found.  With MISMATCH, or NOT_EVALUABLE where
	 * the answer as sent has no meaning (QOP_SET_INCOMPLETE) or lacks its body. */
	const struct hypothesis *hashed;
	const struct hypothesis *also;            /* the second rewrite, when it takes two */
	struct verify_diff differs[VERIFY_DIFFS]; /* one for each substitution */
	unsigned substitutions;
	uint64_t tried; /* candidate responses computed */
};

struct verifier;

/* Both are kept.  `secrets` may be NULL: then every check is not attempted, and `digest` may be
 * NULL too.  NULL when memory is short. */
struct verifier *verifier_new(struct digest *digest, const struct secrets *secrets);
void verifier_free(struct verifier *v);

/*
 * Check the answer of a round, and on a mismatch try the hypotheses.  Texts in *out live in `a`.
 * `r` may lack its challenge; what is hashed stands in the answer.
 *
 * The algorithm is that of the credentials; if they name none, that of the offer and then MD5.  The
 * form goes by the presence of qop.  Hexadecimal digits in upper case match too: the value is right.
 * Whatever is cut off or unknown, a match is a match; no mismatch is ever told of a cut header field.
 */
void verify_round(struct verifier *v, const struct round *r, struct arena *a, struct verify *out);

/*
 * The whole header field that a correct client would have sent for the offer of this round
 * ("Authorization: Digest username=…"), RFC 3261 22.4, RFC 8760 2.6: qop chosen from the offer (auth before auth-int),
 * nc 00000001, a cnonce derived from the nonce and the Call-ID so that it is the same each time.
 * `with_response`: the response is computed when a secret is known; else, or false, it reads response="…".
 * *computed tells which.  Absent when there is no usable offer, no user name, or memory is short.
 */
struct str verify_expected_header(struct verifier *v, const struct round *r, bool with_response,
				  struct arena *a, bool *computed);

/* "match", "not-evaluable", …; "no-secret", "secret-contradicted", … */
const char *verify_check_name(enum verify_check c);
const char *verify_reason_name(enum verify_reason r);
/* The reason in words, for people. */
const char *verify_reason_text(enum verify_reason r);

#endif
