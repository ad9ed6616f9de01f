/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct credentials empty;
	char reason[FINDING_QUOTE];

	if (!d->exchange->never_challenged || r->cred != NULL || r->request.msg == NULL ||
	    r->outcome.msg == NULL)
		return VERDICT_NO;
	f->missing = FACT_REQUEST & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite_line(f, r->outcome.msg, "outcome");
	finding_cite_remark(f, r->outcome.msg);
	finding_cite_line(f, r->request.msg, "request");
	finding_detail(
		f, "\"%u %s\" is the response to a request %s, and none were asked for.%s",
		r->outcome.msg->sip.status, finding_quote(r->outcome.msg->sip.reason, reason),
		credentials_of(&r->request.msg->sip, &empty, 1) > 0 ? "whose credentials are empty"
								    : "without credentials",
		str_eq(r->request.msg->sip.method, S("REGISTER"))
			? ""
			: " Whether the server refused it, or the one whom it is for, is not seen.");
	return VERDICT_YES;
}

/*
 * A registrar refuses by itself; a call, a message or a subscription is refused by who it is for as well.  And whose
 * request was forwarded, a proxy before this server may have asked for credentials, and taken them.
 */
static enum causality
grade(const struct dossier *d)
{
	const struct message *m = d->round->outcome.msg, *request = d->round->request.msg;

	if (m == NULL || m->sip.status != 403 || request == NULL ||
	    !str_eq(request->sip.method, S("REGISTER")))
		return CAUSALITY_POSSIBLE;
	return request->sip.via_count > 1 ? CAUSALITY_LIKELY : CAUSALITY_PROVEN;
}

const struct rule rule_rejected_before_challenge = {
	.code = "rejected-before-challenge",
	.title = "the server refuses the request before it asks for credentials",
	.meaning = "The request was refused without a challenge, so no user name or password was "
		   "ever looked at. The server refuses the address, the domain, the User-Agent or "
		   "the kind of request.",
	.evidence = "A request without credentials, or with empty ones, is refused, and no "
		    "challenge was sent before. A 403 to an OPTIONS is left out, and one that comes "
		    "from whom the request was for: from behind the proxy, as far as that is "
		    "captured, or from a client of who sent the request.",
	.sure = "Proven for a REGISTER that meets a 403; likely, if a proxy had forwarded it and "
		"may have asked. Why it was refused, only words can tell. Possible for other "
		"requests, which the one who is called may have refused himself, and for a 400, "
		"which says that the request is malformed.",
	.asks = FACT_REQUEST | FACT_OUTCOME,
	.party = PARTY_POLICY,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "21.4.4",
		  "the server understood the request and refuses it; authorization will not help" },
		{ "RFC 3261", "22.2",
		  "a server can ask for credentials by a 401, which carries a challenge" },
	},
	.advice = {
		{ PARTY_POLICY,
		  "See what refuses before the authentication: address lists and bans (fail2ban, "
		  "pike, APIBAN), User-Agent filters, domains not served, methods not allowed. "
		  "FreeSWITCH: apply-inbound-acl and apply-register-acl. Kamailio: \"Not "
		  "relaying\" means that the domain is not its own." },
		{ PARTY_UNKNOWN,
		  "A call or message: ask whether the one who is called refuses such, or has them "
		  "barred; a capture behind the server shows who sent the response." },
		{ PARTY_CLIENT,
		  "A change of password cannot help. Check server name, domain, port and "
		  "transport, and that the address of this client is the one that the server "
		  "knows." },
	},
	.lookalikes = {
		{ "dependent-request-too-early",
		  "once the client has registered, the same request is not refused" },
		{ "domain-not-served",
		  "the reason phrase or the log speaks of domain or relaying" },
		{ "ims-preload-authorization",
		  "there the request has empty credentials, as IMS clients send them" },
		{ "rejected-by-403", "there the request carried credentials" },
		{ "source-ip-not-allowed", "the server's lists of addresses tell" },
		{ "user-agent-filtered", "another client passes from the same address" },
	},
	.yields_to = { "domain-not-served", "hss-backend-failure", "421-494-sec-agree", "registration-limit", "secure-transport-required", "source-ip-not-allowed", "user-agent-filtered", "not-registered-required" },
	.needs = 0,
	.judge = judge,
};
