/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include <sipwhy/rule.h>

/* The largest count that fits into the 8 bits in which Kamailio keeps it. */
enum { OCTET_MAX = 255 };

static bool
overflowed(const struct round *r)
{
	struct challenge stale;

	return round_nc(r) > OCTET_MAX && r->nonce_accepted > 0 && r->nonce_last_nc >= OCTET_MAX &&
	       round_nc(r) > r->nonce_last_nc && round_met_stale(r, &stale);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = dossier_answered(d, NULL);

	while (r != NULL && !overflowed(r))
		r = dossier_answered(d, r);
	if (r == NULL)
		return VERDICT_NO;
	finding_cite_cred(f, r, "nc", r->cred->nc, NULL);
	finding_cite_cred(f, r, "nonce", r->cred->nonce, NULL);
	finding_cite_line(f, r->outcome.msg, "response to it");
	finding_detail(
		f, "The nonce was taken up to nc=%08" PRIx32 "; nc=%08" PRIx64 " meets stale=true.",
		r->nonce_last_nc, round_nc(r));
	return VERDICT_YES;
}

/* Exactly where 8 bits end. */
static enum causality
grade(const struct dossier *d)
{
	return d->round->nonce_last_nc == OCTET_MAX ? CAUSALITY_LIKELY : CAUSALITY_POSSIBLE;
}

const struct rule rule_nonce_count_overflow = {
	.code = "nonce-count-overflow",
	.title = "the nonce was used more often than the server counts",
	.meaning = "The client used one nonce more than 255 times, and the server then called it "
		   "stale. Kamailio keeps the count in 8 bits; other servers have limits of their "
		   "own. A client that takes the new nonce goes on without harm.",
	.evidence = "The nc is above 255 and has risen, the nonce was accepted and counted up to "
		    "255 or more before, and now meets stale=true.",
	.sure = "Likely, if the greatest nc before was exactly 255; possible, if it was greater.",
	.party = PARTY_SERVER,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 2617", "3.2.2", "nc has eight hexadecimal digits" },
		{ "RFC 2617", "3.3",
		  "with stale=true a server tells the client to try again with the new nonce" },
	},
	.advice = {
		{ PARTY_SERVER, "Nothing, or nonces that live shorter (Kamailio: nonce_expire)." },
		{ PARTY_CLIENT, "On stale=true try again with the new nonce and nc=00000001." },
	},
	.lookalikes = {
		{ "stale-nonce", "the nonce may have become too old at just that moment" },
		{ "nonce-count-replayed", "there nc did not grow" },
	},
	.needs = FACT_ANSWER,
	.judge = judge,
};
