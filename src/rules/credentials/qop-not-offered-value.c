/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct str offered = r->offer->qop, sent = str_trim(r->cred->qop, str_is_lws);
	char quoted[2][FINDING_QUOTE];

	/* The challenge that was answered is another one, and not in the capture. */
	if (r->nonce != NONCE_ALTERED && !str_eq(r->cred->nonce, r->offer->nonce)) {
		f->missing = FACT_OFFER;
		return VERDICT_CANNOT_TELL;
	}
	if (str_empty(offered) || str_absent(r->cred->qop) || qop_has(offered, sent) ||
	    (str_index(sent, ',') >= 0 && str_index(offered, ',') >= 0))
		return VERDICT_NO;

	finding_cite_offer(f, r, "qop", offered, NULL);
	finding_cite_cred(f, r, "qop", r->cred->qop, "one of the values offered");
	finding_detail(f, "the challenge offers qop=\"%s\"; the answer carries qop=%s",
		       finding_quote(offered, quoted[0]), finding_quote(sent, quoted[1]));
	return VERDICT_YES;
}

const struct rule rule_qop_not_offered_value = {
	.code = "qop-not-offered-value",
	.title = "the client answers with a qop that was not offered",
	.meaning = "The qop of an answer is one token out of the list in the challenge. This "
		   "one is not in it: the client knows only one value and sends it whatever is "
		   "offered.",
	.evidence = "The qop of the credentials is not in the list of the challenge whose nonce "
		    "they carry. A whole list that came back is another cause.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 2617", "3.2.2",
		  "the qop of an answer must be one of the alternatives that the challenge "
		  "lists, a single token" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Choose one token of the list, auth if it is there. baresip always answers "
		  "with auth; JsSIP and sofia-sip can do auth-int." },
		{ PARTY_SERVER,
		  "Offer qop=\"auth\". Bodies are rewritten on the way by many gateways, so "
		  "auth-int alone fails with right passwords too." },
	},
	.lookalikes = {
		{ "qop-added-without-offer", "there the challenge offers no qop at all" },
		{ "qop-missing-in-response", "there the answer carries no qop at all" },
	},
	.reasons = { "invalid qop", "unsupported qop", "bad qop", "qop not supported",
		     "qop mismatch" },
	.yields_to = { "wrong-authorization-header", "required-param-missing", "realm-mismatch", "nonce-altered", "credentials-for-other-nonce", "multiple-challenges-wrong-pick", "algorithm-mismatch", "algorithm-label-mismatch", "qop-incomplete-set", "qop-only-auth-int", "literal-undefined-value" },
	.needs = FACT_OFFER | FACT_ANSWER,
	.judge = judge,
};
