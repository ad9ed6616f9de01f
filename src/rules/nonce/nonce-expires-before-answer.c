/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include <sipwhy/rule.h>

/* What is not told to be older than nonces live has to be older than this, and than all that were taken. */
enum { OLD_S = 20 };

static bool
came_late(const struct dossier *d, const struct round *r, struct challenge *stale)
{
	int64_t taken_ns = d->exchange->habit.accepted_age_ns;

	bool told = round_met_stale(r, stale);

	if (r->nonce != NONCE_OF_OFFER || r->nonce_age_ns < 0)
		return false;
	/* With a lifetime that it tells, no guess is needed, and no word of a server that says none. */
	if (r->nonce_time.lifetime_s > 0)
		return round_outlived_nonce(r) &&
		       (told || (round_refused(r) && r->outcome.msg->sip.status < 404));
	return told && r->nonce_uses == 0 && r->nonce_age_ns / 1000000000 >= OLD_S &&
	       taken_ns >= 0 && r->nonce_age_ns > taken_ns;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = dossier_answered(d, NULL);
	struct challenge stale;

	while (r != NULL && !came_late(d, r, &stale))
		r = dossier_answered(d, r);
	if (r == NULL)
		return VERDICT_NO;
	finding_cite_cred(f, r, "nonce", r->cred->nonce, NULL);
	finding_cite_offer(f, r, "nonce", r->offer->nonce, NULL);
	if (round_met_stale(r, &stale))
		finding_cite_challenge(f, r->outcome.msg, stale.stale, "stale", "response to it");
	else
		finding_cite_line(f, r->outcome.msg, "response to it");
	if (round_outlived_nonce(r))
		finding_detail(f,
			       "The answer came %" PRId64
			       " ms after its challenge; the nonce itself tells that it lives "
			       "%" PRId64 " s.",
			       r->nonce_age_ns / 1000000, r->nonce_time.lifetime_s);
	else
		finding_detail(f,
			       "The answer came %" PRId64
			       " s after its challenge; the oldest nonce that was taken was "
			       "%" PRId64 " s old.",
			       r->nonce_age_ns / 1000000000,
			       d->exchange->habit.accepted_age_ns / 1000000000);
	return VERDICT_YES;
}

static enum causality
grade(const struct dossier *d)
{
	const struct round *r = d->round;
	struct challenge stale;

	/* stale=true, or the password, tells that nothing else is wrong. */
	return round_outlived_nonce(r) &&
			       (round_met_stale(r, &stale) || d->digest->check == VERIFY_MATCH)
		       ? CAUSALITY_LIKELY
		       : CAUSALITY_POSSIBLE;
}

const struct rule rule_nonce_expires_before_answer = {
	.code = "nonce-expires-before-answer",
	.title = "the client takes longer to answer than the nonce lives",
	.meaning = "The answer came after the nonce's lifetime, as the server says by stale=true "
		   "or the nonce itself tells. The client waits for a person or for a push to wake "
		   "it, or is slow; or the lifetime is set too short on the server. Either can "
		   "mend it.",
	.evidence = "At the answer the nonce is older than it tells that it lives; or, if it "
		    "tells nothing, it is 20 s old or more, older than all that the server "
		    "accepted, and meets stale=true.",
	.sure = "Likely, if the nonce tells its lifetime and was older, and the server says "
		"stale=true or the password shows that the digest is right; possible otherwise.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 2617", "3.2.1", "stale=true says that the nonce is no longer valid" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Answer a challenge at once, with the password that is stored, and again at "
		  "once when another challenge comes." },
		{ PARTY_SERVER,
		  "Let nonces live for a minute at least: Kamailio, OpenSIPS nonce_expire, "
		  "Asterisk nonce_lifetime. Say stale=true to one that is too old." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "without stale=true the digest may be wrong as well: the password shows it" },
		{ "stale-nonce-loop",
		  "there the nonces are young, and the server calls them stale nevertheless" },
		{ "nonce-clock-skew", "there the clock in the nonce is off" },
	},
	.needs = FACT_OFFER | FACT_ANSWER,
	.judge = judge,
};
