/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * No explanation for a wrong password, by any row.  The answer is made with one password, and checked with others
 * put together at random.  An argument says how many of them (make check: a few; a million takes minutes), a
 * second one with which number the others begin.
 */
#include <stdio.h>
#include <stdlib.h>

#include <sipwhy/hypothesis.h>

#include "digest_round.h"
#include "tap.h"

/* Enough for each row alone and the most common pairs. */
enum { USUAL = 2000, MOST_TRIED = 1200, PASSWORD = 12 };

/* hashlib: the password is "swordfish", qop=auth. */
#define ANSWER                                                                                 \
	S("INVITE sip:bob@pbx.example.com;lr SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.20:5062\n"       \
	  "From: <sip:carol@from.example>;tag=1\nTo: <sip:dave@to.example>\nCSeq: 2 INVITE\n"  \
	  "Authorization: Digest username=\"alice\",realm=\"example.com\",nonce=\"bm9uY2U=\"," \
	  "uri=\"sip:bob@example.com:5070\",cnonce=\"c0ffee\",nc=0000000b,qop=auth,"           \
	  "response=\"" RESPONSE "\"\nContent-Length: 0\n\n")
#define RESPONSE "dcb9090289fbab44de23ad7b87fb5ff8"
#define CHALLENGE                      \
	S("SIP/2.0 401 Unauthorized\n" \
	  "WWW-Authenticate: Digest realm=\"example.com\",nonce=\"bm9uY2U=\",qop=\"auth\"\n\n")

/* xorshift64, Marsaglia 2003. */
static uint64_t
next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static struct verify
check(struct digest *d, struct digest_round *t, struct limits *limits, struct str password)
{
	struct err err = { "" };
	struct secrets *s = secrets_new(&err);
	struct verifier *v = verifier_new(d, s);
	struct verify got;

	verifier_limits(v, limits);
	(void)secrets_add_password(s, S("alice"), S("example.com"), password, &err);
	verify_round(v, &t->round, t->arena, &got);
	verifier_free(v);
	secrets_free(s);
	return got;
}

int
main(int argc, char *argv[])
{
	uint64_t count = USUAL, state = 0x9e3779b97f4a7c15u, found = 0, mismatches = 0, tried = 0;
	struct err err = { "" };
	struct digest *d = digest_new(&err);
	struct digest_round t;
	struct limits limits;

	if (d == NULL)
		return skip_all("%s", err.text);
	if (argc > 1 && !str_to_u64(str_of(argv[1]), UINT32_MAX, &count))
		return skip_all("%s is no number", argv[1]);
	if (argc > 2 && (!str_to_u64(str_of(argv[2]), UINT32_MAX, &state) || state == 0))
		return skip_all("%s is no number to begin with", argv[2]);
	limits_begin(&limits, (struct hash_key){ 1, 2 });
	limits.max[LIMIT_HYPOTHESES] = MOST_TRIED;
	digest_round_begin(&t);
	digest_round_answer(&t, ANSWER, STR_ABSENT);
	digest_round_challenge(&t, CHALLENGE);
	ok(check(d, &t, &limits, S("swordfish")).check == VERIFY_MATCH, "the right one is right");
	for (uint64_t i = 0; i < count; i++) {
		char text[PASSWORD];
		struct verify got;

		for (size_t k = 0; k < sizeof(text); k++)
			text[k] = (char)(' ' + next(&state) % 95);
		got = check(d, &t, &limits, (struct str){ text, 3 + next(&state) % 10 });
		/* Every row had its turn alone. */
		mismatches += got.check == VERIFY_MISMATCH && got.tried_depth > 1;
		found += got.hashed != NULL;
		tried += got.tried;
	}
	ok(mismatches == count && found == 0,
	   "of %llu wrong passwords none is explained, in %llu responses",
	   (unsigned long long)count, (unsigned long long)tried);
	digest_round_end(&t);
	digest_free(d);
	return done();
}
