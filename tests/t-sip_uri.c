/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/sip_uri.h>

#include "guard.h"
#include "tap.h"

#define NO STR_ABSENT

static const struct {
	const char *promise;
	struct str text;
	struct str raw, scheme, user, host, port, params, headers;
} uris[] = {
	/* RFC 3261 19.1.1 and its examples in 19.1.3. */
	{ "all parts",
	  S("sip:alice:secretword@atlanta.com:5060;transport=tcp?subject=project%20x&priority=urgent"),
	  S("sip:alice:secretword@atlanta.com:5060;transport=tcp?subject=project%20x&priority=urgent"),
	  S("sip"), S("alice"), S("atlanta.com"), S("5060"), S(";transport=tcp"),
	  S("?subject=project%20x&priority=urgent") },
	{ "a host alone", S("sip:atlanta.com"), S("sip:atlanta.com"), S("sip"), NO,
	  S("atlanta.com"), NO, NO, NO },
	{ "sips, and a scheme's case as written", S("SIPS:1212@gateway.com"),
	  S("SIPS:1212@gateway.com"), S("SIPS"), S("1212"), S("gateway.com"), NO, NO, NO },
	{ "a user may hold ; and =", S("sip:alice;day=tuesday@atlanta.com"),
	  S("sip:alice;day=tuesday@atlanta.com"), S("sip"), S("alice;day=tuesday"),
	  S("atlanta.com"), NO, NO, NO },
	{ "parameters and headers, the user aside",
	  S("sip:atlanta.com;method=REGISTER?to=alice%40x"),
	  S("sip:atlanta.com;method=REGISTER?to=alice%40x"), S("sip"), NO, S("atlanta.com"), NO,
	  S(";method=REGISTER"), S("?to=alice%40x") },
	{ "headers without parameters", S("sip:a@b?x=y;z"), S("sip:a@b?x=y;z"), S("sip"), S("a"),
	  S("b"), NO, NO, S("?x=y;z") },
	/* RFC 4475 3.1.1.2, 3.1.1.9. */
	{ "a user of weird characters",
	  S("sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too."
	    "(doesn't-it)@example.com"),
	  S("sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too."
	    "(doesn't-it)@example.com"),
	  S("sip"), S("1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*"), S("example.com"), NO, NO,
	  NO },
	{ "an escaped @ is no @", S("sip:user;par=u%40example.net@example.com"),
	  S("sip:user;par=u%40example.net@example.com"), S("sip"), S("user;par=u%40example.net"),
	  S("example.com"), NO, NO, NO },
	{ "an @ that was not escaped belongs to the user", S("sip:a@b.com@c.com;x=y@z"),
	  S("sip:a@b.com@c.com;x=y@z"), S("sip"), S("a@b.com"), S("c.com"), NO, S(";x=y@z"), NO },
	/* RFC 5118. */
	{ "IPv6 with a port", S("sip:[2001:db8::10]:5070;lr"), S("sip:[2001:db8::10]:5070;lr"),
	  S("sip"), NO, S("[2001:db8::10]"), S("5070"), S(";lr"), NO },
	{ "IPv6 without a port", S("sip:a@[2001:db8::10]"), S("sip:a@[2001:db8::10]"), S("sip"),
	  S("a"), S("[2001:db8::10]"), NO, NO, NO },
	{ "a bracket that never closes", S("sip:[2001:db8::10"), S("sip:[2001:db8::10"), S("sip"),
	  NO, S("[2001:db8::10"), NO, NO, NO },
	/* RFC 3966 3. */
	{ "a telephone number is a user", S("tel:+1-201-555-0123;phone-context=x"),
	  S("tel:+1-201-555-0123;phone-context=x"), S("tel"), S("+1-201-555-0123"), NO, NO,
	  S(";phone-context=x"), NO },
	{ "a number of digits only", S("tel:112"), S("tel:112"), S("tel"), S("112"), NO, NO, NO,
	  NO },
	{ "another scheme with an @", S("xmpp:a@b"), S("xmpp:a@b"), S("xmpp"), S("a"), S("b"), NO,
	  NO, NO },
	{ "and without", S("urn:service:sos"), S("urn:service:sos"), S("urn"), S("service:sos"), NO,
	  NO, NO, NO },
	{ "no scheme", S("alice@example.com:5060;x"), S("alice@example.com:5060;x"), NO, S("alice"),
	  S("example.com"), S("5060"), S(";x"), NO },
	{ "a host before a port is no scheme", S("localhost:5060"), S("localhost:5060"), NO, NO,
	  S("localhost"), S("5060"), NO, NO },
	{ "nor is a domain", S("pbx.example.com:5060;a=b"), S("pbx.example.com:5060;a=b"), NO, NO,
	  S("pbx.example.com"), S("5060"), S(";a=b"), NO },
	{ "nor is an address", S("192.0.2.1:5060"), S("192.0.2.1:5060"), NO, NO, S("192.0.2.1"),
	  S("5060"), NO, NO },
	{ "a port of letters is none", S("sip:a@b:c"), S("sip:a@b:c"), S("sip"), S("a"), S("b"), NO,
	  NO, NO },
	{ "an empty port is there", S("sip:a@b:"), S("sip:a@b:"), S("sip"), S("a"), S("b"), S(""),
	  NO, NO },
	{ "an empty user is there", S("sip:@b"), S("sip:@b"), S("sip"), S(""), S("b"), NO, NO, NO },
	{ "nothing behind the scheme", S("sip:"), S("sip:"), S("sip"), NO, NO, NO, NO, NO },
	{ "brackets are no part of it", S(" <sip:a@b;lr> "), S("sip:a@b;lr"), S("sip"), S("a"),
	  S("b"), NO, S(";lr"), NO },
	{ "an empty text", S(""), S(""), NO, NO, NO, NO, NO, NO },
	{ "none", NO, NO, NO, NO, NO, NO, NO, NO },
};

static void
test_uris(void)
{
	for (size_t i = 0; i < COUNT(uris); i++) {
		struct str text = guard(uris[i].text);
		const char *promise = uris[i].promise;
		struct sip_uri u;

		sip_uri_parse(text, &u);
		is_str(u.raw, uris[i].raw, "%s: raw", promise);
		is_str(u.scheme, uris[i].scheme, "%s: scheme", promise);
		is_str(u.user, uris[i].user, "%s: user", promise);
		is_str(u.host, uris[i].host, "%s: host", promise);
		is_str(u.port, uris[i].port, "%s: port", promise);
		is_str(u.params, uris[i].params, "%s: parameters", promise);
		is_str(u.headers, uris[i].headers, "%s: headers", promise);
		guard_free(text);
	}
}

static const struct {
	const char *promise;
	struct str value;
	struct str uri, tag;
} addresses[] = {
	{ "in brackets", S("<sip:a@b;tag=uri>;tag=1"), S("sip:a@b;tag=uri"), S("1") },
	{ "without brackets what follows are the field's parameters", S("sip:a@b;tag=1"),
	  S("sip:a@b"), S("1") },
	{ "a display name", S("Alice Doe <sip:a@b>;tag=1"), S("sip:a@b"), S("1") },
	{ "a quoted one with all that misleads", S("\"<x>;tag=no\\\", \" <sip:a@b> ; tag = 1"),
	  S("sip:a@b"), S("1") },
	{ "a quote that never closes is text", S("\"Al <sip:a@b>;tag=1"), S("sip:a@b"), S("1") },
	{ "a comma in a bare display name is text", S("Bell, A <sip:a@b>;tag=1"), S("sip:a@b"),
	  S("1") },
	{ "the first of several", S("<sip:a@b>;q=1, <sip:c@d>;tag=2"), S("sip:a@b"), NO },
	{ "the first of several without brackets", S("sip:a@b, <sip:c@d>;tag=2"), S("sip:a@b"),
	  NO },
	{ "a bracket that never closes", S("<sip:a@b;tag=1"), S("sip:a@b;tag=1"), NO },
	{ "a quoted tag", S("<sip:a@b>;x=\";tag=2\";tag=\"1\""), S("sip:a@b"), S("1") },
	{ "the first of two tags", S("<sip:a@b>;tag=1;tag=2"), S("sip:a@b"), S("1") },
	{ "a tag of any case", S("<sip:a@b>;TaG=1"), S("sip:a@b"), S("1") },
	{ "a tag without a value", S("<sip:a@b>;tag;x"), S("sip:a@b"), S("") },
	{ "an empty tag", S("<sip:a@b>;tag=;x"), S("sip:a@b"), S("") },
	{ "a name that ends so is another", S("<sip:a@b>;xtag=2;tags=3"), S("sip:a@b"), NO },
	{ "a value that reads so is none", S("<sip:a@b>;x=tag;y=;tag=1"), S("sip:a@b"), S("1") },
	{ "a fold is a blank", S("<sip:a@b>\r\n ;tag\r\n\t=\r\n 1\r\n ;x"), S("sip:a@b"), S("1") },
	{ "many semicolons", S("<sip:a@b>;;; ;tag=1;;"), S("sip:a@b"), S("1") },
	{ "a star", S("*"), S("*"), NO },
	{ "empty brackets", S("<>;tag=1"), S(""), S("1") },
	{ "empty", S(""), S(""), NO },
	{ "none", NO, NO, NO },
};

static void
test_addresses(void)
{
	for (size_t i = 0; i < COUNT(addresses); i++) {
		struct str value = guard(addresses[i].value);

		is_str(name_addr_uri(value), addresses[i].uri, "%s: URI", addresses[i].promise);
		is_str(hdr_param(value, S("tag")), addresses[i].tag, "%s: tag",
		       addresses[i].promise);
		guard_free(value);
	}
	is_str(hdr_param(S("Q.850 ;cause=16 ;text=\"Terminated; x\""), S("text")),
	       S("Terminated; x"), "other fields have parameters too");
}

static const struct {
	const char *promise;
	struct str value;
	struct str raw, transport, sent_by, branch, received, rport;
	unsigned count;
} vias[] = {
	{ "a Via", S("SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1;rport"),
	  S("SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1;rport"), S("UDP"), S("192.0.2.1:5060"),
	  S("z9hG4bK1"), NO, S(""), 1 },
	{ "RFC 3261 20.42, blanks around everything",
	  S("SIP / 2.0 / UDP first.example.com: 4000;ttl=16 ;maddr=224.2.0.1 ;branch=z9hG4bKa.1"),
	  S("SIP / 2.0 / UDP first.example.com: 4000;ttl=16 ;maddr=224.2.0.1 ;branch=z9hG4bKa.1"),
	  S("UDP"), S("first.example.com: 4000"), S("z9hG4bKa.1"), NO, NO, 1 },
	{ "the first of three", S("SIP/2.0/TLS [2001:db8::1];rport=1;received=192.0.2.1 , x, y"),
	  S("SIP/2.0/TLS [2001:db8::1];rport=1;received=192.0.2.1"), S("TLS"), S("[2001:db8::1]"),
	  NO, S("192.0.2.1"), S("1"), 3 },
	{ "commas in quotes separate nothing", S("SIP/2.0/UDP a;x=\"b,c\";branch=d"),
	  S("SIP/2.0/UDP a;x=\"b,c\";branch=d"), S("UDP"), S("a"), S("d"), NO, NO, 1 },
	{ "empty values are none", S(", SIP/2.0/UDP a,, ,"), S("SIP/2.0/UDP a"), S("UDP"), S("a"),
	  NO, NO, NO, 1 },
	{ "no transport", S("SIP/2.0 a;branch=x"), S("SIP/2.0 a;branch=x"), NO, S("2.0 a"), S("x"),
	  NO, NO, 1 },
	{ "a host alone", S("a;branch=x"), S("a;branch=x"), NO, S("a"), S("x"), NO, NO, 1 },
	{ "a quote that never closes hides no comma", S("SIP/2.0/UDP a;x=\"b,c"),
	  S("SIP/2.0/UDP a;x=\"b"), S("UDP"), S("a"), NO, NO, NO, 2 },
	{ "empty", S(""), S(""), NO, NO, NO, NO, NO, 0 },
};

static void
test_vias(void)
{
	for (size_t i = 0; i < COUNT(vias); i++) {
		struct str value = guard(vias[i].value);
		const char *promise = vias[i].promise;
		struct via v;

		via_parse(value, &v);
		is_str(v.raw, vias[i].raw, "%s: raw", promise);
		is_str(v.transport, vias[i].transport, "%s: transport", promise);
		is_str(v.sent_by, vias[i].sent_by, "%s: sent-by", promise);
		is_str(v.branch, vias[i].branch, "%s: branch", promise);
		is_str(v.received, vias[i].received, "%s: received", promise);
		is_str(v.rport, vias[i].rport, "%s: rport", promise);
		is_int(hdr_value_count(value), vias[i].count, "%s: values", promise);
		guard_free(value);
	}
	is_int(hdr_value_count(S("<sip:a,b@c>, \"d,\" <sip:e>")), 2, "nor do commas in brackets");
	is_int(hdr_value_count(S("<sip:a, <sip:b")), 2, "but in brackets that close");
}

int
main(void)
{
	test_uris();
	test_addresses();
	test_vias();
	return done();
}
