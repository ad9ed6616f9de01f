/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include <sipwhy/rule.h>

static const struct challenge *
new_offer(const struct round *r, struct challenge all[], size_t cap)
{
	size_t n = challenges_of(&r->outcome.msg->sip, all, cap);

	for (size_t i = 0; i < n && i < cap; i++) {
		if (all[i].is_digest && str_eq(all[i].realm, r->cred->realm) &&
		    !str_empty(all[i].nonce) && !str_eq(all[i].nonce, r->cred->nonce))
			return &all[i];
	}
	return NULL;
}

/* A count that does not rise is nonce-count-replayed. */
static bool
count_rises(const struct round *r)
{
	uint64_t nc = 0;

	return str_absent(r->cred->nc) || r->own_last_nc == 0 ||
	       (str_hex_to_u64(r->cred->nc, UINT32_MAX, &nc) && nc > r->own_last_nc);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct challenge all[8];
	const struct challenge *fresh;

	if ((d->facts & FACT_REFUSED) == 0 || r->own_accepted == 0 || r->outcome.msg == NULL ||
	    r->cred == NULL || !count_rises(r))
		return VERDICT_NO;
	if (d->asks_again != VERDICT_YES) {
		f->missing = d->asks_again == VERDICT_CANNOT_TELL ? FACT_OUTCOME : 0;
		return d->asks_again;
	}
	fresh = new_offer(r, all, COUNT(all));
	if (fresh == NULL || d->digest->check == VERIFY_MISMATCH)
		return VERDICT_NO;
	/* The nc before may have been as great as this one. */
	if (r->own_cut && !str_absent(r->cred->nc)) {
		f->missing = FACT_NO_GAP;
		return VERDICT_CANNOT_TELL;
	}
	finding_cite_cred(f, r, "nonce", r->cred->nonce, NULL);
	finding_cite(f, r->outcome.msg, fresh->raw, "outcome");
	finding_detail(f,
		       "The nonce had been accepted %" PRIu64
		       " time%s; the new challenge has another one and does not say stale=true.",
		       r->own_accepted, r->own_accepted == 1 ? "" : "s");
	return VERDICT_YES;
}

const struct rule rule_server_omits_stale = {
	.code = "server-omits-stale",
	.title = "a nonce that worked is refused later without stale=true",
	.meaning = "The nonce had been accepted before; now the same client uses "
		   "it again, with a higher count, and is challenged anew without "
		   "stale=true. By that the server says that the credentials are "
		   "wrong, and careful clients stop or ask their user, although "
		   "only the nonce was too old, or taken once only.",
	.evidence = "Credentials with a nonce that was accepted before, and with a higher nc, "
		    "meet a challenge with a new nonce and no stale=true. It says nothing if the "
		    "password shows the digest to be wrong.",
	.asks = FACT_OUTCOME | FACT_REFUSED,
	.party = PARTY_SERVER,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	/* The account may have been changed on the server in the meantime. */
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_LIKELY,
	.clauses = {
		{ "RFC 2617", "3.2.1",
		  "stale=true says that only the nonce is too old, and the client "
		  "may retry without asking its user" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Say stale=true. Kamailio: auth_challenge with flag 16 where "
		  "the check returned -4, which the default script does not do. "
		  "OpenSIPS says it by itself." },
		{ PARTY_CLIENT,
		  "Take a challenge with a new nonce for stale, once, as pjsip "
		  "does. baresip: a libre that retries." },
	},
	.lookalikes = {
		{ "stale-ignored-by-client",
		  "there the server says stale=true" },
		{ "rejected-by-rechallenge",
		  "the account may have changed in the meantime: the log tells" },
		{ "nonce-reuse-refused",
		  "there the refusal is final, or another nonce is then taken" },
		{ "nonce-count-replayed",
		  "there the count does not rise" },
	},
	.needs = 0,
	.judge = judge,
};
