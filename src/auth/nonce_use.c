/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What credentials did with their nonce, and what the server made of it: for the book, and for what is
 * known of the server.
 */
#include "exchanges.h"

void
nonce_use_note(struct exchanges *e, const struct round *r)
{
	bool ok = true;
	struct str nonce = auth_unquote(r->cred->nonce, r->arena, &ok);
	struct nonce_entry *n =
		ok ? nonce_book_find(e->book, nonce, &r->answer.msg->seen.dst) : NULL;
	struct nonce_user *u;
	uint64_t nc = 0;

	/* Less: this request has been counted, for another of its header fields. */
	if (n == NULL || r->nonce_uses < n->uses)
		return;
	n->uses++;
	n->use_before = n->last_use;
	n->nc_before = n->last_nc;
	n->last_use = r->answer.msg->seen;
	n->last_request = nonce_book_request(e->book, r->answer.msg);
	n->shared = r->nonce_shared;
	(void)str_hex_to_u64(r->cred->nc, UINT32_MAX, &nc);
	if (nc > n->last_nc)
		n->last_nc = (uint32_t)nc;
	u = nonce_entry_add_user(n, nonce_book_user(e->book, r->answer.msg, r->cred->username));
	if (u == NULL)
		return;
	u->uses++;
	u->nc_before = u->last_nc;
	u->last_request = n->last_request;
	u->last_call = nonce_book_call(e->book, r->answer.msg);
	u->last_cseq = r->answer.msg->sip.cseq.number;
	if (nc > u->last_nc)
		u->last_nc = (uint32_t)nc;
	u->cut = u->cut || (r->cred->odd & AUTH_CUT) != 0;
}

/* The entry of the nonce of this round's answer, and what is to be told of it; NULL for none. */
static struct nonce_entry *
fate_of(struct exchanges *e, const struct round *r, int64_t told_ns, struct nonce_fate *f)
{
	bool ok = true;
	struct str nonce = auth_unquote(r->cred->nonce, r->arena, &ok);
	struct nonce_entry *n =
		ok ? nonce_book_find(e->book, nonce, &r->answer.msg->seen.dst) : NULL;
	uint64_t nc = 0;

	if (n == NULL)
		return NULL;
	*f = (struct nonce_fate){
		.issuer = &n->from.seen.src,
		.realm = n->realm,
		.client = &r->answer.msg->seen.src,
		.issued_ns = n->from.seen.ts_ns,
		.used_ns = r->answer.msg->seen.ts_ns,
		.told_ns = told_ns,
		.first_use = r->nonce_uses == 0,
		.outlived = round_outlived_nonce(r),
		.was_accepted = n->accepted > 0,
		.repeats_nc = r->nonce_uses > 0 && str_hex_to_u64(r->cred->nc, UINT32_MAX, &nc) &&
			      nc <= r->nonce_last_nc,
	};
	return n;
}

void
nonce_use_accepted(struct exchanges *e, const struct open_exchange *o, int64_t ts_ns)
{
	const struct round *r = exchange_last_answered(o->x);
	struct nonce_entry *n;
	struct nonce_user *u;
	struct nonce_fate f;

	n = r == NULL ? NULL : fate_of(e, r, ts_ns, &f);
	if (n == NULL)
		return;
	if (!nonce_habits_accepted(e->habits, &f))
		e->dropped++;
	n->accepted++;
	u = nonce_entry_add_user(n, nonce_book_user(e->book, r->answer.msg, r->cred->username));
	if (u != NULL)
		u->accepted++;
}

void
nonce_use_stale(struct exchanges *e, const struct round *r, int64_t ts_ns)
{
	struct nonce_fate f;

	if (fate_of(e, r, ts_ns, &f) != NULL && !nonce_habits_stale(e->habits, &f))
		e->dropped++;
}
