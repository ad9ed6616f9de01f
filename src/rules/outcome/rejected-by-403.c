/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* Of a session: the client was forbidden once, and went on until it was accepted. */
static enum verdict
judge_recovered(const struct dossier *d, struct finding *f)
{
	const struct round *r = dossier_answered(d, NULL);

	while (r != NULL && (r->outcome.msg == NULL || r->outcome.msg->sip.status != 403))
		r = dossier_answered(d, r);
	/* It is told of this client, and no way of being accepted. */
	if (r == NULL || d->to_compare)
		return VERDICT_NO;
	finding_cite_line(f, r->outcome.msg, "response to an earlier answer");
	finding_cite_cred(f, r, "response", r->cred->response, NULL);
	finding_cite_cred(f, d->round, "response", d->round->cred->response, NULL);
	finding_detail(f, "An earlier answer of this client met a 403; this one was accepted.");
	return VERDICT_YES;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	char reason[FINDING_QUOTE], realm[FINDING_QUOTE];

	if (d->exchange->outcome == OUTCOME_ACCEPTED)
		return judge_recovered(d, f);
	if ((d->facts & FACT_REFUSED) == 0 || r->outcome.msg == NULL ||
	    r->outcome.msg->sip.status != 403)
		return VERDICT_NO;
	f->missing = FACT_ANSWER & ~d->facts;
	/* It came from further on, and whether the credentials went there is not known. */
	if (r->leg_unseen)
		f->missing |= FACT_NO_GAP;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite_line(f, r->outcome.msg, "outcome");
	finding_cite_remark(f, r->outcome.msg);
	finding_cite_cred(f, r, "username", r->cred->username, NULL);
	finding_quote(r->outcome.msg->sip.reason, reason);
	/* What it was seen to do with others makes a 403 a rule of its own, more likely than a wrong digest. */
	if (d->exchange->refusal_shared)
		finding_detail(
			f,
			"\"403 %s\" is the response to credentials for \"%s\" and for another "
			"realm; it does not tell which of them it refuses, if any.",
			reason, finding_quote(d->exchange->realm, realm));
	else if (d->server->asked_again > 0)
		finding_detail(
			f,
			"\"403 %s\" is the response to credentials; %u other answers for this realm "
			"met a new challenge instead.",
			reason, (unsigned)d->server->asked_again);
	else if (d->server->product != NULL &&
		 d->server->product->refusing == REFUSING_BY_CHALLENGE)
		finding_detail(
			f,
			"\"403 %s\" is the response to credentials; %s, as delivered, meets a wrong "
			"digest with a new challenge.",
			reason, d->server->product->name);
	else
		finding_detail(f, "\"403 %s\" is the response to credentials.", reason);
	return VERDICT_YES;
}

const struct rule rule_rejected_by_403 = {
	.code = "rejected-by-403",
	.title = "the server forbids the request, and does not say why",
	.meaning = "A 403 after credentials is a refusal without a new challenge. Some servers "
		   "send it for a wrong password, others only when the password was right and a "
		   "rule forbids the request. The packets alone do not tell which.",
	.evidence = "The request with credentials meets a 403. What the server does with other "
		    "answers, or its product as delivered, is told beside it. Of a client that goes on "
		    "and is accepted it is a note.",
	.sure = "Possible at most: that it was refused so is a fact, and why is not in the "
		"packets.",
	.asks = FACT_ANSWER | FACT_OUTCOME | FACT_REFUSED,
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
		{ "source-ip-not-allowed", "the same account is accepted from another address" },
		{ "third-party-registration-refused",
		  "To and From name two users, and registering for others may be forbidden" },
		{ "caller-id-not-owned", "the account may not show the number in From" },
	},
	.needs = 0,
	.judge = judge,
};
