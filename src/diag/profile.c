/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include <sipwhy/dossier.h>
#include <sipwhy/identity.h>

#include "profile_priv.h"

const struct server_profile server_unknown;
const struct history history_none;

/* A server and realm; with the realm absent, the server with all its realms. */
struct server_node {
	struct address ip;
	struct str realm;
	struct server_profile profile;
	struct table_node by_key;
};

struct profiles *
profiles_new(struct limits *limits)
{
	struct profiles *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return NULL;
	p->limits = limits;
	p->texts = arena_new(0);
	if (p->texts == NULL || !table_begin(&p->servers) || !table_begin(&p->histories)) {
		profiles_free(p);
		return NULL;
	}
	return p;
}

void
profiles_free(struct profiles *p)
{
	if (p == NULL)
		return;
	/* What they hold lives in the arena. */
	table_end(&p->servers);
	table_end(&p->histories);
	arena_free(p->texts);
	free(p);
}

static uint64_t
server_hash(const struct profiles *p, const struct address *ip, struct str realm)
{
	return address_hash(&p->limits->key, ip) * 3 + str_hash(&p->limits->key, realm);
}

static struct server_node *
server_find(const struct profiles *p, const struct address *ip, struct str realm)
{
	struct table_node *n = table_first(&p->servers, server_hash(p, ip, realm));

	for (; n != NULL; n = table_next(n)) {
		struct server_node *s = HOLDER(n, struct server_node, by_key);

		if (address_eq(&s->ip, ip) && str_eq(s->realm, realm))
			return s;
	}
	return NULL;
}

static struct server_node *
server_get(struct profiles *p, const struct address *ip, struct str realm)
{
	struct server_node *s = server_find(p, ip, realm);
	bool ok = true;

	if (s != NULL)
		return s;
	if (!limits_allow(p->limits, LIMIT_CONTRAST_PEERS, p->kept))
		return NULL;
	s = arena_alloc(p->texts, sizeof(*s));
	if (s == NULL)
		return NULL;
	s->ip = *ip;
	s->realm = arena_dup(p->texts, realm, &ok);
	if (!ok)
		return NULL;
	table_add(&p->servers, &s->by_key, server_hash(p, ip, realm));
	p->kept++;
	return s;
}

static void
note_server_text(struct profiles *p, struct server_profile *s, const struct dossier *d)
{
	struct str text = server_text_of(d->round->outcome.msg);
	bool ok = true;

	if (!str_absent(s->text))
		return;
	if (str_empty(text))
		text = server_text_of(d->round->challenge.msg);
	if (str_empty(text))
		return;
	s->text = arena_dup(p->texts, text, &ok);
	s->product = server_product_of(s->text, &s->version);
}

static void
note_accepted(struct server_profile *s, const struct dossier *d)
{
	const struct round *r = d->round;
	const struct credentials *c = r->cred;
	struct identity id;
	uint64_t nc;

	s->accepted++;
	if (c == NULL)
		return;
	identity_of(r->answer.msg, c, &id);
	s->without_qop += r->offer != NULL && !str_empty(r->offer->qop) && str_absent(c->qop) &&
			  (c->odd & AUTH_CUT) == 0;
	s->uri_unlike += !str_absent(c->uri) && !str_eq(c->uri, r->answer.msg->sip.request_uri);
	s->aor_user += !str_absent(c->username) && str_index(c->username, '@') >= 0;
	s->nc_not_raised += r->nonce_last_nc > 0 && str_hex_to_u64(c->nc, UINT32_MAX, &nc) &&
			    nc <= r->nonce_last_nc;
	s->user_unlike_from += identity_is_other(&id);
}

static void
note_refused(struct server_profile *s, const struct dossier *d)
{
	unsigned status = d->round->outcome.msg == NULL ? 0 : d->round->outcome.msg->sip.status;

	if (d->round->cred == NULL || d->exchange->refusal_shared)
		return;
	s->forbade += status == 403;
	s->asked_again += (status == 401 || status == 407) && d->asks_again == VERDICT_YES;
	s->failed += status >= 500 && status < 600;
}

static void
note_stale(struct server_profile *s, const struct exchange *x)
{
	for (size_t i = 0; i < x->kept; i++)
		s->said_stale += x->rounds[i]->challenge.msg != NULL &&
				 x->rounds[i]->offer != NULL && x->rounds[i]->witness == NULL &&
				 challenge_is_stale(x->rounds[i]->offer);
}

bool
profiles_note(struct profiles *p, const struct dossier *d)
{
	const struct exchange *x = d->exchange;
	struct server_node *s = server_get(p, &x->server.ip, x->realm), *all;

	if (s == NULL)
		return false;
	note_server_text(p, &s->profile, d);
	note_stale(&s->profile, x);
	if (x->outcome != OUTCOME_ACCEPTED) {
		note_refused(&s->profile, d);
		return true;
	}
	note_accepted(&s->profile, d);
	all = str_absent(x->realm) ? s : server_get(p, &x->server.ip, STR_ABSENT);
	if (all == NULL)
		return false;
	if (all != s)
		all->profile.accepted++;
	return d->round->cred == NULL || profiles_note_ways(p, d);
}

void
profiles_tell(const struct profiles *p, struct dossier *d)
{
	static const struct address no_host;
	const struct exchange *x = d->exchange;
	struct server_node *s = server_find(p, &x->server.ip, x->realm);
	const struct server_node *all = server_find(p, &x->server.ip, STR_ABSENT);
	const struct history_node *h = profiles_history(p, &x->server.ip, &x->client.ip,
							STR_ABSENT),
				  *a = d->round->cred == NULL ||
						       str_absent(d->round->cred->username)
					       ? NULL
					       : profiles_history(p, &x->server.ip, &no_host,
								  d->round->cred->username);

	if (s != NULL) {
		s->profile.other_realm_accepted =
			all == NULL || all == s ? 0 : all->profile.accepted - s->profile.accepted;
		d->server = &s->profile;
	}
	d->account = a == NULL ? &history_none : &a->history;
	d->host = h == NULL ? &history_none : &h->history;
}
