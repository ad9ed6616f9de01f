/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* Some clients send both header fields, to be sure: then the right one is there. */
static bool
sent_right_one_too(const struct round *r)
{
	for (size_t i = 0; i < r->cred_count; i++) {
		const struct credentials *c = &r->creds[i];

		if (c->is_digest && c->kind == r->offer->kind && str_eq(c->nonce, r->cred->nonce))
			return true;
	}
	return false;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;

	/* The challenge that was answered is another one, and not in the capture. */
	if (!str_eq(r->cred->nonce, r->offer->nonce)) {
		f->missing = FACT_OFFER;
		return VERDICT_CANNOT_TELL;
	}
	if (r->cred->kind == r->offer->kind || sent_right_one_too(r))
		return VERDICT_NO;

	finding_cite_offer(f, r, "nonce", r->offer->nonce, NULL);
	finding_cite_cred(f, r, "nonce", r->cred->nonce,
			  r->offer->kind == AUTH_PROXY ? "in Proxy-Authorization"
						       : "in Authorization");
	finding_detail(f, "%s is answered in %s", auth_challenge_header(r->offer->kind),
		       auth_credentials_header(r->cred->kind));
	return VERDICT_YES;
}

const struct rule rule_wrong_authorization_header = {
	.code = "wrong-authorization-header",
	.title = "the client puts its credentials into the wrong header field",
	.meaning = "WWW-Authenticate is answered in Authorization, Proxy-Authenticate in "
		   "Proxy-Authorization. The nonce shows that these credentials answer the one "
		   "challenge and stand in the field of the other, where the server that asked "
		   "does not look for them.",
	.evidence = "The nonce of the credentials is that of a WWW-Authenticate and they stand in "
		    "Proxy-Authorization, or the other way round; and the right field has no "
		    "credentials with this nonce.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "22.3",
		  "a WWW-Authenticate is answered by an Authorization, a Proxy-Authenticate by "
		  "a Proxy-Authorization" },
		{ "RFC 3261", "22.2",
		  "a user agent authenticates itself to a UAS or registrar in Authorization" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Choose the header field by the challenge that was received, not by the "
		  "method: a REGISTER may be challenged with 407 as well." },
		{ PARTY_SERVER,
		  "If the client cannot be changed, challenge it in the other way. Asterisk "
		  "reads only Authorization; JAIN-SIP's server helper reads only "
		  "Proxy-Authorization." },
	},
	.lookalikes = {
		{ "credentials-for-other-nonce",
		  "there the nonce belongs to a challenge of another realm" },
		{ "proxy-stripped-credentials",
		  "there the right field was sent, and lost on the way" },
	},
	.needs = FACT_OFFER | FACT_ANSWER,
	.judge = judge,
};
