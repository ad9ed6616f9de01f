/* SPDX-License-Identifier: BSD-2-Clause */
#include "txn_key.h"
#include "key_hash.h"

/* In this case only: in another, more of the key is compared, and nothing lost. */
static bool
has_cookie(struct str branch)
{
	return str_starts(branch, S("z9hG4bK"));
}

bool
txn_key_is_partial(const struct sip_msg *m)
{
	return (m->odd & SIP_HEADERS_MANY) || ((m->odd & SIP_CUT) && (m->odd & SIP_HEADERS_OPEN));
}

/* A request that was cut before its Call-ID or CSeq: some clients send these last. */
static bool
is_cut_request(const struct sip_msg *m)
{
	return m->is_request && txn_key_is_partial(m) && has_cookie(m->branch);
}

bool
txn_key_placeable(const struct sip_msg *m)
{
	if (is_cut_request(m))
		return true;
	if (str_empty(m->call_id) || str_empty(m->cseq.method))
		return false;
	if (!txn_key_is_partial(m) || has_cookie(m->branch))
		return true;
	/* Without the cookie absence counts, so it must be known that nothing was there. */
	return !str_absent(m->via) && (!str_absent(m->from) || !str_absent(m->from_tag));
}

struct txn_key
txn_key_of(const struct message *m, struct str method)
{
	bool request = m->sip.is_request, cookie = has_cookie(m->sip.branch);

	return (struct txn_key){
		.client = request ? m->seen.src.ip : m->seen.dst.ip,
		.server = request ? m->seen.dst.ip : m->seen.src.ip,
		.call_id = cookie ? STR_ABSENT : m->sip.call_id,
		.method = method,
		.branch = m->sip.branch,
		.from_tag = cookie ? STR_ABSENT : m->sip.from_tag,
		.number = cookie ? 0 : m->sip.cseq.number,
	};
}

struct str
txn_key_method(const struct sip_msg *request)
{
	return str_empty(request->cseq.method) ? request->method : request->cseq.method;
}

bool
txn_key_agrees(const struct sip_msg *request, const struct sip_msg *other)
{
	if (!str_absent(request->call_id) && !str_absent(other->call_id) &&
	    !str_eq(request->call_id, other->call_id))
		return false;
	return str_empty(request->cseq.method) || str_empty(other->cseq.method) ||
	       request->cseq.number == other->cseq.number;
}

static struct str
octets_of(const struct address *a)
{
	return (struct str){ (const char *)a->octets, a->family == 4 ? 4 : sizeof(a->octets) };
}

uint64_t
txn_key_hash(const struct hash_key *key, const struct txn_key *k)
{
	struct key_hash h;

	key_hash_begin(&h, key);
	key_hash_add(&h, (struct str){ (const char *)&k->number, sizeof(k->number) });
	key_hash_add(&h, octets_of(&k->client));
	key_hash_add(&h, octets_of(&k->server));
	key_hash_add(&h, k->method);
	key_hash_add(&h, k->call_id);
	key_hash_add(&h, k->branch);
	key_hash_add(&h, k->from_tag);
	return key_hash_end(&h);
}

bool
txn_key_eq(const struct txn_key *a, const struct txn_key *b)
{
	if (a->number != b->number || !address_eq(&a->client, &b->client) ||
	    !address_eq(&a->server, &b->server))
		return false;
	return str_eq(a->call_id, b->call_id) && str_eq(a->method, b->method) &&
	       str_eq(a->branch, b->branch) && str_eq(a->from_tag, b->from_tag);
}

bool
txn_key_sent_by(const struct sip_msg *request, const struct sip_msg *other)
{
	return has_cookie(request->branch) || str_eq_nocase(request->sent_by, other->sent_by);
}
