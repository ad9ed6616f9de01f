/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;

	if (!r->stripped || d->exchange->outcome == OUTCOME_ACCEPTED || r->cred == NULL)
		return VERDICT_NO;
	/* A proxy may take away what was meant for it, unless the next server asks for it. */
	if (r->outcome.msg != NULL && r->outcome.msg->sip.status != 401 &&
	    r->outcome.msg->sip.status != 407)
		return VERDICT_NO;
	if (!sip_msg_headers_whole(&r->answer.elsewhere->sip)) {
		f->missing = FACT_ANSWER_HEADERS;
		return VERDICT_CANNOT_TELL;
	}
	f->missing = FACT_ANSWER & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite_cred(f, r, "realm", r->cred->realm, NULL);
	finding_cite(f, r->answer.elsewhere, STR_ABSENT, "the same request, forwarded");
	f->cites[f->cites_used - 1].header = str_of(auth_credentials_header(r->cred->kind));
	finding_cite_line(f, r->outcome.msg, "outcome");
	finding_detail(f, "The credentials are in the request that the client sent, and not in the "
			  "one that was forwarded.");
	return VERDICT_YES;
}

const struct rule rule_proxy_stripped_credentials = {
	.code = "proxy-stripped-credentials",
	.title = "a proxy takes the credentials out of the request",
	.meaning = "The request is in the capture twice: with credentials on its way into a proxy "
		   "or gateway, and without them on its way out. The server behind it never sees "
		   "them and asks again.",
	.evidence = "The request with credentials was seen again further on, whole and without "
		    "them, and the next server asks for them.",
	.asks = FACT_ANSWER,
	.party = PARTY_MIDDLEBOX,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_LIKELY,
	.clauses = {
		{ "RFC 3261", "22.3",
		  "a proxy must not consume Proxy-Authorization values whose realm is not its "
		  "own" },
		{ "RFC 3261", "16.6",
		  "the copy that a proxy forwards keeps all header fields it is not told to "
		  "change" },
		{ "RFC 2617", "3.3", "a proxy forwards the Authorization header field untouched" },
	},
	.advice = {
		{ PARTY_MIDDLEBOX,
		  "Forward Authorization and Proxy-Authorization of other realms as they are. "
		  "Kamailio and OpenSIPS: call consume_credentials() only after a successful "
		  "check of the own realm, and not before relaying a REGISTER or PUBLISH. On a "
		  "router switch the SIP ALG off." },
		{ PARTY_CLIENT, "As a way round, register with the server directly or over TLS." },
	},
	.lookalikes = {
		{ "retry-without-credentials",
		  "behind the proxy it looks as if the client sent no credentials" },
		{ "first-realm-credentials-dropped", "there the client itself leaves them out" },
	},
	.needs = 0,
	.judge = judge,
};
