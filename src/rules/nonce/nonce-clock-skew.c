/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <stdlib.h>

#include <sipwhy/rule.h>

/* Asterisk's nonces do not tell their lifetime; this is what it is as delivered. */
enum { ASTERISK_LIFETIME_S = 32 };

/* How far the clock that wrote the nonce is ahead of the capture's, in seconds. */
static int64_t
ahead_s(const struct nonce_time *t, int64_t issued_ns)
{
	return t->issued_s - issued_ns / 1000000000;
}

static int64_t
lifetime_s(const struct nonce_time *t)
{
	return t->form == NONCE_FORM_ASTERISK ? ASTERISK_LIFETIME_S : t->lifetime_s;
}

/* A clock that is off by more than nonces live, and a young nonce that is called stale. */
static bool
is_off(const struct round *r, struct challenge *stale)
{
	const struct nonce_time *t = &r->nonce_time;

	return (t->form == NONCE_FORM_KAMAILIO || t->form == NONCE_FORM_ASTERISK) &&
	       r->nonce_issue.frame != 0 && r->nonce_uses == 0 && round_met_stale(r, stale) &&
	       r->nonce_age_ns / 1000000000 < lifetime_s(t) &&
	       llabs(ahead_s(t, r->nonce_issue.ts_ns)) > lifetime_s(t);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = dossier_answered(d, NULL);
	struct challenge stale;
	int64_t ahead;

	while (r != NULL && !is_off(r, &stale))
		r = dossier_answered(d, r);
	if (r == NULL)
		return VERDICT_NO;
	ahead = ahead_s(&r->nonce_time, r->nonce_issue.ts_ns);
	finding_cite_cred(f, r, "nonce", r->cred->nonce, NULL);
	finding_cite_challenge(f, r->outcome.msg, stale.stale, "stale", "response to it");
	finding_cite_challenge(f, r->outcome.msg, stale.nonce, "nonce", "response to it");
	finding_detail(f,
		       "The clock in the nonce is %" PRId64
		       " s %s that of the capture; the nonce lives %" PRId64 " s and was %" PRId64
		       " ms old when it was called stale.",
		       ahead < 0 ? -ahead : ahead, ahead < 0 ? "behind" : "ahead of",
		       lifetime_s(&r->nonce_time), r->nonce_age_ns / 1000000);
	return VERDICT_YES;
}

/* It may be the capture's clock that is off; not so when two nonces of the realm disagree. */
static enum causality
grade(const struct dossier *d)
{
	const struct round *r = d->round;
	struct nonce_time t;
	struct challenge stale;

	if (!round_met_stale(r, &stale) ||
	    !nonce_time_read(stale.nonce, r->outcome.msg->seen.ts_ns, &t) ||
	    t.form != r->nonce_time.form)
		return CAUSALITY_POSSIBLE;
	return llabs(ahead_s(&t, r->outcome.msg->seen.ts_ns) -
		     ahead_s(&r->nonce_time, r->nonce_issue.ts_ns)) > lifetime_s(&t)
		       ? CAUSALITY_LIKELY
		       : CAUSALITY_POSSIBLE;
}

const struct rule rule_nonce_clock_skew = {
	.code = "nonce-clock-skew",
	.title = "the clock in the nonce is off by more than the nonce lives",
	.meaning = "This server writes the time into its nonces. That time differs from the "
		   "capture's by more than the nonce's lifetime, and the nonce was called stale "
		   "while it was new. If the nodes of a cluster have clocks that differ, what one "
		   "issues is too old, or from the future, for the other.",
	.evidence = "The time in a nonce of Kamailio's or Asterisk's form is off the capture's "
		    "clock by more than the nonce lives, and at its first use, younger than that, "
		    "it meets stale=true.",
	.sure = "Likely, if the clock in the next nonce is off that in this one by more than a "
		"lifetime; possible otherwise, since the capture's clock may be the wrong one.",
	.party = PARTY_SERVER,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 2617", "3.2.1",
		  "a nonce may hold a time stamp, so that the server can limit how long it "
		  "serves" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Run NTP on every node that issues or checks nonces. Kamailio: "
		  "nonce_auth_max_drift tells how far into the future a nonce may be." },
		{ PARTY_CAPTURE, "Check the clock of the capturing host too." },
	},
	.lookalikes = {
		{ "nonce-from-other-server", "nodes with different secrets, not clocks" },
		{ "stale-nonce-loop", "the clock of the capturing host may be the one that is "
				      "off: then the server's nonces are stale for another reason" },
	},
	.needs = FACT_ANSWER,
	.judge = judge,
};
