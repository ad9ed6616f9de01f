/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct refusal what;
	char reason[FINDING_QUOTE];

	refusal_of(d, NULL, &what);
	/* An INVITE without a body asks for an offer, which then may be what does not fit. */
	if (r->answer.msg == NULL ||
	    (str_empty(r->answer.msg->sip.body) && !str_eq(r->answer.msg->sip.method, S("INVITE"))))
		return VERDICT_NO;
	if (r->cred == NULL || (what.status != 415 && what.status != 488 && what.status != 606))
		return VERDICT_NO;
	finding_cite_line(f, what.msg, "outcome");
	finding_cite_cred(f, r, "username", r->cred->username, NULL);
	finding_detail(f, "\"%u %s\" is about the body of the request.", what.status,
		       finding_quote(what.msg->sip.reason, reason));
	return VERDICT_YES;
}

const struct rule rule_488_415_after_auth = {
	.code = "488-415-after-auth",
	.title = "the credentials pass, and the session description is refused",
	.meaning = "The response speaks of media or of the type of the body. A server looks at "
		   "these after it knows who asks, so the credentials are not the matter.",
	.evidence = "A request with credentials, an INVITE or one that has a body, meets a 415, 488 "
		    "or 606.",
	.party = PARTY_UNKNOWN,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_LIKELY,
	.clauses = {
		{ "RFC 3261", "8.2",
		  "a server should authenticate first, and then inspect method, header fields "
		  "and content" },
		{ "RFC 3261", "21.4.26",
		  "488 says that parts of the session description are not acceptable" },
		{ "RFC 3261", "21.4.13", "415 says that the format of the body is not supported" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Offer a codec that the other side has, and SRTP where it is asked for (or not, "
		  "where it is not). See the Warning header field: 3xx codes in it name what "
		  "part of the description failed." },
		{ PARTY_SERVER,
		  "Asterisk: allow= and media_encryption of the endpoint. FreeSWITCH: "
		  "inbound-codec-prefs and rtp_secure_media." },
	},
	.lookalikes = {
		{ "secure-transport-required", "the reason speaks of encryption" },
	},
	.yields_to = { "secure-transport-required" },
	.needs = FACT_OUTCOME | FACT_ANSWER,
	.judge = judge,
};
