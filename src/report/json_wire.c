/* SPDX-License-Identifier: BSD-2-Clause */
#include "json_event.h"
#include "ladder.h"

enum { ROOM_QOP = 1024, ROOM_PATH = 256 };

static struct json_object *
put_peer(struct json_out *j, const char *key, const struct endpoint *e)
{
	struct json_object *at = emit_object(j, j->root, key);
	char ip[ADDRESS_TEXT];

	emit_text(j, at, "ip", address_text(&e->ip, ip));
	emit_number(j, at, "port", e->port);
	return at;
}

/* null only where a whole message says that there is none. */
static void
put_known(struct json_out *j, struct json_object *at, const char *key, struct str s,
	  const struct message *m)
{
	if (!str_absent(s) || (m != NULL && sip_msg_headers_whole(&m->sip)))
		emit_captured(j, at, key, s);
}

void
json_peers(struct json_out *j, const struct diagnosis *d, const struct subject *s)
{
	const struct exchange *x = d->exchange;

	put_known(j, put_peer(j, "client", &x->client), "user_agent", s->user_agent, s->request);
	put_known(j, put_peer(j, "server", &x->server), "product", s->product, s->response);
	if (x->issuer.ip.family != 0)
		put_peer(j, "issuer", &x->issuer);
}

void
json_network(struct json_out *j, const struct diagnosis *d)
{
	const struct message *m = exchange_deciding(d->exchange);
	struct json_object *at, *list;

	if (m == NULL)
		return;
	at = emit_object(j, j->root, "network");
	emit_text(j, at, "transport", transport_name(m->seen.transport));
	list = emit_list(j, at, "vlan");
	emit_room(j, ROOM_PATH);
	for (unsigned i = 0; i < m->seen.path.vlan_count && i < PATH_VLANS; i++)
		emit_add_number(j, list, m->seen.path.vlan[i]);
	list = emit_list(j, at, "tunnel");
	emit_room(j, ROOM_PATH);
	for (unsigned i = 0; i < m->seen.path.tunnel_count && i < PATH_TUNNELS; i++)
		emit_add_text(j, list, tunnel_name(m->seen.path.tunnel[i]));
	if (m->seen.path.interface != NULL)
		emit_captured(j, at, "interface", str_of(m->seen.path.interface));
	if (!str_absent(m->correlation_id))
		emit_captured(j, at, "correlation_id", m->correlation_id);
	emit_number(j, at, "legs", d->exchange->legs);
}

static void
put_request(struct json_out *j, struct json_object *at, const struct message *m)
{
	emit_captured(j, at, "call_id", m->sip.call_id);
	emit_captured(j, at, "method", m->sip.method);
	if ((m->sip.odd & SIP_NO_CSEQ) == 0)
		emit_number(j, at, "cseq", m->sip.cseq.number);
	emit_captured(j, at, "from", m->sip.from);
	emit_captured(j, at, "to", m->sip.to);
	if (m->sip.is_request)
		emit_captured(j, at, "request_uri", m->sip.request_uri);
	emit_captured(j, at, "from_tag", m->sip.from_tag);
}

void
json_sip(struct json_out *j, const struct subject *s)
{
	struct json_object *at = emit_object(j, j->root, "sip");
	const struct message *m = s->request != NULL ? s->request : s->response;
	const struct sip_hdr *warning;

	if (m != NULL)
		put_request(j, at, m);
	if (s->response == NULL)
		return;
	warning = sip_msg_hdr(&s->response->sip, HDR_WARNING, 0);
	emit_number(j, at, "status", s->response->sip.status);
	emit_captured(j, at, "reason", s->response->sip.reason);
	put_known(j, at, "warning", warning == NULL ? STR_ABSENT : warning->value, s->response);
}

static void
put_offer(struct json_out *j, struct json_object *at, const struct challenge *c)
{
	struct json_object *list;
	struct str rest = c->qop, token;

	if ((c->odd & AUTH_CUT) != 0 && str_absent(c->qop))
		return;
	list = emit_list(j, at, "qop_offered");
	emit_room(j, ROOM_QOP);
	while (!str_absent(c->qop) && qop_next(&rest, &token))
		if (!emit_add_captured(j, list, token))
			break;
}

static void
put_answer(struct json_out *j, struct json_object *at, const struct credentials *c)
{
	bool whole = (c->odd & AUTH_CUT) == 0;

	if (whole || !str_absent(c->qop))
		emit_captured(j, at, "qop_used", c->qop);
	if (whole || !str_absent(c->nonce))
		emit_captured_long(j, at, "nonce", c->nonce);
	if (whole || !str_absent(c->cnonce))
		emit_bool(j, at, "cnonce_present", !str_absent(c->cnonce));
	if (whole || !str_absent(c->nc))
		emit_captured(j, at, "nc", c->nc);
	if (whole || !str_absent(c->opaque))
		emit_bool(j, at, "opaque_present", !str_absent(c->opaque));
	if (whole || !str_absent(c->uri))
		emit_captured(j, at, "uri", c->uri);
}

static void
put_algorithm(struct json_out *j, struct json_object *at, const struct subject *s)
{
	enum auth_algorithm alg = s->cred != NULL ? s->cred->alg : s->offer->alg;
	struct str token = s->cred != NULL ? s->cred->algorithm : s->offer->algorithm;

	if (alg == ALGORITHM_UNKNOWN)
		emit_captured(j, at, "algorithm", token);
	else
		emit_text(j, at, "algorithm", auth_algorithm_name(alg));
}

void
json_auth(struct json_out *j, const struct diagnosis *d, const struct subject *s)
{
	struct json_object *at = emit_object(j, j->root, "auth");
	const struct exchange *x = d->exchange;

	if (s->cred != NULL || s->offer != NULL)
		emit_captured(j, at, "scheme",
			      s->cred != NULL ? s->cred->scheme : s->offer->scheme);
	emit_text(j, at, "header", x->kind == AUTH_PROXY ? "proxy" : "www");
	emit_captured(j, at, "realm", x->realm);
	if (!str_absent(s->user))
		emit_captured(j, at, "username", s->user);
	if (s->cred != NULL || s->offer != NULL)
		put_algorithm(j, at, s);
	if (s->offer != NULL)
		put_offer(j, at, s->offer);
	if (s->cred != NULL)
		put_answer(j, at, s->cred);
	else if (s->offer != NULL)
		emit_captured_long(j, at, "nonce", s->offer->nonce);
	emit_bool(j, at, "stale", s->is_stale);
	emit_count(j, at, "attempts", x->answered_rounds);
	if (s->round != NULL && s->cred != NULL && s->round->nonce_age_ns >= 0)
		emit_number(j, at, "nonce_age_us", s->round->nonce_age_ns / 1000);
}

static void
put_rung(struct json_out *j, struct json_object *at, const struct rung *r, int64_t begin_ns)
{
	const struct message *m = r->message;

	if (m == NULL) {
		emit_count(j, at, "rounds_more", r->rounds_more);
	} else {
		emit_number(j, at, "t_us", (m->seen.ts_ns - begin_ns) / 1000);
		emit_text(j, at, "dir", m->sip.is_request ? "c2s" : "s2c");
		emit_count(j, at, "frame", m->seen.frame);
		emit_count(j, at, "input", m->seen.input);
		emit_captured(j, at, "line", m->sip.start_line);
		emit_number(j, at, "retransmissions", r->copies > 0 ? r->copies - 1 : 0);
	}
	emit_captured(j, at, "note",
		      r->note_len == 0 ? STR_ABSENT : (struct str){ r->note, r->note_len });
}

void
json_messages(struct json_out *j, const struct diagnosis *d)
{
	struct json_object *list = emit_list(j, j->root, "messages");
	struct ladder ladder;

	ladder_of(d->exchange, &ladder);
	for (size_t i = 0; i < ladder.count; i++) {
		struct emit_item item = emit_item(j);

		emit_number(j, item.object, "n", (int64_t)i + 1);
		put_rung(j, item.object, &ladder.rungs[i], ladder.begin_ns);
		if (!emit_add(j, list, item))
			break;
	}
}
