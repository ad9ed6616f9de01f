/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/auth_hdr.h>

#include "guard.h"
#include "tap.h"

/* RFC 7616 3.3, RFC 8760 2.1, RFC 3310, RFC 4169. */
static const struct {
	const char *token;
	enum auth_algorithm alg;
	size_t hex;
	bool sess;
} algorithms[] = {
	{ "MD5", ALGORITHM_MD5, 32, false },
	{ "MD5-sess", ALGORITHM_MD5_SESS, 32, true },
	{ "SHA-256", ALGORITHM_SHA_256, 64, false },
	{ "SHA-256-sess", ALGORITHM_SHA_256_SESS, 64, true },
	{ "SHA-512-256", ALGORITHM_SHA_512_256, 64, false },
	{ "SHA-512-256-sess", ALGORITHM_SHA_512_256_SESS, 64, true },
	{ "AKAv1-MD5", ALGORITHM_AKAV1_MD5, 32, false },
	{ "AKAv2-MD5", ALGORITHM_AKAV2_MD5, 32, false },
};

static void
test_algorithms(void)
{
	static const char *const others[] = {
		"", "SHA-512", "SHA256", "MD5-sess2", "MD", "unknown"
	};

	for (size_t i = 0; i < COUNT(algorithms); i++) {
		const char *token = algorithms[i].token;
		enum auth_algorithm alg = algorithms[i].alg;

		is_int(auth_algorithm_of(str_of(token)), alg, "%s is known", token);
		is_str(str_of(auth_algorithm_name(alg)), str_of(token), "%s has its name", token);
		is_int((intmax_t)auth_algorithm_hex(alg), (intmax_t)algorithms[i].hex,
		       "the response of %s has its length", token);
		ok(auth_algorithm_is_sess(alg) == algorithms[i].sess, "%s: a -sess form", token);
	}
	is_int(auth_algorithm_of(S("md5-SESS")), ALGORITHM_MD5_SESS, "case does not matter");
	is_int(auth_algorithm_of(STR_ABSENT), ALGORITHM_MD5, "without one it is MD5");
	for (size_t i = 0; i < COUNT(others); i++)
		is_int(auth_algorithm_of(str_of(others[i])), ALGORITHM_UNKNOWN, "\"%s\" is unknown",
		       others[i]);
	is_int((intmax_t)auth_algorithm_hex(ALGORITHM_UNKNOWN), 0, "its response has no length");
	is_str(str_of(auth_algorithm_name(ALGORITHM_UNKNOWN)), S("unknown"), "and it a name");
}

static const struct {
	struct str list;
	struct str want[3];
} lists[] = {
	{ S("auth"), { S("auth"), STR_ABSENT, STR_ABSENT } },
	{ S("auth,auth-int"), { S("auth"), S("auth-int"), STR_ABSENT } },
	{ S(" auth-int ,\r\n auth , x"), { S("auth-int"), S("auth"), S("x") } },
	{ S(",,auth,"), { S("auth"), STR_ABSENT, STR_ABSENT } },
	{ S("auth auth-int"), { S("auth"), S("auth-int"), STR_ABSENT } },
	{ S(""), { STR_ABSENT, STR_ABSENT, STR_ABSENT } },
	{ STR_ABSENT, { STR_ABSENT, STR_ABSENT, STR_ABSENT } },
};

static void
test_qop(void)
{
	for (size_t i = 0; i < COUNT(lists); i++) {
		struct str list = guard(lists[i].list), rest = list, token;
		size_t n = 0;

		for (; qop_next(&rest, &token); n++)
			is_str(token, lists[i].want[n < 3 ? n : 2], "token %zu of list %zu", n, i);
		ok(n == 3 || str_absent(lists[i].want[n]), "no more in list %zu", i);
		guard_free(list);
	}
	ok(qop_has(S("auth-int, AUTH"), S("auth")), "a token is found in any case");
	ok(!qop_has(S("auth-int"), S("auth")), "but not within another");
	ok(!qop_has(STR_ABSENT, S("auth")), "nor in no list");
}

static void
test_unquote(void)
{
	static const struct {
		struct str in, want;
	} cases[] = {
		{ S("a\\\"b\\\\c\\d"), S("a\"b\\cd") },
		{ S("\\\\\\"), S("\\\\") },
		{ S("\\"), S("\\") },
	};
	struct arena *a = arena_new(0);
	struct str plain = S("no escape"), got;
	bool good = true;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str in = guard(cases[i].in);

		is_str(auth_unquote(in, a, &good), cases[i].want,
		       "escapes are taken away, case %zu", i);
		guard_free(in);
	}
	got = auth_unquote(plain, a, &good);
	ok(got.p == plain.p && got.len == plain.len, "without one it is the view itself");
	is_str(auth_unquote(STR_ABSENT, a, &good), STR_ABSENT, "absent stays absent");
	is_str(auth_unquote(S(""), a, &good), S(""), "empty stays empty");
	ok(good, "and memory was there");
	arena_free(a);
}

static void
test_headers(void)
{
	is_str(str_of(auth_challenge_header(AUTH_WWW)), S("WWW-Authenticate"), "401");
	is_str(str_of(auth_credentials_header(AUTH_WWW)), S("Authorization"), "its answer");
	is_str(str_of(auth_challenge_header(AUTH_PROXY)), S("Proxy-Authenticate"), "407");
	is_str(str_of(auth_credentials_header(AUTH_PROXY)), S("Proxy-Authorization"), "its answer");
}

int
main(void)
{
	test_algorithms();
	test_qop();
	test_unquote();
	test_headers();
	return done();
}
