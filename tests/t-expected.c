/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The header field that a correct client would have sent, and what to change in the one that was.
 * Responses were computed with python's hashlib, over the cnonce that is made of this nonce and Call-ID
 * where it has one; and what is told is checked by sending it.
 */
#include <stdio.h>
#include <string.h>

#include <sipwhy/expected.h>

#include "digest_round.h"
#include "expected_text.h"
#include "tap.h"

#define CNONCE "2928e5faf2c26b6246eb660b5371d519"
#define BEGIN                                                                                \
	"Authorization: Digest username=\"alice\", realm=\"example.com\", nonce=\"n0nce\", " \
	"uri=\"sip:example.com:5060\", response=\""
#define UNKNOWN "\xe2\x80\xa6\""

/* In `want`, "#" stands for the digits of a cnonce. */
struct expected_case {
	const char *promise;
	const char *secrets;
	struct str offer, answer;
	const char *want; /* NULL: none can be made */
	bool computed;
	bool without_response;
	/* "param sent>expected; …": - for none, ? for not known, * behind an example.  NULL: not looked at. */
	const char *diff;
};

static const struct expected_case cases[] = {
	{ .promise = "qop was offered and not answered: qop, cnonce and nc are added",
	  .secrets = "",
	  .offer = WWW(",qop=\"auth\",algorithm=MD5"),
	  .answer = ANSWER(SENT ",response=\"3da48052182e5794202c8d412d7fe9d7\",algorithm=MD5"),
	  .want = BEGIN UNKNOWN ", algorithm=MD5, cnonce=\"#\", qop=auth, nc=00000001",
	  .diff = "qop ->auth; cnonce ->#*; nc ->00000001; response 3da48052182e5794202c8d412d7fe9d7>?" },
	{ .promise = "no qop offered: RFC 2069's form, its response computed",
	  .secrets = ALICE,
	  .offer = WWW(""),
	  .answer = ANSWER(SENT ",response=\"x\",qop=auth"),
	  .want = BEGIN "3da48052182e5794202c8d412d7fe9d7\"",
	  .computed = true },
	{ .promise = "from an HA1",
	  .secrets = "alice:example.com:7a6f498f50d864f4c4b7a4ab9d3f878c",
	  .offer = WWW(""),
	  .answer = ANSWER(SENT ",response=\"x\""),
	  .want = BEGIN "3da48052182e5794202c8d412d7fe9d7\"",
	  .computed = true },
	{ .promise = "an empty qop list is none",
	  .secrets = ALICE,
	  .offer = WWW(",qop=\"\""),
	  .answer = ANSWER(SENT ",response=\"x\""),
	  .want = BEGIN "3da48052182e5794202c8d412d7fe9d7\"",
	  .computed = true },
	{ .promise = "the response is left out when asked",
	  .secrets = ALICE,
	  .offer = WWW(""),
	  .answer = ANSWER(SENT ",response=\"x\""),
	  .want = BEGIN UNKNOWN,
	  .without_response = true },
	{ .promise = "an HA1 of another algorithm computes nothing",
	  .secrets = "alice:example.com:7a6f498f50d864f4c4b7a4ab9d3f878c",
	  .offer = WWW(",algorithm=SHA-256"),
	  .answer = ANSWER(SENT ",response=\"x\""),
	  .want = BEGIN UNKNOWN ", algorithm=SHA-256" },
	{ .promise = "opaque is echoed as it stands, escapes and all",
	  .secrets = "",
	  .offer = WWW(",opaque=\"a\\\"b\",qop=\"auth-int,auth\""),
	  .answer = ANSWER(SENT ",response=\"x\""),
	  .want = BEGIN UNKNOWN ", cnonce=\"#\", opaque=\"a\\\"b\", qop=auth, nc=00000001" },
	{ .promise = "an empty opaque is echoed",
	  .secrets = "",
	  .offer = WWW(",opaque=\"\""),
	  .answer = ANSWER(SENT ",response=\"x\""),
	  .want = BEGIN UNKNOWN ", opaque=\"\"" },
	{ .promise = "auth-int where nothing else is offered",
	  .secrets = "",
	  .offer = WWW(",qop=\"auth-int\""),
	  .answer = ANSWER(SENT ",response=\"x\""),
	  .want = BEGIN UNKNOWN ", cnonce=\"#\", qop=auth-int, nc=00000001" },
	{ .promise = "the realm of the offer, not that of the answer; a bare value gets its quotes",
	  .secrets = ALICE,
	  .offer = OFFER("WWW-Authenticate", "Digest realm=example.com,nonce=n0nce"),
	  .answer = ANSWER(
		  "Digest username=\"alice\",realm=\"other\",nonce=\"x\",uri=\"sip:example.com:5060\",response=\"x\""),
	  .want = BEGIN "3da48052182e5794202c8d412d7fe9d7\"",
	  .computed = true },
	{ .promise = "the Request-URI where no uri was sent, in the other pair of header fields",
	  .secrets = "",
	  .offer = OFFER("Proxy-Authenticate", "Digest realm=\"p\",nonce=\"n\""),
	  .answer = S(HEAD "Proxy-Authorization: Digest username=\"a\\\\b\",response=\"x\"" TAIL),
	  .want = "Proxy-Authorization: Digest username=\"a\\\\b\", realm=\"p\", nonce=\"n\", "
		  "uri=\"sip:example.com\", response=\"" UNKNOWN },
	{ .promise = "username* as it was sent",
	  .secrets = "",
	  .offer = WWW(""),
	  .answer = ANSWER(
		  "Digest username*=UTF-8''%C3%A4,uri=\"sip:example.com:5060\",response=\"x\""),
	  .want = "Authorization: Digest username*=UTF-8''%C3%A4, realm=\"example.com\", nonce=\"n0nce\", "
		  "uri=\"sip:example.com:5060\", response=\"" UNKNOWN },
	{ .promise = "userhash that was offered",
	  .secrets = ALICE,
	  .offer = WWW(",userhash=true"),
	  .answer = ANSWER(
		  "Digest username=\"e714bf7dde243fc2061a4e3d877edc0d\",userhash=true,uri=\"sip:example.com:5060\",response=\"x\",realm=\"example.com\""),
	  .want = "Authorization: Digest username=\"e714bf7dde243fc2061a4e3d877edc0d\", realm=\"example.com\", "
		  "nonce=\"n0nce\", uri=\"sip:example.com:5060\", response=\"3da48052182e5794202c8d412d7fe9d7\", userhash=true",
	  .computed = true },
	{ .promise = "userhash that was not offered: the name is not known",
	  .secrets = ALICE,
	  .offer = WWW(""),
	  .answer = ANSWER(SENT ",userhash=true,response=\"x\"") },
	{ .promise = "an unknown algorithm",
	  .secrets = "",
	  .offer = WWW(",algorithm=FOO"),
	  .answer = ANSWER(SENT ",response=\"x\"") },
	{ .promise = "an unknown algorithm, and below it one of the realm that is known",
	  .secrets = "",
	  .offer = WWW(
		  ",algorithm=FOO\nWWW-Authenticate: Digest realm=\"q\",nonce=\"2\"\nWWW-Authenticate: Digest realm=\"example.com\",nonce=\"n0nce\",algorithm=MD5"),
	  .answer = ANSWER(
		  "Digest username=\"alice\",realm=\"example.com\",nonce=\"x\",uri=\"sip:example.com:5060\",response=\"x\""),
	  .want = BEGIN UNKNOWN ", algorithm=MD5" },
	{ .promise = "a qop list with nothing known",
	  .secrets = "",
	  .offer = WWW(",qop=\"foo\""),
	  .answer = ANSWER(SENT ",response=\"x\"") },
	{ .promise = "an offer without nonce",
	  .secrets = "",
	  .offer = OFFER("WWW-Authenticate", "Digest realm=\"example.com\""),
	  .answer = ANSWER(SENT ",response=\"x\"") },
	{ .promise = "another scheme",
	  .secrets = "",
	  .offer = OFFER("WWW-Authenticate", "NTLM realm=\"example.com\",nonce=\"n\""),
	  .answer = ANSWER(SENT ",response=\"x\"") },
	{ .promise = "no user name",
	  .secrets = "",
	  .offer = WWW(""),
	  .answer = ANSWER("Digest realm=\"example.com\",nonce=\"n0nce\",response=\"x\"") },
	{ .promise = "values right and quotes wrong: the quotes are told",
	  .secrets = "",
	  .offer = WWW(",qop=\"auth\""),
	  .answer = ANSWER(
		  "Digest username=alice,realm=\"example.com\",nonce=\"n0nce\",uri=\"sip:example.com:5060\","
		  "response=\"x\",qop=\"auth\",cnonce=abc,nc=\"00000001\",algorithm=\"MD5\""),
	  .want = BEGIN UNKNOWN ", cnonce=\"#\", qop=auth, nc=00000001",
	  .diff = "username alice>\"alice\"; algorithm MD5>-; qop \"auth\">auth; cnonce abc>\"#\"*; nc \"00000001\">00000001" },
	{ .promise = "nothing to change",
	  .secrets = "",
	  .offer = WWW(",qop=\"auth,auth-int\",opaque=\"a\\\"b\""),
	  .answer = ANSWER(SENT ",response=\"x\",qop=auth-int,cnonce=\"abc\",nc=00000001,"
				"algorithm=md5,opaque=\"a\\\"b\""),
	  .want = BEGIN UNKNOWN ", cnonce=\"#\", opaque=\"a\\\"b\", qop=auth-int, nc=00000001",
	  .diff = "" },
	{ .promise = "a list sent back is no choice; without an opaque that was offered",
	  .secrets = "",
	  .offer = WWW(",qop=\"auth,auth-int\",opaque=\"o\""),
	  .answer = ANSWER(SENT ",response=\"x\",qop=\"auth,auth-int\",cnonce=\"abc\",nc=1"),
	  .want = BEGIN UNKNOWN ", cnonce=\"#\", opaque=\"o\", qop=auth, nc=00000001",
	  .diff = "opaque ->o; qop auth,auth-int>auth; nc 1>00000001; response x>?" },
	{ .promise = "what goes with qop is left out where none was offered",
	  .secrets = "",
	  .offer = WWW(""),
	  .answer = ANSWER(SENT ",response=\"x\",qop=auth,cnonce=\"abc\",nc=00000001"),
	  .want = BEGIN UNKNOWN,
	  .diff = "qop auth>-; cnonce abc>-; nc 00000001>-; response x>?" },
	{ .promise = "an algorithm that the client does not compute: the one below it that it does",
	  .secrets = ALICE,
	  .offer = WWW(
		  ",algorithm=SHA-256\nWWW-Authenticate: Digest realm=\"example.com\",nonce=\"2\",algorithm=MD5"),
	  .answer = ANSWER(SENT ",response=\"3da48052182e5794202c8d412d7fe9d7\",algorithm=SHA-256"),
	  .want = "Authorization: Digest username=\"alice\", realm=\"example.com\", nonce=\"2\", "
		  "uri=\"sip:example.com:5060\", response=\"f02aa7a7daa46c620f64ae2bc9cf7768\", algorithm=MD5",
	  .computed = true,
	  .diff = "nonce n0nce>2; algorithm SHA-256>MD5; response 3da48052182e5794202c8d412d7fe9d7>f02aa7a7daa46c620f64ae2bc9cf7768" },
	{ .promise = "the topmost that is answered with its digits is kept",
	  .secrets = ALICE,
	  .offer = WWW(
		  ",algorithm=SHA-256\nWWW-Authenticate: Digest realm=\"example.com\",nonce=\"2\",algorithm=MD5"),
	  .answer =
		  ANSWER(SENT ",algorithm=SHA-256,response=\""
			      "0123456789012345678901234567890123456789012345678901234567890123\""),
	  .want = BEGIN
	  "66458c3666d56a4c94590e0f6595b15c613f5a069a28ea6196d4a36c5ddbf6db\", algorithm=SHA-256",
	  .computed = true },
	{ .promise = "what is no URI gives way to the Request-URI",
	  .secrets = ALICE,
	  .offer = WWW(",qop=\"auth\""),
	  .answer = ANSWER(
		  "Digest username=\"alice\",realm=\"example.com\",nonce=\"n0nce\","
		  "uri=\"<sip:example.com>\",response=\"x\",qop=auth,cnonce=\"c\",nc=00000001"),
	  .want = "Authorization: Digest username=\"alice\", realm=\"example.com\", nonce=\"n0nce\", "
		  "uri=\"sip:example.com\", response=\"0d5cb9e5831804f18ca4d776fc47ca9a\", cnonce=\"" CNONCE
		  "\", qop=auth, nc=00000001",
	  .computed = true,
	  .diff = "uri <sip:example.com>>sip:example.com; response x>0d5cb9e5831804f18ca4d776fc47ca9a*" },
	{ .promise = "auth-int with the body that was sent",
	  .secrets = ALICE,
	  .offer = WWW(",qop=\"auth-int\",algorithm=MD5-sess"),
	  .answer = S(HEAD "Authorization: " SENT
			   ",response=\"x\",algorithm=MD5-sess\nContent-Length: 4\n\nbody"),
	  .want = BEGIN "2fa24ebf019ebc80dc38a10d41f2e880\", algorithm=MD5-sess, cnonce=\"" CNONCE
			"\", qop=auth-int, nc=00000001",
	  .computed = true },
	{ .promise = "a user name hashed unasked is told in clear by who has its secret",
	  .secrets = ALICE,
	  .offer = WWW(""),
	  .answer = ANSWER(
		  "Digest username=\"e714bf7dde243fc2061a4e3d877edc0d\",userhash=true,"
		  "uri=\"sip:example.com:5060\",response=\"x\",realm=\"example.com\",nonce=\"n0nce\""),
	  .want = BEGIN "3da48052182e5794202c8d412d7fe9d7\"",
	  .computed = true,
	  .diff = "username e714bf7dde243fc2061a4e3d877edc0d>alice; userhash true>-" },
	{ .promise = "a user name in UTF-8, and a quote and a backslash in the password's account",
	  .secrets = "j\xc3\xa4\"\\s:example.com:plain:" PASSWORD "\n",
	  .offer = WWW(""),
	  .answer = ANSWER(
		  "Digest username=\"j\xc3\xa4\\\"\\\\s\",realm=\"example.com\",nonce=\"n0nce\","
		  "uri=\"sip:example.com:5060\",response=\"x\""),
	  .want = "Authorization: Digest username=\"j\xc3\xa4\\\"\\\\s\", realm=\"example.com\", nonce=\"n0nce\", "
		  "uri=\"sip:example.com:5060\", response=\"942fa1ceaf8575dd15f9653b5e3d0ed5\"",
	  .computed = true,
	  .diff = "" },
	{ .promise = "the other header field, and the word before the parameters",
	  .secrets = "",
	  .offer = OFFER("Proxy-Authenticate", "Digest realm=\"example.com\",nonce=\"n0nce\""),
	  .answer = ANSWER("username=\"alice\",realm=\"example.com\",nonce=\"n0nce\","
			   "uri=\"sip:example.com:5060\",response=\"x\""),
	  .want = "Proxy-Authorization: Digest username=\"alice\", realm=\"example.com\", nonce=\"n0nce\", "
		  "uri=\"sip:example.com:5060\", response=\"" UNKNOWN,
	  .diff = "header Authorization>Proxy-Authorization; scheme ->Digest" },
	{ .promise = "AKA: all but the response",
	  .secrets = ALICE,
	  .offer = WWW(",algorithm=AKAv1-MD5"),
	  .answer = ANSWER(SENT ",response=\"x\",algorithm=AKAv1-MD5"),
	  .want = BEGIN UNKNOWN ", algorithm=AKAv1-MD5" },
	{ .promise = "no credentials",
	  .secrets = "",
	  .offer = WWW(""),
	  .answer = S(HEAD "Content-Length: 0\n\n") },
};

/* Whether they are the same, the digits of the cnonce apart; those must be 32. */
static bool
is_like(struct str got, const char *want)
{
	size_t at = 0;

	for (; *want != '\0'; want++) {
		struct str digits = str_sub(got, at, 32);

		if (*want == '#') {
			if (str_take_while(&digits, str_is_hex).len != 32)
				return false;
			at += 32;
		} else if (at >= got.len || got.p[at++] != *want) {
			return false;
		}
	}
	return at == got.len;
}

static void
test_case(struct digest *d, const struct expected_case *c)
{
	struct err err = { "" };
	struct secrets *s = secrets_new(&err);
	struct verifier *v = verifier_new(d, s);
	struct digest_round t;
	struct expected got;
	char diff[2048];

	digest_round_begin(&t);
	digest_round_answer(&t, c->answer, STR_ABSENT);
	digest_round_challenge(&t, c->offer);
	(void)secrets_parse(s, str_of(c->secrets), "secrets", &err);
	verify_expected(v,
			&(struct expected_ask){ .answered = &t.round,
						.with_response = !c->without_response },
			t.arena, &got);
	if (!ok((c->want == NULL ? str_absent(got.header) : is_like(got.header, c->want)) &&
			got.computed == c->computed,
		"%s", c->promise))
		diag("%.*s", STR_ARG(got.header));
	expected_diff_text(&got, diff);
	if (c->diff != NULL && !ok(strcmp(diff, c->diff) == 0, "… and the changes to it"))
		diag("%s", diff);
	verifier_free(v);
	secrets_free(s);
	digest_round_end(&t);
}

/* A client that sends what is told is right as sent. */
static void
test_sent(struct digest *d, const char *alg, const char *qop, const char *body)
{
	struct err err = { "" };
	struct secrets *s = secrets_new(&err);
	struct verifier *v = verifier_new(d, s);
	struct digest_round t, second;
	struct verify got = { .check = VERIFY_NOT_ATTEMPTED };
	struct expected_ask ask = { .answered = &t.round, .with_response = true };
	struct expected first, again;
	char text[2048], offer[512];
	int len;

	digest_round_begin(&t);
	digest_round_begin(&second);
	(void)secrets_parse(s, S("alice:example.com:plain:another\n" ALICE), "secrets", &err);
	(void)snprintf(offer, sizeof(offer),
		       "SIP/2.0 401 Unauthorized\nWWW-Authenticate: Digest realm=\"example.com\","
		       "nonce=\"n0nce\",algorithm=%s%s\n\n",
		       alg, qop);
	/* What it sends shows which of the two passwords it has. */
	len = snprintf(text, sizeof(text),
		       HEAD "Authorization: " SENT
			    ",algorithm=MD5,response=\"3da48052182e5794202c8d412d7fe9d7\"\n"
			    "Content-Length: %zu\n\n%s",
		       strlen(body), body);
	digest_round_answer(&t, (struct str){ text, (size_t)len }, STR_ABSENT);
	digest_round_challenge(&t, str_of(offer));
	verify_expected(v, &ask, t.arena, &first);
	verify_expected(v, &ask, t.arena, &again);
	len = snprintf(text, sizeof(text), HEAD "%.*s\nContent-Length: %zu\n\n%s",
		       STR_ARG(first.header), strlen(body), body);
	digest_round_answer(&second, (struct str){ text, (size_t)len }, STR_ABSENT);
	verify_round(v, &second.round, second.arena, &got);
	ok(first.computed && got.check == VERIFY_MATCH && got.alg == auth_algorithm_of(str_of(alg)),
	   "what is told for %s%s is right as sent", alg, qop);
	ok(again.computed && str_eq(first.header, again.header), "… and is the same each time");
	ok(got.tried == 2, "… with the password that the client has");
	verifier_free(v);
	secrets_free(s);
	digest_round_end(&t);
	digest_round_end(&second);
}

int
main(void)
{
	static const char *const algs[] = { "MD5",          "MD5-sess",    "SHA-256",
					    "SHA-256-sess", "SHA-512-256", "SHA-512-256-sess" };
	static const char *const qops[] = { "", ",qop=\"auth\"", ",qop=\"auth-int\"" };
	struct err err = { "" };
	struct digest *d = digest_new(&err);

	if (d == NULL)
		return skip_all("%s", err.text);
	for (size_t i = 0; i < COUNT(cases); i++)
		test_case(d, &cases[i]);
	for (size_t i = 0; i < COUNT(algs) * COUNT(qops); i++)
		test_sent(d, algs[i / COUNT(qops)], qops[i % COUNT(qops)], "body");
	digest_free(d);
	return done();
}
