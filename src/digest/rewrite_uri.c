/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which other URI may have been hashed.  Each row starts from the uri parameter and from the Request-URI,
 * since whoever rewrote the one may have begun with the other.
 */
#include <sipwhy/sip_uri.h>

#include "hosts.h"
#include "rewrite.h"
#include "texts.h"

struct spelled {
	struct str head; /* scheme and user, "@" included */
	struct str host, port;
	struct str params, headers;
};

enum { STARTS = 2 };

static struct spelled
spell(struct str text)
{
	struct sip_uri uri;
	struct spelled out = { .head = text };

	sip_uri_parse(text, &uri);
	out.params = uri.params;
	out.headers = uri.headers;
	if (!str_empty(uri.host)) {
		out.host = uri.host;
		out.port = uri.port;
		out.head.len = (size_t)(uri.host.p - text.p);
	} else if (!str_absent(uri.params)) {
		out.head.len = (size_t)(uri.params.p - text.p);
	} else if (!str_absent(uri.headers)) {
		out.head.len = (size_t)(uri.headers.p - text.p);
	}
	return out;
}

static void
starts_of(const struct search *s, struct spelled out[STARTS])
{
	out[0] = spell(s->sent.uri);
	out[1] = spell(s->round->answer.msg->sip.request_uri);
}

static void
propose(struct search *s, const struct spelled *u)
{
	struct str colon = str_empty(u->port) ? STR_ABSENT : S(":");
	struct str parts[] = { u->head, u->host, colon, u->port, u->params, u->headers };
	struct str uri = text_join(s, parts, COUNT(parts));

	if (uri.len > 0)
		search_propose(s, uri);
}

void
rewrite_uri_params(struct search *s)
{
	struct spelled starts[STARTS];

	starts_of(s, starts);
	for (size_t i = 0; i < STARTS; i++) {
		starts[i].headers = STR_ABSENT;
		propose(s, &starts[i]);
		starts[i].params = STR_ABSENT;
		propose(s, &starts[i]);
	}
}

/* As it stands, and without what follows the port: a port is seldom lost alone. */
static void
propose_both(struct search *s, struct spelled u)
{
	propose(s, &u);
	u.params = u.headers = STR_ABSENT;
	propose(s, &u);
}

void
rewrite_uri_port(struct search *s)
{
	const struct str ports[] = { STR_ABSENT, S("5060"), S("5061") };
	struct spelled starts[STARTS];

	starts_of(s, starts);
	for (size_t i = 0; i < STARTS * COUNT(ports); i++) {
		struct spelled u = starts[i / COUNT(ports)];

		u.port = ports[i % COUNT(ports)];
		if (!str_empty(u.host))
			propose_both(s, u);
	}
}

void
rewrite_uri_host(struct search *s)
{
	struct spelled starts[STARTS];
	struct hosts hosts;

	s->failed |= !hosts_of(s->round, s->scratch, &hosts);
	starts_of(s, starts);
	for (size_t i = 0; i < STARTS * hosts.count; i++) {
		struct spelled u = starts[i / hosts.count];
		const struct host *host = &hosts.list[i % hosts.count];

		if (str_empty(u.host))
			continue;
		u.host = host->name;
		propose_both(s, u);
		u.port = host->port;
		propose_both(s, u);
		u.port = STR_ABSENT;
		propose_both(s, u);
	}
}

/* "sip:" of "sip:alice@"; "sip:" too where there is none. */
static struct str
scheme_of(struct str head)
{
	ptrdiff_t colon = str_index(head, ':');

	return colon >= 0 ? str_sub(head, 0, (size_t)colon + 1) : S("sip:");
}

static void
propose_host(struct search *s, struct str host)
{
	if (!str_empty(host))
		propose(s, &(struct spelled){ .head = S("sip:"), .host = host });
}

void
rewrite_uri_user(struct search *s)
{
	const struct sip_msg *m = &s->round->answer.msg->sip;
	struct spelled starts[STARTS];
	struct sip_uri to, from;
	bool ok = true;

	starts_of(s, starts);
	for (size_t i = 0; i < STARTS; i++) {
		starts[i].head = scheme_of(starts[i].head);
		if (str_empty(starts[i].host))
			continue;
		propose_both(s, starts[i]);
		starts[i].port = STR_ABSENT;
		propose_both(s, starts[i]);
	}
	sip_uri_parse(m->to_uri, &to);
	sip_uri_parse(m->from_uri, &from);
	propose_host(s, s->realm);
	if (s->round->offer != NULL)
		propose_host(s, auth_unquote(s->round->offer->realm, s->scratch, &ok));
	propose_host(s, to.host);
	propose_host(s, from.host);
	s->failed |= !ok;
}

void
rewrite_uri_scheme(struct search *s)
{
	const struct str schemes[] = { S(""), S("sip:"), S("sips:") };
	const struct str starts[] = { s->sent.uri, s->round->answer.msg->sip.request_uri };

	for (size_t i = 0; i < COUNT(starts) * COUNT(schemes); i++) {
		struct str rest = starts[i / COUNT(schemes)];
		bool sips = str_starts_nocase(rest, S("sips:"));

		if (!sips && !str_starts_nocase(rest, S("sip:")))
			continue;
		rest = str_sub(rest, sips ? 5 : 4, rest.len);
		search_propose(
			s, text_join(s, (struct str[]){ schemes[i % COUNT(schemes)], rest }, 2));
	}
}

/* The next hop as the client sees it, with its port in the URI and without. */
void
rewrite_uri_maddr(struct search *s)
{
	struct spelled starts[STARTS];
	struct hosts hosts;

	s->failed |= !hosts_of(s->round, s->scratch, &hosts);
	starts_of(s, starts);
	for (size_t i = 0; i < STARTS * hosts.count; i++) {
		struct spelled u = starts[i / hosts.count];
		const struct host *host = &hosts.list[i % hosts.count];

		if (str_empty(u.host))
			continue;
		u.params = text_join(s, (struct str[]){ u.params, S(";maddr="), host->name }, 3);
		propose(s, &u);
		u.port = host->port;
		propose(s, &u);
	}
}
