/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <string.h>

#include "expected_text.h"

void
expected_diff_text(const struct expected *e, char out[EXPECTED_TEXT])
{
	int used = 0;

	out[0] = '\0';
	for (size_t i = 0; i < e->diff_count; i++) {
		const struct expected_diff *d = &e->diffs[i];
		struct str sent = str_absent(d->sent) ? S("-") : d->sent;
		struct str want = d->is_hole                ? S("?")
				  : str_absent(d->expected) ? S("-")
							    : d->expected;

		if (strcmp(d->param, "cnonce") == 0 && want.len >= 32)
			want = want.p[0] == '"' ? S("\"#\"") : S("#");
		used += snprintf(out + used, EXPECTED_TEXT - (size_t)used, "%s%s %.*s>%.*s%s",
				 i > 0 ? "; " : "", d->param, STR_ARG(sent), STR_ARG(want),
				 d->is_example ? "*" : "");
	}
}
