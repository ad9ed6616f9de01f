/* SPDX-License-Identifier: BSD-2-Clause */
#include "round.h"

enum { ROUND_BYTES = 4096, AUTH_MAX = 16 };

struct round *
round_new(void)
{
	struct arena *a = arena_new(ROUND_BYTES);
	struct round *r = a == NULL ? NULL : arena_alloc(a, sizeof(*r));

	if (r == NULL) {
		arena_free(a);
		return NULL;
	}
	r->arena = a;
	r->nonce_age_ns = -1;
	return r;
}

static bool
set(struct round *r, struct step_message *slot, const struct message *m, unsigned copies)
{
	const struct message *own = message_adopt(m, r->arena);

	if (own == NULL)
		return false;
	*slot = (struct step_message){ .msg = own, .copies = copies, .last_ts_ns = m->seen.ts_ns };
	return true;
}

bool
round_set_request(struct round *r, const struct message *m, unsigned copies)
{
	return set(r, &r->request, m, copies);
}

bool
round_set_outcome(struct round *r, const struct message *m)
{
	return set(r, &r->outcome, m, 1);
}

void
round_set_ack(struct round *r, const struct message *m, bool fits)
{
	r->ack_fits = set(r, &r->ack, m, 1) && fits;
}

void
round_set_elsewhere(struct round *r, struct step_message *slot, const struct message *m)
{
	if (slot->elsewhere == NULL && m != NULL)
		slot->elsewhere = message_adopt(m, r->arena);
}

bool
round_set_challenge(struct round *r, const struct message *m, enum auth_kind kind, struct str realm)
{
	struct challenge all[AUTH_MAX];
	size_t n;

	if (!set(r, &r->challenge, m, 1))
		return false;
	n = challenges_of(&r->challenge.msg->sip, all, COUNT(all));
	r->offer_count = n < COUNT(all) ? n : COUNT(all);
	if (r->offer_count == 0)
		return true;
	r->offers = arena_array(r->arena, r->offer_count, sizeof(all[0]));
	if (r->offers == NULL) {
		r->offer_count = 0;
		return false;
	}
	for (size_t i = 0; i < r->offer_count; i++)
		r->offers[i] = all[i];
	for (size_t i = r->offer_count; i-- > 0;) {
		const struct challenge *c = &r->offers[i];

		if (c->is_digest && c->kind == kind &&
		    (str_absent(realm) || auth_value_is(c->realm, realm)))
			r->offer = c;
	}
	return true;
}

bool
round_set_answer(struct round *r, const struct message *m, size_t which)
{
	struct credentials all[AUTH_MAX];
	size_t n;

	if (!set(r, &r->answer, m, 1))
		return false;
	n = credentials_of(&r->answer.msg->sip, all, COUNT(all));
	r->cred_count = n < COUNT(all) ? n : COUNT(all);
	r->creds = arena_array(r->arena, r->cred_count, sizeof(all[0]));
	if (r->creds == NULL) {
		r->cred_count = 0;
		return false;
	}
	for (size_t i = 0; i < r->cred_count; i++)
		r->creds[i] = all[i];
	r->cred = which < r->cred_count ? &r->creds[which] : NULL;
	return true;
}
