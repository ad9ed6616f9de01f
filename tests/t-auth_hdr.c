/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <string.h>

#include "guard.h"
#include "sip-check.h"
#include "tap.h"

#define NO STR_ABSENT

enum { SECTIONS_MAX = 4, TEXT_MAX = 1024 };

/* A message with these header fields, that ends flush at a guard page. */
static void
parse_fields(struct parsed *p, const char *start_line, struct str fields, size_t missing)
{
	char text[TEXT_MAX];
	int len = snprintf(text, sizeof(text), "%s\r\n%.*s%s", start_line, STR_ARG(fields),
			   missing > 0 ? "" : "\r\n\r\n");

	parsed_begin(p, (struct str){ text, (size_t)len }, missing);
}

static const struct {
	const char *promise;
	struct str fields;
	size_t missing;
	size_t count;
	struct {
		struct str scheme, realm, nonce, qop, algorithm, stale;
		bool is_digest;
		unsigned odd;
	} want[SECTIONS_MAX];
} offers[] = {
	{ "RFC 3261 22.4, a challenge",
	  S("WWW-Authenticate: Digest realm=\"biloxi.com\", qop=\"auth,auth-int\", "
	    "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc\""),
	  0,
	  1,
	  { { S("Digest"), S("biloxi.com"), S("dcd98b7102dd2f0e8b11d0f600bfb0c093"),
	      S("auth,auth-int"), NO, NO, true, 0 } } },
	{ "a scheme and names of any case",
	  S("www-AUTHENTICATE: DIGEST Realm=a,NONCE=b,QOP=\"auth\""),
	  0,
	  1,
	  { { S("DIGEST"), S("a"), S("b"), S("auth"), NO, NO, true, 0 } } },
	{ "RFC 8760 2.4, two fields of one realm",
	  S("WWW-Authenticate: Digest realm=\"a\",nonce=\"1\",algorithm=SHA-256\r\n"
	    "WWW-Authenticate: Digest realm=\"a\",nonce=\"2\",algorithm=MD5"),
	  0,
	  2,
	  { { S("Digest"), S("a"), S("1"), NO, S("SHA-256"), NO, true, 0 },
	    { S("Digest"), S("a"), S("2"), NO, S("MD5"), NO, true, 0 } } },
	{ "several schemes joined by commas",
	  S("WWW-Authenticate: Digest realm=\"a\", nonce=\"b\", Basic realm=\"c\", Negotiate, Digest "
	    "realm=\"d\",nonce=\"e\""),
	  0,
	  4,
	  { { S("Digest"), S("a"), S("b"), NO, NO, NO, true, 0 },
	    { S("Basic"), S("c"), NO, NO, NO, NO, false, AUTH_COMMA_JOINED },
	    { S("Negotiate"), NO, NO, NO, NO, NO, false, AUTH_COMMA_JOINED },
	    { S("Digest"), S("d"), S("e"), NO, NO, NO, true, AUTH_COMMA_JOINED } } },
	{ "an unknown scheme joined by a comma",
	  S("Proxy-Authenticate: Digest realm=\"a\", X-New realm=\"c\""),
	  0,
	  2,
	  { { S("Digest"), S("a"), NO, NO, NO, NO, true, 0 },
	    { S("X-New"), S("c"), NO, NO, NO, NO, false, AUTH_COMMA_JOINED } } },
	{ "a parameter without a value is no scheme",
	  S("WWW-Authenticate: Digest stale, realm=\"a\""),
	  0,
	  1,
	  { { S("Digest"), S("a"), NO, NO, NO, S(""), true, 0 } } },
	{ "not even where the comma is missing",
	  S("WWW-Authenticate: Digest nonce=\"b\", stale realm=\"a\""),
	  0,
	  1,
	  { { S("Digest"), S("a"), S("b"), NO, NO, S(""), true, AUTH_MALFORMED_PARAM } } },
	{ "no commas at all",
	  S("WWW-Authenticate: Digest realm=\"a\" nonce=\"b\" stale=TRUE"),
	  0,
	  1,
	  { { S("Digest"), S("a"), S("b"), NO, NO, S("TRUE"), true, AUTH_MALFORMED_PARAM } } },
	{ "the first of two counts",
	  S("WWW-Authenticate: Digest realm=\"a\",realm=\"b\",x=1,x=2"),
	  0,
	  1,
	  { { S("Digest"), S("a"), NO, NO, NO, NO, true, AUTH_REPEATED_PARAM } } },
	{ "a bare qop list is read as the server meant it",
	  S("WWW-Authenticate: Digest qop=auth,auth-int,algorithm=\"MD5\",realm=\"a\""),
	  0,
	  1,
	  { { S("Digest"), S("a"), NO, S("auth,auth-int"), S("MD5"), NO, true,
	      AUTH_QOP_BARE | AUTH_ALGORITHM_QUOTED } } },
	{ "empty values are there",
	  S("WWW-Authenticate: Digest realm=\"\",nonce=,qop=\"\""),
	  0,
	  1,
	  { { S("Digest"), S(""), S(""), S(""), NO, NO, true, 0 } } },
	{ "Basic has no malformed parameters",
	  S("WWW-Authenticate: Basic realm=\"a\" x, \"y"),
	  0,
	  1,
	  { { S("Basic"), S("a"), NO, NO, NO, NO, false, 0 } } },
	{ "a scheme alone",
	  S("WWW-Authenticate: Digest"),
	  0,
	  1,
	  { { S("Digest"), NO, NO, NO, NO, NO, true, 0 } } },
	{ "an empty field",
	  S("WWW-Authenticate:"),
	  0,
	  1,
	  { { NO, NO, NO, NO, NO, NO, false, 0 } } },
	{ "a field of commas",
	  S("WWW-Authenticate: , ,"),
	  0,
	  1,
	  { { NO, NO, NO, NO, NO, NO, false, 0 } } },
	{ "no such field", S("Subject: Digest realm=\"a\""), 0, 0, { { .odd = 0 } } },
	{ "a fold is told of the section that it is in",
	  S("WWW-Authenticate: Digest realm=\"a\",\r\n nonce=\"b\", Basic realm=\"c\""),
	  0,
	  2,
	  { { S("Digest"), S("a"), S("b"), NO, NO, NO, true, AUTH_FOLDED },
	    { S("Basic"), S("c"), NO, NO, NO, NO, false, AUTH_COMMA_JOINED } } },
	{ "a cut through a value",
	  S("WWW-Authenticate: Digest realm=\"a\", nonce=\"b"),
	  9,
	  1,
	  { { S("Digest"), S("a"), NO, NO, NO, NO, true, AUTH_CUT } } },
	{ "behind a quote the value is whole",
	  S("WWW-Authenticate: Digest realm=\"a\", nonce=\"b\""),
	  9,
	  1,
	  { { S("Digest"), S("a"), S("b"), NO, NO, NO, true, AUTH_CUT } } },
	{ "a bare value may go on",
	  S("WWW-Authenticate: Digest realm=\"a\", algorithm=MD5"),
	  9,
	  1,
	  { { S("Digest"), S("a"), NO, NO, NO, NO, true, AUTH_CUT } } },
	{ "a cut spares what is before it",
	  S("WWW-Authenticate: Digest realm=\"a\", Basic realm=\"b"),
	  9,
	  2,
	  { { S("Digest"), S("a"), NO, NO, NO, NO, true, 0 },
	    { S("Basic"), NO, NO, NO, NO, NO, false, AUTH_COMMA_JOINED | AUTH_CUT } } },
	{ "a cut scheme is none",
	  S("WWW-Authenticate: Diges"),
	  9,
	  1,
	  { { NO, NO, NO, NO, NO, NO, false, AUTH_CUT } } },
};

static void
test_offers(void)
{
	for (size_t i = 0; i < COUNT(offers); i++) {
		struct challenge got[SECTIONS_MAX];
		struct parsed p;

		parse_fields(&p, "SIP/2.0 401 Unauthorized", offers[i].fields, offers[i].missing);
		is_int((intmax_t)challenges_of(&p.m, got, COUNT(got)), (intmax_t)offers[i].count,
		       "%s: how many", offers[i].promise);
		for (size_t n = 0; n < offers[i].count; n++) {
			is_str(got[n].scheme, offers[i].want[n].scheme, "%s: scheme",
			       offers[i].promise);
			is_str(got[n].realm, offers[i].want[n].realm, "%s: realm",
			       offers[i].promise);
			is_str(got[n].nonce, offers[i].want[n].nonce, "%s: nonce",
			       offers[i].promise);
			is_str(got[n].qop, offers[i].want[n].qop, "%s: qop", offers[i].promise);
			is_str(got[n].algorithm, offers[i].want[n].algorithm, "%s: algorithm",
			       offers[i].promise);
			is_str(got[n].stale, offers[i].want[n].stale, "%s: stale",
			       offers[i].promise);
			ok(got[n].is_digest == offers[i].want[n].is_digest, "%s: is it Digest",
			   offers[i].promise);
			is_int(got[n].odd, offers[i].want[n].odd, "%s: what is odd",
			       offers[i].promise);
		}
		is_str(str_of(auth_check(&p.m)), NO, "%s: all in place", offers[i].promise);
		parsed_end(&p);
	}
}

static const struct {
	const char *promise;
	struct str fields;
	size_t count;
	struct {
		struct str scheme, username, nonce, response, cnonce, qop, nc;
		unsigned odd;
	} want[SECTIONS_MAX];
} answers[] = {
	{ "RFC 2617 3.5, credentials",
	  S("Authorization: Digest username=\"Mufasa\",\r\n realm=\"testrealm@host.com\",\r\n "
	    "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\",\r\n uri=\"/dir/index.html\",\r\n qop=auth,\r\n "
	    "nc=00000001,\r\n cnonce=\"0a4f113b\",\r\n response=\"6629fae49393a05397450978507c4ef1\",\r\n "
	    "opaque=\"5ccc069c403ebaf9f0171e9517f40e41\""),
	  1,
	  { { S("Digest"), S("Mufasa"), S("dcd98b7102dd2f0e8b11d0f600bfb0c093"),
	      S("6629fae49393a05397450978507c4ef1"), S("0a4f113b"), S("auth"), S("00000001"),
	      AUTH_FOLDED } } },
	{ "nonce is not found in cnonce",
	  S("Authorization: Digest username=\"a\",cnonce=\"c\""),
	  1,
	  { { S("Digest"), S("a"), NO, NO, S("c"), NO, NO, 0 } } },
	{ "nor in a value",
	  S("Authorization: Digest username=\"a, nonce=b\",response=\"nonce=d\""),
	  1,
	  { { S("Digest"), S("a, nonce=b"), NO, S("nonce=d"), NO, NO, NO, 0 } } },
	{ "two of them joined by a comma",
	  S("Proxy-Authorization: Digest username=\"a\",nonce=\"1\", Digest username=\"b\",nonce=\"2\""),
	  2,
	  { { S("Digest"), S("a"), S("1"), NO, NO, NO, NO, 0 },
	    { S("Digest"), S("b"), S("2"), NO, NO, NO, NO, AUTH_COMMA_JOINED } } },
	{ "the second without a blank",
	  S("Authorization: Digest username=\"a\",Digestusername=\"b\""),
	  2,
	  { { S("Digest"), S("a"), NO, NO, NO, NO, NO, 0 },
	    { S("Digest"), S("b"), NO, NO, NO, NO, NO,
	      AUTH_COMMA_JOINED | AUTH_SCHEME_NO_SPACE } } },
	{ "joined without the second scheme they are one with repeats",
	  S("Authorization: Digest username=\"a\",nonce=\"1\",username=\"b\",nonce=\"2\""),
	  1,
	  { { S("Digest"), S("a"), S("1"), NO, NO, NO, NO, AUTH_REPEATED_PARAM } } },
	{ "no blank behind the scheme",
	  S("Authorization: Digestusername=\"a\",nonce=\"1\""),
	  1,
	  { { S("Digest"), S("a"), S("1"), NO, NO, NO, NO, AUTH_SCHEME_NO_SPACE } } },
	{ "a comma behind the scheme",
	  S("Authorization: Digest,username=\"a\",nonce=\"1\""),
	  1,
	  { { S("Digest"), S("a"), S("1"), NO, NO, NO, NO, AUTH_SCHEME_NO_SPACE } } },
	{ "a longer scheme is another",
	  S("Authorization: Digests username=\"a\""),
	  1,
	  { { S("Digests"), S("a"), NO, NO, NO, NO, NO, 0 } } },
	{ "no scheme",
	  S("Authorization: username=\"a\",nonce=\"1\""),
	  1,
	  { { NO, S("a"), S("1"), NO, NO, NO, NO, AUTH_NO_SCHEME } } },
	{ "what should be bare in quotes",
	  S("Authorization: Digest qop=\"auth\",nc=\"1\",algorithm=\"MD5\""),
	  1,
	  { { S("Digest"), NO, NO, NO, NO, S("auth"), S("1"),
	      AUTH_QOP_QUOTED | AUTH_NC_QUOTED | AUTH_ALGORITHM_QUOTED } } },
	{ "what should be quoted bare",
	  S("Authorization: Digest username=a,nonce=b+/=="),
	  1,
	  { { S("Digest"), S("a"), S("b+/=="), NO, NO, NO, NO, 0 } } },
	{ "Basic",
	  S("Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
	  1,
	  { { S("Basic"), NO, NO, NO, NO, NO, NO, 0 } } },
	{ "Bearer",
	  S("Authorization: Bearer eyJ.e30.x_y"),
	  1,
	  { { S("Bearer"), NO, NO, NO, NO, NO, NO, 0 } } },
	{ "Basic behind a comma",
	  S("Authorization: Digest username=\"a\", Basic QWxhZGRpbjpvcGVu=, Digest username=\"b\""),
	  3,
	  { { S("Digest"), S("a"), NO, NO, NO, NO, NO, 0 },
	    { S("Basic"), NO, NO, NO, NO, NO, NO, AUTH_COMMA_JOINED },
	    { S("Digest"), S("b"), NO, NO, NO, NO, NO, AUTH_COMMA_JOINED } } },
	{ "typographic quotes",
	  S("Authorization: Digest username=\xe2\x80\x9c"
	    "a\xe2\x80\x9d, nonce=\"1\""),
	  1,
	  { { S("Digest"), S("a"), S("1"), NO, NO, NO, NO, AUTH_MALFORMED_PARAM } } },
	{ "a quote that never closes",
	  S("Authorization: Digest nonce=\"1\",username=\"a, cnonce=2"),
	  1,
	  { { S("Digest"), S("a, cnonce=2"), S("1"), NO, NO, NO, NO, AUTH_MALFORMED_PARAM } } },
	{ "a fold inside quotes",
	  S("Authorization: Digest nonce=\"1\r\n 2\""),
	  1,
	  { { S("Digest"), NO, S("1\r\n 2"), NO, NO, NO, NO, AUTH_FOLDED } } },
	{ "both kinds, in the order sent",
	  S("Proxy-Authorization: Digest username=\"p\"\r\nAuthorization: Digest username=\"w\""),
	  2,
	  { { S("Digest"), S("p"), NO, NO, NO, NO, NO, 0 },
	    { S("Digest"), S("w"), NO, NO, NO, NO, NO, 0 } } },
	{ "an empty field", S("Authorization: "), 1, { { NO, NO, NO, NO, NO, NO, NO, 0 } } },
};

static void
test_answers(void)
{
	for (size_t i = 0; i < COUNT(answers); i++) {
		struct credentials got[SECTIONS_MAX];
		struct parsed p;

		parse_fields(&p, "REGISTER sip:a SIP/2.0", answers[i].fields, 0);
		is_int((intmax_t)credentials_of(&p.m, got, COUNT(got)), (intmax_t)answers[i].count,
		       "%s: how many", answers[i].promise);
		for (size_t n = 0; n < answers[i].count; n++) {
			is_str(got[n].scheme, answers[i].want[n].scheme, "%s: scheme",
			       answers[i].promise);
			is_str(got[n].username, answers[i].want[n].username, "%s: username",
			       answers[i].promise);
			is_str(got[n].nonce, answers[i].want[n].nonce, "%s: nonce",
			       answers[i].promise);
			is_str(got[n].response, answers[i].want[n].response, "%s: response",
			       answers[i].promise);
			is_str(got[n].cnonce, answers[i].want[n].cnonce, "%s: cnonce",
			       answers[i].promise);
			is_str(got[n].qop, answers[i].want[n].qop, "%s: qop", answers[i].promise);
			is_str(got[n].nc, answers[i].want[n].nc, "%s: nc", answers[i].promise);
			is_int(got[n].odd, answers[i].want[n].odd, "%s: what is odd",
			       answers[i].promise);
		}
		is_str(str_of(auth_check(&p.m)), NO, "%s: all in place", answers[i].promise);
		parsed_end(&p);
	}
}

/* What the tables leave out. */
static void
test_rest(void)
{
	struct credentials creds[2] = { { .odd = 77 }, { .odd = 77 } };
	struct challenge c;
	struct parsed p;

	parse_fields(
		&p, "REGISTER sip:a SIP/2.0",
		S("Proxy-Authorization: Digest realm=\"r\", uri=\"sip:a\", opaque=\"o\", userhash=true, "
		  "auts=\"s\", integrity-protected=\"ip-assoc-yes\", username*=UTF-8''a, algorithm=SHA-512-256-sess , Digest realm=\"2\""),
		0);
	is_int((intmax_t)credentials_of(&p.m, creds, 1), 2, "what does not fit is counted");
	ok(creds[1].odd == 77, "but not stored");
	is_int((intmax_t)credentials_of(&p.m, NULL, 0), 2, "even without any room");
	ok(creds[0].kind == AUTH_PROXY && creds[0].hdr == &p.m.hdrs[0], "kind and field");
	is_str(creds[0].realm, S("r"), "realm");
	is_str(creds[0].uri, S("sip:a"), "uri");
	is_str(creds[0].opaque, S("o"), "opaque");
	is_str(creds[0].userhash, S("true"), "userhash");
	is_str(creds[0].auts, S("s"), "auts");
	is_str(creds[0].integrity_protected, S("ip-assoc-yes"), "integrity-protected");
	is_str(creds[0].username_star, S("UTF-8''a"), "username*");
	is_str(creds[0].username, NO, "username* is not username");
	is_int(creds[0].alg, ALGORITHM_SHA_512_256_SESS, "algorithm");
	is_str(str_sub(creds[0].raw, creds[0].raw.len - 16, 16), S("SHA-512-256-sess"),
	       "raw ends with the last parameter");
	parsed_end(&p);

	parse_fields(
		&p, "SIP/2.0 407 Proxy",
		S("Proxy-Authenticate: Digest domain=\"sip:a sip:b\", charset=UTF-8, userhash=false, "
		  "opaque=\"\", stale=\"True\""),
		0);
	is_int((intmax_t)challenges_of(&p.m, &c, 1), 1, "a challenge of a proxy");
	is_int(c.kind, AUTH_PROXY, "kind");
	is_str(c.domain, S("sip:a sip:b"), "domain");
	is_str(c.charset, S("UTF-8"), "charset");
	is_str(c.userhash, S("false"), "userhash");
	is_str(c.opaque, S(""), "opaque");
	is_int(c.alg, ALGORITHM_MD5, "no algorithm is MD5");
	ok(challenge_is_stale(&c), "stale in quotes and in any case");
	c.stale = S("false");
	ok(!challenge_is_stale(&c), "false is not");
	c.stale = NO;
	ok(!challenge_is_stale(&c), "nor is nothing");
	parsed_end(&p);
}

/* Each parameter as it stood: what no value tells any more. */
static const struct {
	const char *promise;
	struct str field;
	struct auth_forms want;
	bool is_digest;
} forms[] = {
	{ "all as RFC 3261 25.1 has it",
	  S("Authorization: Digest username=\"a\", qop=auth, nc=00000001, algorithm=MD5"),
	  { .bare = AUTH_NAME_QOP | AUTH_NAME_NC | AUTH_NAME_ALGORITHM },
	  true },
	{ "bare values",
	  S("Authorization: Digest username=a, realm=\"b\", response=0"),
	  { .bare = AUTH_NAME_USERNAME | AUTH_NAME_RESPONSE },
	  true },
	{ "quotes doubled",
	  S("Authorization: Digest opaque=\"\"1\"\", realm=\"b\""),
	  { .broken = AUTH_NAME_OPAQUE },
	  true },
	{ "a quote within",
	  S("Authorization: Digest username=\"jo\"e\", realm=\"b\""),
	  { .broken = AUTH_NAME_USERNAME },
	  true },
	{ "a quote that never closes",
	  S("Authorization: Digest realm=\"b\", username=\"a"),
	  { .broken = AUTH_NAME_USERNAME },
	  true },
	{ "twice, in another case",
	  S("Authorization: Digest realm=\"a\", REALM=\"b\""),
	  { .repeated = AUTH_NAME_REALM },
	  true },
	{ "a backslash",
	  S("Authorization: Digest username=\"DOM\\user\""),
	  { .escaped = AUTH_NAME_USERNAME },
	  true },
	{ "marks that only look like quotes",
	  S("Authorization: Digest realm=\xe2\x80\x9c"
	    "b\xe2\x80\x9d"),
	  { .typographic = AUTH_NAME_REALM },
	  true },
	{ "what is no parameter",
	  S("Authorization: Digest realm=\"b\",\", nonce=\"n\""),
	  { .nameless = true },
	  true },
	{ "no scheme before parameters of Digest",
	  S("Authorization: username=\"a\", realm=\"b\""),
	  { .bare = 0 },
	  true },
	{ "no scheme before others", S("Authorization: key=\"a\""), { .bare = 0 }, false },
};

static void
test_forms(void)
{
	for (size_t i = 0; i < COUNT(forms); i++) {
		const struct auth_forms *want = &forms[i].want;
		struct credentials got = { .odd = 0 };
		struct parsed p;

		parse_fields(&p, "REGISTER sip:a SIP/2.0", forms[i].field, 0);
		(void)credentials_of(&p.m, &got, 1);
		ok(got.forms.bare == want->bare && got.forms.repeated == want->repeated &&
			   got.forms.broken == want->broken && got.forms.escaped == want->escaped &&
			   got.forms.typographic == want->typographic &&
			   got.forms.nameless == want->nameless,
		   "%s: how its parameters stood", forms[i].promise);
		ok(got.is_digest == forms[i].is_digest, "%s: is it Digest", forms[i].promise);
		parsed_end(&p);
	}
}

static void
test_param_find(void)
{
	struct credentials c;
	struct auth_param e;
	struct parsed p;

	parse_fields(&p, "REGISTER sip:a SIP/2.0",
		     S("Authorization: Digestrealm=\"a\", nonce=\"n\", Realm=b"), 0);
	(void)credentials_of(&p.m, &c, 1);
	ok(auth_param_find(c.raw, c.scheme, S("realm"), 0, &e) && e.quoted, "the first of a name");
	is_str(e.raw, S("realm=\"a\""), "whole, as it stood");
	ok(auth_param_find(c.raw, c.scheme, S("realm"), 1, &e) && !e.quoted, "the second");
	ok(!auth_param_find(c.raw, c.scheme, S("realm"), 2, &e), "there is no third");
	ok(!auth_param_find(c.raw, c.scheme, S("opaque"), 0, &e), "nor one of another name");
	parsed_end(&p);
}

static void
test_value_is(void)
{
	ok(auth_value_is(S("dom\\\\user"), S("dom\\user")), "an escaped backslash is one");
	ok(!auth_value_is(S("dom\\user"), S("dom\\user")), "one alone escapes what follows");
	ok(auth_value_is(S("a\\"), S("a\\")), "one at the end stands for itself");
	ok(auth_value_is(S("\\\"b\\\""), S("\"b\"")), "escaped quotes");
	ok(!auth_value_is(S("ab"), S("a")) && !auth_value_is(S("a"), S("ab")),
	   "no beginning alone");
	ok(auth_value_is(NO, NO) && !auth_value_is(NO, S("")) && !auth_value_is(S(""), NO),
	   "absent equals absent alone");
}

int
main(void)
{
	test_offers();
	test_answers();
	test_forms();
	test_param_find();
	test_rest();
	test_value_is();
	return done();
}
