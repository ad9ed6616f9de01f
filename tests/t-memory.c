/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The n-th allocation fails, n = 0, 1, 2, …, in the whole pipeline over the cases: no crash, nothing leaked,
 * and what was lost for it is counted.  Linked with --wrap for malloc, calloc, realloc and free.
 */
#include <stdlib.h>
#include <string.h>

#include "failing.h"
#include "judged.h"
#include "tap.h"

struct result {
	uint64_t judged, dropped;
	bool began;
};

static void
count(void *ctx, const struct diagnosis *d)
{
	struct result *r = ctx;

	(void)d;
	r->judged++;
}

static struct result
run_once(const struct sipwire *w, struct digest *digest, const struct secrets *secrets,
	 long fail_at)
{
	struct result r = { 0 };
	struct pipeline_options po = { .key = { 5, 6 },
				       .digest = digest,
				       .secrets = secrets,
				       .sessions = true,
				       .hindsight = true,
				       .on_diagnosis = count,
				       .ctx = &r };
	static struct summary s;
	struct pipeline *p;

	failing_at(fail_at);
	p = pipeline_new(&po);
	for (size_t i = 0; p != NULL && i < w->count; i++)
		pipeline_packet(p, 0, &w->packets[i]);
	if (p != NULL) {
		pipeline_finish(p);
		pipeline_summary(p, &s);
		r.dropped = s.dropped_memory;
		r.began = true;
	}
	pipeline_free(p);
	(void)failing_stop();
	return r;
}

static void
test_case(const char *path, const char *name)
{
	struct err err = { "" };
	struct expect e = expect_read(path);
	struct sipcase *c = case_read(path);
	struct sipwire *w = sipwire_new(c, &(struct sipwire_options){ 0 }, &err);
	struct digest *digest = digest_new(&err);
	struct secrets *secrets = secrets_new(&err);
	long held, tried = 0;
	bool leaked = false, silent = false;
	struct result whole;

	if (w == NULL || digest == NULL || secrets == NULL ||
	    !secrets_parse(secrets, str_of(e.credentials), "case", &err)) {
		ok(false, "%s: %s", name, err.text);
		exit(done());
	}
	held = failing_held();
	whole = run_once(w, digest, secrets, -1);
	leaked = failing_held() != held;
	do {
		struct result r = run_once(w, digest, secrets, tried++);

		if (failing_held() != held)
			leaked = true;
		/* Fewer exchanges than there were, and no word of it. */
		if (r.began && r.judged < whole.judged && r.dropped == 0)
			silent = true;
		held = failing_held();
	} while (failing_has() && tried < 20000);
	ok(!leaked, "%s: nothing leaks whichever of %ld allocations fails", name, tried);
	ok(!silent, "%s: what is lost for lack of memory is counted", name);
	secrets_free(secrets);
	digest_free(digest);
	sipwire_free(w);
	sipcase_free(c);
}

int
main(void)
{
	const char *top = getenv("top_srcdir");
	char folder[1024];
	struct case_list cases;

	snprintf(folder, sizeof(folder), "%s/tests/cases", top != NULL ? top : ".");
	cases = case_list(folder);
	ok(cases.count > 0, "there are cases");
	for (size_t i = 0; i < cases.count; i++) {
		/* The cases themselves: a near miss takes the same paths. */
		if (strstr(cases.path[i], ".ok.sip") == NULL)
			test_case(cases.path[i], cases.path[i] + strlen(folder) + 1);
	}
	case_list_free(&cases);
	return done();
}
