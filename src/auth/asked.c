/* SPDX-License-Identifier: BSD-2-Clause */
#include "asked.h"

size_t
asked_of(const struct message *m, struct asked *out, size_t cap)
{
	struct challenge all[ASKED_MAX];
	size_t n = challenges_of(&m->sip, all, COUNT(all)), used = 0;

	n = n < COUNT(all) ? n : COUNT(all);
	for (size_t i = 0; i < n; i++) {
		size_t at = 0;

		while (at < used &&
		       !(out[at].kind == all[i].kind && auth_value_eq(out[at].realm, all[i].realm)))
			at++;
		if (at == used && used < cap)
			out[used++] = (struct asked){ .kind = all[i].kind, .realm = all[i].realm };
		if (at < used)
			out[at].stale = out[at].stale || challenge_is_stale(&all[i]);
	}
	if (used == 0)
		out[used++] =
			(struct asked){ .kind = m->sip.status == 407 ? AUTH_PROXY : AUTH_WWW };
	return used;
}

struct asked *
asked_for(struct asked *asked, size_t count, const struct open_exchange *o)
{
	for (size_t i = 0; i < count; i++) {
		if (asked[i].kind == o->x->kind && auth_value_is(asked[i].realm, o->x->realm))
			return &asked[i];
	}
	return NULL;
}
