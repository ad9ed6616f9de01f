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
	/* Credentials of other realms may stand in what was cut off. */
	f->missing = (FACT_ANSWER | FACT_ANSWER_HEADERS | FACT_DIGEST) & ~d->facts;
	/* It came from further on, and whether the credentials went there is not known. */
	if (r->leg_unseen)
		f->missing |= FACT_NO_GAP;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	if (d->digest->check != VERIFY_MATCH)
		return VERDICT_NO;
	/* The server of another realm may have refused the credentials for that. */
	if (d->exchange->refusal_shared) {
		f->missing = FACT_REFUSED;
		return VERDICT_CANNOT_TELL;
	}
	finding_cite_line(f, r->outcome.msg, "outcome");
	finding_cite_cred(f, r, "response", r->cred->response, NULL);
	finding_detail(
		f, "The digest is right for the secret given, and the server says \"403 %s\"%s.",
		finding_quote(r->outcome.msg->sip.reason, reason),
		str_absent(response_of_check(r->outcome.msg))
			? ""
			: ", of the credentials or the nonce");
	return VERDICT_YES;
}

/*
 * Proven when the server is seen to hold this secret, before and after, and nothing is odd about this answer:
 * then only the server's own rules are left.  Only a REGISTER ends at the server for certain: what goes
 * on from there may be forbidden by others.
 */
static enum causality
grade(const struct dossier *d)
{
	const struct round *r = d->round;

	/* How the server computes says more of the same refusal; so does a nonce of somebody else. */
	if (d->formula != NULL && d->formula->proof == FORMULA_SHOWN && d->formula->against == 0)
		return CAUSALITY_POSSIBLE;
	if (r->nonce != NONCE_OF_OFFER || r->nonce_uses > 0 || r->own_uses > 0 ||
	    round_outlived_nonce(r) || round_arrived(r) != VERDICT_YES)
		return CAUSALITY_POSSIBLE;
	if (!str_absent(response_of_check(r->outcome.msg)))
		return CAUSALITY_POSSIBLE;
	if (!d->secret_held || (r->cred->odd & ~(unsigned)AUTH_FOLDED) != 0)
		return CAUSALITY_LIKELY;
	if (!str_eq(r->answer.msg->sip.method, S("REGISTER")))
		return CAUSALITY_LIKELY;
	return str_absent(r->offer->opaque) || str_eq(r->offer->opaque, r->cred->opaque)
		       ? CAUSALITY_PROVEN
		       : CAUSALITY_LIKELY;
}

const struct rule rule_403_after_correct_digest = {
	.code = "403-after-correct-digest",
	.title = "the digest is right, and the server forbids the request all the same",
	.meaning = "The response is made from the secret that was given. If the server holds the "
		   "same secret, that it still forbids the request is a matter of what this user "
		   "may do, or from where, and not of the password. A call may also be forbidden "
		   "further on, by a carrier or by the one called.",
	.evidence = "The response is the one that the given secret makes, and meets a 403.",
	.sure = "Proven for a REGISTER, if the server accepted the same secret before and after, and "
		"nothing is odd about the credentials; likely otherwise. Possible at most, if the "
		"nonce is kept, used or too old, if the words are of the credentials or the nonce, "
		"or if the server computes otherwise.",
	.asks = FACT_ANSWER | FACT_REFUSED | FACT_DIGEST,
	.party = PARTY_POLICY,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "10.3",
		  "a registrar should ask who the user is (step 3), then whether that user may "
		  "change this address-of-record; if not, it must send a 403 (step 4)" },
		{ "RFC 3261", "21.4.4", "with a 403, authorization will not help" },
		{ "RFC 3261", "22",
		  "whether an identified user is authorized should be asked apart from who it "
		  "is" },
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
		  "The client has the password that was given to sipwhy: change it only if the "
		  "server holds another. Use the account's own number in From and To, and the "
		  "domain that the provider names." },
	},
	.lookalikes = {
		{ "account-blocked", "the reason phrase or the log speaks of the account" },
		{ "auth-user-ne-from-user", "From or To has another user than the credentials" },
		{ "server-verify-formula-bug",
		  "the server accepts answers that only a wrong formula makes" },
		{ "nonce-reuse-refused",
		  "only when the nonce had been used before: the server takes each nonce once" },
		{ "nonce-expires-before-answer",
		  "the age of the nonce against the lifetime that the server is set to" },
		{ "source-ip-not-allowed", "the same account is accepted from another address" },
		{ "not-registered-required", "a call of an account that is not registered" },
		{ "wrong-password", "the server may hold another secret than the one given" },
	},
	.yields_to = { "account-blocked", "auth-user-ne-from-user", "caller-id-not-owned", "domain-not-served", "from-user-unknown", "not-registered-required", "registration-limit", "second-device-same-account", "secure-transport-required", "source-ip-not-allowed", "third-party-registration-refused", "user-agent-filtered" },
	.needs = 0,
	.judge = judge,
};
