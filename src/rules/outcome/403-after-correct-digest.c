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
	f->missing = (FACT_OFFER | FACT_ANSWER | FACT_DIGEST) & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	if (d->digest->check != VERIFY_MATCH)
		return VERDICT_NO;
	/* A nonce of somebody else is a reason of its own. */
	if (r->nonce != NONCE_OF_OFFER && r->nonce != NONCE_CACHED)
		return VERDICT_NO;
	finding_cite_line(f, r->outcome.msg, "outcome");
	finding_cite_cred(f, r, "response", r->cred->response, NULL);
	finding_detail(f,
		       "The digest is right for the secret given, and the server says \"403 %s\".",
		       finding_quote(r->outcome.msg->sip.reason, reason));
	return VERDICT_YES;
}

/*
 * Proven when the server is seen to accept this secret and nothing is odd about this answer: then
 * only the server's own rules are left.
 */
static enum causality
grade(const struct dossier *d)
{
	const struct round *r = d->round;

	/* How the server computes says more of the same refusal. */
	if (d->formula != NULL && d->formula->proof == FORMULA_SHOWN && d->formula->against == 0)
		return CAUSALITY_POSSIBLE;
	if (r->nonce != NONCE_OF_OFFER || r->nonce_uses > 0)
		return CAUSALITY_POSSIBLE;
	if (!d->secret_confirmed || (r->cred->odd & ~(unsigned)AUTH_FOLDED) != 0)
		return CAUSALITY_LIKELY;
	return str_absent(r->offer->opaque) || str_eq(r->offer->opaque, r->cred->opaque)
		       ? CAUSALITY_PROVEN
		       : CAUSALITY_LIKELY;
}

const struct rule rule_403_after_correct_digest = {
	.code = "403-after-correct-digest",
	.title = "the digest is right, and the server forbids the request all the same",
	.meaning = "The response is made from the secret that was given, for the nonce that the "
		   "server issued. That the server still forbids the request is then a matter of "
		   "what this user may do, or from where, and not of the password.",
	.party = PARTY_POLICY,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "10.3",
		  "a registrar asks first who the user is, then whether that user may change this "
		  "address-of-record; if not, it sends a 403" },
		{ "RFC 3261", "21.4.4", "with a 403, authorization will not help" },
		{ "RFC 3261", "22",
		  "whether an identified user is authorized is another question than who it is" },
	},
	.advice = {
		{ PARTY_POLICY,
		  "Look at the account on the server: suspended, expired, unpaid, allowed from "
		  "certain addresses or over TLS only, its limit of registrations reached, "
		  "User-Agent filtered." },
		{ PARTY_SERVER,
		  "Compare From, To and user name for authentication. Kamailio: check_from(), "
		  "check_to(). FreeSWITCH: ACL, sip-forbid-register, "
		  "max-registrations-per-extension and inbound-reg-force-matching-username. "
		  "Asterisk: the endpoint's acl and identify." },
		{ PARTY_CLIENT,
		  "Do not change the password: this one is right. Use the account's own number in "
		  "From and To, and the domain that the provider names." },
	},
	.lookalikes = {
		{ "account-blocked", "the reason phrase or the log speaks of the account" },
		{ "auth-user-ne-from-user", "From or To has another user than the credentials" },
		{ "server-verify-formula-bug",
		  "the server accepts answers that only a wrong formula makes" },
		{ "nonce-reuse-refused",
		  "only when the nonce had been used before: the server takes each nonce once" },
	},
	.needs = 0,
	.judge = judge,
};
