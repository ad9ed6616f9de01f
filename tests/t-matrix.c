/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cases x rules: what every rule says of every case, so that an accidental overlap shows up in review.
 * With an argument "-": the matrix on standard output; a change is accepted by
 *     tests/t-matrix - >tests/golden/matrix.txt
 */
#include <stdlib.h>
#include <string.h>

#include "judged.h"
#include "tap.h"

/* Y if any exchange of the case says so, then ?, then a dot. */
static char
cell(const struct judged_list *l, size_t rule)
{
	char c = '.';

	for (size_t i = 0; i < l->count; i++) {
		if (l->all[i].verdict[rule] == VERDICT_YES)
			return 'Y';
		if (l->all[i].verdict[rule] == VERDICT_CANNOT_TELL)
			c = '?';
	}
	return c;
}

static void
print_matrix(FILE *out, const char *folder)
{
	struct case_list cases = case_list(folder);
	struct judged_options o = { .key = { 3, 4 }, .no_events = true };

	fputs("# Y the rule says yes, ? it cannot tell, . no.  Columns:\n", out);
	for (size_t i = 0; i < rules_count; i++)
		fprintf(out, "# %3zu %s\n", i + 1, rules_all[i]->code);
	for (size_t i = 0; i < cases.count; i++) {
		struct expect e = expect_read(cases.path[i]);
		struct sipcase *c = case_read(cases.path[i]);
		struct judged_list l;

		judged_case(c, &(struct sipwire_options){ 0 }, &e, &o, &l);
		fprintf(out, "%-60s ", cases.path[i] + strlen(folder) + 1);
		for (size_t r = 0; r < rules_count; r++)
			fputc(cell(&l, r), out);
		fputs("  ", out);
		for (size_t k = 0; k < l.count; k++)
			fprintf(out, "%s%s:%s", k > 0 ? " " : "", outcome_name(l.all[k].outcome),
				l.all[k].lead[0] != '\0' ? l.all[k].lead : "-");
		fputc('\n', out);
		judged_free(&l);
		sipcase_free(c);
	}
	case_list_free(&cases);
}

int
main(int argc, char *argv[])
{
	const char *top = getenv("top_srcdir") != NULL ? getenv("top_srcdir") : ".";
	char folder[1024], golden[1024], want[512], got[512];
	FILE *f, *now = tmpfile();
	unsigned line = 0, bad = 0;

	snprintf(folder, sizeof(folder), "%s/tests/cases", top);
	if (argc > 1 && strcmp(argv[1], "-") == 0) {
		print_matrix(stdout, folder);
		return 0;
	}
	snprintf(golden, sizeof(golden), "%s/tests/golden/matrix.txt", top);
	f = fopen(golden, "r");
	ok(f != NULL && now != NULL, "tests/golden/matrix.txt is there");
	if (f == NULL || now == NULL)
		return done();
	print_matrix(now, folder);
	rewind(now);
	for (;;) {
		char *w = fgets(want, sizeof(want), f), *g = fgets(got, sizeof(got), now);

		line++;
		if (w == NULL && g == NULL)
			break;
		if (w == NULL || g == NULL || strcmp(w, g) != 0) {
			printf("# line %u\n# want %s# got  %s", line, w != NULL ? w : "nothing\n",
			       g != NULL ? g : "nothing\n");
			if (++bad > 20)
				break;
		}
	}
	ok(bad == 0, "cases x rules is as it was reviewed");
	fclose(f);
	fclose(now);
	return done();
}
