/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the client really hashed.  The responses were computed with python's hashlib.
 */
#include <string.h>

#include <sipwhy/hypothesis.h>

#include "digest_round.h"
#include "tap.h"

#define PASSWORD "open sesame"
#define ALICE "alice:example.com:plain:" PASSWORD "\n"
#define HA1_MD5 "7a6f498f50d864f4c4b7a4ab9d3f878c"
#define HA1_SHA "a7d6da1eb2029eb5024e42e0c05cf1a26ea3c8a974d88d42e149a7490b91869f"

#define HEAD                                                                                 \
	"REGISTER sip:registrar.example.com;lr SIP/2.0\n"                                    \
	"Via: SIP/2.0/UDP 10.0.0.20:5062;branch=z9hG4bK1;rport,SIP/2.0/UDP gw.example.com\n" \
	"v: SIP/2.0/UDP [2001:db8::7]:5066;branch=z9hG4bK2\n"                                \
	"From: <sip:alice@from.example>;tag=1\nTo: <sip:alice@to.example>\n"                 \
	"Contact: <sip:alice@10.0.0.21:5070;ob>\n"                                           \
	"Call-ID: 1@10.0.0.20\nCSeq: 2 REGISTER\nAuthorization: "
#define TAIL "\nContent-Length: 0\n\n"
#define SENT "sip:example.com:5060;transport=udp"
#define NAMES "Digest username=\"alice\",realm=\"example.com\",nonce=\"n0nce\",uri=\"" SENT "\","
#define SET "cnonce=\"c\",nc=00000001,qop=auth"
#define ANSWER(response) S(HEAD NAMES SET ",response=\"" response "\"" TAIL)
#define OF(alg, response) S(HEAD NAMES SET ",algorithm=" alg ",response=\"" response "\"" TAIL)

#define CHALLENGE                                                                               \
	S("SIP/2.0 401 Unauthorized\n"                                                          \
	  "Via: SIP/2.0/UDP 10.0.0.20:5062;branch=z9hG4bK1;received=198.51.100.7;rport=40000\n" \
	  "Call-ID: 1@10.0.0.20\nCSeq: 1 REGISTER\n"                                            \
	  "WWW-Authenticate: Digest realm=\"example.com\",nonce=\"n0nce\",qop=\"auth\"\n\n")

struct found {
	const char *id;   /* NULL: none */
	struct str value; /* what was hashed instead; absent: not to be shown */
};

struct hypothesis_case {
	const char *promise;
	const char *secrets;
	struct str answer;
	struct found want[3];
	enum verify_check check; /* MISMATCH, unless said */
};

#define URI(row, hashed)       \
	{                      \
		row, S(hashed) \
	}
#define RFC2069                                    \
	{                                          \
		"2069-form", S("H(HA1:nonce:HA2)") \
	}
#define PW_IS_HA1                       \
	{                               \
		"pw-is-ha1", STR_ABSENT \
	}

static const struct hypothesis_case cases[] = {
	{ "RFC 2069's formula, though qop was sent", ALICE,
	  ANSWER("291bcfcce3757c0829390168c394d464"), .want = { RFC2069 } },
	{ "the Request-URI", ALICE, ANSWER("cdb0b5b85423e8d0446168b494a25f1f"),
	  .want = { URI("uri=request-uri", "sip:registrar.example.com;lr") } },
	{ "the uri parameter without its parameters", ALICE,
	  ANSWER("b6c2a03f52035590d8e1e2252b72b726"),
	  .want = { URI("uri-no-params", "sip:example.com:5060") } },
	{ "the Request-URI without its parameters", ALICE,
	  ANSWER("378911d5bf49e9cc334df9a6eb6cec85"),
	  .want = { URI("uri-no-params", "sip:registrar.example.com") } },
	{ "the uri parameter without its port", ALICE, ANSWER("047aba9c48e5948064d38e5d40304e34"),
	  .want = { URI("uri-no-port", "sip:example.com;transport=udp") } },
	{ "the uri parameter without port and parameters", ALICE,
	  ANSWER("3c807497cbcc6003bf9b828cdb132b1e"),
	  .want = { URI("uri-no-port", "sip:example.com") } },
	{ "the uri parameter with port 5061", ALICE, ANSWER("6d2f96430072e7d3a37a250a7aceb1ba"),
	  .want = { URI("uri-no-port", "sip:example.com:5061;transport=udp") } },
	{ "the Request-URI with port 5060", ALICE, ANSWER("e8db5181f63e9ee32e92c175a6bb93c6"),
	  .want = { URI("uri-no-port", "sip:registrar.example.com:5060;lr") } },
	{ "the Request-URI with port 5060 and no parameters", ALICE,
	  ANSWER("09e01aa3e52e2ef9a83c81a6169ad304"),
	  .want = { URI("uri-no-port", "sip:registrar.example.com:5060") } },
	{ "the address of the IP header", ALICE, ANSWER("eafb1d1043ddc1c641db188839300a97"),
	  .want = { URI("uri-local-or-public-ip", "sip:192.0.2.33") } },
	{ "the server's address of the IP header", ALICE,
	  ANSWER("9bd281c24f6d04fca0405cebf717a508"),
	  .want = { URI("uri-local-or-public-ip", "sip:192.0.2.1:5060;transport=udp") } },
	{ "the host of the topmost Via, with its port", ALICE,
	  ANSWER("154c9cbb24d14efe327d00ef8baa94d7"),
	  .want = { URI("uri-local-or-public-ip", "sip:10.0.0.20:5062") } },
	{ "the host of a Via behind a comma", ALICE, ANSWER("26ed59f123c324266af530e1789b7e67"),
	  .want = { URI("uri-local-or-public-ip", "sip:gw.example.com") } },
	{ "the IPv6 address of another Via", ALICE, ANSWER("b465afd1439ff5a136dc50b819b19073"),
	  .want = { URI("uri-local-or-public-ip", "sip:[2001:db8::7]:5066") } },
	{ "the host of the Contact, the port as sent", ALICE,
	  ANSWER("448c85463f92ffeffec9f4f4351ce507"),
	  .want = { URI("uri-local-or-public-ip", "sip:10.0.0.21:5060;transport=udp") } },
	{ "the host of the To", ALICE, ANSWER("cd9d73db531d7aa88c626e607dfad3b8"),
	  .want = { URI("uri-no-user", "sip:to.example") } },
	{ "the host of the From, in the Request-URI", ALICE,
	  ANSWER("dab708ef22a3ef573d6439b530f78359"),
	  .want = { URI("uri-local-or-public-ip", "sip:from.example;lr") } },
	{ "what the server told as received", ALICE, ANSWER("9ede29772534fbaa4ebb0e93f30b8528"),
	  .want = { URI("uri-local-or-public-ip", "sip:198.51.100.7:40000;transport=udp") } },
	{ "the HA1 used as the password", ALICE, ANSWER("cdb729deb3ae452c6e61be618eaaa355"),
	  .want = { PW_IS_HA1 } },
	{ "the HA1 used as the password, when only the HA1 is known", "alice:example.com:" HA1_MD5,
	  ANSWER("cdb729deb3ae452c6e61be618eaaa355"), .want = { PW_IS_HA1 } },
	{ "an upper-case response", ALICE, ANSWER("291BCFCCE3757C0829390168C394D464"),
	  .want = { RFC2069 } },

	/* Two at once. */
	{ "RFC 2069's formula and the Request-URI", ALICE,
	  ANSWER("1dde4d5ca9a33d2b0afb05d4873f485c"),
	  .want = { RFC2069, URI("uri=request-uri", "sip:registrar.example.com;lr") } },
	{ "RFC 2069's formula and the uri without parameters", ALICE,
	  ANSWER("3da48052182e5794202c8d412d7fe9d7"),
	  .want = { RFC2069, URI("uri-no-params", "sip:example.com:5060") } },
	{ "the HA1 as password and the Via's host", ALICE,
	  ANSWER("d59e73f3d894f966708b86175ed52d84"),
	  .want = { URI("uri-local-or-public-ip", "sip:10.0.0.20:5062"), PW_IS_HA1 } },
	{ "RFC 2069's formula and the HA1 as password", ALICE,
	  ANSWER("13d241d57183ee547bc7795bbe30f1f3"), .want = { RFC2069, PW_IS_HA1 } },
	{ "three at once", ALICE, ANSWER("2dc47e48b31507664d64cd85f02395a8"),
	  .want = { RFC2069, URI("uri-no-port", "sip:example.com"), PW_IS_HA1 } },

	/* Other algorithms. */
	{ "MD5-sess", ALICE, OF("MD5-sess", "18e3074f6b171d31209cc066adeb768c"),
	  .want = { URI("uri-no-port", "sip:example.com") } },
	{ "MD5-sess and the HA1 as password", ALICE,
	  OF("MD5-sess", "27713a9959d4256c8b3800c05e25f03b"), .want = { PW_IS_HA1 } },
	{ "SHA-256", ALICE,
	  OF("SHA-256", "49e525219c67121ac2baf493eed1a003e906417fead68725b6a05461cb40a51d"),
	  .want = { URI("uri-no-port", "sip:example.com") } },
	{ "SHA-256 with its HA1 as the password", ALICE,
	  OF("SHA-256", "2a353269b3699f09e72a3790e8c3d17799d4e8d75fda09d4aeec0ca289bd991f"),
	  .want = { PW_IS_HA1 } },
	{ "SHA-256 with the HA1 of MD5 as the password", ALICE,
	  OF("SHA-256", "73e3f4fcc630c5a95cae5035b4b4e923553fb11545ebf973344725072b7a3eca"),
	  .want = { PW_IS_HA1 } },
	{ "SHA-512-256 and RFC 2069's formula", ALICE,
	  OF("SHA-512-256", "ee7045faf4c65399f009fd209e107367fd85bc661ad3392a5c8fba9c90f7b2f1"),
	  .want = { RFC2069 } },

	/* Where the answer as sent has no meaning, or lacks its body. */
	{ "qop alone: what is hashed is not defined, but found", ALICE,
	  S(HEAD NAMES "qop=auth,response=\"291bcfcce3757c0829390168c394d464\"" TAIL),
	  .want = { RFC2069 }, .check = VERIFY_NOT_EVALUABLE },
	{ "qop alone, and another uri", ALICE,
	  S(HEAD NAMES "qop=auth,nc=00000001,response=\"037ce7a6d46185ac34d7fab627906176\"" TAIL),
	  .want = { RFC2069, URI("uri-no-port", "sip:example.com") },
	  .check = VERIFY_NOT_EVALUABLE },
	{ "auth-int, not whole in the capture, hashed by RFC 2069's formula", ALICE,
	  S(HEAD NAMES
	    "cnonce=\"c\",nc=00000001,qop=auth-int,response=\"291bcfcce3757c0829390168c394d464\"\nContent-Length: 9\n\nv=0"),
	  .want = { RFC2069 }, .check = VERIFY_NOT_EVALUABLE },

	/* Which secret. */
	{ "the second secret, by a rewrite", "alice:example.com:plain:x\n" ALICE,
	  ANSWER("3c807497cbcc6003bf9b828cdb132b1e"),
	  .want = { URI("uri-no-port", "sip:example.com") } },

	/* No explanation is made up. */
	{ "another password", ALICE, ANSWER("048dec9e63ecc8057f182dfb782e60c8"),
	  .check = VERIFY_MISMATCH },
	{ "another HA1", "alice:example.com:9dd4e461268c8034f5c8564e155c67a6",
	  ANSWER("ac4507a23743f0fb6802ae36f440ffa3"), .check = VERIFY_MISMATCH },
	{ "another password in RFC 2069's form", ALICE, ANSWER("92cfb8be354eef5fd864ba5c630155df"),
	  .check = VERIFY_MISMATCH },
	{ "a uri of no message", ALICE, ANSWER("c4469f8d4e4b5ecd6551588de9e56587"),
	  .check = VERIFY_MISMATCH },
	{ "no qop sent: RFC 2069's formula is the right one", ALICE,
	  S(HEAD NAMES "response=\"291bcfcce3757c0829390168c394d464\"" TAIL),
	  .check = VERIFY_MATCH },
	{ "no qop sent, another uri: one rewrite and no more", ALICE,
	  S(HEAD NAMES "response=\"037ce7a6d46185ac34d7fab627906176\"" TAIL),
	  .want = { URI("uri-no-port", "sip:example.com") } },
};

static bool
is_row(const struct hypothesis *row, const struct found *want)
{
	if (want->id == NULL || row == NULL)
		return want->id == NULL && row == NULL;
	return strcmp(row->id, want->id) == 0;
}

static bool
is_told(const struct verify_diff *diff, const struct found *want)
{
	if (want->id == NULL)
		return diff->input == NULL;
	if (strcmp(diff->input, "uri") == 0 && !str_eq(diff->sent, S(SENT)))
		return false;
	if (strcmp(diff->input, "password") == 0 && !str_absent(diff->sent))
		return false;
	return str_eq(diff->hashed, want->value);
}

static void
test_case(struct digest *d, const struct hypothesis_case *c)
{
	enum verify_check check = c->check == VERIFY_NOT_ATTEMPTED ? VERIFY_MISMATCH : c->check;
	unsigned count = 0;
	struct err err = { "" };
	struct secrets *s = secrets_new(&err);
	struct verifier *v = verifier_new(d, s);
	struct digest_round t;
	struct verify got;

	while (count < COUNT(c->want) && c->want[count].id != NULL)
		count++;
	digest_round_begin(&t);
	digest_round_answer(&t, c->answer, STR_ABSENT);
	digest_round_challenge(&t, CHALLENGE);
	t.answer.seen.src = (struct endpoint){ { 4, { 192, 0, 2, 33 } }, 5064 };
	t.answer.seen.dst = (struct endpoint){ { 4, { 192, 0, 2, 1 } }, 5060 };
	(void)secrets_parse(s, str_of(c->secrets), "secrets", &err);
	verify_round(v, &t.round, t.arena, &got);
	/* What is told must outlive the search. */
	verifier_free(v);
	secrets_free(s);
	if (!ok(got.check == check && is_row(got.hashed, &c->want[0]) &&
			is_row(got.also, &c->want[1]) && got.substitutions == count &&
			is_told(&got.differs[0], &c->want[0]) &&
			is_told(&got.differs[1], &c->want[1]) &&
			is_told(&got.differs[2], &c->want[2]),
		"%s", c->promise))
		diag("%s %s %s %.*s -> %.*s", verify_check_name(got.check),
		     got.hashed != NULL ? got.hashed->id : "-",
		     got.also != NULL ? got.also->id : "-", STR_ARG(got.differs[0].sent),
		     STR_ARG(got.differs[0].hashed));
	digest_round_end(&t);
}

/* The rows are a table that people and other modules read. */
static void
test_table(void)
{
	bool unique = true, said = true;

	for (size_t i = 0; i < hypotheses_count; i++) {
		const struct hypothesis *h = &hypotheses_all[i];

		for (size_t k = 0; k < i; k++)
			unique = unique && strcmp(h->id, hypotheses_all[k].id) != 0;
		said = said && h->text[0] != '\0' &&
		       (h->input == HYPOTHESIS_INPUTS_) == (h->propose == NULL) &&
		       (h->input == HYPOTHESIS_INPUTS_) == (h->cause == NULL);
	}
	ok(unique, "each row has an id of its own");
	ok(said, "each row has words, and but for the baseline a cause and a rewrite");
	ok(strcmp(hypotheses_all[0].id, "as-sent") == 0, "the baseline stands first");
}

/* The costliest outcome, nothing found, stays far from the time of one packet a user sees. */
static void
test_bound(struct digest *d)
{
	struct err err = { "" };
	struct secrets *s = secrets_new(&err);
	struct verifier *v = verifier_new(d, s);
	struct digest_round t;
	struct verify first, again;

	digest_round_begin(&t);
	digest_round_answer(&t, ANSWER("048dec9e63ecc8057f182dfb782e60c8"), STR_ABSENT);
	(void)secrets_parse(s, S(ALICE), "secrets", &err);
	verify_round(v, &t.round, t.arena, &first);
	verify_round(v, &t.round, t.arena, &again);
	ok(first.tried > 100 && first.tried < 200000,
	   "a search of one secret is bounded: %llu tried", (unsigned long long)first.tried);
	ok(first.tried == again.tried && again.check == VERIFY_MISMATCH,
	   "the same again gives the same");
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
	test_table();
	test_bound(d);
	digest_free(d);
	return done();
}
