/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* Whether `c` answers a challenge of the response that this round answers. */
static bool
is_asked_for(const struct round *r, const struct credentials *c)
{
	for (size_t i = 0; i < r->offer_count; i++) {
		if (r->offers[i].is_digest && r->offers[i].kind == c->kind &&
		    str_eq(r->offers[i].nonce, c->nonce))
			return true;
	}
	return false;
}

/* Whether an algorithm was offered with the nonce of this answer. */
static enum verdict
is_offered(const struct round *r, const struct credentials *c)
{
	if (r->witness != NULL)
		return (r->algorithms & 1u << c->alg) != 0 ? VERDICT_YES : VERDICT_NO;
	if (r->challenge.msg == NULL || !sip_msg_headers_whole(&r->challenge.msg->sip))
		return VERDICT_CANNOT_TELL;
	for (size_t i = 0; i < r->offer_count; i++) {
		if (r->offers[i].is_digest && r->offers[i].kind == c->kind &&
		    r->offers[i].alg == c->alg && str_eq(r->offers[i].nonce, c->nonce))
			return VERDICT_YES;
	}
	return VERDICT_NO;
}

/* Of two sets for one challenge, with two algorithms: whether both were asked for (RFC 8760 2.3). */
static enum verdict
both_are_offered(const struct round *r, const struct credentials *c)
{
	enum verdict own = is_offered(r, r->cred), other = is_offered(r, c);

	if (own == VERDICT_NO || other == VERDICT_NO)
		return VERDICT_NO;
	return own == VERDICT_YES ? other : own;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;

	for (size_t i = 0; i < r->cred_count; i++) {
		const struct credentials *c = &r->creds[i];
		bool same_nonce = str_eq(c->nonce, r->cred->nonce);

		if (c == r->cred || !c->is_digest || c->kind != r->cred->kind ||
		    !str_eq(c->realm, r->cred->realm))
			continue;
		bool algorithms = same_nonce && c->alg != r->cred->alg;
		/* One set for each algorithm, or for each server of a fork, is what was asked for. */
		enum verdict asked = algorithms ? both_are_offered(r, c) : VERDICT_NO;

		if (asked == VERDICT_YES ||
		    (!same_nonce && is_asked_for(r, c) && is_asked_for(r, r->cred)))
			continue;
		if (asked == VERDICT_CANNOT_TELL) {
			f->missing = FACT_CHALLENGE;
			return VERDICT_CANNOT_TELL;
		}
		if (!same_nonce && r->challenge.msg == NULL) {
			f->missing = FACT_CHALLENGE;
			return VERDICT_CANNOT_TELL;
		}
		finding_cite(f, r->answer.msg, r->cred->raw, "answer");
		finding_cite(f, r->answer.msg, c->raw, "answer");
		finding_detail(
			f, algorithms   ? "one of the sets has an algorithm that was not offered"
			   : same_nonce ? "both sets answer the same challenge"
					: "one of the sets answers no challenge of this response");
		return VERDICT_YES;
	}
	return VERDICT_NO;
}

const struct rule rule_duplicate_authorization_header = {
	.code = "duplicate-authorization-header",
	.title = "the client sends two sets of credentials for one realm",
	.meaning = "The request carries credentials for the same realm twice, and "
		   "not because it was challenged twice: one of them answers an "
		   "old challenge, or none, or the same one again. Many servers "
		   "take the first set and do not look further.",
	.evidence = "Two sets of Digest credentials in header fields of the same name have the "
		    "same realm; and the nonces are not both of the challenge that was answered, or "
		    "they are the same and the algorithms are not both of that challenge, or the "
		    "same too.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "22.3",
		  "a request may carry one value for each challenge that it answers" },
		{ "RFC 8760", "2.4",
		  "of the challenges of one realm a client should answer the topmost that it "
		  "supports" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Take the old header field out before the new one is added. "
		  "pjsip: upgrade, and do not combine --use-ims with old "
		  "releases." },
		{ PARTY_SERVER,
		  "Look at every set of credentials for the realm before asking "
		  "again." },
	},
	.lookalikes = {
		{ "credentials-for-other-nonce",
		  "there only credentials with another nonce are sent" },
		{ "credentials-comma-joined",
		  "there both stand in one header field" },
	},
	.reasons = { "duplicate credentials", "duplicate auth*", "multiple credentials", "multiple auth*" },
	.needs = FACT_ANSWER | FACT_ANSWER_HEADERS,
	.judge = judge,
};
