/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which other realm may have been hashed.
 */
#include "hosts.h"
#include "near.h"
#include "rewrite.h"
#include "texts.h"

void
rewrite_realm_challenge(struct search *s)
{
	const struct round *r = s->round;
	bool ok = true;

	if (r->offer != NULL)
		search_propose(s, auth_unquote(r->offer->realm, s->scratch, &ok));
	s->failed |= !ok;
}

void
rewrite_realm_domains(struct search *s)
{
	struct hosts hosts;

	s->failed |= !hosts_of(s->round, s->scratch, &hosts);
	for (size_t i = 0; i < hosts.count; i++)
		search_propose(s, hosts.list[i].name);
	for (size_t i = 0; i < hosts.count; i++) {
		const struct host *h = &hosts.list[i];

		if (!str_empty(h->port))
			search_propose(s,
				       text_join(s, (struct str[]){ h->name, S(":"), h->port }, 3));
	}
}

void
rewrite_realm_fixed(struct search *s)
{
	/* What servers are shipped with, and what stands where nothing was filled in. */
	static const char *const usual[] = { "asterisk",  "*",          "",
					     "sip",       "BroadWorks", "3CXPhoneSystem",
					     "localhost", "127.0.0.1",  "default" };

	for (size_t i = 0; i < COUNT(usual); i++)
		search_propose(s, str_of(usual[i]));
}

void
rewrite_realm_spelling(struct search *s)
{
	const struct str realm = s->realm;

	search_propose(s, text_quoted(s, realm));
	search_propose(s, text_join(s, (struct str[]){ realm, S("\"") }, 2));
	search_propose(s, text_join(s, (struct str[]){ S("\""), realm }, 2));
	search_propose(s, text_join(s, (struct str[]){ realm, S("\",") }, 2));
	search_propose(s, text_join(s, (struct str[]){ S("\""), realm, S("\",") }, 3));
	search_propose(s, text_join(s, (struct str[]){ realm, S(",") }, 2));
	search_propose(s, text_join(s, (struct str[]){ realm, S(" ") }, 2));
	search_propose(s, text_lower(s, realm));
	search_propose(s, text_upper(s, realm));
	search_propose(s, str_trim(realm, str_is_lws));
	search_propose(s, text_unescaped(s, realm));
	/* With the backslashes that stand before what they escape: RFC 3261 25.1. */
	search_propose(s, s->answer->cred->realm);
}

void
rewrite_realm_other(struct search *s)
{
	const struct round *r = s->round;
	struct near_walk w = near_walk_begin(s);
	const struct nonce_entry *e;
	bool ok = true;

	for (size_t i = 0; i < r->offer_count; i++)
		search_propose(s, auth_unquote(r->offers[i].realm, s->scratch, &ok));
	s->failed |= !ok;
	while ((e = near_walk_next(&w)) != NULL)
		search_propose(s, e->realm);
}
