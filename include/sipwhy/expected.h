/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * expected.h - the header field that a correct client would have sent, and what to change in the one it sent.
 *
 * Layer: 8 digest.  Texts live in the caller's arena, or are views into the messages of the rounds.
 */
#ifndef SIPWHY_EXPECTED_H
#define SIPWHY_EXPECTED_H

#include <sipwhy/verify.h>

enum { EXPECTED_DIFFS = 16 };

/* One parameter that is not as it should be. */
struct expected_diff {
	/* "header" is the name of the field, "scheme" the word before the parameters. */
	const char *param;
	struct str sent;     /* absent: not sent */
	struct str expected; /* absent: leave it out; or not known without the secret */
	bool is_hole;        /* the latter */
	bool is_example;     /* any other fresh value, or one made from it, is as good */
};

struct expected {
	/* "Authorization: Digest username=…"; absent: there is nothing to expect. */
	struct str header;
	bool computed;    /* its response is real: never into JSON unless digests are shown */
	bool has_example; /* its cnonce is made up */
	/* In the order of the header, but qop before what goes with it, and the response last.  A value
	 * that differs in its quotes alone has them. */
	struct expected_diff diffs[EXPECTED_DIFFS];
	size_t diff_count;
};

struct expected_ask {
	const struct round *answered; /* whose credentials tell user name, uri, method and body */
	const struct round *offered; /* whose challenge is to be answered; NULL: the same round's */
	bool with_response;          /* compute it when a secret is known */
	enum verify_check check;     /* of the response that was sent */
};

/*
 * What a correct client sends: RFC 3261 22.4, RFC 7616 3.4, RFC 8760 2.4 and 2.6.  Of several challenges the
 * one answered, unless its algorithm is seen to be beyond the client; then the topmost that is not.  The qop that
 * the client chose if it was offered, else auth before auth-int.  nc 00000001, or the next one of a nonce that
 * was used before.  The cnonce is derived from the nonce and the Call-ID, so that it is the same each time.
 * The response stays open ("…") where no secret is known, or something that is hashed is not captured.
 * Nothing is expected when there is no usable offer, no user name, or memory is short.
 */
void verify_expected(struct verifier *v, const struct expected_ask *ask, struct arena *a,
		     struct expected *out);

#endif
