/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	char first[FINDING_QUOTE], second[FINDING_QUOTE];
	struct identity id;
	struct refusal what;

	refusal_of(d, NULL, &what);
	if (r->cred == NULL || (what.status != 404 && what.status != 604))
		return VERDICT_NO;
	identity_of(r->answer.msg, r->cred, &id);
	finding_cite_line(f, what.msg, "outcome");
	finding_cite(f, r->answer.msg, id.registers ? id.to.raw : id.target.raw, "answer");
	finding_cite(f, r->answer.msg, id.from.raw, "answer");
	finding_cite_cred(f, r, "username", r->cred->username, NULL);
	finding_detail(f, "%s is for \"%s\", from \"%s\".",
		       id.registers ? "The registration" : "The request",
		       finding_quote(id.registers ? id.to.raw : id.target.raw, first),
		       finding_quote(id.from.raw, second));
	return VERDICT_YES;
}

const struct rule rule_404_after_auth = {
	.code = "404-after-auth",
	.title = "the credentials are met with \"not found\"",
	.meaning = "The server looked for a user and did not find one. That is no word about the "
		   "password: either the credentials were accepted and the number that was "
		   "called, or registered, does not exist, or the server does not know the user "
		   "in From. A wrong password would be met with a new challenge or a 403.",
	.evidence = "A request with credentials meets a 404 or 604.",
	.party = PARTY_POLICY,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_LIKELY,
	.clauses = {
		{ "RFC 3261", "21.4.5",
		  "404 says that the user does not exist at the domain of the Request-URI, or "
		  "that the domain is not served" },
		{ "RFC 3261", "10.3",
		  "a registrar must send a 404 when the address-of-record is not valid for the "
		  "domain of the Request-URI (step 5), after authentication and authorization" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "REGISTER: put the extension, not the user name for authentication, into To and "
		  "From, with the domain that the provider names. INVITE: check the number called "
		  "and its prefix, then the user in From; 3CX wants its own extension or trunk "
		  "number there." },
		{ PARTY_SERVER,
		  "See in the log which user was looked for. Asterisk: is there an AOR of that "
		  "name for the endpoint, and an extension in its context? Kamailio: is the "
		  "domain among its own, and the user in the table?" },
	},
	.lookalikes = {
		{ "from-user-unknown", "the user in From is a placeholder or a product's name" },
		{ "domain-not-served", "the reason phrase or the log speaks of the domain" },
		{ "failed-after-authentication",
		  "the credentials passed, and the 404 comes from further on" },
	},
	.yields_to = { "domain-not-served", "from-user-unknown" },
	.needs = FACT_OUTCOME | FACT_ANSWER,
	.judge = judge,
};
