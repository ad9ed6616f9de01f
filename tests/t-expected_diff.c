/* SPDX-License-Identifier: BSD-2-Clause */
/* What is to be changed in an answer, when there is more to it than the answer and its challenge. */
#include <sipwhy/expected.h>

#include "digest_round.h"
#include "expected_text.h"
#include "tap.h"

/* A newer challenge that calls the nonce stale is the one to answer. */
static void
test_stale(struct digest *d)
{
	struct err err = { "" };
	struct secrets *s = secrets_new(&err);
	struct verifier *v = verifier_new(d, s);
	struct digest_round t, newer;
	struct expected_ask ask = { .answered = &t.round,
				    .offered = &newer.round,
				    .with_response = true,
				    .check = VERIFY_MATCH };
	struct expected got;
	char diff[EXPECTED_TEXT];

	digest_round_begin(&t);
	digest_round_begin(&newer);
	(void)secrets_parse(s, S(ALICE), "secrets", &err);
	digest_round_answer(&t, ANSWER(SENT ",response=\"3da48052182e5794202c8d412d7fe9d7\""),
			    STR_ABSENT);
	digest_round_challenge(&t, WWW(""));
	digest_round_challenge(
		&newer,
		OFFER("WWW-Authenticate", "Digest realm=\"example.com\",nonce=\"2\",stale=true"));
	verify_expected(v, &ask, t.arena, &got);
	expected_diff_text(&got, diff);
	is_str(str_of(diff),
	       S("nonce n0nce>2; response 3da48052182e5794202c8d412d7fe9d7>f02aa7a7daa46c620f64ae2bc9cf7768"),
	       "after stale=true the new nonce is all that changes, and the response with it");
	ask.offered = NULL;
	verify_expected(v, &ask, t.arena, &got);
	expected_diff_text(&got, diff);
	is_str(str_of(diff), S(""), "what was right is not to be changed");
	ask.check = VERIFY_MISMATCH;
	ask.with_response = false;
	verify_expected(v, &ask, t.arena, &got);
	expected_diff_text(&got, diff);
	is_str(str_of(diff), S("response 3da48052182e5794202c8d412d7fe9d7>?"),
	       "what is known to be wrong is");
	verifier_free(v);
	secrets_free(s);
	digest_round_end(&t);
	digest_round_end(&newer);
}

/* RFC 7616 3.4: nc counts the requests sent with one nonce. */
static void
test_count(struct digest *d)
{
	struct verifier *v = verifier_new(d, NULL);
	struct digest_round t;
	struct expected_ask ask = { .answered = &t.round };
	struct expected got;
	char diff[EXPECTED_TEXT];

	digest_round_begin(&t);
	digest_round_answer(&t, ANSWER(SENT ",response=\"x\",qop=auth,cnonce=\"c\",nc=00000009"),
			    STR_ABSENT);
	digest_round_challenge(&t, WWW(",qop=\"auth\""));
	t.round.nonce = NONCE_CACHED;
	t.round.nonce_uses = 9;
	t.round.nonce_last_nc = 9;
	verify_expected(v, &ask, t.arena, &got);
	expected_diff_text(&got, diff);
	is_str(str_of(diff), S("nc 00000009>0000000a; response x>?"),
	       "a count that was used goes on, in hexadecimal");
	t.round.nonce_last_nc = 8;
	verify_expected(v, &ask, t.arena, &got);
	expected_diff_text(&got, diff);
	is_str(str_of(diff), S(""), "one that goes on is right");
	t.round.nonce = NONCE_OF_OFFER;
	t.round.nonce_uses = 0;
	t.round.nonce_last_nc = 0;
	verify_expected(v, &ask, t.arena, &got);
	expected_diff_text(&got, diff);
	is_str(str_of(diff), S("nc 00000009>00000001; response x>?"), "a new nonce begins with 1");
	verifier_free(v);
	digest_round_end(&t);
}

/* What the capture cut off is not called missing. */
static void
test_cut(struct digest *d)
{
	struct verifier *v = verifier_new(d, NULL);
	struct digest_round t;
	struct expected_ask ask = { .answered = &t.round };
	struct expected got;
	char diff[EXPECTED_TEXT];

	digest_round_begin(&t);
	digest_round_answer(&t, ANSWER(SENT ",response=\"x\",qop=auth,cnonce=\"c\",nc=00000001"),
			    S("response=\"x\""));
	digest_round_challenge(&t, WWW(",qop=\"auth\""));
	verify_expected(v, &ask, t.arena, &got);
	expected_diff_text(&got, diff);
	is_str(str_of(diff), S(""), "what was not captured is not missing");
	verifier_free(v);
	digest_round_end(&t);
}

int
main(void)
{
	struct err err = { "" };
	struct digest *d = digest_new(&err);

	if (d == NULL)
		return skip_all("%s", err.text);
	test_stale(d);
	test_count(d);
	test_cut(d);
	digest_free(d);
	return done();
}
