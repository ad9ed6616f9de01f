/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the search for what was hashed costs: candidate responses a second, and the time for an exchange
 * for which all tiers are tried in vain.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <sipwhy/hypothesis.h>

#include "../digest_round.h"

enum { ROUNDS = 20, CHALLENGES = 600, VIAS = 12 };

/* At most so long for one exchange, and so many candidates a second at least (MD5). */
#define SECONDS_MAX 0.3
#define RATE_MIN 1.5e6

static double
seconds(void)
{
	struct timespec t;

	/* Of this process: others may want the processor too. */
	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void
fill_book(struct nonce_book *book, struct digest_round *t)
{
	for (unsigned i = 0; i < CHALLENGES; i++) {
		char text[256];
		struct message m = { .seen = t->challenge.seen };
		struct challenge c;
		int len = snprintf(text, sizeof(text),
				   "SIP/2.0 401 Unauthorized\r\nWWW-Authenticate: Digest "
				   "realm=\"realm%u.example.com\",nonce=\"nonce-%032u\"\r\n\r\n",
				   i % 40, i);

		if (sip_msg_parse((struct str){ text, (size_t)len }, 0, 8, t->arena, &m.sip) &&
		    challenges_of(&m.sip, &c, 1) == 1)
			(void)nonce_book_add(book, &m, &c, NULL);
	}
}

/* An answer with the names of many hosts in it, made with another password. */
static void
write_answer(struct digest_round *t, const char *algorithm, const char *response)
{
	static const char body[] = "v=0\ns=-\nc=IN IP4 192.0.2.1\n";
	char text[4096];
	int len = snprintf(text, sizeof(text),
			   "INVITE sip:bob@pbx.example.com:5080;transport=tcp "
			   "SIP/2.0\n");

	for (unsigned i = 0; i < VIAS; i++)
		len += snprintf(text + len, sizeof(text) - (size_t)len,
				"Via: SIP/2.0/UDP host%u.example.net:%u;received=10.1.2.%u\n", i,
				5070 + i, i);
	len += snprintf(
		text + len, sizeof(text) - (size_t)len,
		"From: <sip:alice@from.example.org>;tag=1\nTo: <sip:bob@to.example.com>\n"
		"Contact: <sip:alice@10.0.0.21:5070;ob>\nCall-ID: 1\nCSeq: 2 INVITE\n"
		"Authorization: Digest username=\"alice@example.com\",realm=\"example.com\","
		"nonce=\"MTcwNDA2NzIwMDpkZWFk\",uri=\"sip:bob@pbx.example.com;user=phone\","
		"cnonce=\"0123456789abcdef\",nc=00000002,qop=auth-int,algorithm=%s,"
		"response=\"%s\"\nContent-Length: %zu\n\n%s",
		algorithm, response, sizeof(body) - 1 + 3, body);
	digest_round_answer(t, (struct str){ text, (size_t)len }, STR_ABSENT);
	digest_round_challenge(t, S("SIP/2.0 401 Unauthorized\nWWW-Authenticate: Digest "
				    "realm=\"Example.com\",nonce=\"MTcwNDA2NzIwMDpkZWFk\","
				    "qop=\"auth,auth-int\"\n\n"));
}

static bool
measure(struct digest *d, const char *algorithm, const char *response, bool must)
{
	struct err err = { "" };
	struct secrets *s = secrets_new(&err);
	struct verifier *v = verifier_new(d, s);
	struct limits limits;
	struct nonce_book *book;
	struct digest_round t;
	struct verify got = { .tried = 0 };
	double begun, took;

	limits_begin(&limits, (struct hash_key){ 1, 2 });
	book = nonce_book_new(&limits);
	digest_round_begin(&t);
	fill_book(book, &t);
	write_answer(&t, algorithm, response);
	(void)secrets_add_password(s, S("alice@example.com"), S("example.com"),
				   S("p@ss:w0rd & Caf\xc3\xa9"), &err);
	verifier_near(v, &(struct verify_near){ .book = book });
	begun = seconds();
	for (int i = 0; i < ROUNDS; i++)
		verify_round(v, &t.round, t.arena, &got);
	took = (seconds() - begun) / ROUNDS;
	printf("%-12s %7llu candidates%s, %.3f s, %8.0f candidates/s; %s %s\n", algorithm,
	       (unsigned long long)got.tried, got.tried_short ? " (bound reached)" : "", took,
	       (double)got.tried / took, verify_check_name(got.check),
	       got.hashed != NULL ? "found!" : "not found");
	digest_round_end(&t);
	nonce_book_free(book);
	verifier_free(v);
	secrets_free(s);
	return got.hashed == NULL && took <= SECONDS_MAX &&
	       (!must || (double)got.tried / took >= RATE_MIN);
}

int
main(void)
{
	static const char digits[] =
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	struct err err = { "" };
	struct digest *d = digest_new(&err);
	bool good;

	if (d == NULL) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	good = measure(d, "MD5", digits + 32, true);
	good = measure(d, "MD5-sess", digits + 32, false) && good;
	good = measure(d, "SHA-256", digits, false) && good;
	good = measure(d, "SHA-512-256", digits, false) && good;
	digest_free(d);
	return good ? 0 : 1;
}
