/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Expected values: the RFCs and draft-smith-sipping-auth-examples where the promise names one; "python
 * hashlib" where none is published.  All were computed again with python's hashlib before they were
 * written here.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sipwhy/digest.h>

#include "guard.h"
#include "tap.h"

#define RFC2617_NONCE "dcd98b7102dd2f0e8b11d0f600bfb0c093"
#define RFC7616_NONCE "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"
#define RFC7616_CNONCE "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
#define USERHASH_NONCE "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK"
#define USERHASH_CNONCE "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v"
#define IMS "ims.mnc001.mcc001.3gppnetwork.org"
#define IMS_NONCE "I1U8vpY3qJ0hiuZNrke/NVXzKLQ1d7m5Sp/6w1Tfr7M="

#define SDP_LINES(end)                                                                         \
	"v=0" end "o=bob 2890844526 2890844526 IN IP4 media.biloxi.com" end "s=-" end          \
	"c=IN IP4 media.biloxi.com" end "t=0 0" end "m=audio 49170 RTP/AVP 0" end              \
	"a=rtpmap:0 PCMU/8000" end "m=video 51372 RTP/AVP 31" end "a=rtpmap:31 H261/90000" end \
	"m=video 53000 RTP/AVP 32" end "a=rtpmap:32 MPV/90000" end

struct who {
	struct str user, realm, password;
};

static const struct who mufasa = { S("Mufasa"), S("testrealm@host.com"), S("Circle Of Life") };
static const struct who mufasa_2069 = { S("Mufasa"), S("testrealm@host.com"), S("CircleOfLife") };
static const struct who mufasa_7616 = { S("Mufasa"), S("http-auth@example.org"),
					S("Circle of Life") };
static const struct who mufasa_big_o = { S("Mufasa"), S("http-auth@example.org"),
					 S("Circle Of Life") };
static const struct who jason = { S("J\xc3\xa4s\xc3\xb8n Doe"), S("api@example.org"),
				  S("Secret, or not?") };
static const struct who bob = { S("bob"), S("biloxi.com"), S("zanzibar") };
static const struct who ims_res = { S("001010123456789@" IMS), S(IMS),
				    S("\xa5\x42\x11\xd5\xe3\xba\x50\xbf") };
static const struct who ims_hex = { S("001010123456789@" IMS), S(IMS), S("a54211d5e3ba50bf") };
static const struct who ims_none = { S("001010123456789@" IMS), S(IMS), S("") };
static const struct who ims_v2 = { S("001010123456789@" IMS), S(IMS),
				   S("shzt3q8CWaZnCAWqs3WmEQ==") };

struct vector {
	const char *promise;
	const struct who *who;
	struct digest_input in;
	struct str want;
	bool must_differ;
};

/* RFC 2617's request, and draft-smith's with nothing but the qop changing. */
#define GET(form_, alg_)                   \
	.in = { .alg = (alg_),             \
		.form = (form_),           \
		.nonce = S(RFC2617_NONCE), \
		.nc = S("00000001"),       \
		.cnonce = S("0a4f113b"),   \
		.qop = S("auth"),          \
		.method = S("GET"),        \
		.uri = S("/dir/index.html") }
#define INVITE(form_, alg_, qop_, body_)        \
	.in = { .alg = (alg_),                  \
		.form = (form_),                \
		.nonce = S(RFC2617_NONCE),      \
		.nc = S("00000001"),            \
		.cnonce = S("0a4f113b"),        \
		.qop = S(qop_),                 \
		.method = S("INVITE"),          \
		.uri = S("sip:bob@biloxi.com"), \
		.body = S(body_) }
#define GET_7616(alg_)                       \
	.in = { .alg = (alg_),               \
		.nonce = S(RFC7616_NONCE),   \
		.nc = S("00000001"),         \
		.cnonce = S(RFC7616_CNONCE), \
		.qop = S("auth"),            \
		.method = S("GET"),          \
		.uri = S("/dir/index.html") }
#define GET_DOE                               \
	.in = { .alg = ALGORITHM_SHA_512_256, \
		.nonce = S(USERHASH_NONCE),   \
		.nc = S("00000001"),          \
		.cnonce = S(USERHASH_CNONCE), \
		.qop = S("auth"),             \
		.method = S("GET"),           \
		.uri = S("/doe.json") }
#define REGISTER(alg_)                   \
	.in = { .alg = (alg_),           \
		.nonce = S(IMS_NONCE),   \
		.nc = S("00000001"),     \
		.cnonce = S("0a4f113b"), \
		.qop = S("auth"),        \
		.method = S("REGISTER"), \
		.uri = S("sip:" IMS) }
#define SDP SDP_LINES("\r\n")

static const struct vector vectors[] = {
	{ "RFC 2617 3.5", &mufasa, GET(DIGEST_FORM_2617, ALGORITHM_MD5),
	  S("6629fae49393a05397450978507c4ef1") },
	{ "RFC 2617 3.5's values in the RFC 2069 form (python hashlib)", &mufasa,
	  GET(DIGEST_FORM_2069, ALGORITHM_MD5), S("670fd8c2df070c60b045671b8b24ff02") },
	{ "RFC 2069 2.4 as its erratum has it", &mufasa_2069, GET(DIGEST_FORM_2069, ALGORITHM_MD5),
	  S("1949323746fe6a43ef61f9606e7febea") },
	{ "RFC 2069 2.4 as printed is wrong", &mufasa_2069, GET(DIGEST_FORM_2069, ALGORITHM_MD5),
	  S("e966c932a9242554e42c8ee200cec7f6"), true },
	{ "RFC 3261 20.7 shows RFC 2617's response, which is not an INVITE's", &bob,
	  INVITE(DIGEST_FORM_2617, ALGORITHM_MD5, "auth", ""),
	  S("6629fae49393a05397450978507c4ef1"), true },
	{ "RFC 7616 3.9.1, MD5", &mufasa_7616, GET_7616(ALGORITHM_MD5),
	  S("8ca523f5e9506fed4657c9700eebdbec") },
	{ "RFC 7616 3.9.1, SHA-256", &mufasa_7616, GET_7616(ALGORITHM_SHA_256),
	  S("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1") },
	{ "RFC 7616 erratum 4495: with the capital O it is another (python hashlib)", &mufasa_big_o,
	  GET_7616(ALGORITHM_MD5), S("d142103549841c8d7adb7716345048f2") },
	{ "RFC 7616 erratum 4495: the capital O does not give the printed response", &mufasa_big_o,
	  GET_7616(ALGORITHM_MD5), S("8ca523f5e9506fed4657c9700eebdbec"), true },
	{ "RFC 7616 3.9.2 as erratum 4897 has it", &jason, GET_DOE,
	  S("3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5") },
	{ "RFC 7616 3.9.2 as printed is SHA-512 cut short", &jason, GET_DOE,
	  S("ae66e67d6b427bd3f120414a82e4acff38e8ecd9101d6c861229025f607a79dd"), true },

	{ "draft-smith, no qop", &bob, INVITE(DIGEST_FORM_2069, ALGORITHM_MD5, "", ""),
	  S("bf57e4e0d0bffc0fbaedce64d59add5e") },
	{ "draft-smith, auth", &bob, INVITE(DIGEST_FORM_2617, ALGORITHM_MD5, "auth", ""),
	  S("89eb0059246c02b2f6ee02c7961d5ea3") },
	{ "draft-smith, MD5-sess, auth", &bob,
	  INVITE(DIGEST_FORM_2617, ALGORITHM_MD5_SESS, "auth", ""),
	  S("e4e4ea61d186d07a92c9e1f6919902e9") },
	{ "MD5-sess over the octets of HA1 is wrong (python hashlib)", &bob,
	  INVITE(DIGEST_FORM_2617, ALGORITHM_MD5_SESS, "auth", ""),
	  S("f495077475f5cdf81861e33b1d22ae9d"), true },
	{ "draft-smith, auth-int", &bob, INVITE(DIGEST_FORM_2617, ALGORITHM_MD5, "auth-int", SDP),
	  S("bdbeebb2da6adb6bca02599c2239e192") },
	{ "auth-int of an empty body (python hashlib)", &bob,
	  INVITE(DIGEST_FORM_2617, ALGORITHM_MD5, "auth-int", ""),
	  S("2d6fc6e788367208f746582b18a69618") },
	{ "auth-int of the body with LF line ends (python hashlib)", &bob,
	  INVITE(DIGEST_FORM_2617, ALGORITHM_MD5, "auth-int", SDP_LINES("\n")),
	  S("bd3947ff7707e6f79a82e56984bfb2a2") },
	{ "draft-smith, MD5-sess, auth-int", &bob,
	  INVITE(DIGEST_FORM_2617, ALGORITHM_MD5_SESS, "auth-int", SDP),
	  S("91984da2d8663716e91554859c22ca70") },

	{ "SHA-256, no qop (python hashlib)", &bob,
	  INVITE(DIGEST_FORM_2069, ALGORITHM_SHA_256, "", ""),
	  S("38aad98c50c33abe72c5f88dd17246ffcfa6b1f68852c855719ff0659386c0ca") },
	{ "SHA-256, auth (python hashlib)", &bob,
	  INVITE(DIGEST_FORM_2617, ALGORITHM_SHA_256, "auth", ""),
	  S("b3b5a6c69453abafaab9ae4dccdac90a076b6c80615d5f3498e7433b6e93bf4f") },
	{ "SHA-256-sess, auth (python hashlib)", &bob,
	  INVITE(DIGEST_FORM_2617, ALGORITHM_SHA_256_SESS, "auth", ""),
	  S("5da59c9ca40954be9d5063a15a174066c8251be2c10cf47c144c366dc7daf792") },
	{ "SHA-256, auth-int (python hashlib)", &bob,
	  INVITE(DIGEST_FORM_2617, ALGORITHM_SHA_256, "auth-int", SDP),
	  S("c54fb1136ee077c9b9b31e2865b25b1326515c2b0ce1584c40f267672401d647") },
	{ "SHA-256-sess, auth-int (python hashlib)", &bob,
	  INVITE(DIGEST_FORM_2617, ALGORITHM_SHA_256_SESS, "auth-int", SDP),
	  S("9ab810cc06168ee4a9a3564bbab9cd95fcca15efde8c529c856174863d56813a") },
	{ "SHA-512-256, no qop (python hashlib)", &bob,
	  INVITE(DIGEST_FORM_2069, ALGORITHM_SHA_512_256, "", ""),
	  S("9e960b3a01beb63f1ea5d45d43bd8a2178879d3c9ddbbdb0624187ca823c6eca") },
	{ "SHA-512-256, auth (python hashlib)", &bob,
	  INVITE(DIGEST_FORM_2617, ALGORITHM_SHA_512_256, "auth", ""),
	  S("7f1a09de0f19af0a1eac2b28d33e3f2fb89cca1ad8fb01bba5e1883b288bac14") },
	{ "SHA-512-256-sess, auth (python hashlib)", &bob,
	  INVITE(DIGEST_FORM_2617, ALGORITHM_SHA_512_256_SESS, "auth", ""),
	  S("077d9677be83f41f162d1a4453dc163389919f81e5927391d972f477da767633") },
	{ "SHA-512-256, auth-int (python hashlib)", &bob,
	  INVITE(DIGEST_FORM_2617, ALGORITHM_SHA_512_256, "auth-int", SDP),
	  S("05fec0126aa34195c417d63037f4e226cc15fa737015ae0ce9a6fcf3d2ea4ed7") },
	{ "SHA-512-256-sess, auth-int (python hashlib)", &bob,
	  INVITE(DIGEST_FORM_2617, ALGORITHM_SHA_512_256_SESS, "auth-int", SDP),
	  S("0692b157330f5c7c3d693b97b477a9dee5e29dbf8d09f4024df0b72fa8206d65") },
	{ "SHA-512 cut to 256 bits is not SHA-512-256 (python hashlib)", &bob,
	  INVITE(DIGEST_FORM_2617, ALGORITHM_SHA_512_256, "auth", ""),
	  S("013b40bcdeb418bce7c9fc1a5f65bba09008724a833630c62520a617f372748b"), true },
	{ "HA1:nonce:cnonce:HA2 is no form of any RFC (python hashlib)", &bob,
	  INVITE(DIGEST_FORM_2617, ALGORITHM_MD5, "auth", ""),
	  S("d683191c5c6a9c1b4e004cc1805fbf86"), true },
	{ "the formula, not the qop given, says whether the body is hashed", &bob,
	  INVITE(DIGEST_FORM_2069, ALGORITHM_MD5, "auth-int", SDP),
	  S("bf57e4e0d0bffc0fbaedce64d59add5e") },

	{ "AKAv1-MD5 with RES of 3GPP TS 35.208 set 1 as its octets (python hashlib)", &ims_res,
	  REGISTER(ALGORITHM_AKAV1_MD5), S("cbefdcc54c81aa658d67da2fba29638c") },
	{ "AKAv1-MD5 with RES in hexadecimal is another (python hashlib)", &ims_hex,
	  REGISTER(ALGORITHM_AKAV1_MD5), S("ede28f34921fc55ae60dc2e7f997429e") },
	{ "AKAv1-MD5 resynchronising, RFC 3310 3.4: empty password (python hashlib)", &ims_none,
	  REGISTER(ALGORITHM_AKAV1_MD5), S("3414b268edd18acb8f4a8901537ea4df") },
	{ "AKAv2-MD5 with the password of RFC 4169 (python hashlib)", &ims_v2,
	  REGISTER(ALGORITHM_AKAV2_MD5), S("8bcf53b701e7803582f4167efb760cd0") },
};

static void
test_vector(struct digest *d, const struct vector *v)
{
	struct digest_hex ha1, got;
	bool done = digest_ha1(d, v->in.alg, v->who->user, v->who->realm, v->who->password, &ha1) &&
		    digest_response(d, digest_hex_str(&ha1), &v->in, &got);

	if (v->must_differ)
		ok(done && got.len == v->want.len && !str_eq(digest_hex_str(&got), v->want), "%s",
		   v->promise);
	else
		is_str(done ? digest_hex_str(&got) : STR_ABSENT, v->want, "%s", v->promise);
}

static void
test_ha1(struct digest *d)
{
	struct digest_hex got;

	(void)digest_ha1(d, ALGORITHM_MD5, mufasa.user, mufasa.realm, mufasa.password, &got);
	is_str(digest_hex_str(&got), S("939e7578ed9e3c518a452acee763bce9"), "HA1 of RFC 2617 3.5");
	(void)digest_ha1(d, ALGORITHM_MD5, bob.user, bob.realm, bob.password, &got);
	is_str(digest_hex_str(&got), S("12af60467a33e8518da5c68bbff12b11"), "HA1 of draft-smith");
	(void)digest_ha1(d, ALGORITHM_MD5_SESS, bob.user, bob.realm, bob.password, &got);
	is_str(digest_hex_str(&got), S("12af60467a33e8518da5c68bbff12b11"),
	       "HA1 is the plain one for MD5-sess too");
}

static void
test_userhash(struct digest *d)
{
	struct str parts[] = { jason.user, jason.realm };
	struct digest_hex got;

	(void)digest_hash(d, ALGORITHM_SHA_512_256, parts, COUNT(parts), &got);
	is_str(digest_hex_str(&got),
	       S("793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b"),
	       "RFC 7616 3.9.2 userhash as erratum 4897 has it");
	ok(!str_eq(digest_hex_str(&got),
		   S("488869477bf257147b804c45308cd62ac4e25eb717b12b298c79e62dcea254ec")),
	   "RFC 7616 3.9.2 userhash as printed is SHA-512 cut short");
}

/* rspauth is the response with no method: RFC 2617 3.2.3. */
static void
test_rspauth(struct digest *d)
{
	struct vector get = { GET(DIGEST_FORM_2617, ALGORITHM_MD5) };
	struct digest_hex ha1, got;

	get.in.method = S("");
	(void)digest_ha1(d, get.in.alg, mufasa.user, mufasa.realm, mufasa.password, &ha1);
	(void)digest_response(d, digest_hex_str(&ha1), &get.in, &got);
	is_str(digest_hex_str(&got), S("376602cfd2f4e8e5e78b948a85263e85"),
	       "rspauth of RFC 2617 3.5 (python hashlib)");
}

static void
test_hash(struct digest *d)
{
	static const struct {
		enum auth_algorithm alg;
		const char *name;
		struct str want;
	} of_nothing[] = {
		{ ALGORITHM_MD5, "MD5", S("d41d8cd98f00b204e9800998ecf8427e") },
		{ ALGORITHM_SHA_256, "SHA-256",
		  S("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855") },
		{ ALGORITHM_SHA_512_256, "SHA-512/256",
		  S("c672b8d1ef56ed28ab87c3622c5114069bdd3ad7b8f9737498d0c01ecef0967a") },
	};
	struct digest_hex got;
	struct str nothing = S("");

	for (size_t i = 0; i < COUNT(of_nothing); i++) {
		(void)digest_hash(d, of_nothing[i].alg, &nothing, 1, &got);
		is_str(digest_hex_str(&got), of_nothing[i].want, "%s of nothing",
		       of_nothing[i].name);
	}
	got.len = 1;
	ok(!digest_hash(d, ALGORITHM_UNKNOWN, &nothing, 1, &got) && got.len == 0,
	   "an unknown algorithm gives nothing");
}

/* Parts of any length around the buffer in which they are joined; python hashlib's MD5 of
 * "a" * n + ":" + "b" * n. */
static void
test_lengths(struct digest *d)
{
	static const struct {
		size_t n;
		struct str want;
	} cases[] = {
		{ 0, S("853ae90f0351324bd73ea615e6487517") },
		{ 1, S("d8160c9b3dc20d4e931aeb4f45262155") },
		{ 191, S("96f8ec8ab1edf4d86124935e21e5eaf8") },
		{ 192, S("81eb397260714426c6aa7b38c469cc2e") },
		{ 193, S("886838161d88e4c6fe604195509cd24a") },
		{ 383, S("b99ab9cb02bc3db0bd46f4c96af005d8") },
		{ 384, S("256a5067ee722d9062542a3f5fd00a03") },
		{ 385, S("a219e4046d40413fdca4db0ce46894cc") },
		{ 1000, S("30e07dfcf73aac5c31de1722e85e43d7") },
		{ 4999, S("42daed950da6c2bbbfd65a327eeba58a") },
	};
	static char a[5000], b[5000];

	memset(a, 'a', sizeof(a));
	memset(b, 'b', sizeof(b));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str one = guard((struct str){ a, cases[i].n });
		struct str two = guard((struct str){ b, cases[i].n });
		struct digest_hex got;

		(void)digest_hash(d, ALGORITHM_MD5, (struct str[]){ one, two }, 2, &got);
		is_str(digest_hex_str(&got), cases[i].want, "parts of %zu octets", cases[i].n);
		guard_free(one);
		guard_free(two);
	}
}

/* The process that has no MD5 is one of its own: OpenSSL reads its configuration once. */
static void
say_what_digest_new_says(int fd)
{
	struct err err = { "" };
	struct digest *d = digest_new(&err);

	if (d == NULL)
		(void)!write(fd, err.text, strlen(err.text));
	digest_free(d);
	_exit(0);
}

static void
test_fips(const char *conf)
{
	char text[512] = "";
	ssize_t got = 0;
	int fds[2];
	pid_t child;

	if (pipe(fds) != 0)
		return;
	child = fork();
	if (child == 0) {
		(void)setenv("OPENSSL_CONF", conf, 1);
		say_what_digest_new_says(fds[1]);
	}
	(void)close(fds[1]);
	if (child > 0)
		got = read(fds[0], text, sizeof(text) - 1);
	(void)close(fds[0]);
	(void)waitpid(child, NULL, 0);
	ok(got > 0 && strstr(text, "FIPS") != NULL && strstr(text, "MD5") != NULL &&
		   strstr(text, "OPENSSL_CONF") != NULL,
	   "without MD5, as on a FIPS host, the error says why and what to do");
	diag("%s", text);
}

static bool
write_conf(char *path)
{
	static const char conf[] = "openssl_conf = all\n[all]\nproviders = few\n"
				   "[few]\nbase = on\n[on]\nactivate = 1\n";
	int fd = mkstemp(path);
	bool good = fd >= 0 && write(fd, conf, sizeof(conf) - 1) == (ssize_t)(sizeof(conf) - 1);

	if (fd >= 0)
		(void)close(fd);
	return good;
}

int
main(void)
{
	char conf[] = "/tmp/t-digest-XXXXXX";
	struct err err = { "" };
	struct digest *d;

	/* Before anything else has made OpenSSL read the configuration. */
	if (ok(write_conf(conf), "a configuration without MD5 is written"))
		test_fips(conf);
	(void)unlink(conf);

	d = digest_new(&err);
	if (!ok(d != NULL, "OpenSSL gives MD5 and SHA-2 %s", err.text))
		return done();
	for (size_t i = 0; i < COUNT(vectors); i++)
		test_vector(d, &vectors[i]);
	test_ha1(d);
	test_userhash(d);
	test_rspauth(d);
	test_hash(d);
	test_lengths(d);
	digest_free(d);
	digest_free(NULL);
	return done();
}
