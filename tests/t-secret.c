/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sipwhy/digest.h>
#include <sipwhy/secret.h>

#include "guard.h"
#include "tap.h"

#define HEX32 "939e7578ed9e3c518a452acee763bce9"
#define HEX32_UPPER "939E7578ED9E3C518A452ACEE763BCE9"
#define HEX64 "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
/* What no error may show: it stands in every line that is wrong. */
#define HIDDEN "Geheim"

static const struct {
	const char *promise;
	struct str text;
	struct secret want[2];
} good[] = {
	{ "a line of htdigest",
	  S("alice:example.com:" HEX32 "\n"),
	  { { .user = S("alice"), .realm = S("example.com"), .ha1 = S(HEX32) } } },
	{ "an HA1 of 64 digits, and no line end",
	  S("alice:example.com:" HEX64),
	  { { .user = S("alice"), .realm = S("example.com"), .ha1 = S(HEX64) } } },
	{ "an HA1 in upper case is kept in lower case",
	  S("alice:example.com:" HEX32_UPPER " \n"),
	  { { .user = S("alice"), .realm = S("example.com"), .ha1 = S(HEX32) } } },
	{ "a realm may hold blanks",
	  S("alice:my realm:" HEX32 "\n"),
	  { { .user = S("alice"), .realm = S("my realm"), .ha1 = S(HEX32) } } },
	{ "plain: begins a password",
	  S("alice:example.com:plain:open sesame\n"),
	  { { .user = S("alice"), .realm = S("example.com"), .password = S("open sesame") } } },
	{ "a password may hold colons, quotes, # and blanks at both ends",
	  S("alice:example.com:plain: a:b\"c#\\d \n"),
	  { { .user = S("alice"), .realm = S("example.com"), .password = S(" a:b\"c#\\d ") } } },
	{ "a password may look like an HA1",
	  S("alice:example.com:plain:" HEX32 "\n"),
	  { { .user = S("alice"), .realm = S("example.com"), .password = S(HEX32) } } },
	{ "a password may be empty",
	  S("alice:example.com:plain:\n"),
	  { { .user = S("alice"), .realm = S("example.com"), .password = S("") } } },
	{ "a password may be any octets, as escapes",
	  S("\"alice\",\"r\",\"\\xff\\xc3\\xa4\"\n"),
	  { { .user = S("alice"), .realm = S("r"), .password = S("\xff\xc3\xa4") } } },
	{ "the realm * before a password is any realm",
	  S("alice:*:plain:x\n"),
	  { { .user = S("alice"), .password = S("x") } } },
	{ "the realm * before an HA1 is itself: an HA1 is made of it",
	  S("alice:*:" HEX32 "\n"),
	  { { .user = S("alice"), .realm = S("*"), .ha1 = S(HEX32) } } },
	{ "CRLF ends a line",
	  S("alice:r:plain:x\r\nbob:r:" HEX32 "\r\n"),
	  { { .user = S("alice"), .realm = S("r"), .password = S("x") },
	    { .user = S("bob"), .realm = S("r"), .ha1 = S(HEX32) } } },
	{ "a byte order mark is no part of the first user",
	  S("\xef\xbb\xbf"
	    "alice:r:plain:x\n"),
	  { { .user = S("alice"), .realm = S("r"), .password = S("x") } } },
	{ "empty lines, blank lines and comments are passed over",
	  S("\n# a:b\n \t\n#\nalice:r:plain:#x\n\n"),
	  { { .user = S("alice"), .realm = S("r"), .password = S("#x") } } },
	{ "a line of wireshark's table",
	  S("\"alice\",\"example.com\",\"secret\"\n"),
	  { { .user = S("alice"), .realm = S("example.com"), .password = S("secret") } } },
	{ "wireshark's \\x escapes",
	  S("\"a\\x22b\",\"r\\x5c\",\"\\xc3\\xa4\\x00\"\n"),
	  { { .user = S("a\"b"), .realm = S("r\\"), .password = S("\xc3\xa4\0") } } },
	{ "C's escapes and doubled quotes",
	  S("\"a\"\"b\",\"r\\\"s\",\"\\\\\\t\"\"\"\n"),
	  { { .user = S("a\"b"), .realm = S("r\"s"), .password = S("\\\t\"") } } },
	{ "blanks around the fields, and commas and colons in them",
	  S(" \"a,b\" , \"10.0.0.1:5060\" ,\t\"x:y\" \r\n"),
	  { { .user = S("a,b"), .realm = S("10.0.0.1:5060"), .password = S("x:y") } } },
	{ "wireshark's empty password",
	  S("\"alice\",\"r\",\"\""),
	  { { .user = S("alice"), .realm = S("r"), .password = S("") } } },
	{ "an HA1 may name its algorithm, in any case",
	  S("alice:r:SHA-256:" HEX64 "\nalice:r:sha-512-256: " HEX64 " \n"),
	  { { .user = S("alice"),
	      .realm = S("r"),
	      .ha1 = S(HEX64),
	      .ha1_alg_known = true,
	      .ha1_alg = ALGORITHM_SHA_256 },
	    { .user = S("alice"),
	      .realm = S("r"),
	      .ha1 = S(HEX64),
	      .ha1_alg_known = true,
	      .ha1_alg = ALGORITHM_SHA_512_256 } } },
	{ "MD5 too",
	  S("alice:r:MD5:" HEX32_UPPER),
	  { { .user = S("alice"),
	      .realm = S("r"),
	      .ha1 = S(HEX32),
	      .ha1_alg_known = true,
	      .ha1_alg = ALGORITHM_MD5 } } },
	{ "the realm * in wireshark's form",
	  S("\"alice\",\"*\",\"x\""),
	  { { .user = S("alice"), .password = S("x") } } },
};

/* Each is wrong in its second line. */
static const struct {
	const char *promise;
	struct str line;
	const char *says;
} wrong[] = {
	{ "no colon", S("" HIDDEN), "neither" },
	{ "one colon", S("alice:" HIDDEN), "neither" },
	{ "a password without plain:", S("alice:r:" HIDDEN), "plain:" },
	{ "an HA1 of 31 digits", S("alice:r:" HIDDEN "939e7578ed9e3c518a452acee"), "HA1" },
	{ "an HA1 of 33 digits", S("alice:" HIDDEN ":" HEX32 "0"), "HA1" },
	{ "an HA1 with a letter beyond f", S("alice:" HIDDEN ":939e7578ed9e3c518a452acee763bceg"),
	  "HA1" },
	{ "an HA1 of SHA-256 with too few digits", S("alice:" HIDDEN ":SHA-256:" HEX32),
	  "64 hexadecimal" },
	{ "an HA1 of MD5 with too many", S("alice:" HIDDEN ":MD5:" HEX64), "32 hexadecimal" },
	{ "an HA1 of an unknown algorithm", S("alice:" HIDDEN ":SHA-1:" HEX32), "HA1" },
	{ "an HA1 of a -sess algorithm", S("alice:" HIDDEN ":MD5-sess:" HEX32), "-sess" },
	{ "RES with an odd number of digits", S("alice:" HIDDEN ":aka:939e7578e"), "RES" },
	{ "RES of 3 octets", S("alice:" HIDDEN ":aka:939e75"), "RES" },
	{ "RES of 17 octets", S("alice:" HIDDEN ":aka:" HEX32 "00"), "RES" },
	{ "RES that is no number", S("alice:r:aka:" HIDDEN "00"), "RES" },
	{ "RES with CK and no IK", S("alice:" HIDDEN ":aka:939e7578:ck=" HEX32), "together" },
	{ "RES with an OP", S("alice:" HIDDEN ":aka:939e7578:op=" HEX32), "field" },
	{ "K of 15 octets", S("alice:r:aka-k:" HIDDEN "7578ed9e3c518a452acee763:op=" HEX32),
	  "K is" },
	{ "K alone", S("alice:" HIDDEN ":aka-k:" HEX32), "op=" },
	{ "K with OP and OPc", S("alice:" HIDDEN ":aka-k:" HEX32 ":op=" HEX32 ":opc=" HEX32),
	  "one of them" },
	{ "OPc twice", S("alice:" HIDDEN ":aka-k:" HEX32 ":opc=" HEX32 ":opc=" HEX32), "twice" },
	{ "OP with a letter beyond f",
	  S("alice:r:aka-k:" HEX32 ":op=939e7578ed9e3c518a452a" HIDDEN "xxxx"), "OP is" },
	{ "AMF of one octet", S("alice:" HIDDEN ":aka-k:" HEX32 ":opc=" HEX32 ":amf=80"), "AMF" },
	{ "Plain in another case", S("alice:r:Plain:" HIDDEN), "plain:" },
	{ "a realm with a colon before plain:", S("alice:10.0.0.1:5060:plain:" HIDDEN), "colon" },
	{ "a realm with a colon before an HA1", S("" HIDDEN ":10.0.0.1:5060:" HEX32), "colon" },
	{ "no user", S(":r:plain:" HIDDEN), "user" },
	{ "no realm", S("alice::plain:" HIDDEN), "realm" },
	{ "no realm before an HA1", S("" HIDDEN "::" HEX32), "realm" },
	{ "a NUL", S("alice:r:plain:" HIDDEN "\0x"), "NUL" },
	{ "a quote that is not closed", S("\"alice\",\"r\",\"" HIDDEN), "quote" },
	{ "a quote that is not closed for its escape", S("\"alice\",\"r\",\"" HIDDEN "\\\""),
	  "quote" },
	{ "a field without quotes", S("\"alice\",\"r\"," HIDDEN), "quote" },
	{ "two fields", S("\"alice\",\"" HIDDEN "\""), "three" },
	{ "four fields", S("\"alice\",\"r\",\"" HIDDEN "\",\"x\""), "third" },
	{ "an unknown escape", S("\"alice\",\"r\",\"" HIDDEN "\\q\""), "escape" },
	{ "an escape with one digit", S("\"alice\",\"r\",\"" HIDDEN "\\xa\""), "escape" },
	{ "wireshark's form without a user", S("\"\",\"r\",\"" HIDDEN "\""), "user" },
};

static bool
same(const struct secret *a, const struct secret *b)
{
	return str_eq(a->user, b->user) && str_eq(a->realm, b->realm) &&
	       str_eq(a->password, b->password) && str_eq(a->ha1, b->ha1) &&
	       a->ha1_alg_known == b->ha1_alg_known && a->ha1_alg == b->ha1_alg;
}

static const struct secret *
find(const struct secrets *s, const struct secret *like)
{
	const struct secret *one;

	for (size_t i = 0; (one = secrets_find(s, like->user, like->realm, i)) != NULL; i++) {
		if (same(one, like))
			return one;
	}
	return NULL;
}

static void
test_good(void)
{
	for (size_t i = 0; i < COUNT(good); i++) {
		struct str text = guard(good[i].text);
		struct err err = { "" };
		struct secrets *s = secrets_new(&err);
		bool fine = secrets_parse(s, text, "file", &err);
		size_t n = 0;

		for (; n < COUNT(good[i].want) && !str_absent(good[i].want[n].user); n++)
			fine = fine && find(s, &good[i].want[n]) != NULL;
		/* The views must be the store's own. */
		guard_free(text);
		ok(fine && secrets_count(s) == n, "%s %s", good[i].promise, err.text);
		secrets_free(s);
	}
}

/* Neither the secret nor any other word of the line. */
static bool
shows_nothing(const struct err *err)
{
	return strstr(err->text, HIDDEN) == NULL && strstr(err->text, "alice") == NULL &&
	       strstr(err->text, "939e") == NULL && strstr(err->text, "10.0.0.1") == NULL;
}

static void
test_wrong(void)
{
	for (size_t i = 0; i < COUNT(wrong); i++) {
		char text[256] = "# the first line\n";
		size_t len = strlen(text);
		struct err err = { "" };
		struct secrets *s = secrets_new(&err);
		struct str in;
		bool good_line;

		memcpy(text + len, wrong[i].line.p, wrong[i].line.len);
		in = guard((struct str){ text, len + wrong[i].line.len });
		good_line = secrets_parse(s, in, "file", &err);
		ok(!good_line && strstr(err.text, "file: line 2: ") == err.text &&
			   strstr(err.text, wrong[i].says) != NULL,
		   "%s is refused, its line named", wrong[i].promise);
		ok(shows_nothing(&err), "%s: and nothing of it shown: %s", wrong[i].promise,
		   err.text);
		guard_free(in);
		secrets_free(s);
	}
}

static void
test_aka(void)
{
	struct err err = { "" };
	struct secrets *s = secrets_new(&err);
	const struct secret *one;

	ok(secrets_parse(s,
			 S("sim@r:r:aka:939e7578ED9E3C51:ik=" HEX32 " : ck=" HEX32_UPPER "\n"
			   "sim@r:*:aka-k:" HEX32 ":op=" HEX32 ":AMF=b9B9\n"),
			 "f", &err),
	   "lines of a SIM are read %s", err.text);
	one = secrets_find(s, S("sim@r"), S("r"), 0);
	ok(one != NULL && one->aka != NULL && str_absent(one->password) && str_absent(one->ha1),
	   "what a SIM has is neither a password nor an HA1");
	ok(one != NULL && one->aka != NULL &&
		   str_eq(one->aka->res, S("\x93\x9e\x75\x78\xed\x9e\x3c\x51")) &&
		   one->aka->ck.len == 16 && str_eq(one->aka->ck, one->aka->ik) &&
		   str_absent(one->aka->k),
	   "RES, CK and IK are octets");
	one = secrets_find(s, S("sim@r"), S("r"), 1);
	ok(one != NULL && one->aka != NULL && one->aka->k.len == 16 && one->aka->op.len == 16 &&
		   str_absent(one->aka->opc) && str_eq(one->aka->amf, S("\xb9\xb9")),
	   "K with OP and AMF, good in any realm");
	secrets_free(s);
}

/* Which algorithms each secret is for. */
static void
test_for(void)
{
	struct secret_aka sim = { .res = STR_ABSENT };
	const struct secret md5 = { .ha1 = S(HEX32) }, sha = { .ha1 = S(HEX64) },
			    password = { .password = S("x") }, aka = { .aka = &sim },
			    sha_512 = { .ha1 = S(HEX64),
					.ha1_alg_known = true,
					.ha1_alg = ALGORITHM_SHA_512_256 };

	ok(secret_is_for(&md5, ALGORITHM_MD5_SESS) && !secret_is_for(&md5, ALGORITHM_SHA_256),
	   "32 digits are an HA1 of MD5");
	ok(secret_is_for(&sha, ALGORITHM_SHA_256) &&
		   secret_is_for(&sha, ALGORITHM_SHA_512_256_SESS),
	   "64 digits without a name may be of either");
	ok(secret_is_for(&sha_512, ALGORITHM_SHA_512_256_SESS) &&
		   !secret_is_for(&sha_512, ALGORITHM_SHA_256) &&
		   !secret_is_for(&sha_512, ALGORITHM_MD5),
	   "with a name they are of that one");
	ok(secret_is_for(&password, ALGORITHM_SHA_256) && !secret_is_for(&aka, ALGORITHM_MD5) &&
		   secret_is_for(&aka, ALGORITHM_AKAV2_MD5),
	   "a password is for all, a SIM for AKA");
}

static struct str
spot_in(const struct secrets *s, struct str text)
{
	struct str in = guard(text);
	size_t at = 0, len = secrets_spot(s, in, &at);

	guard_free(in);
	return str_sub(text, at, len);
}

/* The literals are by python's base64 and hashlib. */
static void
test_watch(void)
{
	struct err err = { "" };
	struct secrets *s = secrets_new(&err);
	struct digest *d = digest_new(&err);

	(void)secrets_parse(s,
			    S("alice:r:plain:p\xc3\xa4\"ss w\nbob:r:plain:short\n"
			      "carol:r:" HEX32
			      "\ndave:r:aka:00112233445566\ndave:r:plain:p\xc3\xa4\"ss words\n"),
			    "f", &err);
	is_int((intmax_t)spot_in(s, S("p\xc3\xa4\"ss w")).len, 0,
	       "nothing is found before the watch");
	ok(secrets_watch(s, d, &err), "the watch begins %s", err.text);
	is_str(spot_in(s, S("xp\xc3\xa4\"ss wx")), S("p\xc3\xa4\"ss w"), "a password in any text");
	is_str(spot_in(s, S("p\xc3\xa4\"ss words")), S("p\xc3\xa4\"ss words"), "the longer of two");
	is_str(spot_in(s, S("=p%C3%A4%22ss%20w@")), S("p%C3%A4%22ss%20w"), "as a URI has it");
	is_str(spot_in(s, S("=%70\xc3%a4\\\"s%73%20w@")), S("%70\xc3%a4\\\"s%73%20w"),
	       "with any of its octets escaped, in two ways");
	is_str(spot_in(s, S("=p%C3%A4\"s%73%2...")), S("p%C3%A4\"s%73"),
	       "escaped, and cut off amid an escape");
	is_str(spot_in(s, S("\"p\xc3\xa4\\\"ss w\"")), S("p\xc3\xa4\\\"ss w"),
	       "as a quoted string has it");
	is_str(spot_in(s, S("\"p\\xc3\\xa4\"ss w\"")), S("p\\xc3\\xa4\"ss w"),
	       "as a sentence quotes it");
	is_str(spot_in(s, S("Basic YWxpY2U6cMOkInNzIHc=")), S("YWxpY2U6cMOkInNzIHc="),
	       "as Basic credentials");
	is_str(spot_in(s, S("xe7ed7cc031a3508b6904b9f6cdb9abe7x")),
	       S("e7ed7cc031a3508b6904b9f6cdb9abe7"), "its HA1");
	is_str(spot_in(s, S(HEX32_UPPER)), S(HEX32_UPPER), "an HA1, in upper case too");
	is_str(spot_in(s, S("00112233445566")), S("00112233445566"), "RES in digits");
	is_str(spot_in(s, S("p\xc3\xa4\"ss...")), S("p\xc3\xa4\"ss"),
	       "what is cut off before an ellipsis");
	is_int((intmax_t)spot_in(s, S("p\xc3\xa4\"ss")).len, 0, "but no other beginning");
	is_int((intmax_t)spot_in(s, S("short")).len, 0, "nothing of less than 6 octets");
	is_int((intmax_t)spot_in(s, S("")).len, 0, "nothing in nothing");
	is_int((intmax_t)secrets_spot(NULL, S("p\xc3\xa4\"ss w"), &(size_t){ 0 }), 0,
	       "no secrets, no spot");
	digest_free(d);
	secrets_free(s);
}

static void
test_wipe(void)
{
	struct err err = { "" };
	struct secrets *s = secrets_new(&err);
	const struct secret *one;

	(void)secrets_parse(s, S("alice:r:plain:" HIDDEN "\n"), "f", &err);
	one = secrets_find(s, S("alice"), S("r"), 0);
	secrets_wipe();
	ok(one != NULL && str_eq(one->password, S("\0\0\0\0\0\0")),
	   "what a signal handler can do: all is overwritten");
	secrets_free(s);
}

static void
test_utf16(void)
{
	struct err err = { "" };
	struct secrets *s = secrets_new(&err);

	ok(!secrets_parse(s,
			  S("\xff\xfe"
			    "a\0:\0"),
			  "file", &err) &&
		   strstr(err.text, "UTF-8") != NULL,
	   "UTF-16 is told as what it is");
	secrets_free(s);
}

static void
is_found(const struct secrets *s, struct str user, struct str realm, struct str want,
	 const char *promise)
{
	char got[64] = "";
	const struct secret *one;
	size_t len = 0;

	for (size_t i = 0; (one = secrets_find(s, user, realm, i)) != NULL && len < 60; i++)
		got[len++] = one->password.p[0];
	is_str((struct str){ got, len }, want, "%s", promise);
}

static void
test_find(void)
{
	struct err err = { "" };
	struct secrets *s = secrets_new(&err);

	(void)secrets_add_password(s, STR_ABSENT, STR_ABSENT, S("6"), &err);
	(void)secrets_add_password(s, STR_ABSENT, S("r"), S("5"), &err);
	(void)secrets_add_password(s, S("alice"), STR_ABSENT, S("3"), &err);
	(void)secrets_parse(s,
			    S("bob:r:plain:b\nalice:r:plain:1\nalice:R:plain:x\n"
			      "Alice:r:plain:y\nalice:r:plain:2\nalice:*:plain:4\n"),
			    "f", &err);
	is_found(s, S("alice"), S("r"), S("123456"),
		 "the account before any realm before any user, each in the order given");
	is_found(s, S("alice"), S("R"), S("x346"), "the realm compares octet by octet");
	is_found(s, S("Alice"), S("r"), S("y56"), "the user compares octet by octet");
	is_found(s, S("carol"), S("q"), S("6"), "anybody has the bare password");

	ok(secrets_has_bare(s), "a bare password is known as such");
	ok(secrets_bind_user(s, S("carol"), &err) && !secrets_has_bare(s),
	   "… and no longer after it got its user");
	is_found(s, S("carol"), S("r"), S("56"), "… who has it");
	is_found(s, S("dave"), S("r"), S(""), "… and nobody else");
	is_found(s, S("alice"), S("r"), S("1234"), "… nor those who had it before");
	is_int((intmax_t)secrets_count(s), 9, "all are counted");
	secrets_free(s);
	secrets_free(NULL);
}

/* Many, in no order: the search must find each. */
static void
test_many(void)
{
	enum { MANY = 5000 };
	struct err err = { "" };
	struct secrets *s = secrets_new(&err);
	char *text = malloc((size_t)MANY * 32);
	size_t len = 0, found = 0;

	if (text == NULL)
		return;
	for (unsigned i = 0; i < MANY; i++)
		len += (size_t)snprintf(text + len, 32, "u%u:r%u:plain:p%u\n", i * 7919 % MANY,
					i % 3, i);
	(void)secrets_parse(s, (struct str){ text, len }, "f", &err);
	free(text);
	for (unsigned i = 0; i < MANY; i++) {
		char user[16], realm[16], password[16];
		const struct secret *one;

		(void)snprintf(user, sizeof(user), "u%u", i * 7919 % MANY);
		(void)snprintf(realm, sizeof(realm), "r%u", i % 3);
		(void)snprintf(password, sizeof(password), "p%u", i);
		one = secrets_find(s, str_of(user), str_of(realm), 0);
		found += one != NULL && str_eq(one->password, str_of(password));
	}
	is_int((intmax_t)found, MANY, "each of %d accounts is found", MANY);
	secrets_free(s);
}

/* The VmFlags that the kernel tells of the mapping with this address; false if it tells none. */
static bool
flags_of(const void *p, char *flags, size_t room)
{
	FILE *f = fopen("/proc/self/smaps", "r");
	char line[512];
	bool inside = false, found = false;

	while (f != NULL && !found && fgets(line, sizeof(line), f) != NULL) {
		char *end;
		unsigned long from = strtoul(line, &end, 16);

		if (*end == '-' && end > line)
			inside = from <= (unsigned long)p &&
				 (unsigned long)p < strtoul(end + 1, NULL, 16);
		found = inside && strncmp(line, "VmFlags:", 8) == 0;
	}
	if (found)
		(void)snprintf(flags, room, "%s", line);
	if (f != NULL)
		(void)fclose(f);
	return found;
}

static void
test_memory(void)
{
	struct err err = { "" };
	struct secrets *s = secrets_new(&err);
	char buffer[8] = "secret!", flags[512] = "";
	const struct secret *one;

	(void)secrets_add_password(s, S("u"), S("r"), S("open sesame"), &err);
	one = secrets_find(s, S("u"), S("r"), 0);
	if (flags_of(one->password.p, flags, sizeof(flags))) {
		ok(strstr(flags, " dd") != NULL, "a secret is in no core dump");
		diag("locked: %s", strstr(flags, " lo") != NULL ? "yes" : "no");
	} else {
		skip("the kernel tells no flags of memory");
	}
	secrets_free(s);

	secret_cleanse(buffer, sizeof(buffer));
	ok(memcmp(buffer, "\0\0\0\0\0\0\0\0", 8) == 0, "what is cleansed is overwritten");
	secret_cleanse(NULL, 0);
}

int
main(void)
{
	test_good();
	test_wrong();
	test_aka();
	test_for();
	test_watch();
	test_utf16();
	test_find();
	test_many();
	test_memory();
	test_wipe();
	return done();
}
