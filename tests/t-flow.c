/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include <sipwhy/flow.h>

#include "guard.h"
#include "tap.h"

static const struct hash_key key = { 0x0706050403020100, 0x0f0e0d0c0b0a0908 };

/* The right column is RFC 5952 section 4 applied by hand; the RFC's own examples where it has some. */
static const struct {
	const char *promise;
	struct str in;
	struct str out;
} texts[] = {
	{ "IPv4", { "192.0.2.1", 9 }, { "192.0.2.1", 9 } },
	{ "leading zeros are dropped (4.1)", { "2001:0db8::0001", 15 }, { "2001:db8::1", 11 } },
	{ "the longest run is shortened (4.2.3)",
	  { "2001:0:0:1:0:0:0:1", 18 },
	  { "2001:0:0:1::1", 13 } },
	{ "of two equal runs the first (4.2.3)",
	  { "2001:db8:0:0:1:0:0:1", 20 },
	  { "2001:db8::1:0:0:1", 17 } },
	{ "one group of 0 is not shortened (4.2.2)",
	  { "2001:db8:0:1:1:1:1:1", 20 },
	  { "2001:db8:0:1:1:1:1:1", 20 } },
	{ "letters are small (4.3)", { "2001:DB8::A", 11 }, { "2001:db8::a", 11 } },
	{ "a mapped IPv4 address is dotted (5)",
	  { "::FFFF:192.0.2.1", 16 },
	  { "::ffff:192.0.2.1", 16 } },
	{ "the longest text fits",
	  { "0000:0000:0000:0000:0000:ffff:255.255.255.255", 45 },
	  { "::ffff:255.255.255.255", 22 } },
};

static void
test_texts(void)
{
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct str in = guard(texts[i].in);
		struct address a;
		char out[ADDRESS_TEXT];

		if (ok(address_parse(in, &a), "%s: is read", texts[i].promise))
			is_str(str_of(address_text(&a, out)), texts[i].out, "%s", texts[i].promise);
		guard_free(in);
	}
}

static void
test_refusals(void)
{
	static const struct str bad[] = {
		{ NULL, 0 },
		{ "", 0 },
		{ "192.0.2", 7 },
		{ "192.0.2.256", 11 },
		{ "192.0.2.1 ", 10 },
		{ "192.0.2.1\0x", 11 },
		{ "192.0.2.1:5060", 14 },
		{ "[2001:db8::1]", 13 },
		{ "fe80::1%eth0", 12 },
		{ "2001:db8::1::2", 14 },
		{ "example.com", 11 },
		{ "0000:0000:0000:0000:0000:ffff:255.255.255.2555", 46 },
	};

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct address a = { .family = 99 };
		struct str in = guard(bad[i]);

		ok(!address_parse(in, &a) && a.family == 99, "no address: '%.*s'", STR_ARG(bad[i]));
		guard_free(in);
	}
}

static struct endpoint
endpoint(const char *ip, uint16_t port)
{
	struct endpoint e = { .port = port };

	(void)address_parse(str_of(ip), &e.ip);
	return e;
}

static void
test_endpoints(void)
{
	struct endpoint a = endpoint("192.0.2.1", 5060);
	struct endpoint b = endpoint("2001:db8::1", 5060);
	struct endpoint longest = endpoint("1111:2222:3333:4444:5555:6666:7777:8888", 65535);
	struct endpoint none = { .port = 1 };
	char out[ENDPOINT_TEXT];

	is_str(str_of(endpoint_text(&a, out)), S("192.0.2.1:5060"), "an IPv4 endpoint");
	is_str(str_of(endpoint_text(&b, out)), S("[2001:db8::1]:5060"),
	       "an IPv6 endpoint has brackets (RFC 5952 6)");
	is_str(str_of(endpoint_text(&longest, out)),
	       S("[1111:2222:3333:4444:5555:6666:7777:8888]:65535"), "the longest endpoint");
	is_str(str_of(endpoint_text(&none, out)), S("-:1"), "no address is a dash");
}

static void
test_equality(void)
{
	struct endpoint a = endpoint("192.0.2.1", 5060), b = a, c = a, d = a;
	struct endpoint mapped = endpoint("::ffff:192.0.2.1", 5060);

	b.ip.octets[15] = 7; /* not part of an IPv4 address */
	c.port = 5061;
	d.ip.octets[3] = 2;
	ok(endpoint_eq(&a, &b), "octets behind an IPv4 address do not count");
	ok(endpoint_hash(&key, &a) == endpoint_hash(&key, &b), "nor for the hash");
	ok(!endpoint_eq(&a, &c) && address_eq(&a.ip, &c.ip), "another port is another endpoint");
	ok(!endpoint_eq(&a, &d) && !address_eq(&a.ip, &d.ip), "another host is another address");
	ok(!address_eq(&a.ip, &mapped.ip), "a mapped address is another address");
	ok(endpoint_hash(&key, &a) != endpoint_hash(&key, &c) &&
		   endpoint_hash(&key, &a) != endpoint_hash(&key, &d),
	   "their hashes differ");
	ok(address_hash(&key, &a.ip) == address_hash(&key, &c.ip) &&
		   address_hash(&key, &a.ip) != address_hash(&key, &d.ip),
	   "an address hashes without its port");
}

static void
test_paths(void)
{
	static const struct agent agent;
	static const char name[] = "eth0";
	static const struct path base = { .interface = "eth0",
					  .vlan = { 7 },
					  .vlan_count = 1,
					  .tunnel = { TUNNEL_GRE },
					  .tunnel_count = 1 };
	struct path other[] = { base, base, base, base, base, base, base };
	static const char *const what[] = {
		"interface",         "tag",   "number of tags", "tunnel",
		"number of tunnels", "point", "agent"
	};

	other[0].interface = "eth1";
	other[1].vlan[0] = 8;
	other[2].vlan_count = 2;
	other[3].tunnel[0] = TUNNEL_VXLAN;
	other[4].tunnel_count = 0;
	other[5].point = 1;
	other[6].agent = &agent;
	for (size_t i = 0; i < COUNT(other); i++)
		ok(!path_eq(&base, &other[i]) && !path_eq(&other[i], &base),
		   "another %s is another point", what[i]);
	other[0].interface = name;
	ok(path_eq(&base, &other[0]), "the same name is the same interface, wherever it stands");
	other[0].interface = NULL;
	ok(!path_eq(&base, &other[0]), "one without a name is another one");
}

int
main(void)
{
	static const char *const names[] = { "udp", "tcp", "ws", "tls", "wss", "sctp" };

	test_texts();
	test_refusals();
	test_endpoints();
	test_equality();
	for (unsigned t = TRANSPORT_UDP; t <= TRANSPORT_SCTP; t++)
		is_str(str_of(transport_name((enum transport)t)), str_of(names[t]),
		       "the name of transport %u", t);
	test_paths();
	return done();
}
