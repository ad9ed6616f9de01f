/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "oddities.h"

bool
oddities_tell(struct oddities *o, const char *name, const char *text, const struct seen *seen)
{
	char src[ENDPOINT_TEXT], dst[ENDPOINT_TEXT];
	size_t i = 0;

	while (i < o->kinds && strcmp(o->kind[i].name, name) != 0)
		i++;
	if (i == ODDITIES_KINDS)
		return false;
	if (i == o->kinds)
		o->kind[o->kinds++].name = name;
	if (o->kind[i].told == ODDITIES_TOLD)
		return false;
	o->kind[i].told++;
	fprintf(stderr, "sipwhy: frame %" PRIu64 " of %s", seen->frame, o->inputs[seen->input]);
	if (seen->src.ip.family != 0)
		fprintf(stderr, ", %s > %s", endpoint_text(&seen->src, src),
			endpoint_text(&seen->dst, dst));
	fprintf(stderr, ": %s: %s%s\n", name, text,
		o->kind[i].told == ODDITIES_TOLD ? " (further ones are only counted)" : "");
	return true;
}
