/* SPDX-License-Identifier: BSD-2-Clause */
/* Every cause of groups A to K is found by a rule or a rewrite, or told to be beyond packets, and only one of these. */
#include <stdlib.h>
#include <string.h>

#include <sipwhy/causes.h>
#include <sipwhy/rule.h>

#include "tap.h"

static bool
has_rule(const char *code)
{
	for (size_t i = 0; i < rules_count; i++) {
		if (strcmp(rules_all[i]->code, code) == 0)
			return true;
	}
	return false;
}

static bool
has_rewrite(const char *code)
{
	for (size_t i = 0; i < hypotheses_count; i++) {
		if (hypotheses_all[i].cause != NULL && strcmp(hypotheses_all[i].cause, code) == 0)
			return true;
	}
	return false;
}

static bool
is_told_absent(const char *code)
{
	for (size_t i = 0; i < causes_absent_count; i++) {
		if (strcmp(causes_absent[i].code, code) == 0)
			return true;
	}
	return false;
}

static void
told_in_a_sentence(const struct cause_absent *a)
{
	size_t n = a->why != NULL ? strlen(a->why) : 0;

	ok(n > 0 && a->why[n - 1] == '.', "why %s is not found is told in a sentence", a->code);
	ok(!has_rule(a->code) && !has_rewrite(a->code), "%s is not found and told to be absent",
	   a->code);
}

enum { COUNT_OF_CAUSES = 184 };

int
main(void)
{
	const char *top = getenv("top_srcdir");
	char path[1024], line[256];
	size_t count = 0;
	FILE *f;

	snprintf(path, sizeof(path), "%s/tests/causes.txt", top != NULL ? top : ".");
	f = fopen(path, "r");
	ok(f != NULL, "the list of causes is there");
	while (f != NULL && fgets(line, sizeof(line), f) != NULL) {
		line[strcspn(line, "\r\n")] = '\0';
		if (line[0] < 'A' || line[0] > 'K' || line[1] != ' ')
			continue;
		count++;
		ok(has_rule(line + 2) || has_rewrite(line + 2) || is_told_absent(line + 2),
		   "%s is found, or told to be beyond packets", line + 2);
	}
	if (f != NULL)
		fclose(f);
	ok(count == COUNT_OF_CAUSES, "the list has %d causes", COUNT_OF_CAUSES);
	for (size_t i = 0; i < causes_absent_count; i++) {
		told_in_a_sentence(&causes_absent[i]);
		ok(i == 0 || strcmp(causes_absent[i - 1].code, causes_absent[i].code) < 0,
		   "%s stands in the order of the codes", causes_absent[i].code);
	}
	return done();
}
