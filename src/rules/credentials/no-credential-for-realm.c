/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static struct str
host_of(struct str uri)
{
	struct sip_uri u;

	sip_uri_parse(uri, &u);
	return u.host;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct message *m = r->request.msg;
	char realm[FINDING_QUOTE], host[FINDING_QUOTE];

	if (r->cred != NULL || r->offer == NULL || str_empty(r->offer->realm) ||
	    str_eq_nocase(r->offer->realm, host_of(m->sip.from_uri)) ||
	    str_eq_nocase(r->offer->realm, host_of(m->sip.request_uri)))
		return VERDICT_NO;
	finding_cite_offer(f, r, "realm", r->offer->realm, NULL);
	finding_cite(f, m, m->sip.from_uri, "challenged request");
	finding_detail(f, "the realm is \"%s\", the domain of the account %s",
		       finding_quote(r->offer->realm, realm),
		       finding_quote(host_of(m->sip.from_uri), host));
	return VERDICT_YES;
}

const struct rule rule_no_credential_for_realm = {
	.code = "no-credential-for-realm",
	.title = "the client may have no credentials for the realm that asks",
	.meaning = "The client did not answer, and the realm of the challenge is "
		   "not the domain that it registers or calls in. Clients that "
		   "keep their credentials by realm find none then and give up "
		   "without a word.",
	.evidence = "The client never answers, and the realm of the challenge is neither the host "
		    "in From nor that of the Request-URI.",
	.party = PARTY_CREDENTIALS,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_GENERAL,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_POSSIBLE,
	.clauses = {
		{ "RFC 3261", "22.2",
		  "a client that finds no credentials for a realm may try as anonymous, without "
		  "a password" },
		{ "RFC 3261", "22.1",
		  "credentials belong to a realm" },
	},
	.advice = {
		{ PARTY_CREDENTIALS,
		  "Enter the realm of the challenge with the account, or a "
		  "wildcard. pjsua and pjsua2: realm \"*\". Asterisk outbound "
		  "auth: leave realm empty. FreeSWITCH gateway: the param realm. "
		  "Linphone and sipml5: delete the stored realm." },
		{ PARTY_SERVER,
		  "A realm that is the domain of the accounts spares clients the "
		  "setting." },
	},
	.lookalikes = {
		{ "challenge-unanswered",
		  "the client log tells whether it looked for credentials" },
	},
	.yields_to = { "challenge-unanswered" },
	.needs = FACT_REQUEST | FACT_CHALLENGE | FACT_NO_ANSWER,
	.judge = judge,
};
