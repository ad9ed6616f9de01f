/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct credentials *c = r->cred;

	if (finding_rewritten(f, d, "userhash-unsupported") == VERDICT_YES)
		return VERDICT_YES;
	/* The challenge that was answered is another one, and not in the capture. */
	if (!str_eq(r->cred->nonce, r->offer->nonce)) {
		f->missing = FACT_OFFER;
		return VERDICT_CANNOT_TELL;
	}
	if (!str_eq_nocase(c->userhash, S("true")) || str_eq_nocase(r->offer->userhash, S("true")))
		return VERDICT_NO;
	finding_cite_offer(f, r, "userhash", r->offer->userhash, NULL);
	finding_cite_cred(f, r, "userhash", c->userhash,
			  "the user name in clear, without userhash");
	finding_cite_cred(f, r, "username", c->username, NULL);
	finding_detail(f, "the answer has userhash=true, the challenge has not");
	return VERDICT_YES;
}

const struct rule rule_userhash_unsupported = {
	.code = "userhash-unsupported",
	.title = "the client uses the hash of its user name where the name belongs",
	.meaning = "With userhash=true the user name is a hash of name and realm. A client may do so "
		   "only where the challenge says userhash=true; a server that does not know it "
		   "looks for an account of that name. With the password the digest shows a client "
		   "that hashed the hash of the name where the name belongs.",
	.evidence = "The credentials say userhash=true, and the challenge whose nonce they carry "
		    "does not. With the password the hashed name is tried in the place of the "
		    "name.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 7616", "3.4.4",
		  "a client that knows userhash must hash the user name where the challenge "
		  "says userhash=true" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Switch the hashing of user names off, or go by the challenge." },
		{ PARTY_SERVER,
		  "Index the accounts by the hash of user name and realm, and say "
		  "userhash=true; or leave both. No usual SIP server does it." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "with the password the digest tells: it is made from the name "
		  "in clear" },
	},
	.reasons = { "userhash not supported", "userhash unsupported", "unsupported userhash", "invalid userhash", "unknown userhash" },
	.needs = FACT_OFFER | FACT_ANSWER,
	.judge = judge,
};
