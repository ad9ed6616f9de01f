/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which other URI may have been hashed.  Each row starts from the uri parameter and from the Request-URI,
 * since whoever rewrote the one may have begun with the other.
 */
#include <string.h>

#include <sipwhy/sip_uri.h>

#include "hosts.h"
#include "rewrite.h"

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
	size_t len = 0;
	char *p;

	for (size_t i = 0; i < COUNT(parts); i++)
		len += parts[i].len;
	p = arena_alloc(s->scratch, len + 1);
	if (p == NULL) {
		s->failed = true;
		return;
	}
	len = 0;
	for (size_t i = 0; i < COUNT(parts); i++) {
		if (parts[i].len > 0)
			memcpy(p + len, parts[i].p, parts[i].len);
		len += parts[i].len;
	}
	if (len > 0)
		search_propose_uri(s, (struct str){ p, len });
}

void
rewrite_uri_request(struct search *s)
{
	if (!str_empty(s->round->answer.msg->sip.request_uri))
		search_propose_uri(s, s->round->answer.msg->sip.request_uri);
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
