/* SPDX-License-Identifier: BSD-2-Clause */
/* What the realm and the nonce of credentials are to those of the challenge. */
#include <sipwhy/exchange.h>

#include "tap.h"

/* RFC 3261 22.1: the realm comes back octet by octet. */
static void
test_realm_relation(void)
{
	static const struct {
		struct str issued, used;
		enum realm_relation want;
	} rows[] = {
		{ S("pbx.example.com"), S("pbx.example.com"), REALM_SAME },
		{ S("a\\\"b"), S("a\"b"), REALM_SAME },
		{ S("pbx.example.com"), S("PBX.example.com"), REALM_CASE },
		{ S("pbx"), S("pbx "), REALM_BLANKS },
		{ S("pbx"), S("\xc2\xa0pbx"), REALM_BLANKS },
		{ S("asterisk"), S("asterisk\","), REALM_DEBRIS },
		{ S("asterisk"), S("realm=asterisk"), REALM_DEBRIS },
		{ S("My PBX"), S("My"), REALM_DEBRIS },
		{ S("asterisk"), S("aster"), REALM_OTHER },
		{ S("pbx"), S("pbx.example.com"), REALM_OTHER },
		{ S("asterisk"), S("example.com"), REALM_OTHER },
		{ S(""), S("example.com"), REALM_OTHER },
		{ S("asterisk"), STR_ABSENT, REALM_OTHER },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct challenge offer = { .realm = rows[i].issued };
		struct credentials cred = { .realm = rows[i].used };
		struct round r = { .offer = &offer, .cred = &cred };

		ok(round_realm(&r) == rows[i].want, "realm \"%.*s\" as \"%.*s\"",
		   STR_ARG(rows[i].issued), STR_ARG(rows[i].used));
	}
}

static void
test_nonce_quotes(void)
{
	ok(nonce_differs_by_quotes(S("'abc'"), S("abc")), "single quotes");
	ok(nonce_differs_by_quotes(S("\\\"abc\\\""), S("abc")), "escaped ones");
	ok(!nonce_differs_by_quotes(S("abc"), S("abc")), "none");
	ok(!nonce_differs_by_quotes(S("'abd'"), S("abc")), "another text in quotes");
	ok(!nonce_differs_by_quotes(S("''"), S("")), "nothing in quotes");
}

int
main(void)
{
	test_realm_relation();
	test_nonce_quotes();
	return done();
}
