/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include <sipwhy/rule.h>

/* The answer to the challenge that issued the nonce, which nobody can have used before. */
static bool
is_first_use(const struct round *r)
{
	return r->nonce == NONCE_OF_OFFER && r->challenge.msg != NULL && r->nonce_uses == 0 &&
	       !r->nonce_shared &&
	       str_eq(r->challenge.msg->sip.call_id, r->answer.msg->sip.call_id) &&
	       r->answer.msg->sip.cseq.number <= r->challenge.msg->sip.cseq.number + 1;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = dossier_answered(d, NULL);

	while (r != NULL && !(is_first_use(r) && round_nc(r) > 1))
		r = dossier_answered(d, r);
	if (r == NULL)
		return VERDICT_NO;
	f->missing = FACT_NO_GAP & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite_cred(f, r, "nc", r->cred->nc, "00000001");
	finding_cite_offer(f, r, "nonce", r->offer->nonce, NULL);
	finding_detail(f, "The first request with this nonce says nc=%08" PRIx64 ".", round_nc(r));
	return VERDICT_YES;
}

const struct rule rule_nonce_count_not_reset = {
	.code = "nonce-count-not-reset",
	.title = "the client goes on counting nc though the nonce is new",
	.meaning = "nc counts the requests made with one nonce. This client got a new nonce and "
		   "went on from the count of the old one. Most servers ask only that nc grows, and "
		   "do not mind; one that counts itself refuses it.",
	.evidence = "The nc is above 1 in the first answer to the challenge that issued the "
		    "nonce. With gaps in the capture, or where several clients were given the "
		    "nonce, nothing is said.",
	.asks = FACT_NO_GAP,
	.party = PARTY_CLIENT,
	.severity = SEVERITY_WARNING,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 2617", "3.2.2",
		  "the first request sent in response to a given nonce has nc=00000001" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Start nc at 00000001 with each new nonce, whether or not the challenge said "
		  "stale=true. sofia-sip: a version with pull request 316." },
	},
	.lookalikes = {
		{ "nonce-count-replayed", "there the nonce was used before, and nc did not grow" },
		{ "capture-incomplete",
		  "the requests that were counted may be missing from the capture" },
	},
	.needs = FACT_ANSWER,
	.judge = judge,
};
