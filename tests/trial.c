/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "sanitized.h"
#include "tap.h"
#include "trial.h"

#ifdef SANITIZED
enum { EVERY = 8 };
#else
enum { EVERY = 1 };
#endif

static const struct judged_options usual = { .key = { 1, 2 }, .no_events = true };

static void
die(const char *what)
{
	fprintf(stderr, "trial: %s\n", what);
	exit(99);
}

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

/* Where the message is cut in two: in the middle of its first field that has to do with digests, or of it all. */
static size_t
middle(struct str text)
{
	struct str rest = text;

	while (rest.len > 0) {
		struct str line = str_cut(&rest, '\n');

		if (str_has_nocase(line, S("digest ")))
			return (size_t)(line.p - text.p) + line.len / 2;
	}
	return text.len / 2;
}

static void
over_tcp(struct sipcase *c)
{
	for (size_t i = 0; i < c->count; i++) {
		struct sipcase_msg *m = &c->msgs[i];

		if (m->transport != TRANSPORT_UDP)
			continue;
		m->transport = TRANSPORT_TCP;
		m->seg[0] = middle(m->text);
		m->seg_count = m->seg[0] > 0 ? 1 : 0;
	}
}

void
trial_begin(struct trial *t, const char *path, enum trial_carrier carrier)
{
	const struct sipwire_options whole = { 0 };
	struct err err = { "" };

	*t = (struct trial){ .path = path, .c = case_read(path), .e = expect_read(path) };
	t->exhaustive = getenv("SIPWHY_EXHAUSTIVE") != NULL;
	t->every = t->exhaustive ? 1 : EVERY;
	t->coarse = carrier == TRIAL_TCP && !t->exhaustive;
	if (carrier == TRIAL_TCP)
		over_tcp(t->c);
	t->whole = sipwire_new(t->c, &whole, &err);
	if (t->whole == NULL)
		die(err.text);
	if (!judged_run(t->whole, &t->e, &usual, &t->before))
		die("out of memory");
}

void
trial_end(struct trial *t, const char *promise)
{
	ok(t->bad == 0, "%s: %s (%u times)", base_name(t->path), promise, t->runs);
	judged_free(&t->before);
	sipwire_free(t->whole);
	sipcase_free(t->c);
	free(t->packets);
}

void
trial_clear(struct trial *t)
{
	t->count = 0;
}

void
trial_add(struct trial *t, const struct packet *p, int64_t later_ns)
{
	if (t->count == t->room) {
		t->room = t->room == 0 ? 64 : 2 * t->room;
		t->packets = realloc(t->packets, t->room * sizeof(*t->packets));
		if (t->packets == NULL)
			die("out of memory");
	}
	t->packets[t->count] = *p;
	t->packets[t->count++].ts_ns += later_ns;
}

void
trial_sort(struct trial *t)
{
	for (size_t i = 1; i < t->count; i++) {
		struct packet one = t->packets[i];
		size_t to = i;

		for (; to > 0 && t->packets[to - 1].ts_ns > one.ts_ns; to--)
			t->packets[to] = t->packets[to - 1];
		t->packets[to] = one;
	}
}

static const struct rule *
accused(const struct judged *j)
{
	int rule = j->session || j->lead[0] == '\0' ? -1 : rule_index(j->lead);

	return rule < 0 || rules_all[rule]->party == PARTY_CAPTURE ? NULL : rules_all[rule];
}

/* Whether the whole case has the rule in an exchange that failed, or, if it is no cause, in any. */
static bool
was_seen(const struct judged_list *before, const struct rule *rule)
{
	int index = rule_index(rule->code);

	for (size_t i = 0; i < before->count; i++) {
		const struct judged *j = &before->all[i];

		if (j->verdict[index] == VERDICT_YES &&
		    (!j->session || rule->severity != SEVERITY_CAUSE))
			return true;
	}
	return false;
}

/* Whether it is proven, and was not before. */
static bool
is_newly_proven(const struct judged_list *before, const struct judged *now)
{
	const char *proven = causality_name(CAUSALITY_PROVEN);

	if (strcmp(now->causality, proven) != 0)
		return false;
	for (size_t i = 0; i < before->count; i++) {
		const struct judged *j = &before->all[i];

		if (!j->session && strcmp(j->lead, now->lead) == 0 &&
		    strcmp(j->causality, proven) == 0)
			return false;
	}
	return true;
}

/* Whether the case says that this may come of a loss: codes that "|" separates. */
static bool
may_be_lost(const struct trial *t, const char *lead)
{
	struct str rest = str_of(t->e.lost);

	while (rest.len > 0) {
		if (str_eq(str_cut(&rest, '|'), str_of(lead)))
			return true;
	}
	return false;
}

static const char *
accuses(const struct trial *t, const struct judged_list *after)
{
	for (size_t i = 0; i < after->count; i++) {
		const struct judged *j = &after->all[i];
		const struct rule *rule = accused(j);

		if (rule == NULL || may_be_lost(t, j->lead))
			continue;
		if (is_newly_proven(&t->before, j))
			return "proven what was not";
		if (!was_seen(&t->before, rule))
			return j->lead;
	}
	return NULL;
}

static bool
is_same(const struct judged *a, const struct judged *b)
{
	return a->session == b->session && a->outcome == b->outcome &&
	       strcmp(a->lead, b->lead) == 0 && strcmp(a->causality, b->causality) == 0 &&
	       strcmp(a->call_id, b->call_id) == 0;
}

/* Each as often as before, in any order. */
static const char *
differs(const struct judged_list *before, const struct judged_list *after)
{
	if (before->count != after->count)
		return "another number of exchanges";
	for (size_t i = 0; i < before->count; i++) {
		size_t was = 0, is = 0;

		for (size_t k = 0; k < before->count; k++) {
			was += is_same(&before->all[i], &before->all[k]);
			is += is_same(&before->all[i], &after->all[k]);
		}
		if (was != is)
			return "another verdict";
	}
	return NULL;
}

static void
show(const struct judged_list *l, const char *when)
{
	for (size_t i = 0; i < l->count; i++)
		diag("    %s: %s %s %s%s", when, outcome_name(l->all[i].outcome), l->all[i].lead,
		     l->all[i].causality, l->all[i].session ? " (session)" : "");
}

void
trial_judge(struct trial *t, enum trial_law law, const char *fmt, ...)
{
	struct sipwire w = { NULL, t->packets, t->count, t->room };
	struct judged_list after;
	const char *wrong;
	char how[128];
	va_list args;

	if (t->turn++ % t->every != 0)
		return;
	for (size_t i = 0; i < t->count; i++)
		t->packets[i].no = i + 1;
	if (!judged_run(&w, &t->e, &usual, &after))
		die("out of memory");
	t->runs++;
	wrong = law == TRIAL_SAME ? differs(&t->before, &after) : accuses(t, &after);
	if (wrong != NULL) {
		va_start(args, fmt);
		(void)vsnprintf(how, sizeof(how), fmt, args);
		va_end(args);
		diag("%s: %s makes %s", base_name(t->path), how, wrong);
		if (t->bad++ == 0)
			show(&t->before, "before");
		show(&after, "after");
	}
	judged_free(&after);
}

static size_t
folder_all(const char *name, void (*fn)(const char *path))
{
	const char *top = getenv("top_srcdir");
	char folder[1024];
	struct case_list cases;
	size_t n;

	(void)snprintf(folder, sizeof(folder), "%s/tests/%s", top != NULL ? top : ".", name);
	cases = case_list(folder);
	n = cases.count;
	for (size_t i = 0; i < n; i++)
		fn(cases.path[i]);
	case_list_free(&cases);
	return n;
}

size_t
trial_all(void (*fn)(const char *path))
{
	return folder_all("cases", fn) + folder_all("traps", fn);
}
