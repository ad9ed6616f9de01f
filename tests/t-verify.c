/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The responses were computed with python's hashlib.
 */
#include <stdio.h>
#include <string.h>

#include <sipwhy/hypothesis.h>

#include "digest_round.h"
#include "tap.h"

#define PASSWORD "open sesame"
#define HA1_MD5 "7a6f498f50d864f4c4b7a4ab9d3f878c"
#define HA1_SHA "a7d6da1eb2029eb5024e42e0c05cf1a26ea3c8a974d88d42e149a7490b91869f"
#define ALICE "alice:example.com:plain:" PASSWORD "\n"

/* Around the parameters under test; "uri" is not the Request-URI. */
#define HEAD                                                                 \
	"REGISTER sip:registrar.example.com SIP/2.0\n"                       \
	"Via: SIP/2.0/UDP 10.0.0.20:5062;branch=z9hG4bK1\n"                  \
	"From: <sip:alice@example.com>;tag=1\nTo: <sip:alice@example.com>\n" \
	"Call-ID: 1@10.0.0.20\nCSeq: 2 REGISTER\nAuthorization: "
#define TAIL "\nContent-Length: 0\n\n"
#define URI "uri=\"sip:example.com:5060;transport=udp\","
#define NAMES "Digest username=\"alice\",realm=\"example.com\",nonce=\"n0nce\"," URI
#define SET "cnonce=\"c\",nc=00000001,qop=auth"
#define MD5_AUTH "ac4507a23743f0fb6802ae36f440ffa3"

struct verify_case {
	const char *promise;
	const char *secrets;
	struct str offer; /* parameters of the challenge; absent: not captured */
	struct str answer;
	enum verify_check check;
	enum verify_reason reason;
	enum auth_algorithm alg;
	enum digest_form form;
	struct str ends;    /* the capture ends behind the first of these; absent: at the end */
	const char *hashed; /* the row that tells what was hashed; NULL: none */
};

#define OFFER(more) S("Digest realm=\"example.com\",nonce=\"n0nce\",qop=\"auth\"" more)
#define PLAIN_OFFER OFFER("")
#define ANSWER(params) S(HEAD params TAIL)
#define GETS(check_, why, alg_) \
	.check = VERIFY_##check_, .reason = VERIFY_##why, .alg = ALGORITHM_##alg_
#define MATCH(alg_) GETS(MATCH, REASON_NONE, alg_)
#define MISMATCH(alg_) GETS(MISMATCH, REASON_NONE, alg_)
#define CANNOT(why, alg_) GETS(NOT_EVALUABLE, why, alg_)
#define UNTRIED GETS(NOT_ATTEMPTED, NO_SECRET, MD5)
#define BODY "v=0\ns=-\n"

static const struct verify_case cases[] = {
	/* Right as sent. */
	{ "MD5 and qop=auth", ALICE, PLAIN_OFFER, ANSWER(NAMES SET ",response=\"" MD5_AUTH "\""),
	  MATCH(MD5) },
	{ "the challenge is not needed", ALICE, STR_ABSENT,
	  ANSWER(NAMES SET ",response=\"" MD5_AUTH "\""), MATCH(MD5) },
	{ "upper-case digits are the same value", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET ",response=\"AC4507A23743F0FB6802AE36F440FFA3\""), MATCH(MD5) },
	{ "qop and nc in quotes, response without", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES "cnonce=c,nc=\"00000001\",qop=\"auth\",response=" MD5_AUTH), MATCH(MD5) },
	{ "the scheme in another case", ALICE, PLAIN_OFFER,
	  ANSWER("DIGEST username=\"alice\",realm=\"example.com\",nonce=\"n0nce\"," URI SET
		 ",response=\"" MD5_AUTH "\""),
	  MATCH(MD5) },
	{ "no qop: the form of RFC 2069", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES "response=\"291bcfcce3757c0829390168c394d464\""), MATCH(MD5),
	  .form = DIGEST_FORM_2069 },
	{ "cnonce and nc without qop: the form of RFC 2069", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES "cnonce=\"c\",nc=00000001,response=\"291bcfcce3757c0829390168c394d464\""),
	  MATCH(MD5), .form = DIGEST_FORM_2069 },
	{ "a list for qop is hashed as it stands", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES
		 "cnonce=\"c\",nc=00000001,qop=\"auth,auth-int\",response=\"5bc7c3d1ad19f44be2bea7e8768ee106\""),
	  MATCH(MD5) },
	{ "MD5-sess", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET ",algorithm=MD5-sess,response=\"1d86f15c3b00fca137d001a34dc1db82\""),
	  MATCH(MD5_SESS) },
	{ "SHA-256", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET
		 ",algorithm=SHA-256,response=\"384901a7f7520f2cb7f38a597c217dc5c092ada4de08d5a50186ef2322923388\""),
	  MATCH(SHA_256) },
	{ "SHA-256-sess", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET
		 ",algorithm=SHA-256-sess,response=\"55b633f42d3e794084a19fe365d627531397bde9d2f462cb7e5bf18a0acd7aff\""),
	  MATCH(SHA_256_SESS) },
	{ "SHA-512-256", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET
		 ",algorithm=SHA-512-256,response=\"37dac1a78566053fd9938195737da17837de89571b8cb8ec5014257540946bcc\""),
	  MATCH(SHA_512_256) },
	{ "SHA-512-256-sess", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET
		 ",algorithm=SHA-512-256-sess,response=\"37b1f0b59bf55e9ebc0507d8185b22d054f5092228b1871589600ea43ee78400\""),
	  MATCH(SHA_512_256_SESS) },
	{ "SHA-512 cut to 256 bits is no SHA-512-256", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET
		 ",algorithm=SHA-512-256,response=\"d21a9f493cbe09278bad70ede8048c9664c1554664d4bafcc22474b42e8e9a28\""),
	  MISMATCH(SHA_512_256), .hashed = "sha512-trunc" },
	{ "no algorithm: that of the offer", ALICE, OFFER(",algorithm=SHA-256"),
	  ANSWER(NAMES SET
		 ",response=\"384901a7f7520f2cb7f38a597c217dc5c092ada4de08d5a50186ef2322923388\""),
	  MATCH(SHA_256) },
	{ "no algorithm, and none in the offer: MD5", ALICE, OFFER(",algorithm=SHA-256"),
	  ANSWER(NAMES SET ",response=\"" MD5_AUTH "\""), MATCH(MD5) },
	{ "no algorithm for an offer of MD5-sess", ALICE, OFFER(",algorithm=MD5-sess"),
	  ANSWER(NAMES SET ",response=\"1d86f15c3b00fca137d001a34dc1db82\""), MATCH(MD5_SESS) },
	{ "no algorithm for an offer of an unknown one, hashed as MD5", ALICE,
	  OFFER(",algorithm=FOO"), ANSWER(NAMES SET ",response=\"" MD5_AUTH "\""), MATCH(MD5) },
	{ "escapes are taken away before hashing", "\"al\\\"i\",\"e\\\\x\",\"" PASSWORD "\"",
	  PLAIN_OFFER,
	  ANSWER("Digest username=\"al\\\"i\",realm=\"e\\\\x\",nonce=\"n\\0nce\"," URI SET
		 ",response=\"c407957cc0efedb7770125479edf9f4f\""),
	  MATCH(MD5) },
	{ "username* of RFC 7616", "J\xc3\xa4s\xc3\xb8n Doe:example.com:plain:" PASSWORD,
	  PLAIN_OFFER,
	  ANSWER("Digest username*=UTF-8''J%C3%A4s%c3%B8n%20Doe,realm=\"example.com\",nonce=\"n0nce\"," URI
			 SET ",response=\"1a35e08672be1fd1ecc1d96a0162e51a\""),
	  MATCH(MD5) },
	{ "userhash: the clear name is found and hashed", "bob:example.com:plain:x\n" ALICE,
	  PLAIN_OFFER,
	  ANSWER("Digest username=\"e714bf7dde243fc2061a4e3d877edc0d\",userhash=true,realm=\"example.com\",nonce=\"n0nce\"," URI
			 SET ",response=\"" MD5_AUTH "\""),
	  MATCH(MD5) },
	{ "auth-int hashes the body", ALICE, PLAIN_OFFER,
	  S(HEAD NAMES
	    "cnonce=\"c\",nc=00000001,qop=auth-int,response=\"7788f29daab3d4d9145cc5cc79483302\"\nContent-Length: 10\n\n" BODY),
	  MATCH(MD5) },
	{ "auth-int without a body", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES
		 "cnonce=\"c\",nc=00000001,qop=auth-int,response=\"baa0a0ebd60cbbec9a1c1164f6ded38b\""),
	  MATCH(MD5) },
	{ "parameters without a scheme", ALICE, PLAIN_OFFER,
	  ANSWER("username=\"alice\",realm=\"example.com\",nonce=\"n0nce\"," URI SET
		 ",response=\"" MD5_AUTH "\""),
	  MATCH(MD5) },
	{ "the first of two responses counts", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET ",response=\"" MD5_AUTH
			   "\",response=\"048dec9e63ecc8057f182dfb782e60c8\""),
	  MATCH(MD5) },

	/* Which secret. */
	{ "an HA1", "alice:example.com:" HA1_MD5, PLAIN_OFFER,
	  ANSWER(NAMES SET ",response=\"" MD5_AUTH "\""), MATCH(MD5) },
	{ "an HA1 for SHA-256", "alice:example.com:" HA1_SHA, PLAIN_OFFER,
	  ANSWER(NAMES SET
		 ",algorithm=SHA-256,response=\"384901a7f7520f2cb7f38a597c217dc5c092ada4de08d5a50186ef2322923388\""),
	  MATCH(SHA_256) },
	{ "an HA1 for MD5-sess is the plain one", "alice:example.com:" HA1_MD5, PLAIN_OFFER,
	  ANSWER(NAMES SET ",algorithm=MD5-sess,response=\"1d86f15c3b00fca137d001a34dc1db82\""),
	  MATCH(MD5_SESS) },
	{ "an HA1 of 64 digits for MD5", "alice:example.com:" HA1_SHA, PLAIN_OFFER,
	  ANSWER(NAMES SET ",response=\"" MD5_AUTH "\""), CANNOT(HA1_OTHER_ALGORITHM, MD5) },
	{ "an HA1 of 32 digits for SHA-256", "alice:example.com:" HA1_MD5, PLAIN_OFFER,
	  ANSWER(NAMES SET
		 ",algorithm=SHA-256,response=\"384901a7f7520f2cb7f38a597c217dc5c092ada4de08d5a50186ef2322923388\""),
	  CANNOT(HA1_OTHER_ALGORITHM, SHA_256) },
	{ "an HA1 of each length", "alice:example.com:" HA1_MD5 "\nalice:example.com:" HA1_SHA,
	  PLAIN_OFFER,
	  ANSWER(NAMES SET
		 ",algorithm=SHA-256,response=\"384901a7f7520f2cb7f38a597c217dc5c092ada4de08d5a50186ef2322923388\""),
	  MATCH(SHA_256) },
	{ "the second of two passwords", "alice:example.com:plain:x\n" ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET ",response=\"" MD5_AUTH "\""), MATCH(MD5) },
	{ "a password for any realm", "alice:*:plain:" PASSWORD, PLAIN_OFFER,
	  ANSWER(NAMES SET ",response=\"" MD5_AUTH "\""), MATCH(MD5) },
	{ "no secret for this user", "bob:example.com:plain:" PASSWORD, PLAIN_OFFER,
	  ANSWER(NAMES SET ",response=\"" MD5_AUTH "\""), UNTRIED },
	{ "no secret for this realm", "alice:example.org:plain:" PASSWORD, PLAIN_OFFER,
	  ANSWER(NAMES SET ",response=\"" MD5_AUTH "\""), UNTRIED },
	{ "no secrets at all", "", PLAIN_OFFER, ANSWER(NAMES SET ",response=\"" MD5_AUTH "\""),
	  UNTRIED },
	{ "the realm of the challenge lends its password to another, which it fits",
	  "alice:pbx:plain:" PASSWORD, S("Digest realm=\"pbx\",nonce=\"n0nce\""),
	  ANSWER(NAMES SET ",response=\"" MD5_AUTH "\""), MATCH(MD5) },
	{ "… but is not held against one that it does not fit", "alice:pbx:plain:x",
	  S("Digest realm=\"pbx\",nonce=\"n0nce\""), ANSWER(NAMES SET ",response=\"" MD5_AUTH "\""),
	  UNTRIED },
	{ "… nor is its HA1 lent", "alice:pbx:" HA1_MD5, S("Digest realm=\"pbx\",nonce=\"n0nce\""),
	  ANSWER(NAMES SET ",response=\"" MD5_AUTH "\""), UNTRIED },
	{ "userhash of nobody that is known", "bob:example.com:plain:x", PLAIN_OFFER,
	  ANSWER("Digest username=\"e714bf7dde243fc2061a4e3d877edc0d\",userhash=true,realm=\"example.com\",nonce=\"n0nce\"," URI
			 SET ",response=\"" MD5_AUTH "\""),
	  CANNOT(USERHASH, MD5) },
	{ "userhash, and nobody of the realm is known", "bob:example.org:plain:x", PLAIN_OFFER,
	  ANSWER("Digest username=\"e714bf7dde243fc2061a4e3d877edc0d\",userhash=true,realm=\"example.com\",nonce=\"n0nce\"," URI
			 SET ",response=\"" MD5_AUTH "\""),
	  UNTRIED },

	/* Near misses: one octet of what was hashed is not what was sent. */
	{ "another password", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET ",response=\"1ac7d061974218285d6ccd3e0021c458\""), MISMATCH(MD5) },
	{ "another user", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET ",response=\"503126822649a48e9f0c7b6e6ed82414\""), MISMATCH(MD5) },
	{ "another realm", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET ",response=\"773a3e6003b42d87b97f2082da6fea56\""), MISMATCH(MD5) },
	{ "another nonce", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET ",response=\"9a6e751254fec40be8974c061c1d12bb\""), MISMATCH(MD5) },
	{ "another nc", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET ",response=\"e78346a2fdac64c944a304cc7a30db5d\""), MISMATCH(MD5),
	  .hashed = "nc-plusminus" },
	{ "another cnonce", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET ",response=\"1c90203957d966dd8635ea08e67383ce\""), MISMATCH(MD5) },
	{ "another qop", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET ",response=\"b3c56973a2e3307b5baa0f7fd128e6ef\""), MISMATCH(MD5) },
	{ "another method", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET ",response=\"378f6c10af2220e89783d232baa68b4d\""), MISMATCH(MD5),
	  .hashed = "method-register" },
	{ "another uri", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET ",response=\"fe028f9c027cf25bacbc48db3838c139\""), MISMATCH(MD5) },
	{ "another body", ALICE, PLAIN_OFFER,
	  S(HEAD NAMES
	    "cnonce=\"c\",nc=00000001,qop=auth-int,response=\"95aa0a4805bebf2d2db4a821cb48cf6a\"\nContent-Length: 10\n\n" BODY),
	  MISMATCH(MD5) },
	{ "a sess digest without its label", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET ",algorithm=MD5,response=\"1d86f15c3b00fca137d001a34dc1db82\""),
	  MISMATCH(MD5), .hashed = "alg-sess-for-any" },
	{ "one digit of the response", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET ",response=\"ac4507a23743f0fb6802ae36f440ffa0\""), MISMATCH(MD5) },
	{ "a response without its last digit", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET ",response=\"ac4507a23743f0fb6802ae36f440ffa\""), MISMATCH(MD5) },
	{ "a response with one digit more", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET ",response=\"" MD5_AUTH "0\""), MISMATCH(MD5) },
	{ "64 digits that the header calls MD5", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET
		 ",algorithm=MD5,response=\"384901a7f7520f2cb7f38a597c217dc5c092ada4de08d5a50186ef2322923388\""),
	  MISMATCH(MD5), .hashed = "alg-other" },
	{ "a response that is no number", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET ",response=\"undefined\""), MISMATCH(MD5) },
	{ "a wrong HA1", "alice:example.com:9dd4e461268c8034f5c8564e155c67a6", PLAIN_OFFER,
	  ANSWER(NAMES SET ",response=\"" MD5_AUTH "\""), MISMATCH(MD5) },
	{ "a wrong HA1, and one of another length",
	  "alice:example.com:9dd4e461268c8034f5c8564e155c67a6\nalice:example.com:" HA1_SHA,
	  PLAIN_OFFER, ANSWER(NAMES SET ",response=\"" MD5_AUTH "\""), MISMATCH(MD5) },

	/* Not evaluable. */
	{ "no response", ALICE, PLAIN_OFFER, S(HEAD NAMES SET TAIL), CANNOT(PARAM_MISSING, MD5) },
	{ "an empty response", ALICE, PLAIN_OFFER, ANSWER(NAMES SET ",response=\"\""),
	  CANNOT(PARAM_MISSING, MD5) },
	{ "no nonce", ALICE, PLAIN_OFFER,
	  ANSWER("Digest username=\"alice\",realm=\"example.com\"," URI SET ",response=\"" MD5_AUTH
		 "\""),
	  CANNOT(PARAM_MISSING, MD5) },
	{ "no uri", ALICE, PLAIN_OFFER,
	  ANSWER("Digest username=\"alice\",realm=\"example.com\",nonce=\"n0nce\"," SET
		 ",response=\"" MD5_AUTH "\""),
	  CANNOT(PARAM_MISSING, MD5) },
	{ "no username", ALICE, PLAIN_OFFER,
	  ANSWER("Digest realm=\"example.com\",nonce=\"n0nce\"," URI SET ",response=\"" MD5_AUTH
		 "\""),
	  CANNOT(PARAM_MISSING, MD5) },
	{ "a username* that cannot be read", ALICE, PLAIN_OFFER,
	  ANSWER("Digest username*=UTF-8''alic%4,realm=\"example.com\",nonce=\"n0nce\"," URI SET
		 ",response=\"" MD5_AUTH "\""),
	  CANNOT(PARAM_MISSING, MD5) },
	{ "no realm", ALICE, PLAIN_OFFER,
	  ANSWER("Digest username=\"alice\",nonce=\"n0nce\"," URI SET ",response=\"" MD5_AUTH "\""),
	  CANNOT(PARAM_MISSING, MD5) },
	{ "qop without cnonce", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES "nc=00000001,qop=auth,response=\"9d5e72062953c53fb6f75dff069b4141\""),
	  CANNOT(QOP_SET_INCOMPLETE, MD5), .hashed = "2617-form-default-nc" },
	{ "qop without nc", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES "cnonce=\"c\",qop=auth,response=\"222e1b10ca4b5135dc0fdd6347b6fc72\""),
	  CANNOT(QOP_SET_INCOMPLETE, MD5), .hashed = "kd-null-text" },
	{ "qop with an empty cnonce is whole", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES
		 "cnonce=\"\",nc=00000001,qop=auth,response=\"9d5e72062953c53fb6f75dff069b4141\""),
	  MATCH(MD5) },
	{ "-sess without cnonce", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES "algorithm=MD5-sess,response=\"b066d22b41532614f956513a84ee5e76\""),
	  CANNOT(QOP_SET_INCOMPLETE, MD5_SESS), .hashed = "cnonce-empty",
	  .form = DIGEST_FORM_2069 },
	{ "an unknown algorithm", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET ",algorithm=FOO,response=\"" MD5_AUTH "\""),
	  CANNOT(ALGORITHM_UNKNOWN, UNKNOWN) },
	{ "another scheme", ALICE, PLAIN_OFFER,
	  ANSWER("Foo username=\"alice\",realm=\"example.com\",nonce=\"n0nce\"," URI SET
		 ",response=\"" MD5_AUTH "\""),
	  CANNOT(ALGORITHM_UNKNOWN, UNKNOWN) },
	{ "AKA with something else than RES", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET ",algorithm=AKAv1-MD5,response=\"048dec9e63ecc8057f182dfb782e60c8\""),
	  CANNOT(AKA_NO_KEY, AKAV1_MD5) },
	{ "AKA with RES given as the password", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET ",algorithm=AKAv1-MD5,response=\"" MD5_AUTH "\""), MATCH(AKAV1_MD5) },

	/* What the capture cuts off accuses nobody. */
	{ "cut inside the response", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET ",response=\"" MD5_AUTH "\""), CANNOT(PARAM_CUT, MD5),
	  .ends = S(",response=\"ac4507a23743f0fb6802") },
	{ "cut inside a parameter after it", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES "response=\"048dec9e63ecc8057f182dfb782e60c8\"," SET),
	  CANNOT(PARAM_CUT, MD5), .form = DIGEST_FORM_2069, .ends = S("qop=au") },
	{ "cut before qop, which may follow", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES "response=\"" MD5_AUTH "\"," SET), CANNOT(PARAM_CUT, MD5),
	  .form = DIGEST_FORM_2069, .ends = S("ac4507a23743f0fb6802ae36f440ffa3\"") },
	{ "cut inside the user name", "ali:example.com:plain:x", PLAIN_OFFER,
	  ANSWER("Digest realm=\"example.com\",username=\"alice\""), CANNOT(PARAM_CUT, MD5),
	  .form = DIGEST_FORM_2069, .ends = S("username=\"ali") },
	{ "cut behind all that is hashed: a match is a match", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET ",response=\"" MD5_AUTH "\",opaque=\"xyzxyz\""), MATCH(MD5),
	  .ends = S("xyzx") },
	{ "cut behind the header field", ALICE, PLAIN_OFFER,
	  ANSWER(NAMES SET ",response=\"048dec9e63ecc8057f182dfb782e60c8\""), MISMATCH(MD5),
	  .ends = S("Content") },
	{ "auth-int, and the body is cut", ALICE, PLAIN_OFFER,
	  S(HEAD NAMES
	    "cnonce=\"c\",nc=00000001,qop=auth-int,response=\"7788f29daab3d4d9145cc5cc79483302\"\nContent-Length: 10\n\n" BODY),
	  CANNOT(BODY_MISSING, MD5), .ends = S("v=0") },
};

static struct str
challenge_with(char *room, size_t size, struct str params)
{
	int len = snprintf(
		room, size,
		"SIP/2.0 401 Unauthorized\nVia: SIP/2.0/UDP 10.0.0.20:5062;branch=z9hG4bK1\n"
		"Call-ID: 1@10.0.0.20\nCSeq: 1 REGISTER\nWWW-Authenticate: %.*s\n"
		"Content-Length: 0\n\n",
		STR_ARG(params));

	return (struct str){ room, (size_t)len };
}

static bool
is_row(const struct hypothesis *row, const char *id)
{
	if (id == NULL || row == NULL)
		return id == NULL && row == NULL;
	return strcmp(row->id, id) == 0;
}

static void
test_case(struct digest *d, const struct verify_case *c)
{
	struct err err = { "" };
	struct secrets *s = secrets_new(&err);
	struct digest_round t;
	struct verifier *v = verifier_new(d, s);
	struct verify got;
	char room[1024];

	digest_round_begin(&t);
	digest_round_answer(&t, c->answer, c->ends);
	if (!str_absent(c->offer))
		digest_round_challenge(&t, challenge_with(room, sizeof(room), c->offer));
	if (!secrets_parse(s, str_of(c->secrets), "secrets", &err))
		diag("%s", err.text);
	verify_round(v, &t.round, t.arena, &got);
	if (!ok(got.check == c->check && got.reason == c->reason && got.alg == c->alg &&
			got.form == c->form && is_row(got.hashed, c->hashed) &&
			got.substitutions == (c->hashed != NULL),
		"%s: %s %s", c->promise, verify_check_name(c->check),
		verify_reason_name(c->reason)))
		diag("got %s %s, %s, form %d, hashed %s", verify_check_name(got.check),
		     verify_reason_name(got.reason), auth_algorithm_name(got.alg), (int)got.form,
		     got.hashed != NULL ? got.hashed->id : "-");
	verifier_free(v);
	digest_round_end(&t);
	secrets_free(s);
}

static void
test_no_answer(struct digest *d)
{
	struct err err = { "" };
	struct secrets *s = secrets_new(&err);
	struct verifier *v = verifier_new(d, s), *none = verifier_new(NULL, NULL);
	struct digest_round t;
	struct verify got;

	digest_round_begin(&t);
	(void)secrets_parse(s, S(ALICE), "secrets", &err);
	verify_round(v, &t.round, t.arena, &got);
	ok(got.check == VERIFY_NOT_EVALUABLE && got.reason == VERIFY_NO_ANSWER, "no answer");
	verify_round(none, &t.round, t.arena, &got);
	ok(got.check == VERIFY_NOT_ATTEMPTED && got.reason == VERIFY_NO_SECRET,
	   "neither answer nor secrets, and no digest: not attempted");
	digest_round_answer(&t, ANSWER(NAMES SET ",response=\"" MD5_AUTH "\""), STR_ABSENT);
	verify_round(none, &t.round, t.arena, &got);
	ok(got.check == VERIFY_NOT_ATTEMPTED && got.reason == VERIFY_NO_SECRET &&
		   got.form == DIGEST_FORM_2617,
	   "no secrets, and no digest: not attempted, the form is told");
	verifier_free(none);
	verifier_free(v);
	verifier_free(NULL);
	digest_round_end(&t);
	secrets_free(s);
}

static void
test_bare(struct digest *d)
{
	struct err err = { "" };
	struct secrets *s = secrets_new(&err);
	struct verifier *v = verifier_new(d, s);
	struct digest_round t;
	struct verify got;

	digest_round_begin(&t);
	digest_round_answer(&t, ANSWER(NAMES SET ",response=\"" MD5_AUTH "\""), STR_ABSENT);
	(void)secrets_add_password(s, STR_ABSENT, STR_ABSENT, S(PASSWORD), &err);
	verify_round(v, &t.round, t.arena, &got);
	ok(got.check == VERIFY_MATCH && !got.from_ha1 && got.tried == 1,
	   "a password for any user, tried once");
	(void)secrets_parse(s, S("alice:example.com:" HA1_MD5), "secrets", &err);
	verify_round(v, &t.round, t.arena, &got);
	ok(got.check == VERIFY_MATCH && got.from_ha1, "an HA1 is told as such");
	verifier_free(v);
	digest_round_end(&t);
	secrets_free(s);
}

/* Every value has a name and, but for "none", words; the names differ. */
static void
test_names(void)
{
	bool good = strcmp(verify_reason_name(VERIFY_REASON_NONE), "") == 0;

	for (enum verify_reason r = VERIFY_NO_SECRET; r <= VERIFY_OUT_OF_MEMORY; r++) {
		good = good && *verify_reason_name(r) != '\0' && *verify_reason_text(r) != '\0';
		for (enum verify_reason q = VERIFY_REASON_NONE; q < r; q++)
			good = good && strcmp(verify_reason_name(q), verify_reason_name(r)) != 0;
	}
	ok(good, "every reason has a name of its own");
	ok(strcmp(verify_check_name(VERIFY_MATCH), "match") == 0 &&
		   strcmp(verify_check_name(VERIFY_NOT_EVALUABLE), "not-evaluable") == 0,
	   "the checks have the names of the events");
}

int
main(void)
{
	struct err err = { "" };
	struct digest *d = digest_new(&err);

	if (d == NULL)
		return skip_all("%s", err.text);
	for (size_t i = 0; i < COUNT(cases); i++)
		test_case(d, &cases[i]);
	test_no_answer(d);
	test_bare(d);
	test_names();
	digest_free(d);
	return done();
}
