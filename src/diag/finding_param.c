/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Parameters cited as they stood, with name and quotes: where the form is the fault, the value alone does
 * not show it.
 */
#include <stdio.h>

#include <sipwhy/finding.h>

void
finding_cite_cred_whole(struct finding *f, const struct round *r, const char *param, size_t n,
			const char *expected)
{
	struct auth_param e;

	if (r->cred != NULL && auth_param_find(r->cred->raw, r->cred->scheme, str_of(param), n, &e))
		finding_cite_cred(f, r, param, e.raw, expected);
}

void
finding_cite_offer_whole(struct finding *f, const struct round *r, const char *param, size_t n,
			 const char *expected)
{
	struct auth_param e;

	if (r->offer != NULL &&
	    auth_param_find(r->offer->raw, r->offer->scheme, str_of(param), n, &e))
		finding_cite_offer(f, r, param, e.raw, expected);
}

const char *
finding_cite_cred_names(struct finding *f, const struct round *r, unsigned names,
			const char *expected, char text[FINDING_NAMES])
{
	const char *name;
	int used = 0;

	text[0] = '\0';
	while ((name = auth_name_next(&names)) != NULL) {
		finding_cite_cred_whole(f, r, name, 0, expected);
		used += snprintf(text + used, FINDING_NAMES - (size_t)used, "%s%s",
				 used > 0 ? ", " : "", name);
	}
	return text;
}
