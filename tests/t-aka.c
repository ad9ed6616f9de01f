/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * AKA: what RES, or K and OP, say of an answer, of the network's proof and of the client's.
 *
 * The keys are test set 1 of 3GPP TS 35.208.  Nonces, AUTS and responses were made by python's hashlib and
 * hmac and an AES of its own, by 3GPP TS 35.206, RFC 3310 and RFC 4169.
 */
#include <stdio.h>
#include <string.h>

#include <sipwhy/expected.h>
#include <sipwhy/hypothesis.h>

#include "digest_round.h"
#include "tap.h"

#define USER "001010123456789@ims.mnc001.mcc001.3gppnetwork.org"
#define REALM "ims.mnc001.mcc001.3gppnetwork.org"
#define ACCOUNT USER ":" REALM ":"
#define K "465b5ce8b199b49faa5f0a2ee238a6bc"
#define OP "cdc202d5123e20f62b6d676ac72cb318"
#define OPC "cd63cb71954a9f4e48a5994e37a02baf"
#define RES "a54211d5e3ba50bf"
#define CK "b40ba9a3c58b2a05bbf0d987b21bf8cb"
#define IK "f769bcd751044604127672711c6d3441"
#define WITH_OP ACCOUNT "aka-k:" K ":op=" OP "\n"
#define WITH_OPC ACCOUNT "aka-k:" K ":opc=" OPC "\n"
#define WITH_RES ACCOUNT "aka:" RES "\n"
#define WITH_ALL ACCOUNT "aka:" RES ":ck=" CK ":ik=" IK "\n"
#define PASSWORD ACCOUNT "plain:open sesame\n"

#define NONCE "I1U8vpY3qJ0hiuZNrke/NVXzKLQ1d7m5Sp/6w1Tfr7M="
#define SQN_NETWORK 281044218590727u
#define SQN_SIM 281044218590976u
#define V1 "AKAv1-MD5"
#define V2 "AKAv2-MD5"
#define RIGHT_V1 "cbefdcc54c81aa658d67da2fba29638c"
#define RIGHT_V2 "8bcf53b701e7803582f4167efb760cd0"
#define EMPTY "3414b268edd18acb8f4a8901537ea4df"
#define AUTS ",auts=\"uoU/PBM7gejUAluObEo=\""

struct aka_case {
	const char *promise, *secrets, *nonce, *alg;
	const char *more; /* parameters of the answer; NULL for none */
	const char *response;
	enum verify_check check;
	enum verify_reason reason;
	const char *row; /* NULL: none */
	struct verify_aka want;
};

#define MATCH .check = VERIFY_MATCH
#define MISMATCH .check = VERIFY_MISMATCH
#define CANNOT(why) .check = VERIFY_NOT_EVALUABLE, .reason = VERIFY_##why
#define NETWORK(autn_)                                                \
	{                                                             \
		.nonce = VERIFY_AKA_RIGHT, .autn = VERIFY_AKA_##autn_ \
	}
#define PROVEN                                                                                  \
	{                                                                                       \
		.nonce = VERIFY_AKA_RIGHT, .autn = VERIFY_AKA_RIGHT, .sqn_network = SQN_NETWORK \
	}
#define SLIP(slip_)                                                  \
	{                                                            \
		.nonce = VERIFY_AKA_RIGHT, .autn = VERIFY_AKA_WRONG, \
		.slip = VERIFY_AKA_SLIP_##slip_                      \
	}
#define MENDED(slip_)                                                \
	{                                                            \
		.nonce = VERIFY_AKA_RIGHT, .autn = VERIFY_AKA_WRONG, \
		.slip = VERIFY_AKA_SLIP_##slip_, .mended = true      \
	}
#define RESYNC(auts_, sqn)                                                                       \
	{                                                                                        \
		.nonce = VERIFY_AKA_RIGHT, .autn = VERIFY_AKA_RIGHT, .auts = VERIFY_AKA_##auts_, \
		.sqn_network = SQN_NETWORK, .sqn_sim = (sqn)                                     \
	}

static const struct aka_case cases[] = {
	/* The answer. */
	{ "K and OP make RES", WITH_OP, NONCE, V1, NULL, RIGHT_V1, MATCH, .want = PROVEN },
	{ "K and OPc too", WITH_OPC, NONCE, V1, NULL, RIGHT_V1, MATCH, .want = PROVEN },
	{ "RES as it is given, which tells nothing of AUTN", WITH_RES, NONCE, V1, NULL, RIGHT_V1,
	  MATCH, .want = NETWORK(UNTOLD) },
	{ "a realm of * before K is any realm", USER ":*:aka-k:" K ":opc=" OPC, NONCE, V1, NULL,
	  RIGHT_V1, MATCH, .want = PROVEN },
	{ "blanks and upper case in the line",
	  ACCOUNT "aka-k: 465B5CE8B199B49FAA5F0A2EE238A6BC : OPC=" OPC, NONCE, V1, NULL, RIGHT_V1,
	  MATCH, .want = PROVEN },
	{ "AKAv2 by K", WITH_OPC, NONCE, V2, NULL, RIGHT_V2, MATCH, .want = PROVEN },
	{ "AKAv2 by RES, CK and IK", WITH_ALL, NONCE, V2, NULL, RIGHT_V2, MATCH,
	  .want = NETWORK(UNTOLD) },
	{ "AKAv2 by RES alone cannot be told", WITH_RES, NONCE, V2, NULL, RIGHT_V2,
	  CANNOT(AKA_NO_KEY), .want = NETWORK(UNTOLD) },
	{ "a password is no RES", PASSWORD, NONCE, V1, NULL, RIGHT_V1, CANNOT(AKA_NO_KEY),
	  .want = NETWORK(UNTOLD) },
	{ "server data behind AUTN are passed over", WITH_OPC,
	  "I1U8vpY3qJ0hiuZNrke/NVXzKLQ1d7m5Sp/6w1Tfr7NzZXJ2ZXIgZGF0YSAx", V1, NULL,
	  "c1324a39e5f4f4af0f3cd54829253934", MATCH, .want = PROVEN },
	{ "a nonce that is too short", WITH_OPC, "I1U8vpY3qJ0hiuZNrke/NVXzKLQ1d7m5Sp/6w1Tfrw==", V1,
	  NULL, RIGHT_V1, CANNOT(AKA_NONCE), .want = { .nonce = VERIFY_AKA_MALFORMED } },
	{ "a nonce that is no base64", WITH_OPC, "I1U8vpY3qJ0hiuZNrke-NVXzKLQ1d7m5Sp/6w1Tfr7M=", V1,
	  NULL, RIGHT_V1, CANNOT(AKA_NONCE), .want = { .nonce = VERIFY_AKA_MALFORMED } },
	{ "another response", WITH_OPC, NONCE, V1, NULL, "00000000000000000000000000000000",
	  MISMATCH, .want = PROVEN },

	/* What was hashed instead. */
	{ "RES as hexadecimal digits", WITH_OPC, NONCE, V1, NULL,
	  "ede28f34921fc55ae60dc2e7f997429e", MISMATCH, .row = "aka-res", .want = PROVEN },
	{ "RES as hexadecimal digits in upper case", WITH_RES, NONCE, V1, NULL,
	  "c322c8155672983c079f3564c37df4cb", MISMATCH, .row = "aka-res", .want = NETWORK(UNTOLD) },
	{ "RES in base64", WITH_OPC, NONCE, V1, NULL, "a3ce1418329d90bfaf70fe838dc64cf5", MISMATCH,
	  .row = "aka-res", .want = PROVEN },
	{ "RES filled up to 16 octets", WITH_OPC, NONCE, V1, NULL,
	  "1257dd673e176736179d9c11437784c9", MISMATCH, .row = "aka-res", .want = PROVEN },
	{ "K as octets", WITH_OPC, NONCE, V1, NULL, "63ee9eec9945a8239bfe66352f4bfc07", MISMATCH,
	  .row = "aka-res", .want = PROVEN },
	{ "K as digits", WITH_OPC, NONCE, V1, NULL, "dac0d04edd10157b36c07d1eb51b8f05", MISMATCH,
	  .row = "aka-res", .want = PROVEN },
	{ "OPc as digits, though OP was given", WITH_OP, NONCE, V1, NULL,
	  "61645cf57f8fb11e795f5471691f785a", MISMATCH, .row = "aka-res", .want = PROVEN },
	{ "a password where RES belongs", WITH_OPC PASSWORD, NONCE, V1, NULL,
	  "4049ae14885832eecfdc345bffa5e774", MISMATCH, .row = "aka-res", .want = PROVEN },
	{ "the formula of AKAv1 for AKAv2", WITH_OPC, NONCE, V2, NULL, RIGHT_V1, MISMATCH,
	  .row = "aka-res", .want = PROVEN },
	{ "the formula of AKAv2 for AKAv1", WITH_OPC, NONCE, V1, NULL, RIGHT_V2, MISMATCH,
	  .row = "aka-res", .want = PROVEN },
	{ "AKAv2 without base64", WITH_OPC, NONCE, V2, NULL, "294b4e89128e688be3659d0d62a3fd3d",
	  MISMATCH, .row = "aka-res", .want = PROVEN },
	{ "AKAv2 with a hash of all joined", WITH_OPC, NONCE, V2, NULL,
	  "bb927848e196e6a3e0f38e297e078628", MISMATCH, .row = "aka-v2-hash", .want = PROVEN },
	{ "AKAv2 with CK before IK", WITH_OPC, NONCE, V2, NULL, "b6215333466fe429670ae0f2b0927366",
	  MISMATCH, .row = "aka-v2-hash", .want = PROVEN },
	{ "no password, though nothing is out of step", WITH_OPC, NONCE, V1, NULL, EMPTY, MISMATCH,
	  .row = "pw-empty", .want = PROVEN },

	/* The network. */
	{ "AUTN with another MAC", WITH_OPC, "I1U8vpY3qJ0hiuZNrke/NVXzKLQ1d7m5AAAAAAAAAAA=", V1,
	  NULL, "8337089a811ac8461a7935b74392fac5", MATCH, .want = SLIP(NONE) },
	{ "AUTN made with OP as if it were OPc", WITH_OP,
	  "I1U8vpY3qJ0hiuZNrke/NVFRASxGfrm5xz4LJBwN/sI=", V1, NULL,
	  "00000000000000000000000000000000", MISMATCH, .want = SLIP(OP_AS_OPC) },
	{ "AUTN made with OPc as if it were OP", WITH_OPC,
	  "I1U8vpY3qJ0hiuZNrke/NTcXNGLFILm5pKI9h2brPso=", V1, NULL,
	  "00000000000000000000000000000000", MISMATCH, .want = SLIP(OPC_AS_OP) },
	{ "… and RES made so too: client and network agree", WITH_OP,
	  "I1U8vpY3qJ0hiuZNrke/NVFRASxGfrm5xz4LJBwN/sI=", V1, NULL,
	  "c3316d20dd21d4b459ba640edb221093", MATCH, .want = MENDED(OP_AS_OPC) },
	{ "… and RES as the key was given", WITH_OP, "I1U8vpY3qJ0hiuZNrke/NVFRASxGfrm5xz4LJBwN/sI=",
	  V1, NULL, "712cb76945c3e26cdd215e6bd3322678", MATCH, .want = SLIP(OP_AS_OPC) },
	{ "RES too made with OPc as if it were OP", WITH_OPC,
	  "I1U8vpY3qJ0hiuZNrke/NTcXNGLFILm5pKI9h2brPso=", V1, NULL,
	  "47721620396f60ef6ca37af1b19e9c76", MATCH, .want = MENDED(OPC_AS_OP) },
	{ "a key that does not make AUTN tells nothing of another response", WITH_OPC,
	  "I1U8vpY3qJ0hiuZNrke/NVXzKLQ1d7m5AAAAAAAAAAA=", V1, NULL,
	  "00000000000000000000000000000000", CANNOT(AKA_KEY), .want = SLIP(NONE) },
	{ "… but RES does, given beside it", WITH_OPC WITH_RES,
	  "I1U8vpY3qJ0hiuZNrke/NVXzKLQ1d7m5AAAAAAAAAAA=", V1, NULL,
	  "00000000000000000000000000000000", MISMATCH, .want = SLIP(NONE) },
	{ "… and what the key makes in another form is the client's", WITH_OPC,
	  "I1U8vpY3qJ0hiuZNrke/NVXzKLQ1d7m5AAAAAAAAAAA=", V1, NULL,
	  "1e54ca588e8b04022df357b0f4f782de", MISMATCH, .row = "aka-res", .want = SLIP(NONE) },
	{ "AUTN with a MAC over AMF 8000", WITH_OPC, "I1U8vpY3qJ0hiuZNrke/NVXzKLQ1d7m5WbzqV2g3FSs=",
	  V1, NULL, "00000000000000000000000000000000", MISMATCH, .want = SLIP(AMF) },
	{ "AUTN with SQN in the open", WITH_OPC, "I1U8vpY3qJ0hiuZNrke/Nf+btNC2B7m5Sp/6w1Tfr7M=", V1,
	  NULL, "00000000000000000000000000000000", MISMATCH, .want = SLIP(SQN_OPEN) },
	{ "another AMF than the one given", ACCOUNT "aka-k:" K ":opc=" OPC ":amf=8000", NONCE, V1,
	  NULL, RIGHT_V1, MATCH,
	  .want = { .nonce = VERIFY_AKA_RIGHT,
		    .autn = VERIFY_AKA_RIGHT,
		    .sqn_network = SQN_NETWORK,
		    .other_amf = true } },
	{ "the AMF that was given", ACCOUNT "aka-k:" K ":opc=" OPC ":amf=B9b9", NONCE, V1, NULL,
	  RIGHT_V1, MATCH, .want = PROVEN },

	/* The client out of step. */
	{ "auts goes with an empty password", WITH_OPC, NONCE, V1, AUTS, EMPTY, MATCH,
	  .want = RESYNC(RIGHT, SQN_SIM) },
	{ "auts of the same SQN", WITH_OPC, NONCE, V1, ",auts=\"uoU/PBI8z0TpNZbjVcY=\"", EMPTY,
	  MATCH, .want = RESYNC(RIGHT, SQN_NETWORK) },
	{ "RES in its place", WITH_OPC, NONCE, V1, AUTS, RIGHT_V1, MISMATCH, .row = "aka-res",
	  .want = RESYNC(RIGHT, SQN_SIM) },
	{ "auts made with the AMF of AUTN", WITH_OPC, NONCE, V1, ",auts=\"uoU/PBM7D85Uq8Ik8uc=\"",
	  EMPTY, MATCH, .want = RESYNC(WRONG, 0) },
	{ "auts that is too short", WITH_OPC, NONCE, V1, ",auts=\"uoU/PBM7gejUAluObA==\"", EMPTY,
	  MATCH, .want = RESYNC(MALFORMED, 0) },
	{ "auts without K is not judged", WITH_RES, NONCE, V1, AUTS, EMPTY, MATCH,
	  .want = NETWORK(UNTOLD) },
};

static bool
same(const struct verify_aka *a, const struct verify_aka *b)
{
	return a->nonce == b->nonce && a->autn == b->autn && a->slip == b->slip &&
	       a->auts == b->auts && a->sqn_network == b->sqn_network && a->sqn_sim == b->sqn_sim &&
	       a->other_amf == b->other_amf && a->mended == b->mended;
}

static void
make_round(struct digest_round *t, const struct aka_case *c)
{
	char challenge[512], answer[1024];

	(void)snprintf(challenge, sizeof(challenge),
		       "SIP/2.0 401 Unauthorized\nCall-ID: 1@10.0.0.20\nCSeq: 1 REGISTER\n"
		       "WWW-Authenticate: Digest realm=\"" REALM "\",nonce=\"%s\",qop=\"auth\","
		       "algorithm=%s\n\n",
		       c->nonce, c->alg);
	(void)snprintf(answer, sizeof(answer),
		       "REGISTER sip:" REALM " SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.20\n"
		       "Call-ID: 1@10.0.0.20\nCSeq: 2 REGISTER\n"
		       "Authorization: Digest username=\"" USER "\",realm=\"" REALM
		       "\",nonce=\"%s\",uri=\"sip:" REALM
		       "\",cnonce=\"0a4f113b\",nc=00000001,qop=auth,"
		       "algorithm=%s,response=\"%s\"%s\nContent-Length: 0\n\n",
		       c->nonce, c->alg, c->response, c->more != NULL ? c->more : "");
	digest_round_begin(t);
	digest_round_challenge(t, str_of(challenge));
	digest_round_answer(t, str_of(answer), STR_ABSENT);
}

static bool
is_row(const struct verify *v, const char *id)
{
	if (id == NULL || v->hashed == NULL)
		return id == NULL && v->hashed == NULL;
	/* Nothing is told of what was hashed. */
	return strcmp(v->hashed->id, id) == 0 && v->substitutions == 1 &&
	       str_absent(v->differs[0].sent) && str_absent(v->differs[0].hashed);
}

static void
test_case(struct digest *d, const struct aka_case *c)
{
	struct err err = { "" };
	struct secrets *s = secrets_new(&err);
	struct verifier *v = verifier_new(d, s);
	struct digest_round t;
	struct verify got;

	if (!secrets_parse(s, str_of(c->secrets), "secrets", &err))
		diag("%s", err.text);
	make_round(&t, c);
	verify_round(v, &t.round, t.arena, &got);
	if (!ok(got.check == c->check && got.reason == c->reason && is_row(&got, c->row) &&
			same(&got.aka, &c->want),
		"%s", c->promise))
		diag("got %s %s, hashed %s, nonce %d autn %d slip %d auts %d",
		     verify_check_name(got.check), verify_reason_name(got.reason),
		     got.hashed != NULL ? got.hashed->id : "-", (int)got.aka.nonce,
		     (int)got.aka.autn, (int)got.aka.slip, (int)got.aka.auts);
	verifier_free(v);
	digest_round_end(&t);
	secrets_free(s);
}

/* The header field that a right client would have sent. */
static void
test_expected(struct digest *d)
{
	static const struct aka_case resync = { "", WITH_OPC, NONCE, V1, AUTS, EMPTY, MATCH };
	static const struct aka_case no_key = { "", PASSWORD, NONCE, V1, NULL, EMPTY, MATCH };
	static const struct aka_case other_key = {
		"",    WITH_OPC,       "I1U8vpY3qJ0hiuZNrke/NVXzKLQ1d7m5AAAAAAAAAAA=", V1, NULL,
		EMPTY, CANNOT(AKA_KEY)
	};
	const struct aka_case *both[] = { &resync, &no_key, &other_key };

	for (size_t i = 0; i < COUNT(both); i++) {
		struct err err = { "" };
		struct secrets *s = secrets_new(&err);
		struct verifier *v = verifier_new(d, s);
		struct digest_round t;
		struct expected_ask ask = { .answered = &t.round, .with_response = true };
		struct expected got;

		(void)secrets_parse(s, str_of(both[i]->secrets), "secrets", &err);
		make_round(&t, both[i]);
		verify_expected(v, &ask, t.arena, &got);
		ok(!str_absent(got.header) && got.computed == (both[i] == &resync), "%s",
		   got.computed ? "what RES makes is told, also of who asked to resynchronise"
		   : both[i] == &no_key ? "a password makes no expected answer to AKA"
					: "nor does a key that does not make AUTN");
		verifier_free(v);
		digest_round_end(&t);
		secrets_free(s);
	}
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
	test_expected(d);
	digest_free(d);
	return done();
}
