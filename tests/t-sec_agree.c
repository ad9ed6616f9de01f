/* SPDX-License-Identifier: BSD-2-Clause */
/* The lists of RFC 3329 2.2, and whether one repeats the other. */
#include <stdio.h>
#include <string.h>

#include <sipwhy/sec_agree.h>

#include "sip-check.h"
#include "tap.h"

static void
parse(struct parsed *p, const char *fields)
{
	char text[1024];

	snprintf(text, sizeof(text), "REGISTER sip:a SIP/2.0\r\n%s\r\n", fields);
	parsed_begin(p, str_of(text), 0);
}

static void
test_walk(void)
{
	struct sec_walk w;
	struct sec_mechanism one;
	struct parsed p;

	/* The example of RFC 3329 3.1, and what it allows besides. */
	parse(&p, "Security-Server: tls;q=0.2\r\nsecurity-server: ipsec-ike ; q=0.1 , ,\r\n "
		  "digest;d-ver=\"a,b;c\"\r\nSecurity-Client: ipsec-man\r\nSecurity-Server:\r\n"
		  "Security-Server: ;x\r\n");
	w = (struct sec_walk){ .m = &p.m, .list = SEC_SERVER };
	ok(sec_walk_next(&w, &one), "the first");
	is_str(one.name, S("tls"), "its name");
	is_str(one.params, S(";q=0.2"), "its parameters");
	ok(sec_walk_next(&w, &one), "the first of another field, in any case");
	is_str(one.raw, S("ipsec-ike ; q=0.1"), "blanks around the sign");
	ok(sec_walk_next(&w, &one), "behind a comma too many, folded");
	is_str(one.raw, S("digest;d-ver=\"a,b;c\""), "a comma in quotes ends nothing");
	ok(sec_walk_next(&w, &one), "one without a name");
	ok(str_empty(one.name), "has none");
	ok(!sec_walk_next(&w, &one), "and that is all");
	is_str(sec_list_hdr(&p.m, SEC_CLIENT)->value, S("ipsec-man"), "the other list");
	ok(sec_list_hdr(&p.m, SEC_VERIFY) == NULL, "one that is not there");
	ok(sec_hides(&p.m, SEC_SERVER, true) && sec_hides(&p.m, SEC_CLIENT, true),
	   "IPsec in both hides what follows");
	ok(!sec_agree_is_told(&p.m), "sec-agree is not told by the lists");
	parsed_end(&p);
	parse(&p, "Security-Client: TLS, digest\r\nProxy-Require: foo, sec-agree\r\n");
	ok(sec_hides(&p.m, SEC_CLIENT, false) && !sec_hides(&p.m, SEC_CLIENT, true),
	   "TLS hides, and is no IPsec");
	ok(sec_agree_is_told(&p.m), "sec-agree in Proxy-Require");
	parsed_end(&p);
	parse(&p, "Security-Client: digest\r\nk: sec-agree\r\n");
	ok(!sec_hides(&p.m, SEC_CLIENT, false), "digest hides nothing");
	ok(sec_agree_is_told(&p.m), "sec-agree in Supported, in its compact form");
	parsed_end(&p);
}

static const struct {
	const char *server, *verify, *differs, *what;
} pairs[] = {
	{ "tls;q=0.2", "tls;q=0.2", NULL, "the same" },
	{ "tls;q=0.2;a=1", "TLS ; A=1; q=0.2", NULL, "parameters in another order and case" },
	{ "digest;d-ver=\"x\"", "digest;d-ver=x", NULL, "with quotes and without" },
	{ "tls;q=0.2", "tls", "tls;q=0.2", "a parameter is missing" },
	{ "tls", "tls;q=0.2", "tls", "a parameter is added" },
	{ "tls;q=0.2", "tls;q=0.1", "tls;q=0.2", "a parameter is changed" },
	{ "tls, digest", "digest, tls", "tls", "another order of mechanisms" },
	{ "tls, digest", "tls", "digest", "a mechanism is missing" },
	{ "tls", "tls, digest;d-alg=MD5", "digest;d-alg=MD5", "a mechanism is added" },
};

static void
test_agree(void)
{
	for (size_t i = 0; i < COUNT(pairs); i++) {
		struct parsed server, verify;
		struct str differs = STR_ABSENT;
		char text[256];
		bool agree;

		snprintf(text, sizeof(text), "Security-Server: %s\r\n", pairs[i].server);
		parse(&server, text);
		snprintf(text, sizeof(text), "Security-Verify: %s\r\n", pairs[i].verify);
		parse(&verify, text);
		agree = sec_lists_agree(&server.m, &verify.m, &differs);
		ok(agree == (pairs[i].differs == NULL), "%s", pairs[i].what);
		is_str(differs, str_of(pairs[i].differs), "what differs is told");
		parsed_end(&server);
		parsed_end(&verify);
	}
}

/* Of what nobody sends nothing is said: it would cost the square of its length. */
static void
test_many(void)
{
	struct parsed server, verify;
	struct str differs = STR_ABSENT;
	char text[1024] = "Security-Server: tls";

	for (size_t i = 0; i < 100; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), ";p%zu", i);
	snprintf(text + strlen(text), sizeof(text) - strlen(text), "\r\n");
	parse(&server, text);
	parse(&verify, "Security-Verify: tls\r\n");
	ok(sec_lists_agree(&server.m, &verify.m, &differs), "a hundred parameters");
	parsed_end(&server);
	parsed_end(&verify);
}

int
main(void)
{
	test_walk();
	test_agree();
	test_many();
	return done();
}
