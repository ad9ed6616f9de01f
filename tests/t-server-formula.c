/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How servers compute: each formula on an answer that only it makes, and on one that is right; and what their
 * decisions prove.  Values were computed with python's hashlib for the user alice, the realm example.com, the password
 * "open sesame", the nonce n0nce, the cnonce c0 and the body "body".
 */
#include <string.h>

#include <sipwhy/decisions.h>

#include "digest_round.h"
#include "tap.h"

#define RIGHT "3620565cc04a4f0b0908882e4b6c2323"
#define RIGHT_2069 "5f66d128e343e84f62921410840f4e49"
#define RIGHT_SESS "f87cd6d8ba2e13c61c815dd1fb392329"
#define RIGHT_INT "0ce14c87271719d60ff3ad1a8a164f6f"
#define RIGHT_512 "ad4916eba6326b90d7818f82bf3efb1fe621a3fbc0a814a399b81a9dbf2d5632"
#define RIGHT_256 "306cf70c567cde0dd1a08e592407826dcd8f0ed579c8225fe6615f04abcc6c3d"
#define NO_NC_NO_QOP "446f6593671d5180ecafb29354ecfc51"
#define NULLS "5a1984c07985b03b4ee259c7269802e9"
#define EMPTIES "277ba026b7095935334a2c38cba7b8ba"
#define NC_1 "01c566f67f220f5fbe6762d8048430eb"
#define NC_BARE "0580dd39e660f3c32ce596d1386610fd"
#define QOP_LIST "e818bbb90e8ffaabe144e93c01f9e965"
#define SESS_RAW "336c8cc79b382b09bacf8c35c72840db"
#define SESS_PLAIN "3620565cc04a4f0b0908882e4b6c2323"
#define INT_EMPTY "d8d0879ac1b608c739ce5ba05b29f6c2"
#define INT_NONE "f20156e24f1cd86de1f88e0a5764d6ae"
#define REQ_URI "83c4ba24fd702f1a98811b366b285146"
#define QUOTES "9942b631cf6a07606ddc2df05d61835c"
#define CUT_512 "3fbd95d217cd7fa55fe4d3668f14f6883d122a7b96c29a3053900f10fae4a682"
#define MD5_FOR_256 "3620565cc04a4f0b0908882e4b6c2323"

#define ALICE "alice:example.com:plain:open sesame\n"
#define OFFER                                                                  \
	S("SIP/2.0 401 Unauthorized\nCall-ID: 1@10.0.0.20\nCSeq: 1 REGISTER\n" \
	  "WWW-Authenticate: Digest realm=\"example.com\",nonce=\"n0nce\",qop=\"auth,auth-int\"\n\n")
#define ANSWER(alg, response, params)                                                             \
	"REGISTER sip:example.com SIP/2.0\nCall-ID: 1@10.0.0.20\nCSeq: 2 REGISTER\n"              \
	"Authorization: Digest username=\"alice\",realm=\"example.com\",nonce=\"n0nce\","         \
	"uri=\"sip:o'neill@example.com\",algorithm=" alg ",response=\"" response "\"" params "\n" \
	"Content-Length: 4\n\nbody"
#define QOP(qop) ",cnonce=\"c0\",nc=00000002,qop=" qop

static const struct {
	const char *id, *made, *right;
} rows[] = {
	{ "no-nc-no-qop", ANSWER("MD5", NO_NC_NO_QOP, QOP("auth")),
	  ANSWER("MD5", RIGHT, QOP("auth")) },
	{ "2069-always", ANSWER("MD5", RIGHT_2069, QOP("auth")),
	  ANSWER("MD5", RIGHT, QOP("auth")) },
	{ "absent-is-null", ANSWER("MD5", NULLS, ""), ANSWER("MD5", RIGHT_2069, "") },
	{ "absent-is-empty", ANSWER("MD5", EMPTIES, ""), ANSWER("MD5", RIGHT_2069, "") },
	{ "nc-is-1", ANSWER("MD5", NC_1, QOP("auth")), ANSWER("MD5", RIGHT, QOP("auth")) },
	{ "nc-without-zeros", ANSWER("MD5", NC_BARE, QOP("auth")),
	  ANSWER("MD5", RIGHT, QOP("auth")) },
	{ "qop-as-offered", ANSWER("MD5", QOP_LIST, QOP("auth")),
	  ANSWER("MD5", RIGHT, QOP("auth")) },
	{ "sess-of-octets", ANSWER("MD5-sess", SESS_RAW, QOP("auth")),
	  ANSWER("MD5-sess", RIGHT_SESS, QOP("auth")) },
	{ "sess-as-plain", ANSWER("MD5-sess", SESS_PLAIN, QOP("auth")),
	  ANSWER("MD5-sess", RIGHT_SESS, QOP("auth")) },
	{ "body-is-empty", ANSWER("MD5", INT_EMPTY, QOP("auth-int")),
	  ANSWER("MD5", RIGHT_INT, QOP("auth-int")) },
	{ "body-left-out", ANSWER("MD5", INT_NONE, QOP("auth-int")),
	  ANSWER("MD5", RIGHT_INT, QOP("auth-int")) },
	{ "request-uri", ANSWER("MD5", REQ_URI, QOP("auth")), ANSWER("MD5", RIGHT, QOP("auth")) },
	{ "uri-quotes-doubled", ANSWER("MD5", QUOTES, QOP("auth")),
	  ANSWER("MD5", RIGHT, QOP("auth")) },
	{ "sha-512-cut", ANSWER("SHA-512-256", CUT_512, QOP("auth")),
	  ANSWER("SHA-512-256", RIGHT_512, QOP("auth")) },
	{ "md5-always", ANSWER("SHA-256", MD5_FOR_256, QOP("auth")),
	  ANSWER("SHA-256", RIGHT_256, QOP("auth")) },
};

static unsigned
index_of(const char *id)
{
	unsigned i = 0;

	while (i < server_formula_count && strcmp(server_formulas[i].id, id) != 0)
		i++;
	return i;
}

static struct server_fit
fit_of(struct digest *d, const char *secrets, const char *answer)
{
	struct err err = { "" };
	struct secrets *s = secrets_new(&err);
	struct verifier *v = verifier_new(d, s);
	struct digest_round t;
	struct server_fit got;

	digest_round_begin(&t);
	digest_round_answer(&t, str_of(answer), STR_ABSENT);
	digest_round_challenge(&t, OFFER);
	(void)secrets_parse(s, str_of(secrets), "secrets", &err);
	verify_server_fit(v, &t.round, &got);
	verifier_free(v);
	secrets_free(s);
	digest_round_end(&t);
	return got;
}

static void
test_row(struct digest *d, size_t row)
{
	unsigned i = index_of(rows[row].id);
	struct server_fit made = fit_of(d, ALICE, rows[row].made);
	struct server_fit right = fit_of(d, ALICE, rows[row].right);
	uint32_t bit = (uint32_t)1 << i;

	is_str(str_of(rows[row].id), str_of(server_formulas[row].id), "%s is in its place",
	       rows[row].id);
	ok(made.known && !made.right && (made.makes & bit) != 0, "%s: makes what it is",
	   rows[row].id);
	ok(right.known && right.right && (right.makes & bit) == 0 && (right.differs & bit) != 0,
	   "%s: and not what is right", rows[row].id);
}

static void
test_unknown(struct digest *d)
{
	struct server_fit got =
		fit_of(d, "bob:example.com:plain:open sesame\n", ANSWER("MD5", RIGHT, QOP("auth")));

	ok(!got.known && !got.right && got.makes == 0, "without a secret nothing is known");
	got = fit_of(d, ALICE, ANSWER("MD5", RIGHT, ",qop=auth"));
	ok(!got.known, "what lacks cnonce and nc has no right value");
	got = fit_of(d, "alice:example.com:plain:another\n", ANSWER("MD5", RIGHT, QOP("auth")));
	ok(got.known && !got.right && got.makes == 0, "a wrong password makes nothing");
	got = fit_of(d, "alice:example.com:plain:another\n" ALICE,
		     ANSWER("MD5", RIGHT, QOP("auth")));
	ok(got.right, "of two passwords the one that makes it counts");
	got = fit_of(d, "alice:example.com:plain:one\nalice:example.com:plain:two\n",
		     ANSWER("MD5", RIGHT, QOP("auth")));
	ok(!got.known, "of two that make nothing it is not known which is meant");
	got = fit_of(d, "alice:example.com:7a6f498f50d864f4c4b7a4ab9d3f878c\n",
		     ANSWER("MD5", NC_BARE, QOP("auth")));
	ok((got.makes & (uint32_t)1 << index_of("nc-without-zeros")) != 0, "an HA1 does as well");
}

/* A server that decided so, and what is said of the last decision. */
struct step {
	const char *user;
	enum outcome outcome;
	bool right;
	uint32_t makes, differs;
};

#define LAW                                           \
	{                                             \
		"alice", OUTCOME_REJECTED, true, 0, 1 \
	}

static const struct {
	const char *promise;
	struct step steps[4];
	enum formula_proof proof;
	bool same_account;
	unsigned accepted, refused, against;
	bool interleaved;
} stories[] = {
	{ "a refusal alone shows nothing", { LAW }, FORMULA_POSSIBLE, false, 0, 0, 0, false },
	{ "what only the formula makes is accepted of the same account",
	  { { "alice", OUTCOME_ACCEPTED, false, 1, 1 }, LAW },
	  FORMULA_SHOWN,
	  true,
	  1,
	  1,
	  0,
	  false },
	{ "… and after the refusal, which all of a file knows",
	  { { "alice", OUTCOME_REJECTED, true, 0, 1 },
	    { "alice", OUTCOME_ACCEPTED, false, 1, 1 },
	    LAW },
	  FORMULA_SHOWN,
	  true,
	  1,
	  2,
	  0,
	  true },
	{ "of another account it is less",
	  { { "bob", OUTCOME_ACCEPTED, false, 1, 1 }, LAW },
	  FORMULA_SHOWN,
	  false,
	  1,
	  1,
	  0,
	  false },
	{ "accepted ones that both formulas make tell nothing",
	  { { "alice", OUTCOME_ACCEPTED, true, 1, 0 }, LAW },
	  FORMULA_POSSIBLE,
	  false,
	  0,
	  0,
	  0,
	  false },
	{ "accepted ones that only the right formula makes rule it out",
	  { { "bob", OUTCOME_ACCEPTED, true, 0, 1 }, LAW },
	  FORMULA_NONE,
	  false,
	  0,
	  0,
	  0,
	  false },
	{ "with both kinds accepted it stays, and what speaks against it is counted",
	  { { "alice", OUTCOME_ACCEPTED, false, 1, 1 },
	    { "bob", OUTCOME_ACCEPTED, true, 0, 1 },
	    LAW },
	  FORMULA_SHOWN,
	  true,
	  1,
	  1,
	  1,
	  false },
	{ "what the formula makes is refused too: against it",
	  { { "alice", OUTCOME_ACCEPTED, false, 1, 1 },
	    { "bob", OUTCOME_REJECTED, false, 1, 1 },
	    LAW },
	  FORMULA_SHOWN,
	  true,
	  1,
	  1,
	  1,
	  false },
	{ "an acceptance that the secret makes in no way says nothing",
	  { { "bob", OUTCOME_ACCEPTED, false, 0, 1 }, LAW },
	  FORMULA_POSSIBLE,
	  false,
	  0,
	  0,
	  0,
	  false },
	{ "a wrong answer is no question",
	  { { "alice", OUTCOME_ACCEPTED, false, 1, 1 },
	    { "alice", OUTCOME_REJECTED, false, 0, 1 } },
	  FORMULA_NOT_ASKED,
	  false,
	  0,
	  0,
	  0,
	  false },
	{ "an answer on which the formulas agree is refused for another reason",
	  { { "alice", OUTCOME_ACCEPTED, false, 1, 1 }, { "alice", OUTCOME_REJECTED, true, 1, 0 } },
	  FORMULA_NONE,
	  false,
	  0,
	  0,
	  0,
	  false },
};

/* What two realms or servers decide is kept apart. */
static void
test_story(size_t n, const struct exchange *like, struct digest_round *t, const char *realm,
	   uint16_t port)
{
	struct limits limits;
	struct decisions *d;
	struct exchange x = *like;
	struct server_fit fit = { 0 };
	struct formula_view got = { 0 };

	limits_begin(&limits, (struct hash_key){ 5, 6 });
	d = decisions_new(&limits);
	for (size_t i = 0; d != NULL && i < COUNT(stories[n].steps); i++) {
		const struct step *s = &stories[n].steps[i];

		if (s->user == NULL)
			break;
		t->creds[0].username = str_of(s->user);
		t->answer.seen.ts_ns = (int64_t)i;
		x.outcome = s->outcome;
		x.realm = s->outcome == OUTCOME_ACCEPTED ? str_of(realm) : S("example.com");
		x.server.port = s->outcome == OUTCOME_ACCEPTED ? port : 5060;
		fit = (struct server_fit){ true, s->right, s->makes, s->differs };
		decisions_add(d, &x, &fit);
	}
	if (d != NULL)
		decisions_view(d, &x, &fit, &got);
	if (strcmp(realm, "example.com") != 0 || port != 5060) {
		ok(got.proof != FORMULA_SHOWN, "… but not of another realm or port");
	} else if (!ok(got.proof == stories[n].proof &&
			       got.same_account == stories[n].same_account &&
			       got.accepted == stories[n].accepted &&
			       got.refused == stories[n].refused &&
			       got.against == stories[n].against &&
			       got.interleaved == stories[n].interleaved,
		       "%s", stories[n].promise)) {
		diag("proof %d same %d %u %u %u", (int)got.proof, (int)got.same_account,
		     (unsigned)got.accepted, (unsigned)got.refused, (unsigned)got.against);
	}
	if (got.proof == FORMULA_SHOWN)
		ok(got.formula == &server_formulas[0] && str_eq(got.response, S(RIGHT)),
		   "… and shows the answer that was accepted");
	decisions_free(d);
}

static void
test_stories(void)
{
	struct digest_round t;
	struct exchange x = { .kept = 1 };

	digest_round_begin(&t);
	digest_round_answer(&t, str_of(ANSWER("MD5", RIGHT, QOP("auth"))), STR_ABSENT);
	x.rounds[0] = &t.round;
	for (size_t i = 0; i < COUNT(stories); i++) {
		test_story(i, &x, &t, "example.com", 5060);
		test_story(i, &x, &t, "example.org", 5060);
		test_story(i, &x, &t, "example.com", 5080);
	}
	digest_round_end(&t);
}

int
main(void)
{
	struct err err = { "" };
	struct digest *d = digest_new(&err);

	if (d == NULL)
		return skip_all("%s", err.text);
	is_int((intmax_t)server_formula_count, COUNT(rows), "every formula has a row here");
	for (size_t i = 0; i < COUNT(rows); i++)
		test_row(d, i);
	test_unknown(d);
	test_stories();
	digest_free(d);
	return done();
}
