/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/differs.h>
#include <sipwhy/round_view.h>

enum { OFFERS_READ = 8 };

static bool
has_whole_answer(const struct round *r)
{
	return r->cred != NULL && r->cred->is_digest && (r->cred->odd & AUTH_CUT) == 0;
}

const struct round *
dossier_answered(const struct dossier *d, const struct round *after)
{
	const struct exchange *x = d->exchange;
	size_t i = x->kept;

	if (x->outcome != OUTCOME_ACCEPTED)
		return after == NULL && has_whole_answer(d->round) ? d->round : NULL;
	while (after != NULL && i > 0 && x->rounds[i - 1] != after)
		i--;
	i -= after != NULL && i > 0;
	while (i-- > 0) {
		if (has_whole_answer(x->rounds[i]))
			return x->rounds[i];
	}
	return NULL;
}

bool
round_refused(const struct round *r)
{
	return r->outcome.msg != NULL && r->outcome.msg->sip.status >= 400;
}

bool
round_re_challenged(const struct round *r)
{
	const struct message *m = r->outcome.msg;

	return m != NULL && (m->sip.status == 401 || m->sip.status == 407);
}

bool
round_next_challenge(const struct round *r, struct challenge *out)
{
	struct challenge all[OFFERS_READ];
	size_t n;

	if (r->cred == NULL || !round_re_challenged(r))
		return false;
	n = challenges_of(&r->outcome.msg->sip, all, COUNT(all));
	for (size_t i = 0; i < n && i < COUNT(all); i++) {
		if (all[i].is_digest && all[i].kind == r->cred->kind &&
		    str_eq(all[i].realm, r->cred->realm)) {
			*out = all[i];
			return true;
		}
	}
	return false;
}

bool
round_met_stale(const struct round *r, struct challenge *out)
{
	return round_next_challenge(r, out) && challenge_is_stale(out);
}

enum verdict
round_arrived(const struct round *r)
{
	if (r->stripped || credentials_altered(r))
		return VERDICT_NO;
	return r->cred_gone || r->leg_unseen ? VERDICT_CANNOT_TELL : VERDICT_YES;
}

uint64_t
round_nc(const struct round *r)
{
	uint64_t nc;

	return r->cred != NULL && str_hex_to_u64(r->cred->nc, UINT32_MAX, &nc) ? nc : 0;
}

bool
round_same_hop(const struct round *r)
{
	return r->request.msg != NULL && r->answer.msg != NULL &&
	       r->request.msg->sip.via_count == r->answer.msg->sip.via_count;
}

void
finding_cite_challenge(struct finding *f, const struct message *m, struct str value,
		       const char *param, const char *label)
{
	size_t before = f->cites_used;

	finding_cite(f, m, value, label);
	if (f->cites_used > before)
		f->cites[before].param = param;
}
