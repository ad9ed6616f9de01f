/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which form of a password the client hashed.  The responses are by python's hashlib and unicodedata.
 */
#include <stdio.h>
#include <string.h>

#include <sipwhy/hypothesis.h>

#include "digest_round.h"
#include "tap.h"

static const struct {
	const char *promise, *secrets, *alg, *response;
	const char *row;
	const char *what; /* NULL: the row says it */
} cases[] = {
	{ "a line feed behind it", "alice:example.com:plain:ope\"n ses%41me\n", "MD5",
	  "55de5400a7bcc6e93d8b8a67bbfd7f3a", "pw-newline", "with a line feed at its end" },
	{ "a NUL behind it", "alice:example.com:plain:ope\"n ses%41me\n", "MD5",
	  "1cb83d089a8b36c095eea211d2b1cce1", "pw-newline", "with a NUL octet at its end" },
	{ "SHA-256, a blank behind it", "alice:example.com:plain:ope\"n ses%41me\n", "SHA-256",
	  "5d8ed733fed442bd9bbd431804d4553d6d9163fd19fc1b8cc90b994e26b143af", "pw-newline",
	  "with a blank at its end" },
	{ "%XX decoded", "alice:example.com:plain:ope\"n ses%41me\n", "MD5",
	  "93858f1c96531529527ca7ec4c9df3db", "pw-urlescape", "with %XX decoded" },
	{ "XML entities", "alice:example.com:plain:ope\"n ses%41me\n", "MD5",
	  "1dfe2cad37fb9c7ce72f80eac494ed2b", "pw-urlescape", "with XML entities" },
	{ "cut at a blank", "alice:example.com:plain:ope\"n ses%41me\n", "MD5",
	  "e19143b34b6efa973beba2c3c767e32a", "pw-cut", "cut at its first blank" },
	{ "cut to 8 octets", "alice:example.com:plain:ope\"n ses%41me\n", "MD5",
	  "d1b94e767bfe3f8487b7d06ed09d6f08", "pw-cut", "cut to 8 octets" },
	{ "quotes taken out", "alice:example.com:plain:ope\"n ses%41me\n", "MD5",
	  "dbaa560af57b6cf27c6703c9577fda12", "pw-shell", "without any quotes in it" },
	{ "a backslash before the quote", "alice:example.com:plain:ope\"n ses%41me\n", "MD5",
	  "ce9439598982756cb93ff4f02c39152b", "pw-shell",
	  "with a backslash before each quote and backslash" },
	{ "the first letter in upper case", "alice:example.com:plain:ope\"n ses%41me\n", "MD5",
	  "44e0cf4578879f99e5e0854a50dfb3f3", "pw-case", "with its first letter in upper case" },
	{ "Latin-1", "alice:example.com:plain:p\303\244ssw\303\266rd\n", "MD5",
	  "e458da5e97740a1b6555458d6ee2382e", "pw-charset", "in Latin-1" },
	{ "NFD", "alice:example.com:plain:p\303\244ssw\303\266rd\n", "MD5",
	  "53200397fea9d30651ef68a45aadc27b", "pw-charset", "in Unicode's decomposed form (NFD)" },
	{ "UTF-16", "alice:example.com:plain:ope\"n ses%41me\n", "MD5",
	  "ac6cd1f2f65f117556060abcd75b1902", "pw-charset", "in UTF-16, the low octet first" },
	{ "none", "alice:example.com:plain:ope\"n ses%41me\n", "MD5",
	  "24223263ffb11a552951fec1f976bc24", "pw-empty", "none at all" },
	{ "the word undefined", "alice:example.com:plain:ope\"n ses%41me\n", "MD5",
	  "16fbe6a70afdbf19e9531bf76721bab4", "pw-const", "the word \"undefined\"" },
	{ "the user name", "alice:example.com:plain:ope\"n ses%41me\n", "MD5",
	  "d6625b39387ff93bbf18ec31e7acc084", "pw-const", "the user name" },
	{ "a fixed word, with the HA1 alone",
	  "alice:example.com:71f5973dd70242956d903ac8d5a9ce83\n", "MD5",
	  "a25dceffc0fd4d243fdccd911d619b29", "pw-const", "the word \"null\"" },
	{ "none, with the HA1 alone", "alice:example.com:71f5973dd70242956d903ac8d5a9ce83\n", "MD5",
	  "24223263ffb11a552951fec1f976bc24", "pw-empty", "none at all" },
	{ "the HA1", "alice:example.com:plain:ope\"n ses%41me\n", "MD5",
	  "94b8d45eadfca42e559872306312699b", "pw-is-ha1", NULL },
	{ "the HA1 in upper case", "alice:example.com:plain:ope\"n ses%41me\n", "MD5",
	  "4df306b11c9ed3545f81264cb68e9c7d", "pw-is-ha1", "its HA1 with digits in upper case" },
	{ "the HA1 of another algorithm", "alice:example.com:plain:ope\"n ses%41me\n", "MD5",
	  "f2a656a08ebcc9d0b620823693c1fd19", "pw-is-ha1", NULL },
	{ "the MD5 HA1 for SHA-256", "alice:example.com:plain:ope\"n ses%41me\n", "SHA-256",
	  "7e3a34eae6613554728db468b2ab5a43fa474675b2dc6e37f5f623845506e70e", "pw-is-ha1", NULL },
	{ "the password in the place of HA1", "alice:example.com:plain:ope\"n ses%41me\n", "MD5",
	  "091f24297106c62f18a75c4c9f2e3814", "ha1-is-pw", NULL },
	{ "the HA1 of another realm, as it is in the file",
	  "alice:example.com:71f5973dd70242956d903ac8d5a9ce83\nalice:other.example:55bb9065867572b7ca34102899840743\n",
	  "MD5", "75046b48ed80251019a6444b6e3d7f85", "ha1-other-account", NULL },
	{ "the HA1 of another user",
	  "alice:example.com:71f5973dd70242956d903ac8d5a9ce83\nbob:example.com:38f8eba0abfb998acde37bce330a4e84\n",
	  "MD5", "4b91a9088d11769fdac306c62a921666", "ha1-other-account", NULL },
	{ "the HA1 of MD5 for SHA-256", "alice:example.com:71f5973dd70242956d903ac8d5a9ce83\n",
	  "SHA-256", "0761b970c15f1076ca4322e7e1c7d86059de9f9abb1a9dd9f79cd9cef7fb5a9f",
	  "ha1-other-algorithm", NULL },
};

static bool
is_told(const struct verify *got, size_t i)
{
	const struct verify_diff *diff = &got->differs[0];

	if (got->hashed == NULL || got->substitutions != 1 ||
	    strcmp(got->hashed->id, cases[i].row) != 0)
		return false;
	/* Neither the password nor what it became. */
	if (!str_absent(diff->sent) || !str_absent(diff->hashed))
		return false;
	return cases[i].what == NULL ? diff->what == NULL
				     : diff->what != NULL && strcmp(diff->what, cases[i].what) == 0;
}

static void
test_case(struct digest *d, size_t i)
{
	char answer[1024];
	struct err err = { "" };
	struct secrets *s = secrets_new(&err);
	struct verifier *v = verifier_new(d, s);
	struct digest_round t;
	struct verify got;

	(void)snprintf(answer, sizeof(answer),
		       "REGISTER sip:example.com SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.20\n"
		       "Call-ID: 1@10.0.0.20\nCSeq: 2 REGISTER\n"
		       "Authorization: Digest username=\"alice\",realm=\"example.com\","
		       "nonce=\"n0nce\",uri=\"sip:example.com\",cnonce=\"c\",nc=00000001,qop=auth,"
		       "algorithm=%s,response=\"%s\"\nContent-Length: 0\n\n",
		       cases[i].alg, cases[i].response);
	digest_round_begin(&t);
	digest_round_answer(&t, str_of(answer), STR_ABSENT);
	if (!secrets_parse(s, str_of(cases[i].secrets), "secrets", &err))
		diag("%s", err.text);
	verify_round(v, &t.round, t.arena, &got);
	if (!ok(is_told(&got, i), "%s", cases[i].promise))
		diag("got %s, %u substitutions, %s",
		     got.hashed != NULL ? got.hashed->id : "nothing", got.substitutions,
		     got.substitutions > 0 && got.differs[0].what != NULL ? got.differs[0].what
									  : "-");
	verifier_free(v);
	digest_round_end(&t);
	secrets_free(s);
}

int
main(void)
{
	struct err err = { "" };
	struct digest *d = digest_new(&err);

	if (d == NULL)
		return skip_all("%s", err.text);
	for (size_t i = 0; i < COUNT(cases); i++)
		test_case(d, i);
	digest_free(d);
	return done();
}
