/* SPDX-License-Identifier: BSD-2-Clause */
/* One message at two points: what a hop writes anew is no difference, and what it must leave alone is. */
#include <string.h>

#include <sipwhy/differs.h>

#include "sip-check.h"
#include "tap.h"

#define START "REGISTER sip:r SIP/2.0\r\n"
#define ENDS "Content-Length: 0\r\n\r\n"
#define AUTH(uri)                                                                           \
	"Authorization: Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"" uri "\", " \
	"response=\"0123456789abcdef0123456789abcdef\"\r\n"

static const struct {
	const char *promise;
	struct str here, there;
	size_t count;
	const char *name; /* of the first */
	struct str was, is;
} rows[] = {
	{ "the same octets", S(START "From: a\r\n" ENDS), S(START "From: a\r\n" ENDS), 0, NULL,
	  STR_ABSENT, STR_ABSENT },
	{ "Via, Route, Max-Forwards and their kin are each hop's own",
	  S(START "Via: a\r\nMax-Forwards: 70\r\nRoute: x\r\n" ENDS),
	  S(START "Via: b\r\nv: a\r\nMax-Forwards: 69\r\nRecord-Route: y\r\nPath: z\r\n" ENDS), 0,
	  NULL, STR_ABSENT, STR_ABSENT },
	{ "a value", S(START "From: a\r\nContact: x\r\n" ENDS),
	  S(START "From: a\r\nContact: y\r\n" ENDS), 1, "Contact", S("x"), S("y") },
	{ "a compact name is the same name", S(START "Contact: x\r\n" ENDS),
	  S(START "m: x\r\n" ENDS), 0, NULL, STR_ABSENT, STR_ABSENT },
	{ "a field that is gone", S(START "Subject: x\r\n" ENDS), S(START ENDS), 1, "Subject",
	  S("x"), STR_ABSENT },
	{ "a field that was put in", S(START ENDS), S(START "P-Hint: x\r\n" ENDS), 1, "P-Hint",
	  STR_ABSENT, S("x") },
	{ "the second of a name", S(START "Allow: x\r\nAllow: y\r\n" ENDS),
	  S(START "Allow: x\r\nAllow: z\r\n" ENDS), 1, "Allow", S("y"), S("z") },
	{ "a message without its end says nothing", S(START "From: a\r\n" ENDS),
	  S(START "From: b\r\n"), 0, NULL, STR_ABSENT, STR_ABSENT },
};

static void
test_fields(void)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct parsed here, there;
		struct field_change all[FIELD_CHANGES] = { 0 };
		size_t n;

		parsed_begin(&here, rows[i].here, 0);
		parsed_begin(&there, rows[i].there, 0);
		n = messages_differ(&here.m, &there.m, all, COUNT(all));
		is_int((intmax_t)n, (intmax_t)rows[i].count, "%s: how many", rows[i].promise);
		if (n == 1 && rows[i].name != NULL) {
			is_str(all[0].name, str_of(rows[i].name), "%s: name", rows[i].promise);
			is_str(all[0].here, rows[i].was, "%s: here", rows[i].promise);
			is_str(all[0].there, rows[i].is, "%s: there", rows[i].promise);
		}
		parsed_end(&here);
		parsed_end(&there);
	}
}

static void
test_bodies(void)
{
	struct parsed one, other, cut;

	parsed_begin(&one, S(START "Content-Length: 3\r\n\r\nabc"), 0);
	parsed_begin(&other, S(START "Content-Length: 4\r\n\r\nabcd"), 0);
	parsed_begin(&cut, S(START "Content-Length: 4\r\n\r\nab"), 2);
	ok(bodies_differ(&one.m, &other.m), "two bodies are two");
	ok(!bodies_differ(&one.m, &one.m), "one body is one");
	ok(!bodies_differ(&one.m, &cut.m), "of half a body nothing is said");
	parsed_end(&one);
	parsed_end(&other);
	parsed_end(&cut);
}

static void
test_credentials(void)
{
	struct parsed one, other;
	struct credentials here, there;
	struct param_change c;

	parsed_begin(&one, S(START AUTH("sip:r") ENDS), 0);
	parsed_begin(&other, S(START AUTH("sip:192.0.2.1") ENDS), 0);
	(void)credentials_of(&one.m, &here, 1);
	(void)credentials_of(&other.m, &there, 1);
	c = credentials_change(&here, &there);
	is_str(str_of(c.param), S("uri"), "the parameter that was changed is named");
	is_str(c.there, S("sip:192.0.2.1"), "and what it became");
	c = credentials_change(&here, &here);
	ok(c.param == NULL, "nothing is named where nothing changed");
	parsed_end(&one);
	parsed_end(&other);
}

int
main(void)
{
	test_fields();
	test_bodies();
	test_credentials();
	return done();
}
