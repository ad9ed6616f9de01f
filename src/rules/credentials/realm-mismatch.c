/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	char quoted[2][FINDING_QUOTE];

	if (r->nonce == NONCE_UNKNOWN || r->nonce == NONCE_ABSENT) {
		f->missing = FACT_OFFER;
		return VERDICT_CANNOT_TELL;
	}
	/* Case, blanks and what a parser left in are causes of their own. */
	if (r->nonce != NONCE_OF_OFFER || str_absent(r->cred->realm) ||
	    str_absent(r->offer->realm) || round_realm(r) != REALM_OTHER)
		return VERDICT_NO;

	finding_cite_offer(f, r, "realm", r->offer->realm, NULL);
	finding_cite_cred_text(f, r, "realm", r->cred->realm, r->offer->realm);
	finding_detail(f, "the challenge is for the realm \"%s\", the answer for \"%s\"",
		       finding_quote(r->offer->realm, quoted[0]),
		       finding_quote(r->cred->realm, quoted[1]));
	return VERDICT_YES;
}

const struct rule rule_realm_mismatch = {
	.code = "realm-mismatch",
	.title = "the client answers for another realm than the one that challenged it",
	.meaning = "The nonce is that of the challenge and the realm is not. The realm is part "
		   "of what is hashed and tells the server which accounts to look in, so it has "
		   "to come back octet by octet. Usually a domain was typed into the client's "
		   "realm setting.",
	.evidence = "The nonce of the credentials is that of the challenge, and the realm is "
		    "another. Differences in case or blanks, and debris of a parser, are other "
		    "causes.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "22.2",
		  "the credentials are for the realm of the resource being requested" },
		{ "RFC 3261", "22.3",
		  "a proxy must not consume credentials whose realm is not its own" },
		{ "RFC 3261", "22.1", "the realm string alone defines the protection domain" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Copy the realm of the challenge. Leave the realm setting of the account "
		  "empty or a wildcard: pjsip realm \"*\", Asterisk an empty realm in the "
		  "outbound auth; Kamailio uacreg: auth_realm exactly as the provider's "
		  "challenge has it." },
		{ PARTY_SERVER,
		  "Make sure that all nodes challenge with one realm. Asterisk and sofia-sip "
		  "compare it exactly; Kamailio and OpenSIPS without regard to letter case, and "
		  "hash their own spelling." },
	},
	.lookalikes = {
		{ "realm-case-mismatch", "there only the case of letters differs" },
		{ "credentials-for-other-nonce",
		  "there the nonce is not that of this challenge either" },
		{ "wrong-password",
		  "an HA1 stored for another realm fails with the right realm in the header" },
	},
	.reasons = { "realm mismatch", "wrong realm", "invalid realm", "unknown realm",
		     "bad realm" },
	.yields_to = { "wrong-authorization-header", "required-param-missing", "empty-value-in-credentials", "literal-undefined-value" },
	.needs = FACT_OFFER | FACT_ANSWER,
	.judge = judge,
};
