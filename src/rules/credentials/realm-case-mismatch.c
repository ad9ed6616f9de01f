/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	char quoted[2][FINDING_QUOTE];

	/* The challenge that was answered is another one, and not in the capture. */
	if (r->nonce != NONCE_ALTERED && !str_eq(r->cred->nonce, r->offer->nonce)) {
		f->missing = FACT_OFFER;
		return VERDICT_CANNOT_TELL;
	}
	if (round_realm(r) != REALM_CASE)
		return VERDICT_NO;
	finding_cite_offer(f, r, "realm", r->offer->realm, NULL);
	finding_cite_cred_text(f, r, "realm", r->cred->realm, r->offer->realm);
	finding_detail(f, "the challenge is for \"%s\", the answer for \"%s\"",
		       finding_quote(r->offer->realm, quoted[0]),
		       finding_quote(r->cred->realm, quoted[1]));
	return VERDICT_YES;
}

const struct rule rule_realm_case_mismatch = {
	.code = "realm-case-mismatch",
	.title = "the realm comes back in other letter case",
	.meaning = "Realms are compared, and hashed, octet by octet. Here only the "
		   "case of letters differs from the challenge: some servers find "
		   "the account all the same and compute with their own spelling, "
		   "others do not find it.",
	.evidence = "The realm of the credentials is that of the challenge whose nonce they "
		    "carry, but for the case of letters.",
	.party = PARTY_CREDENTIALS,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "22.1",
		  "the realm string alone defines the protection domain" },
		{ "RFC 2617", "3.2.2.2",
		  "the realm is hashed as it stands" },
	},
	.advice = {
		{ PARTY_CREDENTIALS,
		  "Enter the realm as the challenge has it, or leave it out; make "
		  "stored HA1 values anew from that spelling." },
		{ PARTY_CLIENT,
		  "Copy the realm from the challenge instead of from the "
		  "configuration." },
		{ PARTY_SERVER,
		  "Kamailio and OpenSIPS find the account without regard to case "
		  "and hash their own spelling; Asterisk and sofia-sip compare "
		  "exactly." },
	},
	.lookalikes = {
		{ "realm-mismatch",
		  "there the realm is another one" },
		{ "wrong-password",
		  "with the password the digest tells which spelling was hashed" },
	},
	.reasons = { "realm mismatch", "wrong realm", "invalid realm", "unknown realm", "bad realm" },
	.yields_to = { "wrong-authorization-header", "required-param-missing" },
	.needs = FACT_OFFER | FACT_ANSWER,
	.judge = judge,
};
