/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * t-sip_cut.c - a capture that ends anywhere in a message may hide things from us, but it never
 * makes them look otherwise: what a cut message has, the whole one has in the same place.
 */
#include "guard.h"
#include "sip-check.h"
#include "tap.h"

static const struct {
	const char *promise;
	struct str text;
} cases[] = {
	{ "folds and odd blanks",
	  S("REGISTER sip:b@example.com;x SIP/2.0\r\nTO :\r\n sip:b@example.com ;  tag  = t1\r\n"
	    "from   : \"J \\\\\\\"\"   <sip:a@example.com>\r\n ;\r\n  tag = f1\r\ni: c1@192.0.2.1\r\n"
	    "Content-Length   : 4\r\ncseq: 0009\r\n  REGISTER\r\n"
	    "v:  SIP  / 2.0  / TCP     a.example.com   ;\r\n  branch  =   z9hG4bKa  ,\r\n"
	    " SIP  /    2.0   / UDP  192.0.2.2   ; branch=\r\n z9hG4bKb\r\n"
	    "m:\"Q \\\"\\\"\" <sip:a@example.com> ; newparam =\r\n  newvalue ;\r\n  q = 0.33\r\n\r\n"
	    "body, and more") },
	{ "credentials",
	  S("REGISTER sip:example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKa\r\n"
	    "Authorization: Digest username=\"23\",realm=\"a \\\"b\\\"\",nonce=\"1567\",uri=\"sip:a\","
	    "response=\"0f343b0931126a20f133d67c2b018a3b\",cnonce=\"11\",nc=00000001,qop=auth,"
	    "algorithm=MD5-sess\r\n"
	    "User-Agent: X\r\nCSeq: 2 REGISTER\r\nCall-ID: c\r\nFrom: a;tag=1\r\nTo: a\r\n"
	    "Content-Length: 0\r\n\r\n") },
	{ "challenges of several schemes in one field",
	  S("SIP/2.0 401 Unauthorized\nWWW-Authenticate: Digest realm=\"a\", nonce=\"b\", stale=false,"
	    " algorithm=SHA-512-256-sess, qop=\"auth,auth-int\", Basic realm=\"c\", Negotiate,"
	    " Digest realm=\"d\", nonce=\"e\"\n"
	    "WWW-Authenticate: Bearer authz_server=\"https://a\"\n"
	    "Proxy-Authenticate:\n\n") },
	{ "credentials as nobody should write them",
	  S("INVITE sip:a SIP/2.0\r\n"
	    "Authorization: Digestusername=\"a\" realm=\"b\" nonce=\xe2\x80\x9c"
	    "c\xe2\x80\x9d, uri='sip:a b', response=abc\"d\", Digest username=\"e\",\r\n"
	    " realm=\"f\r\n  g\", qop=\"auth\", nc=\"1\", opaque=\"\"x\"\", algorithm = \"MD5\"\r\n"
	    "Proxy-Authorization: username=\"x\",=\"y\",,z,realm\r\n"
	    "Proxy-Authorization: Digest,username=\"x\", nonce=\"open\r\n\r\n") },
	{ "a status that is none",
	  S("SIP/2.0 401S OK\r\nVia: SIP/2.0/UDP a;x=\"b, c, d\";branch=e, f\r\nv: ,,,\r\n"
	    "From: Bell, A: \"<sip:no>;tag=no, \" <sip:a@b>;tag=1\r\n"
	    "To: \"a;tag=no\" <sip:a@b>;x=\"y;tag=no\";tag=1\r\n\r\n") },
	{ "words that turn out to be others",
	  S("REGISTER sip:a b c SIP/2.0 d SIP/2.0\r\n"
	    "WWW-Authenticate: Digest nonce=\xe2\x80\x9c"
	    "a, qop=\"b\"c\xe2\x80\x9d, realm='d, opaque='e', stale=\"f\"\r\n"
	    "WWW-Authenticate: Digest realm=\"a\", qop=auth, auth-int\r\n"
	    "WWW-Authenticate: Digest realm=\"a\", Digest\r\n =b, stale\r\n x y=\"z\"\r\n"
	    "WWW-Authenticate: X Digest =, Basic =b\r\n\r\n") },
};

/* What a prefix breaks, or NULL. */
static const char *
check_prefix(const struct sip_msg *whole, size_t len, size_t missing)
{
	const char *broken;
	struct parsed p;

	parsed_begin(&p, (struct str){ whole->raw.p, len }, missing);
	broken = sip_check(&p.m);
	if (broken == NULL)
		broken = auth_check(&p.m);
	if (broken == NULL && missing > 0)
		broken = cut_check(whole, &p.m);
	parsed_end(&p);
	return broken;
}

static void
test_prefixes(size_t i)
{
	const size_t len = cases[i].text.len;
	const char *promise = cases[i].promise;
	struct parsed whole;

	parsed_begin(&whole, cases[i].text, 0);
	for (size_t n = 0; n <= len; n++) {
		const char *broken = check_prefix(&whole.m, n, len - n);

		if (broken != NULL)
			ok(false, "%s, cut at %zu: %s", promise, n, broken);
		broken = check_prefix(&whole.m, n, 0);
		if (broken != NULL)
			ok(false, "%s, sent up to %zu: %s", promise, n, broken);
	}
	ok(true, "%s: all %zu prefixes", promise, len);
	parsed_end(&whole);
}

int
main(void)
{
	for (size_t i = 0; i < COUNT(cases); i++)
		test_prefixes(i);
	return done();
}
