/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;

	if ((r->cred->odd & AUTH_NO_SCHEME) == 0)
		return VERDICT_NO;
	finding_cite_cred(f, r, NULL, str_sub(r->cred->raw, 0, 40),
			  "Digest, a blank, and the parameters");
	finding_detail(f, "%s does not begin with a scheme",
		       auth_credentials_header(r->cred->kind));
	return VERDICT_YES;
}

const struct rule rule_authorization_scheme_missing = {
	.code = "authorization-scheme-missing",
	.title = "the word Digest is missing in front of the credentials",
	.meaning = "Credentials begin with the name of their scheme. This header "
		   "field begins with the parameters at once, so a server does not "
		   "know what they are and takes the request for one without "
		   "credentials, or for a malformed one.",
	.evidence = "The value of Authorization or Proxy-Authorization begins with a parameter of "
		    "Digest, and not with a scheme.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_LIKELY,
	.clauses = {
		{ "RFC 3261", "25.1",
		  "credentials begin with the word Digest, or another scheme, and "
		  "a blank" },
		{ "RFC 2617", "3.2.2",
		  "credentials are \"Digest\" and the response directives" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Begin the value with \"Digest \"." },
		{ PARTY_SERVER,
		  "Nothing. Kamailio calls such credentials unusable and "
		  "challenges again." },
	},
	.lookalikes = {
		{ "retry-without-credentials",
		  "there no header field with credentials is sent at all" },
		{ "required-param-missing",
		  "there a parameter is missing" },
	},
	.needs = FACT_ANSWER,
	.judge = judge,
};
