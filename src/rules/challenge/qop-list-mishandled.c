/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct str sent = r->cred->qop;
	char text[FINDING_QUOTE];

	/* The challenge that was answered is another one, and not in the capture. */
	if (!str_eq(r->cred->nonce, r->offer->nonce)) {
		f->missing = FACT_OFFER;
		return VERDICT_CANNOT_TELL;
	}
	if (str_index(sent, ',') < 0 || str_index(r->offer->qop, ',') < 0)
		return VERDICT_NO;
	finding_cite_offer(f, r, "qop", r->offer->qop, NULL);
	finding_cite_cred(f, r, "qop", sent, "one of the values offered");
	finding_detail(f, "the answer carries the whole list: qop=%s", finding_quote(sent, text));
	return VERDICT_YES;
}

const struct rule rule_qop_list_mishandled = {
	.code = "qop-list-mishandled",
	.title = "the client takes the list of qop values for one value",
	.meaning = "The challenge offers several values of qop, and the answer "
		   "repeats the list instead of choosing one token of it. Servers "
		   "that look at the value refuse it; Kamailio hashes the list as "
		   "it stands.",
	.evidence = "The qop of the challenge is a list with a comma, and so is that of the "
		    "credentials with its nonce.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 2617", "3.2.2",
		  "the qop of an answer is a single token, one of those that the "
		  "challenge lists" },
		{ "RFC 3261", "25.1",
		  "message-qop is one token" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Split the list at its commas, drop blanks, take auth if it is "
		  "there, and hash that one token." },
		{ PARTY_SERVER,
		  "Until the client is changed, offer exactly qop=\"auth\"." },
	},
	.lookalikes = {
		{ "qop-not-offered-value",
		  "there one value is sent that is not in the list" },
	},
	.reasons = { "invalid qop", "unsupported qop", "bad qop", "qop not supported" },
	.yields_to = { "wrong-authorization-header", "required-param-missing", "realm-mismatch", "nonce-altered", "credentials-for-other-nonce", "algorithm-mismatch" },
	.needs = FACT_OFFER | FACT_ANSWER,
	.judge = judge,
};
