/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static bool
is_blank(unsigned char c)
{
	return c <= 0x20 || c == 0x7f;
}

static bool
has_blank_ends(struct str s)
{
	struct str nbsp = S("\xc2\xa0");

	return s.len > 0 &&
	       (is_blank((unsigned char)s.p[0]) || is_blank((unsigned char)s.p[s.len - 1]) ||
		str_starts(s, nbsp) || str_eq(str_sub(s, s.len < 2 ? 0 : s.len - 2, 2), nbsp));
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	char text[FINDING_QUOTE];

	if (has_blank_ends(r->cred->username)) {
		finding_cite_cred(f, r, "username", r->cred->username, "the name without blanks");
		finding_detail(f, "the user name is \"%s\"",
			       finding_quote(r->cred->username, text));
	}
	if (r->nonce == NONCE_OF_OFFER && has_blank_ends(r->cred->realm) &&
	    round_realm(r) == REALM_BLANKS) {
		finding_cite_offer(f, r, "realm", r->offer->realm, NULL);
		finding_cite_cred_text(f, r, "realm", r->cred->realm, r->offer->realm);
		finding_detail(f, "the realm is \"%s\"", finding_quote(r->cred->realm, text));
	}
	return f->cites_used > 0 ? VERDICT_YES : VERDICT_NO;
}

const struct rule rule_whitespace_in_value = {
	.code = "whitespace-in-value",
	.title = "a blank stands at the end or the beginning of the user name or realm",
	.meaning = "User name and realm are hashed octet by octet, blanks too. "
		   "Here one of them begins or ends with a blank or a control "
		   "octet that the account, or the challenge, does not have; it is "
		   "hard to see in any form or log.",
	.evidence = "The username, or a realm that differs from the challenge's by it, begins or "
		    "ends with a blank, a control octet or a no-break space.",
	.party = PARTY_CREDENTIALS,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_LIKELY,
	.clauses = {
		{ "RFC 2617", "3.2.2.4",
		  "white space between the quotes is part of what is hashed" },
		{ "RFC 3261", "22.1",
		  "the realm string alone defines the protection domain" },
	},
	.advice = {
		{ PARTY_CREDENTIALS,
		  "Type the user name and the realm again, or provision them from "
		  "a file whose fields are trimmed: exports to CSV often leave "
		  "blanks. See to the password as well." },
		{ PARTY_CLIENT,
		  "Trim what is typed into these fields." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "a blank at the end of the password shows in the digest only" },
	},
	.yields_to = { "wrong-authorization-header", "required-param-missing" },
	.needs = FACT_ANSWER,
	.judge = judge,
};
