/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Other URIs that may have been hashed: those that stand somewhere else, and other spellings.
 */
#include <sipwhy/sip_uri.h>

#include "near.h"
#include "rewrite.h"
#include "texts.h"

void
rewrite_uri_request(struct search *s)
{
	struct str uri = s->round->answer.msg->sip.request_uri;

	if (!str_empty(uri))
		search_propose(s, uri);
}

void
rewrite_uri_earlier(struct search *s)
{
	const struct exchange *x = s->near->exchange;
	const struct message *near[NEAR_REQUESTS];
	bool ok = true;

	near_requests(s, near);
	for (size_t i = 0; i < COUNT(near); i++) {
		if (near[i] != NULL && !str_empty(near[i]->sip.request_uri))
			search_propose(s, near[i]->sip.request_uri);
	}
	for (size_t i = 0; x != NULL && i < x->kept; i++) {
		const struct credentials *c = x->rounds[i]->cred;

		if (c != NULL && !str_empty(c->uri))
			search_propose(s, auth_unquote(c->uri, s->scratch, &ok));
	}
	s->failed |= !ok;
}

void
rewrite_uri_parties(struct search *s)
{
	const struct sip_msg *m = &s->round->answer.msg->sip;
	const struct str all[] = { m->to_uri, m->from_uri, m->contact_uri };

	for (size_t i = 0; i < COUNT(all); i++) {
		struct sip_uri uri;

		if (str_empty(all[i]))
			continue;
		search_propose(s, all[i]);
		sip_uri_parse(all[i], &uri);
		if (!str_absent(uri.params) && uri.params.p > all[i].p)
			search_propose(s, str_sub(all[i], 0, (size_t)(uri.params.p - all[i].p)));
	}
}

/* The host in lower case, or the user with its escapes written otherwise. */
static void
propose_part(struct search *s, struct str uri, struct str part, struct str other)
{
	size_t before;

	if (str_empty(part) || str_absent(other))
		return;
	before = (size_t)(part.p - uri.p);
	search_propose(s, text_join(s,
				    (struct str[]){ str_sub(uri, 0, before), other,
						    str_sub(uri, before + part.len, uri.len) },
				    3));
}

static void
propose_spellings(struct search *s, struct str uri)
{
	struct sip_uri parts;

	if (str_empty(uri))
		return;
	sip_uri_parse(uri, &parts);
	search_propose(s, text_join(s, (struct str[]){ S("<"), uri, S(">") }, 3));
	search_propose(s, text_quoted(s, uri));
	search_propose(s, text_join(s, (struct str[]){ uri, S(" ") }, 2));
	search_propose(s, str_trim(uri, str_is_lws));
	search_propose(s, text_unescaped(s, uri));
	propose_part(s, uri, parts.user, text_escaped(s, parts.user));
	propose_part(s, uri, parts.host, text_lower(s, parts.host));
	search_propose(s, text_lower(s, uri));
}

void
rewrite_uri_spelling(struct search *s)
{
	propose_spellings(s, s->sent.uri);
	propose_spellings(s, s->round->answer.msg->sip.request_uri);
	/* With the backslashes that stand before what they escape: RFC 3261 25.1. */
	search_propose(s, s->answer->cred->uri);
	search_propose(s, S(""));
}

void
rewrite_uri_apostrophe(struct search *s)
{
	search_propose(s, text_replaced(s, s->sent.uri, S("'"), S("''")));
	search_propose(s, text_replaced(s, s->round->answer.msg->sip.request_uri, S("'"), S("''")));
}
