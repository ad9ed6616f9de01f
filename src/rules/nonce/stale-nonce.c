/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* The round that answers with this nonce, after number `i`; NULL for none. */
static const struct round *
answered_with(const struct exchange *x, size_t i, struct str nonce)
{
	while (++i < x->kept) {
		const struct round *r = x->rounds[i];

		if (r->cred != NULL && !str_empty(nonce) && str_eq(r->cred->nonce, nonce))
			return r;
	}
	return NULL;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;

	if (x->outcome != OUTCOME_ACCEPTED)
		return VERDICT_NO;
	for (size_t i = 0; i < x->kept; i++) {
		const struct round *r = x->rounds[i], *next;
		struct challenge stale;

		if (!round_met_stale(r, &stale))
			continue;
		next = answered_with(x, i, stale.nonce);
		if (next == NULL)
			continue;
		finding_cite_challenge(f, r->outcome.msg, stale.stale, "stale", "outcome");
		finding_cite_cred(f, r, "nonce", r->cred->nonce, NULL);
		finding_cite_cred(f, next, "nonce", next->cred->nonce, NULL);
		finding_detail(f, "Told stale=true, the client answered with the new nonce.");
		return VERDICT_YES;
	}
	return VERDICT_NO;
}

const struct rule rule_stale_nonce = {
	.code = "stale-nonce",
	.title = "the nonce had become too old, and the client answered with the new one",
	.meaning = "The server said stale=true: only the nonce was too old. The client took the new "
		   "nonce and sent the request again, as it should. One round more, and no "
		   "failure.",
	.evidence = "A challenge that says stale=true is answered with its new nonce, and the "
		    "client is accepted in the end.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_NOTE,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 2617", "3.2.1",
		  "after stale=true the client may try again without asking the user" },
		{ "RFC 7616", "3.3", "the same" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Nothing has to be done. A longer lifetime of nonces saves the round: "
		  "Asterisk nonce_lifetime (32 s as delivered), Kamailio nonce_expire (300 s), "
		  "OpenSIPS nonce_expire (30 s)." },
	},
	.lookalikes = {
		{ "stale-ignored-by-client", "there the client does not use the new nonce" },
		{ "stale-nonce-loop", "there the server calls each new nonce stale too" },
	},
	.needs = 0,
	.judge = judge,
};
