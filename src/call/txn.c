/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "txn.h"

/* So that one chunk of memory does: the message, its octets and its fields. */
static size_t
room_for(const struct message *m)
{
	enum { PIECES = 3, ALIGNMENT = 16 };

	return sizeof(*m) + m->sip.raw.len + m->sip.hdr_count * sizeof(struct sip_hdr) +
	       (size_t)PIECES * ALIGNMENT;
}

bool
txn_begin(struct txn *x, const struct message *request)
{
	x->arena = arena_new(room_for(request));
	if (x->arena != NULL)
		x->request = message_adopt(request, x->arena);
	if (x->request == NULL) {
		txn_end(x);
		return false;
	}
	x->is_invite = str_eq(request->sip.method, S("INVITE"));
	x->copies = 1;
	schedule_begin(&x->schedule, request->seen.ts_ns);
	return true;
}

void
txn_end(struct txn *x)
{
	arena_free(x->arena);
	*x = (struct txn){ .arena = NULL };
}

bool
txn_is_copy(const struct txn *x, const struct message *m)
{
	const struct message *r = x->request;
	size_t a = r->sip.raw.len, b = m->sip.raw.len;

	/* Two cuts alike may hide a difference behind them, but not one of length. */
	if (a + r->missing_bytes != b + m->missing_bytes)
		return false;
	return memcmp(r->sip.raw.p, m->sip.raw.p, a < b ? a : b) == 0;
}

void
txn_add_copy(struct txn *x, const struct message *m)
{
	if (schedule_add(&x->schedule, m->seen.ts_ns, x->is_invite))
		x->copies++;
}

bool
txn_add_response(struct txn *x, const struct message *m, const struct hash_key *key)
{
	uint64_t octets = str_hash(key, m->sip.raw) + m->missing_bytes;
	unsigned kept = x->response_count < TXN_RESPONSES ? x->response_count : TXN_RESPONSES;

	for (unsigned i = 0; i < kept; i++) {
		if (x->responses[i] == octets)
			return false;
	}
	x->responses[x->response_count++ % TXN_RESPONSES] = octets;
	return true;
}

struct call_step
txn_step(const struct txn *x, enum call_step_kind kind)
{
	return (struct call_step){
		.kind = kind,
		.request = x->request,
		.transaction = x->id,
		.copies = x->copies,
		.on_schedule = schedule_fits(&x->schedule),
		.provisional_seen = x->provisional,
		.ringing_seen = x->ringing,
		.final_seen = x->final,
		.cancelled = x->cancelled,
	};
}
