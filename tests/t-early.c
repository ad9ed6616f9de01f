/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Messages that come before their time.  A promise is told as messages in the order in which they are captured,
 * and the order in which they are to go on; messages are counted from 1, or from a, b, … in the latter.  Linked
 * with --wrap for malloc, calloc and free.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sipwhy/early.h>

#include "failing.h"
#include "tap.h"

/* `of`: the method that a response is for; NULL for a request. */
struct line {
	int ms;
	const char *call, *what, *of;
	unsigned cseq;
	const char *auth; /* a header field of its own; NULL for none */
};

#define CH(nonce) "WWW-Authenticate: Digest realm=\"r\", nonce=\"" nonce "\", qop=\"auth\""
#define A(nonce)                                                                       \
	"Authorization: Digest username=\"u\", realm=\"r\", nonce=\"" nonce            \
	"\", uri=\"sip:r\", response=\"00000000000000000000000000000000\", qop=auth, " \
	"nc=00000001, cnonce=\"c\""
#define NEXT(nonce) "Authentication-Info: nextnonce=\"" nonce "\""

enum { LINES = 6, ROOM = 80, TEXT = 1024 };

static const struct {
	const char *promise;
	struct line line[LINES];
	const char *before_end, *all; /* what went on before the input ended, and then */
} cases[] = {
	{ "what comes in order goes on at once",
	  { { 0, "x", "REGISTER", NULL, 1, NULL },
	    { 10, "x", "401", "REGISTER", 1, CH("n1") },
	    { 20, "x", "REGISTER", NULL, 2, A("n1") },
	    { 30, "x", "200", "REGISTER", 2, NULL } },
	  "abcd",
	  "abcd" },
	{ "a response waits for its request",
	  { { 0, "x", "401", "REGISTER", 1, CH("n1") }, { 10, "x", "REGISTER", NULL, 1, NULL } },
	  "ba",
	  "ba" },
	{ "credentials wait for the challenge that their nonce is from",
	  { { 0, "x", "REGISTER", NULL, 1, NULL },
	    { 10, "x", "REGISTER", NULL, 2, A("n1") },
	    { 20, "x", "401", "REGISTER", 1, CH("n1") },
	    { 30, "x", "200", "REGISTER", 2, NULL } },
	  "acbd",
	  "acbd" },
	{ "a challenge that comes before its own request waits for that too",
	  { { 0, "x", "REGISTER", NULL, 2, A("n1") },
	    { 10, "x", "401", "REGISTER", 1, CH("n1") },
	    { 20, "x", "REGISTER", NULL, 1, NULL } },
	  "cba",
	  "cba" },
	{ "a request that waited behind goes before its own challenge, and that before its effect",
	  { { 0, "x", "REGISTER", NULL, 2, A("n1") },
	    { 10, "x", "REGISTER", NULL, 1, NULL },
	    { 20, "x", "401", "REGISTER", 1, CH("n1") } },
	  "bca",
	  "bca" },
	{ "a request waits for the response that tells its nonce as the next one",
	  { { 0, "x", "REGISTER", NULL, 1, NULL },
	    { 10, "x", "401", "REGISTER", 1, CH("n1") },
	    { 20, "x", "REGISTER", NULL, 2, A("n1") },
	    { 30, "x", "REGISTER", NULL, 3, A("n2") },
	    { 40, "x", "200", "REGISTER", 2, NEXT("n2") } },
	  "abced",
	  "abced" },
	{ "what follows in the same call waits behind, with its order kept",
	  { { 0, "x", "REGISTER", NULL, 2, A("n1") },
	    { 10, "x", "OPTIONS", NULL, 7, NULL },
	    { 20, "x", "OPTIONS", NULL, 8, NULL } },
	  "",
	  "abc" },
	{ "another call does not wait",
	  { { 0, "x", "REGISTER", NULL, 2, A("n1") }, { 10, "y", "REGISTER", NULL, 1, NULL } },
	  "b",
	  "ba" },
	{ "a millisecond before the time is over it waits",
	  { { 0, "x", "REGISTER", NULL, 2, A("n1") }, { 49, "y", "REGISTER", NULL, 1, NULL } },
	  "b",
	  "ba" },
	{ "when the time is over it goes on, and first",
	  { { 0, "x", "REGISTER", NULL, 2, A("n1") }, { 50, "y", "REGISTER", NULL, 1, NULL } },
	  "ab",
	  "ab" },
	{ "what waited behind it goes on with it",
	  { { 0, "x", "REGISTER", NULL, 2, A("n1") },
	    { 40, "x", "OPTIONS", NULL, 7, NULL },
	    { 50, "y", "REGISTER", NULL, 1, NULL } },
	  "abc",
	  "abc" },
	{ "copies of an INVITE's credentials do not wait",
	  { { 0, "x", "ACK", NULL, 1, A("n1") }, { 10, "x", "CANCEL", NULL, 1, A("n1") } },
	  "ab",
	  "ab" },
	{ "without a Call-ID nothing waits",
	  { { 0, "", "401", "REGISTER", 1, CH("n1") }, { 0, "", "200", "REGISTER", 2, NULL } },
	  "ab",
	  "ab" },
};

struct bench {
	struct limits limits;
	struct nonce_book *book;
	struct txns *txns;
	struct early *early;
	struct arena *arena;
	unsigned went[2 * ROOM]; /* frames */
	size_t count;
};

static void
learn(void *ctx, const struct call_step *step)
{
	struct bench *b = ctx;
	struct challenge all[2];
	struct auth_info info;
	size_t n = step->response == NULL ? 0 : challenges_of(&step->response->sip, all, 2);

	for (size_t i = 0; i < n && i < 2; i++)
		(void)nonce_book_add(b->book, step->response, &all[i], step->request);
	if (step->response != NULL && auth_info_of_kind(&step->response->sip, AUTH_WWW, &info))
		(void)nonce_book_add_next(b->book, step->response, &info, S("n1"), S("r"));
}

static void
take(void *ctx, const struct message *m)
{
	struct bench *b = ctx;

	if (b->count < COUNT(b->went))
		b->went[b->count++] = (unsigned)m->seen.frame;
	(void)txns_add(b->txns, m);
}

/* False when memory is short. */
static bool
begin(struct bench *b)
{
	*b = (struct bench){ .count = 0 };
	limits_begin(&b->limits, (struct hash_key){ 1, 2 });
	b->book = nonce_book_new(&b->limits);
	b->txns = txns_new(&b->limits, learn, b);
	if (b->book == NULL || b->txns == NULL)
		return false;
	b->early = early_new(&(struct early_options){
		.limits = &b->limits, .txns = b->txns, .book = b->book, .fn = take, .ctx = b });
	return b->early != NULL;
}

static void
end(struct bench *b)
{
	early_free(b->early);
	txns_free(b->txns);
	nonce_book_free(b->book);
}

static void
make(const struct line *l, unsigned frame, char text[TEXT], struct arena *a, struct message *m)
{
	struct endpoint client = { { 4, { 192, 0, 2, 10 } }, 5060 };
	struct endpoint server = { { 4, { 192, 0, 2, 1 } }, 5060 };
	const char *method = l->of != NULL ? l->of : l->what;
	int n = snprintf(text, TEXT,
			 "%s%s%s\r\nVia: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK%s%s%u\r\n"
			 "From: <sip:u@r>;tag=f\r\nTo: <sip:u@r>\r\n%s%s%sCSeq: %u %s\r\n%s%s"
			 "Content-Length: 0\r\n\r\n",
			 l->of != NULL ? "SIP/2.0 " : l->what, l->of != NULL ? l->what : "",
			 l->of != NULL ? " Reason" : " sip:r SIP/2.0", l->call, method, l->cseq,
			 l->call[0] != '\0' ? "Call-ID: " : "", l->call,
			 l->call[0] != '\0' ? "\r\n" : "", l->cseq, method,
			 l->auth != NULL ? l->auth : "", l->auth != NULL ? "\r\n" : "");

	*m = (struct message){ .seen = { .ts_ns = (int64_t)l->ms * 1000000, .frame = frame } };
	m->seen.src = l->of == NULL ? client : server;
	m->seen.dst = l->of == NULL ? server : client;
	sip_msg_parse((struct str){ text, (size_t)n }, 0, 64, a, &m->sip);
}

static void
feed(struct bench *b, const struct line *l, unsigned frame)
{
	struct arena *a = arena_new(0);
	struct message m;
	char text[TEXT];

	make(l, frame, text, a, &m);
	early_add(b->early, &m, m.seen.ts_ns);
	arena_free(a);
	/* Whoever still reads it there reads nonsense. */
	memset(text, 'x', sizeof(text));
}

static size_t
lines_of(const struct line line[LINES])
{
	size_t n = 0;

	while (n < LINES && line[n].call != NULL)
		n++;
	return n;
}

static void
is_order(const struct bench *b, const char *want, const char *promise)
{
	char got[COUNT(b->went) + 1];

	for (size_t i = 0; i < b->count; i++)
		got[i] = (char)('a' + b->went[i] - 1);
	is_str((struct str){ got, b->count }, str_of(want), "%s", promise);
}

static void
test_order(void)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct bench b;

		if (!begin(&b))
			exit(99);
		for (size_t k = 0; k < lines_of(cases[i].line); k++)
			feed(&b, &cases[i].line[k], (unsigned)k + 1);
		is_order(&b, cases[i].before_end, cases[i].promise);
		early_finish(b.early);
		is_order(&b, cases[i].all, "… and at the end of the input all have gone on, once");
		end(&b);
	}
}

/* So many responses of one call whose requests never come. */
static void
feed_responses(struct bench *b, unsigned count)
{
	for (unsigned i = 1; i <= count; i++)
		feed(b, &(struct line){ 0, "x", "200", "OPTIONS", i, NULL }, i);
}

static bool
in_order(const struct bench *b, size_t count)
{
	for (size_t i = 0; i < b->count; i++) {
		if (b->went[i] != i + 1)
			return false;
	}
	return b->count == count;
}

static void
test_bounds(void)
{
	struct bench b;

	if (!begin(&b))
		exit(99);
	feed_responses(&b, 64);
	is_int((intmax_t)b.count, 0, "64 messages of one call may wait");
	end(&b);

	if (!begin(&b))
		exit(99);
	feed_responses(&b, 66);
	ok(in_order(&b, 2), "for one more the first goes on");
	early_finish(b.early);
	ok(in_order(&b, 66), "… and the others after it, in order");
	end(&b);

	if (!begin(&b))
		exit(99);
	b.limits.max[LIMIT_EARLY_BYTES] = 1;
	feed_responses(&b, 3);
	ok(in_order(&b, 2), "over LIMIT_EARLY_BYTES those that have waited longest go on");
	is_int((intmax_t)b.limits.hit[LIMIT_EARLY_BYTES], 2, "… which is counted");
	end(&b);

	if (!begin(&b))
		exit(99);
	b.limits.max[LIMIT_EARLY_BYTES] = 1;
	for (unsigned i = 1; i <= 8; i++) {
		const char *call = i % 2 == 1 ? "x" : "y";

		feed(&b, &(struct line){ 0, call, "200", "OPTIONS", i, NULL }, i);
	}
	ok(in_order(&b, 7), "… of whichever call");
	end(&b);

	if (!begin(&b))
		exit(99);
	b.limits.max[LIMIT_EARLY_BYTES] = (uint64_t)16 << 10;
	for (unsigned i = 1; i <= ROOM; i++)
		feed(&b, &(struct line){ (int)i * 25, "x", "200", "OPTIONS", i, NULL }, i);
	ok(in_order(&b, ROOM - 2) && b.limits.hit[LIMIT_EARLY_BYTES] == 0,
	   "what has gone on takes up no room");
	end(&b);
}

/* Whether each message went on once, and all memory was given back. */
static bool
play(const struct message *all, size_t count, long left, bool once)
{
	struct bench b;
	long held = failing_held();
	bool right = true;

	if (once)
		failing_at(left);
	else
		failing_from(left);
	if (begin(&b)) {
		for (size_t i = 0; i < count; i++)
			early_add(b.early, &all[i], all[i].seen.ts_ns);
		early_finish(b.early);
		right = b.count == count;
		for (size_t i = 0; right && i < count; i++) {
			unsigned times = 0;

			for (size_t k = 0; k < b.count; k++)
				times += b.went[k] == all[i].seen.frame;
			right = times == 1;
		}
	}
	(void)failing_stop();
	end(&b);
	return right && failing_held() == held;
}

static void
test_memory(void)
{
	struct arena *a = arena_new(0);
	static char text[COUNT(cases)][LINES][TEXT];
	struct message all[LINES];

	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t count = lines_of(cases[i].line);
		bool right = true, failed = true;
		long n = 0;

		for (size_t k = 0; k < count; k++)
			make(&cases[i].line[k], (unsigned)k + 1, text[i][k], a, &all[k]);
		for (; failed && n < 1000; n++) {
			right = right && play(all, count, n, false);
			failed = failing_has();
			right = right && play(all, count, n, true);
		}
		ok(right && n > 1 && !failed,
		   "%s: without memory each still goes on once, and nothing leaks (%ld)",
		   cases[i].promise, n);
	}
	arena_free(a);
}

static void
test_free(void)
{
	long held = failing_held();
	struct bench b;

	if (!begin(&b))
		exit(99);
	feed_responses(&b, 5);
	end(&b);
	is_int((intmax_t)b.count, 0, "what waits when it is freed does not go on");
	is_int(failing_held(), held, "… and leaks nothing");
	early_free(NULL);
}

int
main(void)
{
	test_order();
	test_bounds();
	test_memory();
	test_free();
	return done();
}
