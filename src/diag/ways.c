/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In which ways an account, and a host, were accepted.
 */
#include <sipwhy/dossier.h>
#include <sipwhy/identity.h>

#include "profile_priv.h"

static uint64_t
history_hash(const struct profiles *p, const struct address *server, const struct address *host,
	     struct str name)
{
	return (address_hash(&p->limits->key, server) * 3 + address_hash(&p->limits->key, host)) *
		       3 +
	       str_hash(&p->limits->key, name);
}

struct history_node *
profiles_history(const struct profiles *p, const struct address *server, const struct address *host,
		 struct str name)
{
	struct table_node *n = table_first(&p->histories, history_hash(p, server, host, name));

	for (; n != NULL; n = table_next(n)) {
		struct history_node *h = HOLDER(n, struct history_node, by_key);

		if (address_eq(&h->server, server) && address_eq(&h->host, host) &&
		    str_eq(h->name, name))
			return h;
	}
	return NULL;
}

static struct history_node *
history_get(struct profiles *p, const struct address *server, const struct address *host,
	    struct str name)
{
	struct history_node *h = profiles_history(p, server, host, name);
	bool ok = true;

	if (h != NULL)
		return h;
	if (!limits_allow(p->limits, LIMIT_CONTRAST_PEERS, p->kept))
		return NULL;
	h = arena_alloc(p->texts, sizeof(*h));
	if (h == NULL)
		return NULL;
	h->server = *server;
	h->host = *host;
	h->name = arena_dup(p->texts, name, &ok);
	if (!ok)
		return NULL;
	table_add(&p->histories, &h->by_key, history_hash(p, server, host, name));
	p->kept++;
	return h;
}

static bool
same_way(const struct way *w, const struct way *other)
{
	return address_eq(&w->client.ip, &other->client.ip) &&
	       endpoint_eq(&w->server, &other->server) && w->transport == other->transport &&
	       w->registered == other->registered && str_eq(w->user_agent, other->user_agent) &&
	       str_eq(w->realm, other->realm);
}

/* Texts of `w` are copied when it is new. */
static bool
add_way(struct profiles *p, struct history_node *h, const struct way *w)
{
	bool ok = true;
	struct way *own;

	h->history.accepted++;
	for (size_t i = 0; i < h->history.way_count; i++) {
		if (!same_way(h->own[i], w))
			continue;
		h->own[i]->count++;
		if (w->last_ns > h->own[i]->last_ns)
			h->own[i]->last_ns = w->last_ns;
		return true;
	}
	if (h->history.way_count == WAYS) {
		h->history.ways_full = true;
		return true;
	}
	own = arena_alloc(p->texts, sizeof(*own));
	if (own == NULL)
		return false;
	*own = *w;
	own->user_agent = arena_dup(p->texts, w->user_agent, &ok);
	own->realm = arena_dup(p->texts, w->realm, &ok);
	own->method = arena_dup(p->texts, w->method, &ok);
	own->target = arena_dup(p->texts, w->target, &ok);
	own->shown = arena_dup(p->texts, w->shown, &ok);
	own->product = arena_dup(p->texts, w->product, &ok);
	own->place.text = arena_dup(p->texts, w->place.text, &ok);
	if (!ok)
		return false;
	h->own[h->history.way_count] = own;
	h->history.ways[h->history.way_count++] = own;
	return true;
}

static struct way
way_of(const struct exchange *x, const struct round *r)
{
	const struct message *m = r->answer.msg;
	const struct sip_hdr *h = sip_msg_hdr(&m->sip, HDR_USER_AGENT, 0);
	struct way w = { .client = x->client,
			 .server = x->server,
			 .transport = m->seen.transport,
			 .user_agent = m->sip.user_agent,
			 .realm = x->realm,
			 .product = server_text_of(r->outcome.msg),
			 .registered = str_eq(m->sip.method, S("REGISTER")),
			 .method = m->sip.method,
			 .target = m->sip.request_uri,
			 .count = 1,
			 .first_ns = x->decided_ns,
			 .last_ns = x->decided_ns };
	struct identity id;

	if (h == NULL)
		h = sip_msg_hdr(&m->sip, HDR_FROM, 0);
	identity_of(m, r->cred, &id);
	w.shown = identity_shown(&id);
	w.place.seen = m->seen;
	if (h != NULL) {
		w.place.text = h->raw;
		w.place.offset = (size_t)(h->raw.p - m->sip.raw.p);
	}
	return w;
}

bool
profiles_note_ways(struct profiles *p, const struct dossier *d)
{
	static const struct address no_host;
	const struct exchange *x = d->exchange;
	struct way w = way_of(x, d->round);
	struct history_node *a = NULL, *h;
	bool ok = true;

	if (!str_absent(d->round->cred->username)) {
		a = history_get(p, &x->server.ip, &no_host, d->round->cred->username);
		ok = a != NULL && add_way(p, a, &w);
	}
	h = history_get(p, &x->server.ip, &x->client.ip, STR_ABSENT);
	return h != NULL && add_way(p, h, &w) && ok;
}

const struct way *
dossier_way(const struct dossier *d, size_t *at)
{
	while (*at < d->account->way_count) {
		const struct way *w = d->account->ways[(*at)++];

		if (str_eq(w->realm, d->exchange->realm))
			return w;
	}
	return NULL;
}

bool
way_grants(const struct way *w, const struct message *request)
{
	if (w->registered || str_eq(request->sip.method, S("REGISTER")))
		return w->registered == str_eq(request->sip.method, S("REGISTER"));
	return str_eq(w->method, request->sip.method) &&
	       str_eq(w->target, request->sip.request_uri);
}
