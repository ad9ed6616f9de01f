/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	char reason[FINDING_QUOTE];

	if ((d->facts & FACT_REFUSED) == 0 || r->outcome.msg == NULL ||
	    r->outcome.msg->sip.status != 403)
		return VERDICT_NO;
	f->missing = FACT_ANSWER & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite_line(f, r->outcome.msg, "outcome");
	finding_cite_cred(f, r, "username", r->cred->username, NULL);
	finding_detail(f, "\"403 %s\" is the response to credentials.",
		       finding_quote(r->outcome.msg->sip.reason, reason));
	return VERDICT_YES;
}

const struct rule rule_rejected_by_403 = {
	.code = "rejected-by-403",
	.title = "the server forbids the request, and does not say why",
	.meaning = "A 403 after credentials is a refusal without a new challenge. Some servers "
		   "send it for a wrong password, others only when the password was right and a "
		   "rule forbids the request. The packets alone do not tell which.",
	.party = PARTY_CREDENTIALS,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_GENERAL,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_POSSIBLE,
	.clauses = {
		{ "RFC 3261", "21.4.4",
		  "the server understood the request and refuses it; authorization will not help" },
		{ "RFC 3261", "22.1",
		  "a server that does not accept the credentials may challenge again or send a "
		  "403" },
	},
	.unchecked = { PARTY_CREDENTIALS,
		       "Give sipwhy the password (--credentials or --ask-password): a digest that is "
		       "right leads to the server's rules, one that is wrong to the credentials." },
	.advice = {
		{ PARTY_SERVER,
		  "Read the server's log for this Call-ID. FreeSWITCH sends 403 for a wrong "
		  "digest, an unknown user, an ACL, a User-Agent filter, a registration limit and "
		  "sip-forbid-register alike; Twilio names the reason in X-Twilio-Error. A reason "
		  "phrase or a Warning header field would help the other side." },
	},
	.lookalikes = {
		{ "wrong-password", "the password shows whether the digest is right" },
		{ "403-after-correct-digest",
		  "the password shows whether the digest is right; then the account, its rights, "
		  "its address or its domain are refused" },
		{ "domain-not-served",
		  "the reason phrase or the log speaks of the domain, of relaying or of the "
		  "realm" },
		{ "auth-user-ne-from-user",
		  "the user name for authentication is not the one in From or To" },
	},
	.needs = 0,
	.judge = judge,
};
