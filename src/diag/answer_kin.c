/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What two answers with one nonce have in common.
 */
#include "answers_priv.h"

static bool
is_earlier(const struct seen *a, const struct seen *b)
{
	return a->ts_ns != b->ts_ns ? a->ts_ns < b->ts_ns : a->frame < b->frame;
}

bool
answers_same_request(const struct answer_pair *p)
{
	const struct answer_seen *o = p->other;

	return o->cseq == p->m->sip.cseq.number && str_eq(o->call_id, p->m->sip.call_id) &&
	       str_eq(o->method, p->m->sip.method);
}

static bool
same_count(const struct answer_pair *p)
{
	return str_eq(p->c->nc, p->other->cred.nc) && str_eq(p->c->cnonce, p->other->cred.cnonce);
}

/* Everything that is hashed, as far as it is sent; not the body, so auth-int does not count. */
static bool
same_inputs(const struct answer_pair *p)
{
	const struct credentials *c = p->c, *o = &p->other->cred;

	return c->alg == o->alg && str_eq(c->username, o->username) &&
	       str_eq(c->username_star, o->username_star) && str_eq(c->uri, o->uri) &&
	       str_eq(c->qop, o->qop) && same_count(p) && !str_eq_nocase(c->qop, S("auth-int")) &&
	       str_eq(p->other->method, p->m->sip.method);
}

/* Not another one behind the same address: a server may give one nonce to both. */
static bool
same_device(const struct answer_pair *p)
{
	return address_eq(&p->other->client.ip, &p->x->client.ip) &&
	       (p->other->client.port == p->x->client.port ||
		str_eq(p->other->call_id, p->m->sip.call_id));
}

/* RFC 2617 3.2.2: it counts the requests sent with this nonce, and none twice. */
static bool
count_used(const struct answer_pair *p)
{
	uint64_t mine, other;

	return p->other->accepted && is_earlier(&p->other->where.seen, &p->m->seen) &&
	       same_device(p) && str_eq(p->other->cred.username, p->c->username) &&
	       !str_empty(p->c->qop) && str_hex_to_u64(p->c->nc, UINT32_MAX, &mine) &&
	       str_hex_to_u64(p->other->cred.nc, UINT32_MAX, &other) && other >= mine;
}

static bool
is_better(const struct answer_seen *a, const struct answer_seen *b)
{
	if (b == NULL || a->accepted != b->accepted)
		return b == NULL || a->accepted;
	return is_earlier(&a->where.seen, &b->where.seen);
}

static void
take(const struct answer_seen **slot, const struct answer_seen *o)
{
	if (is_better(o, *slot))
		*slot = o;
}

/* A copy of all of it to the same server.  Without a count an equal request has an equal response by right, and
 * a relay in between passes it on to another server. */
static bool
is_copy(const struct answer_pair *p)
{
	return !str_empty(p->c->qop) && !str_empty(p->c->cnonce) && same_count(p) &&
	       !address_eq(&p->other->client.ip, &p->x->client.ip) &&
	       address_eq(&p->other->server.ip, &p->x->server.ip) &&
	       !str_eq(p->other->call_id, p->m->sip.call_id);
}

void
answers_compare(const struct answer_pair *p, struct answer_kin *out)
{
	const struct answer_seen *o = p->other;

	if (count_used(p))
		take(&out->count_used, o);
	if (!str_eq_nocase(o->cred.response, p->c->response)) {
		if (same_inputs(p))
			take(&out->other_response, o);
		return;
	}
	if (!str_eq(o->method, p->m->sip.method))
		take(&out->other_method, o);
	else if (!str_eq(o->cred.uri, p->c->uri))
		take(&out->other_uri, o);
	else if (is_copy(p))
		take(&out->copy, o);
}
