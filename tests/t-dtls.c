/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is encrypted is told from what is not, and each flow counted once.
 */
#include <string.h>

#include "failing.h"
#include "guard.h"
#include "tap.h"

#include <sipwhy/dtls.h>

#define B(bytes)                         \
	{                                \
		bytes, sizeof(bytes) - 1 \
	}

static const struct {
	const char *what;
	bool is;
	size_t missing;
	struct str payload;
} cases[] = {
	/* RFC 6347 4.1 */
	{ "a hello", true, 0,
	  B("\x16\xfe\xff\x00\x00\x00\x00\x00\x00\x00\x00\x00\x0c\x01\x00\x00\x00\x00\x00\x00\x00\x00"
	    "\x00\x00\x00") },
	{ "two records", true, 0,
	  B("\x14\xfe\xfd\x00\x00\x00\x00\x00\x00\x00\x05\x00\x01\x01"
	    "\x16\xfe\xfd\x00\x01\x00\x00\x00\x00\x00\x00\x00\x04"
	    "abcd") },
	{ "application data", true, 0,
	  B("\x17\xfe\xfd\x00\x01\x00\x00\x00\x00\x00\x01\x00\x02xy") },
	{ "a record that was cut", true, 5,
	  B("\x17\xfe\xfd\x00\x01\x00\x00\x00\x00\x00\x01\x00\x07xy") },
	{ "the header of the second one was cut", true, 9,
	  B("\x17\xfe\xfd\x00\x01\x00\x00\x00\x00\x00\x01\x00\x02xy\x17\xfe") },
	{ "a record longer than its datagram", false, 0,
	  B("\x17\xfe\xfd\x00\x01\x00\x00\x00\x00\x00\x01\x00\x07xy") },
	{ "something behind the record", false, 0,
	  B("\x17\xfe\xfd\x00\x01\x00\x00\x00\x00\x00\x01\x00\x02xyz") },
	{ "another version", false, 0,
	  B("\x17\x03\x03\x00\x01\x00\x00\x00\x00\x00\x01\x00\x02xy") },
	{ "another type", false, 0, B("\x50\xfe\xfd\x00\x01\x00\x00\x00\x00\x00\x01\x00\x02xy") },
	{ "an empty record", false, 0, B("\x17\xfe\xfd\x00\x01\x00\x00\x00\x00\x00\x01\x00\x00") },
	{ "half a header", false, 0, B("\x17\xfe\xfd\x00\x01") },
	{ "nothing", false, 0, B("") },
	{ "SIP", false, 0, B("REGISTER sip:example.com SIP/2.0\r\n\r\n") },
	{ "STUN", false, 0, B("\x00\x01\x00\x00\x21\x12\xa4\x42 twelve octet") },
	{ "RTP", false, 0, B("\x80\x00\x12\x34\x00\x00\x00\xa0\xde\xad\xbe\xef audio") },
	{ "TLS", false, 0, B("\x16\x03\x01\x00\x04\x01\x00\x00\x00") },
};

static struct limits limits;

static struct seen
between(unsigned from, uint16_t from_port, unsigned to, uint16_t to_port)
{
	return (struct seen){ .src = { { 4, { 192, 0, 2, (uint8_t)from } }, from_port },
			      .dst = { { 4, { 192, 0, 2, (uint8_t)to } }, to_port },
			      .frame = from * 100u + to };
}

static void
add(struct dtls_flows *d, struct seen seen)
{
	dtls_flows_add(d, &seen);
}

static void
test_flows(void)
{
	struct dtls_flows *d;

	limits_begin(&limits, (struct hash_key){ 1, 2 });
	d = dtls_flows_new(&limits);
	for (unsigned i = 0; i < 3; i++) {
		add(d, between(1, 5061, 2, 40000));
		add(d, between(2, 40000, 1, 5061));
		add(d, between(2, 40001, 1, 5061));
		add(d, between(3, 30000, 4, 30000));
	}
	is_int((intmax_t)dtls_flows_count(d, DTLS_ODD_SIP).flows, 2,
	       "a flow is counted once, in either direction");
	is_int((intmax_t)dtls_flows_count(d, DTLS_ODD_SIP).first_frame, 102, "the first is known");
	is_int((intmax_t)dtls_flows_count(d, DTLS_ODD_OTHER).flows, 1,
	       "those on other ports are counted apart");
	dtls_flows_free(d);

	limits.max[LIMIT_ENCRYPTED_FLOWS] = 2;
	d = dtls_flows_new(&limits);
	add(d, between(1, 5061, 2, 5061));
	add(d, between(1, 5061, 3, 5061));
	add(d, between(1, 5061, 2, 5061));
	add(d, between(1, 5061, 4, 5061));
	add(d, between(1, 5061, 2, 5061));
	is_int((intmax_t)dtls_flows_count(d, DTLS_ODD_SIP).flows, 3,
	       "the longest silent is forgotten first");
	is_int((intmax_t)limits.hit[LIMIT_ENCRYPTED_FLOWS], 1, "the bound was counted");
	dtls_flows_free(d);
}

static void
test_memory(void)
{
	long held = failing_held(), tried = 0;
	bool failed, leaked = false;

	do {
		struct dtls_flows *d;

		limits_begin(&limits, (struct hash_key){ 1, 2 });
		failing_at(tried++);
		d = dtls_flows_new(&limits);
		for (unsigned i = 1; d != NULL && i < 9; i++)
			add(d, between(i, 5061, i, 5060));
		leaked = leaked || (d != NULL && dtls_flows_count(d, DTLS_ODD_SIP).flows != 8);
		dtls_flows_free(d);
		failed = failing_stop();
		leaked = leaked || failing_held() != held;
	} while (failed);
	ok(!leaked && tried > 3, "each of %ld allocations may fail", tried);
}

int
main(void)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str payload = guard(cases[i].payload);

		ok(dtls_is(payload, cases[i].missing) == cases[i].is, "%s %s DTLS", cases[i].what,
		   cases[i].is ? "is" : "is not");
		guard_free(payload);
	}
	test_flows();
	test_memory();
	for (unsigned i = 0; i < DTLS_ODD_COUNT_; i++)
		ok(strncmp(dtls_odd_name((enum dtls_odd)i), "dtls.", 5) == 0 &&
			   strlen(dtls_odd_text((enum dtls_odd)i)) > 10,
		   "it has a name");
	return done();
}
