/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which requests a client has left behind.  RFC 3261 8.1.1.5: within a call CSeq numbers grow.
 */
#include <stdlib.h>

#include "../src/auth/answered.h"
#include "tap.h"

static struct message
request(const char *call, const char *tag, const char *method, uint32_t number)
{
	struct message m = { .seen = { .ts_ns = 0, .src = { { 4, { 192, 0, 2, 10 } }, 5060 } } };

	m.sip.is_request = true;
	m.sip.call_id = str_of(call);
	m.sip.from_tag = str_of(tag);
	m.sip.method = str_of(method);
	m.sip.cseq.number = number;
	return m;
}

static bool
since(const struct answered *a, struct message m)
{
	return answered_since(a, &m);
}

int
main(void)
{
	struct message two = request("a", "t", "REGISTER", 2);
	struct message one = request("a", "t", "REGISTER", 1);
	struct message other = request("b", "t", "REGISTER", 2);
	struct limits limits;
	struct answered *a;

	limits_begin(&limits, (struct hash_key){ 1, 2 });
	a = answered_new(&limits);
	if (a == NULL)
		exit(99);
	ok(!since(a, one), "before any credentials no request is left behind");
	ok(answered_note(a, &two), "credentials are noted");
	ok(since(a, one), "a request before them is left behind");
	ok(!since(a, two), "they themselves are not");
	ok(!since(a, request("a", "t", "REGISTER", 3)), "nor is a later request");
	ok(!since(a, request("b", "t", "REGISTER", 1)), "nor one of another call");
	ok(!since(a, request("a", "u", "REGISTER", 1)), "nor one with another From tag");
	ok(!since(a, request("a", "t", "INVITE", 1)), "nor one of another method");
	one.seen.src.ip.octets[3] = 11;
	ok(!since(a, one), "nor one of another host");
	one = request("a", "t", "REGISTER", 1);
	ok(answered_note(a, &one) && since(a, one), "an earlier one does not take the later back");
	answered_expire(a, INT64_C(63999999999));
	ok(since(a, one), "it is kept for 128*T1");
	answered_expire(a, INT64_C(64000000000));
	ok(!since(a, one), "… and no longer");
	limits.max[LIMIT_OPEN_TRANSACTIONS] = 1;
	ok(answered_note(a, &two) && answered_note(a, &other) && !since(a, one),
	   "over the limit the oldest goes");
	answered_free(a);
	answered_free(NULL);
	return done();
}
