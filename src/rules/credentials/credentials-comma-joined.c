/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	size_t joined = 0;

	while (joined < r->cred_count && (r->creds[joined].odd & AUTH_COMMA_JOINED) == 0)
		joined++;
	/* joined > 0: the first of a field has no comma before it. */
	if (joined == r->cred_count || joined == 0 || !r->creds[joined].is_digest)
		return VERDICT_NO;
	finding_cite(f, r->answer.msg, r->creds[joined - 1].raw, "answer");
	finding_cite(f, r->answer.msg, r->creds[joined].raw, "answer");
	finding_detail(f, "%s carries two sets of credentials",
		       auth_credentials_header(r->creds[joined].kind));
	return VERDICT_YES;
}

const struct rule rule_credentials_comma_joined = {
	.code = "credentials-comma-joined",
	.title = "two sets of credentials stand in one header field",
	.meaning = "Each set of credentials is a header field of its own. This "
		   "client put two into one, with a comma between; servers read "
		   "the second as parameters of the first, or do not read the "
		   "header at all.",
	.evidence = "Within one Authorization or Proxy-Authorization field a second set of "
		    "credentials begins behind a comma.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "7.3.1",
		  "Authorization and Proxy-Authorization must not be combined "
		  "into one header field" },
		{ "RFC 3261", "20.28",
		  "Proxy-Authorization may stand several times and must not be "
		  "combined into one line" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Write one header field for each set of credentials. FreeSWITCH "
		  "1.8 was seen to join them: upgrade." },
		{ PARTY_SERVER,
		  "Nothing." },
	},
	.lookalikes = {
		{ "duplicate-parameter",
		  "there one set has a parameter twice" },
		{ "duplicate-authorization-header",
		  "there two header fields are for one realm" },
	},
	.needs = FACT_ANSWER | FACT_ANSWER_HEADERS,
	.judge = judge,
};
