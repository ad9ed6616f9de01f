/* SPDX-License-Identifier: BSD-2-Clause */
/* What one answer tells of another with the same nonce, and when it tells nothing. */
#include <stdio.h>
#include <string.h>

#include <sipwhy/answers.h>

#include "digest_round.h"
#include "tap.h"

#define R1 "0123456789abcdef0123456789abcdef"
#define R2 "fedcba9876543210fedcba9876543210"
#define SET ",qop=auth,cnonce=\"c\",nc=00000001"
#define PLAIN ""

/* One answer of a story; what is NULL or 0 is the usual. */
struct told {
	const char *method, *call, *cseq, *user, *nonce, *uri, *response, *params;
	unsigned char client, server; /* last octet of the address */
	uint16_t port;
	int64_t at_s;
	enum outcome outcome;
};

struct kin_case {
	const char *promise;
	struct told other, mine;
	const char *
		want; /* letters: m method, u uri, c copy, r response, n count, b before, a after */
};

#define ACCEPTED .outcome = OUTCOME_ACCEPTED
#define LATER .at_s = 60, .cseq = "9", .outcome = OUTCOME_REJECTED

static const struct kin_case cases[] = {
	{ "the same response for another method", { ACCEPTED }, { .method = "BYE", LATER }, "mn" },
	{ "the same response for another uri", { ACCEPTED }, { .uri = "sip:b", LATER }, "un" },
	{ "another response, all else the same", { ACCEPTED }, { .response = R2, LATER }, "rn" },
	{ "… not with another cnonce",
	  { ACCEPTED },
	  { .response = R2, .params = ",qop=auth,cnonce=\"d\",nc=00000001", LATER },
	  "n" },
	{ "… not for auth-int, whose body may differ",
	  { .params = ",qop=auth-int,cnonce=\"c\",nc=00000001", ACCEPTED },
	  { .response = R2, .params = ",qop=auth-int,cnonce=\"c\",nc=00000001", LATER },
	  "n" },
	{ "… not of another user", { .user = "bob", ACCEPTED }, { .response = R2, LATER }, "" },
	{ "… and without qop as well",
	  { .params = PLAIN, ACCEPTED },
	  { .params = PLAIN, .response = R2, LATER },
	  "r" },
	{ "without qop an equal answer is equal by right",
	  { .params = PLAIN, ACCEPTED },
	  { .params = PLAIN, LATER },
	  "" },
	{ "a count that goes on",
	  { ACCEPTED },
	  { .response = R2, .params = ",qop=auth,cnonce=\"c\",nc=00000002", LATER },
	  "" },
	{ "a count that was used, but not accepted",
	  { .outcome = OUTCOME_REJECTED },
	  { .response = R2, .params = ",qop=auth,cnonce=\"d\",nc=00000001", LATER },
	  "" },
	{ "a greater count, in hexadecimal",
	  { .params = ",qop=auth,cnonce=\"c\",nc=00000010", ACCEPTED },
	  { .response = R2, .params = ",qop=auth,cnonce=\"d\",nc=0000000f", LATER },
	  "n" },
	{ "another call of the same device counts on",
	  { .call = "else", ACCEPTED },
	  { .response = R2, .params = ",qop=auth,cnonce=\"d\",nc=00000001", LATER },
	  "n" },
	{ "another device behind the same address counts for itself",
	  { .call = "else", .port = 7000, ACCEPTED },
	  { .response = R2, .params = ",qop=auth,cnonce=\"d\",nc=00000001", LATER },
	  "" },
	{ "another client counts for itself",
	  { .client = 7, ACCEPTED },
	  { .response = R2, .params = ",qop=auth,cnonce=\"d\",nc=00000001", LATER },
	  "" },
	{ "all of it from another host in another call",
	  { .client = 7, .call = "else", ACCEPTED },
	  { LATER },
	  "c" },
	{ "the same call seen from another address is no copy",
	  { .client = 7, ACCEPTED },
	  { LATER },
	  "" },
	{ "a relay passes it on to another server",
	  { .client = 7, .server = 9, .call = "else", ACCEPTED },
	  { LATER },
	  "" },
	{ "a retransmission is the same request",
	  { .cseq = "9", ACCEPTED },
	  { .response = R2, LATER },
	  "" },
	{ "another nonce tells nothing",
	  { .nonce = "m", ACCEPTED },
	  { .method = "BYE", LATER },
	  "" },
	{ "accepted before with the same kind of answer",
	  { .method = "REGISTER", .nonce = "m", ACCEPTED },
	  { .method = "REGISTER", LATER },
	  "b" },
	{ "accepted after",
	  { .method = "REGISTER", .nonce = "m", .at_s = 90, ACCEPTED },
	  { .method = "REGISTER", LATER },
	  "a" },
	{ "another registration of that host",
	  { .method = "REGISTER", .call = "else", .nonce = "m", ACCEPTED },
	  { .method = "REGISTER", LATER },
	  "" },
	{ "another kind of answer",
	  { .method = "REGISTER", .nonce = "m", .params = PLAIN, ACCEPTED },
	  { .method = "REGISTER", LATER },
	  "" },
	{ "from another host",
	  { .method = "REGISTER", .nonce = "m", .client = 7, ACCEPTED },
	  { .method = "REGISTER", LATER },
	  "" },
};

static const char *
or_else(const char *text, const char *usual)
{
	return text != NULL ? text : usual;
}

static struct endpoint
host(unsigned char octet)
{
	struct endpoint e = { .port = 5060 };

	e.ip.family = 4;
	e.ip.octets[0] = 10;
	e.ip.octets[3] = octet;
	return e;
}

static void
make(const struct told *s, struct digest_round *t, struct exchange *x)
{
	char text[1024];
	int len = snprintf(
		text, sizeof(text),
		"%s sip:a SIP/2.0\nCall-ID: %s\nCSeq: %s %s\n"
		"Authorization: Digest username=\"%s\",realm=\"r\",nonce=\"%s\",uri=\"%s\","
		"response=\"%s\"%s\n\n",
		or_else(s->method, "INVITE"), or_else(s->call, "call"), or_else(s->cseq, "1"),
		or_else(s->method, "INVITE"), or_else(s->user, "alice"), or_else(s->nonce, "n"),
		or_else(s->uri, "sip:a"), or_else(s->response, R1), or_else(s->params, SET));

	digest_round_begin(t);
	digest_round_answer(t, (struct str){ text, (size_t)len }, STR_ABSENT);
	t->answer.seen.ts_ns = s->at_s * 1000000000;
	*x = (struct exchange){ .kept = 1,
				.rounds = { &t->round },
				.realm = S("r"),
				.call_id = t->answer.sip.call_id,
				.outcome = s->outcome,
				.client = host(s->client != 0 ? s->client : 1),
				.server = host(s->server != 0 ? s->server : 2) };
	if (s->port != 0)
		x->client.port = s->port;
}

static void
write_kin(const struct answer_kin *k, char out[16])
{
	const struct {
		bool is;
		char letter;
	} all[] = { { k->other_method != NULL, 'm' }, { k->other_uri != NULL, 'u' },
		    { k->copy != NULL, 'c' },         { k->other_response != NULL, 'r' },
		    { k->count_used != NULL, 'n' },   { k->alike_before, 'b' },
		    { k->alike_after, 'a' } };
	size_t n = 0;

	for (size_t i = 0; i < COUNT(all); i++) {
		if (all[i].is)
			out[n++] = all[i].letter;
	}
	out[n] = '\0';
}

static void
test_case(const struct kin_case *c)
{
	struct limits limits;
	struct answers *a;
	struct digest_round other, mine;
	struct exchange x, y;
	struct answer_kin kin = { 0 };
	char got[16], want[16];
	size_t n = 0;

	limits_begin(&limits, (struct hash_key){ 1, 2 });
	a = answers_new(&limits);
	make(&c->other, &other, &x);
	make(&c->mine, &mine, &y);
	if (a != NULL) {
		answers_add(a, &x);
		answers_add(a, &y);
		answers_view(a, &y, &mine.round, &kin);
	}
	/* With the same nonce it is what accepted it before, too: told elsewhere. */
	write_kin(&kin, got);
	for (size_t i = 0; got[i] != '\0'; i++) {
		if (got[i] != 'b' || c->other.nonce != NULL)
			want[n++] = got[i];
	}
	want[n] = '\0';
	is_str(str_of(want), str_of(c->want), "%s", c->promise);
	answers_free(a);
	digest_round_end(&other);
	digest_round_end(&mine);
}

/* The oldest is forgotten for a new one, and what is told of the rest still holds. */
static void
test_limit(void)
{
	static const struct told accepted = { ACCEPTED }, later = { .method = "BYE", LATER };
	struct limits limits;
	struct answers *a;
	struct digest_round other, mine;
	struct exchange x, y;
	struct answer_kin kin = { 0 };

	limits_begin(&limits, (struct hash_key){ 1, 2 });
	limits.max[LIMIT_ANSWERS] = 1;
	a = answers_new(&limits);
	make(&accepted, &other, &x);
	make(&later, &mine, &y);
	if (a != NULL) {
		answers_add(a, &x);
		answers_view(a, &y, &mine.round, &kin);
		ok(kin.other_method != NULL && kin.other_method->accepted &&
			   str_eq(kin.other_method->cred.response, S(R1)) &&
			   str_eq(kin.other_method->method, S("INVITE")),
		   "the other is shown with what it said");
		answers_add(a, &y);
		answers_view(a, &y, &mine.round, &kin);
		ok(kin.other_method == NULL && limits.hit[LIMIT_ANSWERS] > 0,
		   "the oldest is forgotten, and that is counted");
	}
	answers_free(a);
	digest_round_end(&other);
	digest_round_end(&mine);
}

int
main(void)
{
	for (size_t i = 0; i < COUNT(cases); i++)
		test_case(&cases[i]);
	test_limit();
	return done();
}
