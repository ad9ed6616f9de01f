/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the engine promises of every rule, over every case: a case is recognised and its near miss is not,
 * every accusation shows octets, evidence that is lost accuses nobody, and order does not matter.
 */
#include <stdlib.h>
#include <string.h>

#include "judged.h"
#include "tap.h"

static const struct judged_options usual = { .key = { 1, 2 }, .no_events = true };
static const struct sipwire_options whole = { 0 };

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static bool
ends_with(const char *s, const char *tail)
{
	size_t n = strlen(s), t = strlen(tail);

	return n >= t && strcmp(s + n - t, tail) == 0;
}

/* "qop-missing-in-response" of ".../qop-missing-in-response.ok.sip". */
static void
code_of(const char *path, char out[JUDGED_TEXT])
{
	snprintf(out, JUDGED_TEXT, "%s", base_name(path));
	out[strcspn(out, ".")] = '\0';
}

static bool
any_verdict(const struct judged_list *l, int rule, enum verdict v)
{
	for (size_t i = 0; i < l->count; i++) {
		if (l->all[i].verdict[rule] == v)
			return true;
	}
	return false;
}

static void
test_recognised(const char *path)
{
	struct expect e = expect_read(path);
	struct sipcase *c = case_read(path);
	struct judged_list l;
	char code[JUDGED_TEXT];
	bool near_miss = ends_with(path, ".ok.sip"), proven = true, asked = true,
	     lead = e.lead[0] == '\0', outcome = false;
	int rule;

	code_of(path, code);
	rule = rule_index(code);
	judged_case(c, &whole, &e, &usual, &l);
	sipcase_free(c);
	if (rule < 0) {
		ok(false, "%s: there is a rule of this name", base_name(path));
	} else if (near_miss) {
		ok(l.count > 0 && !any_verdict(&l, rule, VERDICT_YES) &&
			   any_verdict(&l, rule, VERDICT_NO),
		   "%s: the near miss is none", base_name(path));
	} else {
		ok(any_verdict(&l, rule, VERDICT_YES), "%s: is recognised", base_name(path));
	}
	for (size_t i = 0; i < l.count; i++) {
		const struct judged *j = &l.all[i];

		proven = proven && j->proven_by_bytes;
		asked = asked && j->asks_hold;
		if (e.lead[0] != '\0' && strcmp(j->lead, e.lead) == 0 &&
		    (e.causality[0] == '\0' || strcmp(j->causality, e.causality) == 0))
			lead = true;
		outcome = outcome || e.outcome[0] == '\0' ||
			  strcmp(outcome_name(j->outcome), e.outcome) == 0;
		if (strcmp(e.lead, "none") == 0)
			lead = lead || j->session;
	}
	ok(proven, "%s: every YES shows octets of its exchange", base_name(path));
	ok(asked, "%s: every YES had what its rule is told to need", base_name(path));
	ok(lead, "%s: %s leads, %s", base_name(path), e.lead[0] != '\0' ? e.lead : "what may",
	   e.causality);
	ok(outcome, "%s: outcome %s", base_name(path), e.outcome);
	if (!lead || !outcome) {
		for (size_t i = 0; i < l.count; i++)
			printf("# %s %s %s%s\n", outcome_name(l.all[i].outcome), l.all[i].lead,
			       l.all[i].causality, l.all[i].session ? " (session)" : "");
	}
	judged_free(&l);
}

/* Every cause that leads a diagnosis after the loss was to be seen before it. */
static bool
no_new_cause(const struct judged_list *before, const struct judged_list *after, const char **what)
{
	for (size_t i = 0; i < after->count; i++) {
		const struct judged *j = &after->all[i];
		int rule = j->lead[0] != '\0' ? rule_index(j->lead) : -1;

		if (j->session || rule < 0 || rules_all[rule]->party == PARTY_CAPTURE)
			continue;
		if (!any_verdict(before, rule, VERDICT_YES)) {
			*what = rules_all[rule]->code;
			return false;
		}
	}
	return true;
}

struct loss_run {
	const char *path;
	const struct sipcase *c;
	struct expect e;
	struct judged_list before;
	unsigned bad;
};

static void
lose(struct loss_run *r, const struct sipwire_options *wire, const char *how, size_t n)
{
	struct judged_list after;
	const char *what = "";

	judged_case(r->c, wire, &r->e, &usual, &after);
	if (!no_new_cause(&r->before, &after, &what)) {
		r->bad++;
		printf("# %s: %s %zu makes %s\n", base_name(r->path), how, n, what);
	}
	judged_free(&after);
}

static void
test_loss(const char *path)
{
	static const size_t snaps[] = { 64,  100, 128, 160, 200, 240, 256,  300,  340, 380, 400,
					420, 440, 460, 480, 500, 512, 540,  560,  600, 640, 680,
					720, 768, 800, 850, 900, 960, 1024, 1200, 1500 };
	struct sipcase *c = case_read(path);
	struct loss_run r = { .path = path, .c = c, .e = expect_read(path) };

	judged_case(c, &whole, &r.e, &usual, &r.before);
	for (size_t i = 1; i <= c->count; i++) {
		lose(&r, &(struct sipwire_options){ .drop = i }, "without message", i);
		lose(&r, &(struct sipwire_options){ .head = i }, "with the first", i);
		lose(&r, &(struct sipwire_options){ .tail = i }, "with the last", i);
	}
	for (size_t i = 0; i < COUNT(snaps); i++)
		lose(&r, &(struct sipwire_options){ .snap = snaps[i] }, "at snap length", snaps[i]);
	ok(r.bad == 0, "%s: losing evidence accuses nobody anew", base_name(path));
	judged_free(&r.before);
	sipcase_free(c);
}

static bool
same_judgement(const struct judged *a, const struct judged *b)
{
	return a->outcome == b->outcome && a->session == b->session &&
	       strcmp(a->lead, b->lead) == 0 && strcmp(a->causality, b->causality) == 0 &&
	       memcmp(a->verdict, b->verdict, sizeof(a->verdict)) == 0;
}

static void
test_order(const char *path)
{
	struct expect e = expect_read(path);
	struct sipcase *c = case_read(path);
	struct judged_options o = { .key = { 1, 2 } };
	struct judged_list first, other;
	bool seeds = true, backwards;

	judged_case(c, &whole, &e, &o, &first);
	for (uint64_t seed = 0; seed < 20; seed++) {
		o.key = (struct hash_key){ seed * 0x9e3779b97f4a7c15u, ~seed };
		judged_case(c, &whole, &e, &o, &other);
		seeds = seeds && other.count == first.count;
		for (size_t i = 0; seeds && i < first.count; i++)
			seeds = strcmp(first.all[i].event, other.all[i].event) == 0;
		judged_free(&other);
	}
	o.reverse_rules = true;
	judged_case(c, &whole, &e, &o, &other);
	backwards = other.count == first.count;
	for (size_t i = 0; backwards && i < first.count; i++)
		backwards = strcmp(first.all[i].event, other.all[i].event) == 0;
	judged_free(&other);
	ok(seeds, "%s: the same report with 20 seeds", base_name(path));
	ok(backwards, "%s: the same report with the rules run backwards", base_name(path));
	judged_free(&first);
	sipcase_free(c);
}

/*
 * All cases at once, each from its own hosts, message by message in turn: each is judged as alone.  A case and
 * its near miss have nonces and Call-IDs in common, as no two real exchanges have: so one kind at a time.
 */
static void
test_interleaved(const struct case_list *cases, bool near_misses)
{
	struct sipcase *all = NULL;
	struct expect none = { .credentials = "" };
	struct judged_list together, alone;
	unsigned bad = 0;
	struct err err;

	for (size_t i = 0; i < cases->count; i++) {
		struct sipcase *c;

		if (ends_with(cases->path[i], ".ok.sip") != near_misses)
			continue;
		c = case_read(cases->path[i]);
		if (all == NULL) {
			all = sipcase_parse(S(""), "all", &err);
		}
		if (all == NULL ||
		    !sipcase_merge(all, c, (int64_t)i * 100000, (unsigned)i * 3 + 1, &err))
			printf("# %s: %s\n", cases->path[i], err.text);
		sipcase_free(c);
	}
	judged_case(all, &whole, &none, &usual, &together);
	for (size_t i = 0; i < cases->count; i++) {
		struct sipcase *c, *one;

		if (ends_with(cases->path[i], ".ok.sip") != near_misses)
			continue;
		c = sipcase_parse(S(""), "one", &err);
		one = case_read(cases->path[i]);
		if (c == NULL ||
		    !sipcase_merge(c, one, (int64_t)i * 100000, (unsigned)i * 3 + 1, &err))
			bad++;
		judged_case(c, &whole, &none, &usual, &alone);
		for (size_t k = 0; k < alone.count; k++) {
			bool found = false;

			for (size_t n = 0; n < together.count; n++)
				found = found || (address_eq(&alone.all[k].client,
							     &together.all[n].client) &&
						  strcmp(alone.all[k].call_id,
							 together.all[n].call_id) == 0 &&
						  same_judgement(&alone.all[k], &together.all[n]));
			if (!found) {
				bad++;
				printf("# %s: judged otherwise among others\n",
				       base_name(cases->path[i]));
			}
		}
		judged_free(&alone);
		sipcase_free(c);
		sipcase_free(one);
	}
	ok(bad == 0 && together.count > 10,
	   "%s interleaved: each exchange is judged as it is alone",
	   near_misses ? "near misses" : "cases");
	judged_free(&together);
	sipcase_free(all);
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
		test_recognised(cases.path[i]);
		test_loss(cases.path[i]);
		test_order(cases.path[i]);
	}
	if (cases.count > 0) {
		test_interleaved(&cases, false);
		test_interleaved(&cases, true);
	}
	case_list_free(&cases);
	return done();
}
