/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct identity id;
	struct refusal what;
	enum verdict v;
	char from[FINDING_QUOTE], to[FINDING_QUOTE];

	refusal_of(d, NULL, &what);
	if (r->cred == NULL || what.status != 403)
		return VERDICT_NO;
	identity_of(r->answer.msg, r->cred, &id);
	if (!id.registers || str_empty(id.from.user) || str_empty(id.to.user) ||
	    str_eq(id.from.user, id.to.user))
		return VERDICT_NO;
	/* A plain 403 may as well be about the password. */
	v = refusal_verdict(&what, true, f);
	if (v != VERDICT_YES)
		return v;
	finding_cite(f, r->answer.msg, id.from.user, "answer");
	finding_cite(f, r->answer.msg, id.to.user, "answer");
	finding_cite_line(f, what.msg, "outcome");
	finding_detail(f, "\"%s\" asks to register \"%s\".", finding_quote(id.from.user, from),
		       finding_quote(id.to.user, to));
	return VERDICT_YES;
}

static enum causality
grade(const struct dossier *d)
{
	struct refusal what;

	refusal_of(d, NULL, &what);
	return refusal_grade(&what);
}

const struct rule rule_third_party_registration_refused = {
	.code = "third-party-registration-refused",
	.title = "the client registers an address-of-record that is another user's",
	.meaning = "To names whom the registration is for and From who asks. Here they are two users. SIP allows a third party to register somebody if the registrar lets it; most do not, and say 403.",
	.evidence = "The users in From and To of a REGISTER with credentials are not the same, "
		    "and it meets a 403 though the digest is right.",
	.sure = "Likely, with the password or its HA1, which shows that the digest is right. "
		"Without it nothing is said.",
	.asks = FACT_DIGEST,
	.party = PARTY_POLICY,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "10.3",
		  "the registrar should see whether the authenticated user may change this "
		  "address-of-record, and must send a 403 if not (step 4)" },
		{ "RFC 3261", "10.2", "From is the same as To, unless a third party registers" },
	},
	.advice = {
		{ PARTY_CLIENT, "Put the account's own address-of-record into To and From alike." },
		{ PARTY_SERVER, "Where it is wanted, allow it. Kamailio and OpenSIPS: leave check_to() out, or enter the pair in the uri table." },
	},
	.lookalikes = {
		{ "auth-user-ne-from-user", "To and From agree, and the credentials are of another user" },
		{ "wrong-password", "the password shows whether the digest is right" },
	},
	.needs = FACT_OUTCOME | FACT_ANSWER,
	.judge = judge,
};
