/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The server's proof.  Values were computed with python's hashlib for the user alice, the realm example.com and
 * the password "open sesame"; _OK ones as RFC 2617 3.2.3 says.
 */
#include <sipwhy/rspauth.h>

#include "digest_round.h"
#include "tap.h"

#define AUTH "79afb8413e9b924e2f93f8084416dc3f"
#define AUTH_OK "d4b8db921dfe10377397ad56f9168f6b"
#define AUTH_2069 "423edab3905c95806618e8c52ceffe82"
#define R2069 "037ce7a6d46185ac34d7fab627906176"
#define INT "2e75a63dedadfc8e21d1e9635664a370"
#define INT_OK "771f2b1098db224c5be97d31d7a442bd"
#define INT_NOBODY "676d5b7d75feac1d437cb59942bdd507"
#define INT_EMPTY "f41ca2c6144f67939ad6866e6fa9000b"
#define INT_REQ "1fffb7d033ec3d3f98f1f551d756cec0"
#define SHA "cac82e164e0072e2f262392ab1ee4b63b018f96deaf9dbc363fb6e0fee820283"
#define SHA_OK "2ef74209f558dce01721e517bdf0dfef12c6671f7f79dbed52ef704ddf1280a0"
#define SESS "67df12c2a8017c264f88721574967b2d"
#define SESS_OK "0eef7becf294318cb15757add3705d35"
#define INT_AS_AUTH "d4b8db921dfe10377397ad56f9168f6b"
#define MIXED_OK "771f2b1098db224c5be97d31d7a442bd"

#define ALICE "alice:example.com:plain:open sesame\n"
#define OFFER(params)                                                        \
	"SIP/2.0 401 Unauthorized\nCall-ID: 1@10.0.0.20\nCSeq: 1 REGISTER\n" \
	"WWW-Authenticate: Digest realm=\"example.com\",nonce=\"n0nce\"" params "\n\n"
#define ANSWER(response, params, tail)                                                                            \
	"REGISTER sip:example.com SIP/2.0\nCall-ID: 1@10.0.0.20\nCSeq: 2 REGISTER\n"                              \
	"Authorization: Digest username=\"alice\",realm=\"example.com\",nonce=\"n0nce\",uri=\"sip:example.com\"," \
	"response=\"" response "\"" params "\n" tail
#define QOP(qop) ",cnonce=\"c0\",nc=00000001,qop=" qop
#define EMPTY "Content-Length: 0\n\n"
#define REQ "Content-Length: 3\n\nreq"
#define OK(info, tail) "SIP/2.0 200 OK\nCall-ID: 1@10.0.0.20\nCSeq: 2 REGISTER\n" info "\n" tail
#define INFO(rspauth, params) "Authentication-Info: rspauth=\"" rspauth "\"" params
#define ANSWERED "Content-Length: 7\n\nanswer!"

struct rspauth_case {
	const char *promise, *secrets, *offer, *answer, *outcome;
	enum rspauth_check check;
	enum rspauth_made made;
};

static const struct rspauth_case cases[] = {
	{ "right, with qop", ALICE, OFFER(",qop=\"auth\""), ANSWER(AUTH, QOP("auth"), EMPTY),
	  OK(INFO(AUTH_OK, ",qop=auth,cnonce=\"c0\",nc=00000001"), EMPTY), RSPAUTH_MATCH, 0 },
	{ "right, and nothing else is told", ALICE, OFFER(",qop=\"auth\""),
	  ANSWER(AUTH, QOP("auth"), EMPTY), OK(INFO(AUTH_OK, ""), EMPTY), RSPAUTH_MATCH, 0 },
	{ "right, in the form of RFC 2069", ALICE, OFFER(""), ANSWER(R2069, "", EMPTY),
	  OK(INFO(AUTH_2069, ""), EMPTY), RSPAUTH_MATCH, 0 },
	{ "right, SHA-256", ALICE, OFFER(",qop=\"auth\",algorithm=SHA-256"),
	  ANSWER(SHA, QOP("auth") ",algorithm=SHA-256", EMPTY), OK(INFO(SHA_OK, ""), EMPTY),
	  RSPAUTH_MATCH, 0 },
	{ "right, MD5-sess", ALICE, OFFER(",qop=\"auth\",algorithm=MD5-sess"),
	  ANSWER(SESS, QOP("auth") ",algorithm=MD5-sess", EMPTY), OK(INFO(SESS_OK, ""), EMPTY),
	  RSPAUTH_MATCH, 0 },
	{ "right, over the body of the response", ALICE, OFFER(",qop=\"auth-int\""),
	  ANSWER(INT, QOP("auth-int"), REQ), OK(INFO(INT_OK, ",qop=auth-int"), ANSWERED),
	  RSPAUTH_MATCH, 0 },
	{ "right with the qop that the response names", ALICE, OFFER(",qop=\"auth,auth-int\""),
	  ANSWER(AUTH, QOP("auth"), EMPTY), OK(INFO(MIXED_OK, ",qop=auth-int"), ANSWERED),
	  RSPAUTH_MATCH, 0 },
	{ "right, from an HA1", "alice:example.com:7a6f498f50d864f4c4b7a4ab9d3f878c\n",
	  OFFER(",qop=\"auth\""), ANSWER(AUTH, QOP("auth"), EMPTY), OK(INFO(AUTH_OK, ""), EMPTY),
	  RSPAUTH_MATCH, 0 },
	{ "with the method in it", ALICE, OFFER(",qop=\"auth\""), ANSWER(AUTH, QOP("auth"), EMPTY),
	  OK(INFO(AUTH, ""), EMPTY), RSPAUTH_MISMATCH, RSPAUTH_WITH_METHOD },
	{ "that one is seen without a secret", "", OFFER(",qop=\"auth\""),
	  ANSWER(AUTH, QOP("auth"), EMPTY), OK(INFO(AUTH, ""), EMPTY), RSPAUTH_MISMATCH,
	  RSPAUTH_WITH_METHOD },
	{ "without qop", ALICE, OFFER(",qop=\"auth\""), ANSWER(AUTH, QOP("auth"), EMPTY),
	  OK(INFO(AUTH_2069, ""), EMPTY), RSPAUTH_MISMATCH, RSPAUTH_WITHOUT_QOP },
	{ "without the body", ALICE, OFFER(",qop=\"auth-int\""), ANSWER(INT, QOP("auth-int"), REQ),
	  OK(INFO(INT_NOBODY, ""), ANSWERED), RSPAUTH_MISMATCH, RSPAUTH_WITHOUT_BODY },
	{ "over an empty body", ALICE, OFFER(",qop=\"auth-int\""),
	  ANSWER(INT, QOP("auth-int"), REQ), OK(INFO(INT_EMPTY, ""), ANSWERED), RSPAUTH_MISMATCH,
	  RSPAUTH_EMPTY_BODY },
	{ "over the body of the request", ALICE, OFFER(",qop=\"auth-int\""),
	  ANSWER(INT, QOP("auth-int"), REQ), OK(INFO(INT_REQ, ""), ANSWERED), RSPAUTH_MISMATCH,
	  RSPAUTH_REQUEST_BODY },
	{ "in no way known", ALICE, OFFER(",qop=\"auth\""), ANSWER(AUTH, QOP("auth"), EMPTY),
	  OK(INFO(SHA_OK, ""), EMPTY), RSPAUTH_MISMATCH, RSPAUTH_UNKNOWN },
	{ "no secret, no verdict", "", OFFER(",qop=\"auth\""), ANSWER(AUTH, QOP("auth"), EMPTY),
	  OK(INFO(INT_OK, ""), EMPTY), RSPAUTH_NOT_EVALUABLE, 0 },
	{ "a secret that does not make the answer tells nothing of the server",
	  "alice:example.com:plain:another\n", OFFER(",qop=\"auth\""),
	  ANSWER(AUTH, QOP("auth"), EMPTY), OK(INFO(AUTH_OK, ""), EMPTY), RSPAUTH_NOT_EVALUABLE,
	  0 },
	{ "half a body tells nothing", ALICE, OFFER(",qop=\"auth-int\""),
	  ANSWER(INT, QOP("auth-int"), REQ),
	  OK(INFO(INT_EMPTY, ""), "Content-Length: 70\n\nanswer!"), RSPAUTH_NOT_EVALUABLE, 0 },
	{ "of two realms it may be the other's", ALICE, OFFER(",qop=\"auth\""),
	  ANSWER(AUTH,
		 QOP("auth") "\nAuthorization: Digest username=\"a\",realm=\"b\",nonce=\"c\",response=\"d\"",
		 EMPTY),
	  OK(INFO(SHA_OK, ""), EMPTY), RSPAUTH_NOT_EVALUABLE, 0 },
	{ "that of Proxy-Authorization is another", ALICE, OFFER(",qop=\"auth\""),
	  ANSWER(AUTH, QOP("auth"), EMPTY), OK("Proxy-" INFO(SHA_OK, ""), EMPTY), RSPAUTH_NONE, 0 },
	{ "a nextnonce alone proves nothing", ALICE, OFFER(",qop=\"auth\""),
	  ANSWER(AUTH, QOP("auth"), EMPTY), OK("Authentication-Info: nextnonce=\"2\"", EMPTY),
	  RSPAUTH_NONE, 0 },
};

static void
test_case(struct digest *d, const struct rspauth_case *c)
{
	struct err err = { "" };
	struct secrets *s = secrets_new(&err);
	struct verifier *v = verifier_new(d, s);
	struct verify answer = { .check = VERIFY_NOT_ATTEMPTED };
	struct digest_round t;
	struct rspauth got;

	digest_round_begin(&t);
	digest_round_answer(&t, str_of(c->answer), STR_ABSENT);
	digest_round_challenge(&t, str_of(c->offer));
	digest_round_outcome(&t, str_of(c->outcome));
	(void)secrets_parse(s, str_of(c->secrets), "secrets", &err);
	verify_round(v, &t.round, t.arena, &answer);
	verify_rspauth(v, &t.round, &answer, &got);
	if (!ok(got.check == c->check && got.made == c->made, "%s", c->promise))
		diag("check %d made %d, answer %s", (int)got.check, (int)got.made,
		     verify_check_name(answer.check));
	ok((rspauth_made_text(got.made) != NULL) == (got.made != RSPAUTH_UNKNOWN),
	   "… with words for it");
	verifier_free(v);
	secrets_free(s);
	digest_round_end(&t);
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
	digest_free(d);
	return done();
}
