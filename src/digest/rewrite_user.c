/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which other user name may have been hashed.
 */
#include <sipwhy/sip_uri.h>

#include "rewrite.h"
#include "texts.h"

/* Without its scheme. */
static struct str
bare(struct str user)
{
	if (str_starts_nocase(user, S("sips:")))
		return str_sub(user, 5, user.len);
	if (str_starts_nocase(user, S("sip:")))
		return str_sub(user, 4, user.len);
	return user;
}

static struct str
local_part(struct str user)
{
	struct str rest = bare(user);

	return str_cut(&rest, '@');
}

/* What stands in the URIs of a message. */
enum { PARTIES = 5 };

static void
parties_of(const struct search *s, struct sip_uri out[PARTIES])
{
	const struct sip_msg *m = &s->round->answer.msg->sip;

	sip_uri_parse(m->from_uri, &out[0]);
	sip_uri_parse(m->to_uri, &out[1]);
	sip_uri_parse(m->contact_uri, &out[2]);
	sip_uri_parse(m->request_uri, &out[3]);
	sip_uri_parse(s->sent.uri, &out[4]);
}

static void
propose_at(struct search *s, struct str domain)
{
	struct str user = local_part(s->user);

	if (str_empty(user) || str_empty(domain))
		return;
	search_propose(s, text_join(s, (struct str[]){ user, S("@"), domain }, 3));
	search_propose(s, text_join(s, (struct str[]){ S("sip:"), user, S("@"), domain }, 4));
}

void
rewrite_user_domain(struct search *s)
{
	struct sip_uri parties[PARTIES];

	parties_of(s, parties);
	propose_at(s, s->realm);
	if (s->round->offer != NULL)
		propose_at(s, s->round->offer->realm);
	for (size_t i = 0; i < PARTIES; i++)
		propose_at(s, parties[i].host);
	if (str_index(s->user, '@') >= 0)
		search_propose(s, text_join(s, (struct str[]){ S("sip:"), bare(s->user) }, 2));
}

void
rewrite_user_alone(struct search *s)
{
	search_propose(s, bare(s->user));
	search_propose(s, local_part(s->user));
}

void
rewrite_user_parties(struct search *s)
{
	struct sip_uri parties[PARTIES];

	parties_of(s, parties);
	for (size_t i = 0; i < PARTIES; i++)
		search_propose(s, parties[i].user);
}

void
rewrite_user_spelling(struct search *s)
{
	search_propose(s, text_lower(s, s->user));
	search_propose(s, text_upper(s, s->user));
	search_propose(s, str_trim(s->user, str_is_lws));
	search_propose(s, text_unescaped(s, s->user));
	search_propose(s, text_escaped(s, s->user));
	search_propose(s, text_quoted(s, s->user));
	/* With the backslashes that stand before what they escape: RFC 3261 25.1. */
	if (!s->answer->user_hashed)
		search_propose(s, s->answer->cred->username);
}

void
rewrite_user_hash(struct search *s)
{
	static const enum digest_function all[] = { DIGEST_MD5, DIGEST_SHA_256,
						    DIGEST_SHA_512_256 };
	struct str parts[] = { s->user, S(":"), s->realm };

	for (size_t i = 0; i < COUNT(all) && !s->failed; i++) {
		struct digest_octets octets;
		struct digest_hex hex;
		bool ok = true;

		s->failed |= !digest_plain(s->digest, all[i], parts, COUNT(parts), &octets);
		digest_print(&octets, &hex);
		search_propose(s, arena_dup(s->scratch, digest_hex_str(&hex), &ok));
		s->failed |= !ok;
	}
}
