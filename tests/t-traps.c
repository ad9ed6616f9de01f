/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Small captures on which other tools go wrong (tests/traps): each says what it must come to.
 */
#include <stdlib.h>
#include <string.h>

#include "judged.h"
#include "tap.h"

/* Whether `lead` is among the codes that "|" separates. */
static bool
is_one_of(const char *lead, const char *codes)
{
	struct str rest = str_of(codes);

	while (rest.len > 0) {
		if (str_eq(str_cut(&rest, '|'), str_of(lead)))
			return true;
	}
	return false;
}

/* Whether the event has each of these lines. */
static bool
has_all(const char *event, const char *lines)
{
	struct str rest = str_of(lines);

	while (rest.len > 0) {
		struct str line = str_cut(&rest, '\n');

		if (!str_has_nocase(str_of(event), line))
			return false;
	}
	return true;
}

static void
test_trap(const char *path, const char *name)
{
	struct judged_options o = { .key = { 8, 9 } };
	struct expect e = expect_read(path);
	struct sipcase *c = case_read(path);
	struct judged_list l;
	uint64_t failures = 0, expected = 1;
	bool healthy = strcmp(e.lead, "none") == 0, right = false;

	(void)str_to_u64(str_of(e.failures), 1000, &expected);
	judged_case(c, &(struct sipwire_options){ 0 }, &e, &o, &l);
	sipcase_free(c);
	for (size_t i = 0; i < l.count; i++) {
		const struct judged *j = &l.all[i];
		bool same_lead = healthy ? j->session : is_one_of(j->lead, e.lead);

		failures += !j->session;
		right = right ||
			(same_lead && strcmp(outcome_name(j->outcome), e.outcome) == 0 &&
			 strcmp(j->digest, e.digest) == 0 &&
			 (e.causality[0] == '\0' || strcmp(j->causality, e.causality) == 0) &&
			 has_all(j->event, e.also));
	}
	ok(right && failures == (healthy ? 0 : expected), "%s: %s, %s, digest %s", name, e.outcome,
	   e.lead, e.digest);
	for (size_t i = 0; !right && i < l.count; i++)
		diag("%s %s %s digest %s%s", outcome_name(l.all[i].outcome), l.all[i].lead,
		     l.all[i].causality, l.all[i].digest, l.all[i].session ? " (session)" : "");
	judged_free(&l);
}

int
main(void)
{
	const char *top = getenv("top_srcdir");
	char folder[1024];
	struct case_list cases;

	snprintf(folder, sizeof(folder), "%s/tests/traps", top != NULL ? top : ".");
	cases = case_list(folder);
	ok(cases.count >= 20, "the traps are there");
	for (size_t i = 0; i < cases.count; i++)
		test_trap(cases.path[i], cases.path[i] + strlen(folder) + 1);
	case_list_free(&cases);
	return done();
}
