/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static const char *const words[] = { "auth id",
				     "auth-id",
				     "use from=",
				     "use to=",
				     "username mismatch",
				     "user mismatch",
				     "from mismatch",
				     "from does not match",
				     "user does not match",
				     "username does not match",
				     "identity mismatch",
				     "spoof*",
				     NULL };

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct identity id;
	struct refusal what;
	enum verdict v;
	char user[FINDING_QUOTE], claimed[FINDING_QUOTE];

	refusal_of(d, words, &what);
	if (r->cred == NULL || what.status != 403)
		return VERDICT_NO;
	identity_of(r->answer.msg, r->cred, &id);
	if (!identity_is_other(&id))
		return VERDICT_NO;
	/* What this server is seen to let pass is not its reason. */
	v = refusal_verdict(&what, d->server->user_unlike_from == 0, f);
	if (v != VERDICT_YES)
		return v;
	finding_cite_cred_text(f, r, "username", r->cred->username, id.claimed);
	finding_cite(f, r->answer.msg, id.claimed, "answer");
	refusal_cite(&what, f);
	finding_detail(f, "\"%s\" authenticates and %s says \"%s\".", finding_quote(id.user, user),
		       id.registers ? "To" : "From", finding_quote(id.claimed, claimed));
	return VERDICT_YES;
}

static enum causality
grade(const struct dossier *d)
{
	struct refusal what;

	refusal_of(d, words, &what);
	return refusal_grade(&what);
}

const struct rule rule_auth_user_ne_from_user = {
	.code = "auth-user-ne-from-user",
	.title = "the user who authenticates is not the one the request is from",
	.meaning = "The user name of the credentials and the user in From (in To for a registration) are not the same. SIP allows that; many servers let an account use its own name only, and say 403 though the password is right.",
	.evidence = "The username of the credentials is not the user in From (in To of a "
		    "REGISTER), and meets a 403 whose words name it; or the digest is right, and "
		    "the server is not seen to let such requests pass.",
	.sure = "Likely, if the server's words name it, or the password shows that the digest is "
		"right; possible, if the digest is wrong, which is a reason of its own.",
	.words = words,
	.unless = words_of_credentials,
	.party = PARTY_POLICY,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "10.3",
		  "the registrar should see whether the authenticated user may change this "
		  "address-of-record, and must send a 403 if not (step 4)" },
		{ "RFC 3261", "22.1",
		  "each realm has user names and passwords of its own; a gateway may use one of "
		  "its own for many users" },
	},
	.advice = {
		{ PARTY_CLIENT, "Put the account's own number into From and To, or the user name for authentication into both, as the provider says. Softphones have separate fields for the two." },
		{ PARTY_SERVER, "Allow the pair. Kamailio and OpenSIPS: check_from() and check_to(), with the uri table for names that differ. FreeSWITCH: inbound-reg-force-matching-username. Asterisk: identify_by, and the AOR named in the endpoint." },
	},
	.lookalikes = {
		{ "403-after-correct-digest", "the account is forbidden for another reason" },
		{ "wrong-password", "the password shows whether the digest is right" },
		{ "caller-id-not-owned", "the reason speaks of the number that is shown" },
	},
	.yields_to = { "caller-id-not-owned", "third-party-registration-refused", "from-user-unknown", "domain-not-served", "account-blocked", "registration-limit", "secure-transport-required", "not-registered-required", "user-agent-filtered" },
	.needs = FACT_OUTCOME,
	.judge = judge,
};
