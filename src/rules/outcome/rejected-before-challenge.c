/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	char reason[FINDING_QUOTE];

	if (!d->exchange->never_challenged || r->cred != NULL || r->request.msg == NULL ||
	    r->outcome.msg == NULL)
		return VERDICT_NO;
	f->missing = FACT_REQUEST & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite_line(f, r->outcome.msg, "outcome");
	finding_cite_line(f, r->request.msg, "request");
	finding_detail(f,
		       "\"%u %s\" is the response to a request without credentials, and none were "
		       "asked for.",
		       r->outcome.msg->sip.status,
		       finding_quote(r->outcome.msg->sip.reason, reason));
	return VERDICT_YES;
}

const struct rule rule_rejected_before_challenge = {
	.code = "rejected-before-challenge",
	.title = "the server refuses the request before it asks for credentials",
	.meaning = "The request was refused without a challenge, so no user name or password was "
		   "ever looked at. The server refuses the address, the domain, the User-Agent or "
		   "the kind of request.",
	.party = PARTY_POLICY,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_PROVEN,
	.clauses = {
		{ "RFC 3261", "21.4.4",
		  "the server understood the request and refuses it; authorization will not help" },
		{ "RFC 3261", "22.2",
		  "a server that wants credentials asks for them with a 401 and a challenge" },
	},
	.advice = {
		{ PARTY_POLICY,
		  "See what refuses before the authentication: address lists and bans (fail2ban, "
		  "pike, APIBAN), User-Agent filters, domains not served, methods not allowed. "
		  "FreeSWITCH: apply-inbound-acl and apply-register-acl. Kamailio: \"Not "
		  "relaying\" means that the domain is not its own." },
		{ PARTY_CLIENT,
		  "A change of password cannot help. Check server name, domain, port and "
		  "transport, and that the address of this client is the one that the server "
		  "knows." },
	},
	.lookalikes = {
		{ "domain-not-served",
		  "the reason phrase or the log speaks of domain or relaying" },
		{ "rejected-by-403", "there the request carried credentials" },
	},
	.needs = 0,
	.judge = judge,
};
