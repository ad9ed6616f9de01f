/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include <sipwhy/sip_uri.h>

#include "hosts.h"

/* Via values looked at in one message: RFC 3261 8.1.1.6 lets 70 hops be, nobody has them. */
enum { VIAS = 16 };

struct reader {
	struct hosts *out;
	struct arena *arena;
	bool ok;
};

static void
add(struct reader *rd, struct str name, struct str port)
{
	struct hosts *h = rd->out;

	if (str_empty(name) || h->count == HOSTS)
		return;
	if (name.p[0] != '[' && str_index(name, ':') >= 0) {
		char *p = arena_alloc(rd->arena, name.len + 3);

		if (p == NULL) {
			rd->ok = false;
			return;
		}
		(void)snprintf(p, name.len + 3, "[%.*s]", STR_ARG(name));
		name = (struct str){ p, name.len + 2 };
	}
	for (size_t i = 0; i < h->count; i++) {
		if (str_eq(h->list[i].name, name) && str_eq(h->list[i].port, port))
			return;
	}
	h->list[h->count++] = (struct host){ name, port };
}

static void
add_endpoint(struct reader *rd, const struct endpoint *e)
{
	char ip[ADDRESS_TEXT], port[sizeof("65535")];

	if (e->ip.family == 0)
		return;
	(void)snprintf(port, sizeof(port), "%u", (unsigned)e->port);
	add(rd, arena_dup(rd->arena, str_of(address_text(&e->ip, ip)), &rd->ok),
	    arena_dup(rd->arena, str_of(port), &rd->ok));
}

static void
add_uri(struct reader *rd, struct str text)
{
	struct sip_uri uri;

	sip_uri_parse(text, &uri);
	add(rd, uri.host, uri.port);
}

/* RFC 3261 25.1 sent-by: a host, and perhaps a colon and a port. */
static void
add_sent_by(struct reader *rd, struct str text)
{
	struct str host = text, port = STR_ABSENT;
	size_t from = 0;

	if (str_starts(text, S("[")) && str_index(text, ']') >= 0)
		from = (size_t)str_index(text, ']') + 1;
	if (str_index(str_sub(text, from, text.len), ':') >= 0) {
		port = str_sub(text, from, text.len);
		host.len = from + str_cut(&port, ':').len;
		port = str_trim(port, str_is_lws);
	}
	add(rd, str_trim(host, str_is_lws), port);
}

static bool
is_between(unsigned char c)
{
	return c == ',' || str_is_lws(c);
}

static void
add_vias(struct reader *rd, struct str value)
{
	for (unsigned i = 0; i < VIAS && value.len > 0; i++) {
		struct via via;
		const char *end;

		via_parse(value, &via);
		add_sent_by(rd, via.sent_by);
		add(rd, via.received, via.rport);
		end = via.raw.p == NULL ? NULL : via.raw.p + via.raw.len;
		if (end == NULL || end <= value.p)
			return;
		value = str_sub(value, (size_t)(end - value.p), value.len);
		str_take_while(&value, is_between);
	}
}

static void
add_message(struct reader *rd, const struct message *m)
{
	const struct sip_hdr *via;

	if (m == NULL)
		return;
	for (size_t i = 0; i < VIAS && (via = sip_msg_hdr(&m->sip, HDR_VIA, i)) != NULL; i++)
		add_vias(rd, via->value);
	add_uri(rd, m->sip.contact_uri);
	add_uri(rd, m->sip.request_uri);
	add_uri(rd, m->sip.to_uri);
	add_uri(rd, m->sip.from_uri);
}

bool
hosts_of(const struct round *r, struct arena *a, struct hosts *out)
{
	struct reader rd = { .out = out, .arena = a, .ok = true };

	out->count = 0;
	if (r->answer.msg != NULL) {
		add_endpoint(&rd, &r->answer.msg->seen.src);
		add_endpoint(&rd, &r->answer.msg->seen.dst);
	}
	add_message(&rd, r->answer.msg);
	add_message(&rd, r->request.msg);
	/* What the server saw comes back in its Via: RFC 3261 18.2.1, RFC 3581 4. */
	add_message(&rd, r->challenge.msg);
	add_message(&rd, r->outcome.msg);
	return rd.ok;
}
