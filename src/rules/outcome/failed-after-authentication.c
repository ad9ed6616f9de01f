/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;
	const struct round *r = d->round;
	char reason[FINDING_QUOTE];

	if (x->outcome != OUTCOME_CANNOT_TELL || r->cred == NULL || r->outcome.msg == NULL ||
	    (x->how != HOW_NOT_FOUND && x->how != HOW_SERVER_ERROR && x->how != HOW_OTHER))
		return VERDICT_NO;
	finding_cite_line(f, r->outcome.msg, "outcome");
	finding_cite_remark(f, r->outcome.msg);
	finding_cite_cred(f, r, "username", r->cred->username, NULL);
	finding_detail(f, "\"%u %s\" %s", r->outcome.msg->sip.status,
		       finding_quote(r->outcome.msg->sip.reason, reason),
		       r->sent_on ? "came after the proxy that asked had taken the credentials and "
				    "sent the request on."
				  : "is no refusal of credentials.");
	return VERDICT_YES;
}

/* A right digest, or a proxy that sends the request on, makes it likely that authentication was passed. */
static enum causality
grade(const struct dossier *d)
{
	bool right = (d->facts & FACT_DIGEST) != 0 && d->digest->check == VERIFY_MATCH;

	return right || d->round->sent_on ? CAUSALITY_LIKELY : CAUSALITY_POSSIBLE;
}

const struct rule rule_failed_after_authentication = {
	.code = "failed-after-authentication",
	.title = "authentication may have succeeded, and the request failed for another reason",
	.meaning = "The request with credentials met a response that does not speak of "
		   "authentication: nobody there, no answer in time, a loop, a server error. The "
		   "server may have accepted the credentials first; it may also have failed "
		   "before it checked them.",
	.evidence = "The request with credentials meets a final response that does not refuse "
		    "them: no challenge, 400 or 403, but a 404, a server error or the like. Or the "
		    "proxy that asked for the credentials was seen to send the request on without "
		    "them, before any refusal.",
	.sure = "Likely, if the password shows that the digest is right, or if the proxy that "
		"asked was seen to send the request on; possible otherwise. That "
		"authentication was passed is not told more surely by packets.",
	.party = PARTY_UNKNOWN,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_GENERAL,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "22.1",
		  "a server that does not accept the credentials may challenge again or send a "
		  "403" },
		{ "RFC 3261", "21.4.5",
		  "404 says that the user does not exist at the domain, or that the domain is not "
		  "served" },
		{ "RFC 3261", "21.5", "a 5xx says that the server itself has failed" },
	},
	.unchecked = { PARTY_CREDENTIALS,
		       "Give sipwhy the password (--credentials or --ask-password): a digest that is "
		       "right clears the credentials." },
	.advice = {
		{ PARTY_SERVER,
		  "404: is the user in the Request-URI, To and From known to the server, and the "
		  "domain its own? 408, 504: the next hop is silent. 482: the request came back, "
		  "or kept its CSeq. 500, 503: the database or AAA server behind the "
		  "authentication (Asterisk answers 500 to an error in its auth section)." },
	},
	.lookalikes = {
		{ "404-after-auth",
		  "the server knows the credentials, but not the user in From or To" },
		{ "5xx-backend-after-auth",
		  "all users fail alike, and only once credentials are in the request" },
		{ "retry-without-cseq-increment",
		  "for a 482: the retry has the CSeq of the first request" },
	},
	.needs = FACT_OUTCOME,
	.judge = judge,
};
