/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include <sipwhy/rule.h>

/* The nonce is of before the moment since when the server knows none of before. */
static bool
was_forgotten(const struct dossier *d, const struct round *r, struct challenge *stale)
{
	const struct nonce_habit *h = &d->exchange->habit;

	return h->forgot_clients > 1 && r->nonce_issue.frame != 0 &&
	       r->nonce_issue.ts_ns < h->forgot_ns &&
	       r->answer.msg->seen.ts_ns <= h->forgot_ns + h->accepted_age_ns &&
	       round_met_stale(r, stale) && r->outcome.msg->seen.ts_ns >= h->forgot_ns &&
	       r->nonce_age_ns < h->accepted_age_ns && !round_outlived_nonce(r);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct nonce_habit *h = &d->exchange->habit;
	const struct round *r = dossier_answered(d, NULL);
	struct challenge stale;

	while (r != NULL && !was_forgotten(d, r, &stale))
		r = dossier_answered(d, r);
	if (r == NULL)
		return VERDICT_NO;
	finding_cite_cred(f, r, "nonce", r->cred->nonce, NULL);
	finding_cite_challenge(f, r->outcome.msg, stale.stale, "stale", "response to it");
	finding_cite_witness(f, r->nonce_from, "nonce", r->cred->nonce);
	finding_detail(f,
		       "%u clients were refused nonces of up to %" PRId64
		       " s, while the server had taken one %" PRId64 " s old before.",
		       h->forgot_clients, r->nonce_age_ns / 1000000000,
		       h->accepted_age_ns / 1000000000);
	return VERDICT_YES;
}

const struct rule rule_nonce_invalid_after_restart = {
	.code = "nonce-invalid-after-restart",
	.title = "from one moment on the server takes none of its earlier nonces",
	.meaning = "Several clients at once are told stale=true for nonces younger than others that "
		   "the server had taken. So it is not their age: the server was restarted and "
		   "makes its nonces with another secret now, or has forgotten those it issued.",
	.evidence = "From one moment on at least two clients meet stale=true for nonces from "
		    "before it, which are younger than nonces that the server had accepted.",
	.party = PARTY_SERVER,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_LIKELY,
	.clauses = {
		{ "RFC 2617", "3.2.1",
		  "a nonce may hang on a key that only the server knows; after stale=true the "
		  "client may try again" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Set the secret of the nonces in the configuration, so that it outlives a "
		  "restart (Kamailio, OpenSIPS: parameter secret of module auth). Kamailio calls "
		  "nonces of before its start stale, so that clients heal by themselves." },
		{ PARTY_CLIENT, "On stale=true try again with the new nonce." },
	},
	.lookalikes = {
		{ "stale-nonce", "there the nonce is older than those that were taken" },
		{ "nonce-from-other-server",
		  "a switch to another node behind the same address looks the same; the server's "
		  "log tells a restart" },
	},
	.needs = FACT_ANSWER,
	.judge = judge,
};
