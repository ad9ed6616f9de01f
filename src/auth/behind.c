/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is refused behind a proxy that has taken the credentials meant for itself (RFC 3261 22.3).
 */
#include "exchanges.h"

enum { AUTH_MAX = 16 };

/* Whether this request comes from the server of the exchange, which forwards what it was sent. */
static bool
is_forwarded_by(const struct message *m, const struct open_exchange *o)
{
	return m->sip.via_count > 1 && o->state != STATE_UNHEARD &&
	       address_eq(&o->x->server.ip, &m->seen.src.ip) &&
	       !address_eq(&o->x->client.ip, &m->seen.src.ip);
}

/* Whether its next hop has nothing of this exchange to look at. */
static bool
is_without(const struct message *m, const struct exchange *x)
{
	struct credentials all[AUTH_MAX];
	size_t n = credentials_of(&m->sip, all, COUNT(all));

	for (size_t i = 0; i < n && i < COUNT(all); i++) {
		if (all[i].is_digest && auth_value_is(all[i].realm, x->realm))
			return false;
	}
	return sip_msg_headers_whole(&m->sip);
}

/* Whether the answer left its Via value in this request on its way (RFC 3261 16.6). */
static bool
is_copy_of(const struct message *m, const struct message *answer)
{
	for (size_t i = 0; i < m->sip.hdr_count && !str_empty(answer->sip.branch); i++) {
		const struct sip_hdr *h = &m->sip.hdrs[i];

		if (h->id == HDR_VIA && str_has_nocase(h->value, answer->sip.branch))
			return true;
	}
	return false;
}

bool
behind_asker(const struct exchanges *e, const struct message *request)
{
	struct open_exchange *o = NULL;

	while ((o = find_by_call(e, request->sip.call_id, o)) != NULL) {
		if (is_forwarded_by(request, o))
			return true;
	}
	return false;
}

void
behind_sent_on(struct exchanges *e, const struct message *m)
{
	struct open_exchange *o = NULL;

	while ((o = find_by_call(e, m->sip.call_id, o)) != NULL) {
		const struct round *r = o->round;

		if (o->state == STATE_ANSWERED && r->cred != NULL && o->x->issuer.ip.family == 0 &&
		    is_forwarded_by(m, o) && m->sip.via_count > r->answer.msg->sip.via_count &&
		    is_copy_of(m, r->answer.msg) && is_without(m, o->x))
			o->round->sent_on = true;
	}
}

void
behind_refused(struct exchanges *e, const struct message *m)
{
	struct open_exchange *o = NULL;

	while ((o = find_by_call(e, m->sip.call_id, o)) != NULL) {
		const struct round *r = o->round;

		if (o->state == STATE_ANSWERED && r->answer.msg != NULL &&
		    address_eq(&o->x->server.ip, &m->seen.dst.ip) &&
		    !address_eq(&o->x->client.ip, &m->seen.dst.ip) &&
		    m->sip.via_count > r->answer.msg->sip.via_count &&
		    is_copy_of(m, r->answer.msg)) {
			o->round->leg_unseen = true;
			o->x->loss |= LOSS_REQUEST;
		}
	}
}
