/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* The nonce is nonce-quoted-badly's. */
#define NEEDS_QUOTES                                                                 \
	(AUTH_NAME_USERNAME | AUTH_NAME_REALM | AUTH_NAME_URI | AUTH_NAME_RESPONSE | \
	 AUTH_NAME_CNONCE | AUTH_NAME_OPAQUE)

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	unsigned bare = r->cred->forms.bare & NEEDS_QUOTES & ~r->cred->forms.typographic;
	char names[FINDING_NAMES];

	if (bare == 0)
		return VERDICT_NO;
	finding_cite_cred_names(f, r, bare, "the same in quotes", names);
	finding_detail(f, "without quotes: %s", names);
	return VERDICT_YES;
}

const struct rule rule_quoted_value_unquoted = {
	.code = "quoted-value-unquoted",
	.title = "the client leaves out quotes that the header needs",
	.meaning = "username, realm, nonce, uri, response, cnonce and opaque stand "
		   "in quotes. Without them a value ends at the first separator, "
		   "and which octets those are is read differently from server to "
		   "server. Values without separators are mostly read as meant.",
	.evidence = "The username, realm, uri, response, cnonce or opaque of the credentials "
		    "stands without quotes. The nonce has a cause of its own.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "25.1",
		  "username, realm, nonce, cnonce and opaque are quoted strings; "
		  "uri and response stand in quotes too" },
		{ "RFC 7616", "3.4",
		  "a sender must put username, realm, nonce, uri, response, cnonce and opaque "
		  "in quotes" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Put these values in double quotes. Hashed is what stands "
		  "between them." },
		{ PARTY_SERVER,
		  "Nothing. Kamailio and FreeSWITCH read such a value up to the "
		  "comma." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "with the password the digest tells" },
		{ "typographic-quotes",
		  "there the quotes are there, and are not those of ASCII" },
	},
	.needs = FACT_ANSWER,
	.judge = judge,
};
