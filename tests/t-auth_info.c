/* SPDX-License-Identifier: BSD-2-Clause */
/* Authentication-Info: RFC 3261 20.6, RFC 2617 3.2.3, RFC 7615. */
#include <sipwhy/auth_info.h>

#include "sip-check.h"
#include "tap.h"

static void
test_read(void)
{
	struct parsed p;
	struct auth_info all[4], one;

	parsed_begin(
		&p,
		S("SIP/2.0 200 OK\r\n"
		  "Authentication-Info: nextnonce=\"47364c23432d2e131a5fb210812c\"\r\n"
		  "Proxy-Authentication-Info: qop=\"auth\" ,\r\n rspauth = \"6629\", cnonce=\"a\\\"b\", nc=1\r\n"
		  "Authentication-Info:\r\n\r\n"),
		0);
	is_int((intmax_t)auth_infos_of(&p.m, all, COUNT(all)), 3, "every field is read");
	is_str(all[0].nextnonce, S("47364c23432d2e131a5fb210812c"), "the example of RFC 3261 20.6");
	ok(all[0].kind == AUTH_WWW && all[0].odd == 0, "no scheme is how it should be");
	ok(str_absent(all[0].rspauth) && str_absent(all[0].qop), "what is not sent is absent");
	ok(all[1].kind == AUTH_PROXY && (all[1].odd & AUTH_QOP_QUOTED) != 0 &&
		   (all[1].odd & AUTH_FOLDED) != 0,
	   "the other field, folded, with a qop in quotes");
	is_str(all[1].rspauth, S("6629"), "blanks around the sign");
	is_str(all[1].cnonce, S("a\\\"b"), "escapes are kept");
	is_str(all[1].nc, S("1"), "the last parameter");
	ok(auth_info_of_kind(&p.m, AUTH_PROXY, &one) && str_eq(one.rspauth, S("6629")),
	   "the one that belongs to Proxy-Authorization");
	is_str(str_of(auth_info_header(AUTH_PROXY)), S("Proxy-Authentication-Info"), "its name");
	is_str(str_of(auth_info_header(AUTH_WWW)), S("Authentication-Info"), "and the other's");
	parsed_end(&p);
}

static void
test_none(void)
{
	struct parsed p;
	struct auth_info one;

	parsed_begin(&p, S("SIP/2.0 200 OK\r\nAuthentication-Info:  \r\n\r\n"), 0);
	ok(!auth_info_of_kind(&p.m, AUTH_WWW, &one), "an empty field tells nothing");
	parsed_end(&p);
}

/* What the capture cut off is not there, whatever it begins with. */
static void
test_cut(void)
{
	struct parsed p;
	struct auth_info one;

	parsed_begin(&p, S("SIP/2.0 200 OK\r\nAuthentication-Info: nc=00000001, rspauth=\"6629"),
		     30);
	ok(auth_info_of_kind(&p.m, AUTH_WWW, &one) && str_absent(one.rspauth) &&
		   (one.odd & AUTH_CUT) != 0 && str_eq(one.nc, S("00000001")),
	   "half a rspauth is none");
	parsed_end(&p);
}

int
main(void)
{
	test_read();
	test_none();
	test_cut();
	return done();
}
