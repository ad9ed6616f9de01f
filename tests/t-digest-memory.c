/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The n-th allocation fails, n = 0, 1, 2, …: no crash, nothing leaked, and the check says that memory
 * was short instead of anything wrong.  Linked with --wrap for malloc, calloc, realloc, free and mmap.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <sipwhy/expected.h>
#include <sipwhy/habit.h>
#include <sipwhy/hypothesis.h>

#include "digest_round.h"
#include "failing.h"
#include "tap.h"

void *__real_mmap(void *at, size_t size, int prot, int flags, int fd, off_t offset);
int __real_munmap(void *p, size_t size);
void *__wrap_mmap(void *at, size_t size, int prot, int flags, int fd, off_t offset);
int __wrap_munmap(void *p, size_t size);

/* Secrets lie in pages of their own. */
void *
__wrap_mmap(void *at, size_t size, int prot, int flags, int fd, off_t offset)
{
	if (!failing_allows())
		return MAP_FAILED;
	failing_count(1);
	return __real_mmap(at, size, prot, flags, fd, offset);
}

int
__wrap_munmap(void *p, size_t size)
{
	failing_count(-1);
	return __real_munmap(p, size);
}

#define ANSWER                                                                                \
	S("REGISTER sip:example.com SIP/2.0\nVia: SIP/2.0/UDP [2001:db8::1]:5062\n"           \
	  "Authorization: Digest username=\"al\\ice\",realm=\"example.com\",nonce=\"n0nce\"," \
	  "uri=\"sip:example.com:5060;transport=udp\",cnonce=\"c\",nc=00000001,qop=auth,"     \
	  "response=\"7ed2c9fd4f120e35c568abe8208c4dd1\"\nContent-Length: 0\n\n")
#define CHALLENGE                      \
	S("SIP/2.0 401 Unauthorized\n" \
	  "WWW-Authenticate: Digest realm=\"example.com\",nonce=\"n0nce\"\n\n")

static struct secrets *
read_secrets(struct err *err)
{
	struct secrets *s = secrets_new(err);
	bool good = s != NULL;

	/* More than the list holds at first. */
	for (unsigned i = 0; good && i < 20; i++)
		good = secrets_parse(s, S("bob:example.com:plain:x\n"), "f", err);
	good = good && secrets_parse(s, S("alice:example.com:plain:open sesame\n"), "f", err) &&
	       secrets_parse(s,
			     S("sim:r:aka-k:465b5ce8b199b49faa5f0a2ee238a6bc:"
			       "op=cdc202d5123e20f62b6d676ac72cb318\n"),
			     "f", err) &&
	       secrets_add_password(s, S("carol"), STR_ABSENT, S("y"), err) &&
	       secrets_watch(s, NULL, err);
	if (good)
		return s;
	secrets_free(s);
	return NULL;
}

/* Whether it went as it must: right, or short of memory and nothing else. */
static bool
is_right(const struct verify *got)
{
	if (got->check == VERIFY_MISMATCH)
		return got->hashed != NULL &&
		       strcmp(got->hashed->id, "uri-local-or-public-ip") == 0 &&
		       got->substitutions == 1;
	return failing_has() && got->reason == VERIFY_OUT_OF_MEMORY && got->hashed == NULL &&
	       got->substitutions == 0;
}

/* What is found is remembered, or left out when memory is short. */
static bool
remember(const struct digest_round *t, const struct verify *got)
{
	struct exchange x = { .client = { { 4, { 192, 0, 2, 1 } }, 5060 } };
	struct limits limits;
	struct verify_seen seen;
	struct habits *h;

	limits_begin(&limits, (struct hash_key){ 1, 2 });
	h = habits_new(&limits);
	if (h == NULL)
		return failing_has();
	habits_note(h, &x, &t->round, got);
	seen = habits_seen(h, &x, &t->round, got);
	habits_free(h);
	return seen.explained == (got->hashed != NULL) || failing_has();
}

static bool
work(const struct digest_round *t, struct err *err)
{
	struct arena *a = arena_new(64);
	struct secrets *s = read_secrets(err);
	struct digest *d = digest_new(err);
	struct verifier *v = d != NULL && s != NULL ? verifier_new(d, s) : NULL;
	bool good = a != NULL && v != NULL;
	struct verify got = { .check = VERIFY_NOT_ATTEMPTED };
	struct expected_ask ask = { .answered = &t->round, .with_response = true };
	struct expected expected;

	if (good) {
		verify_round(v, &t->round, a, &got);
		verify_expected(v, &ask, a, &expected);
		good = is_right(&got) && (expected.computed || failing_has()) &&
		       (!str_absent(expected.header) || failing_has()) && remember(t, &got);
	} else {
		good = failing_has() && (a == NULL || (d != NULL && s != NULL) ||
					 strcmp(err->text, "out of memory") == 0);
	}
	verifier_free(v);
	digest_free(d);
	secrets_free(s);
	arena_free(a);
	return good;
}

int
main(void)
{
	struct err err = { "" };
	struct digest_round t;
	bool good = true, kept = true;
	long before, n = 0;

	/* What OpenSSL sets up at its first use stays. */
	digest_free(digest_new(&err));
	digest_round_begin(&t);
	digest_round_answer(&t, ANSWER, STR_ABSENT);
	digest_round_challenge(&t, CHALLENGE);
	before = failing_held();
	do {
		failing_at(n++);
		err.text[0] = '\0';
		good = work(&t, &err) && good;
		kept = kept && failing_held() == before;
	} while (failing_has() && n < 1000);
	(void)failing_stop();
	digest_round_end(&t);
	ok(good, "each allocation failed once: the check is right, or says that memory was short");
	ok(kept, "nothing is leaked");
	ok(n > 10 && n < 1000, "there were %ld allocations", n - 1);
	return done();
}
