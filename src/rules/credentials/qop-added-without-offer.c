/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	char quoted[FINDING_QUOTE];

	/* The challenge that was answered is another one, and not in the capture. */
	if (r->nonce != NONCE_ALTERED && !str_eq(r->cred->nonce, r->offer->nonce)) {
		f->missing = FACT_OFFER;
		return VERDICT_CANNOT_TELL;
	}
	if (!str_absent(r->offer->qop) || str_absent(r->cred->qop))
		return VERDICT_NO;

	finding_cite_offer(f, r, "qop", STR_ABSENT, NULL);
	finding_cite_cred(f, r, "qop", r->cred->qop, "no qop, cnonce or nc");
	finding_detail(f, "the challenge offers no qop; the answer carries qop=%s",
		       finding_quote(r->cred->qop, quoted));
	return VERDICT_YES;
}

const struct rule rule_qop_added_without_offer = {
	.code = "qop-added-without-offer",
	.title = "the client sends qop although the server offers none",
	.meaning = "A challenge without qop asks for the form of RFC 2069. This client answers "
		   "in the newer form all the same, with qop in the header and in the hash. "
		   "Servers that go by the answer accept it; one that knows only the old form "
		   "computes another digest and refuses the right password.",
	.evidence = "The credentials have qop, and the challenge whose nonce they carry has none.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 2617", "3.2.2",
		  "cnonce and nc must not be specified if the challenge carried no qop" },
		{ "RFC 3261", "22.4", "servers must always send qop in a challenge (item 8)" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Where the challenge carries no qop, leave out qop, cnonce and nc and hash "
		  "HA1:nonce:HA2. rsipstack: upgrade." },
		{ PARTY_SERVER,
		  "Offer qop=\"auth\", which RFC 3261 demands. Kamailio: auth_challenge with "
		  "flags 1; OpenSIPS: www_challenge with qop auth." },
	},
	.lookalikes = {
		{ "qop-not-offered-value",
		  "there the challenge offers qop, and the answer has another value" },
		{ "wrong-password",
		  "with the password the digest tells: right with qop hashed, or not" },
	},
	/* Many servers bear this; a digest that is wrong for the secret none bears. */
	.needs = FACT_OFFER | FACT_ANSWER,
	.judge = judge,
};
