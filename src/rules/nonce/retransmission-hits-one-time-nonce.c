/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

enum { OFFERS_READ = 8 };

/* The challenge of the response that says stale=true; false when none does. */
static bool
met_stale(const struct round *r, struct challenge *out)
{
	struct challenge all[OFFERS_READ];
	size_t n = challenges_of(&r->outcome.msg->sip, all, COUNT(all));

	for (size_t i = 0; i < n && i < COUNT(all); i++) {
		if (all[i].is_digest && auth_value_eq(all[i].realm, r->cred->realm) &&
		    challenge_is_stale(&all[i])) {
			*out = all[i];
			return true;
		}
	}
	return false;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct challenge stale;

	if ((d->facts & FACT_REFUSED) == 0 || !r->same_octets_twice || r->outcome.msg == NULL ||
	    r->nonce != NONCE_OF_OFFER || r->nonce_uses > 0)
		return VERDICT_NO;
	if (r->outcome.msg->sip.status != 401 && r->outcome.msg->sip.status != 407)
		return VERDICT_NO;
	f->missing = (FACT_OFFER | FACT_ANSWER) & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	if (met_stale(r, &stale)) {
		finding_cite(f, r->outcome.msg, stale.stale, "outcome");
		f->cites[f->cites_used - 1].param = "stale";
	} else if (d->digest->check == VERIFY_MATCH) {
		finding_cite_line(f, r->outcome.msg, "outcome");
	} else {
		/* The first copy may be the one that was lost, and this one judged in its place. */
		return VERDICT_NO;
	}
	finding_cite_cred(f, r, "nonce", r->cred->nonce,
			  "taken, since it was issued for this answer");
	finding_cite_line(f, r->answer.msg, "answer");
	finding_detail(f,
		       "The answer was sent %u times with the same octets before its first "
		       "response, which asks again.",
		       r->answer.copies);
	return VERDICT_YES;
}

const struct rule rule_retransmission_hits_one_time_nonce = {
	.code = "retransmission-hits-one-time-nonce",
	.title = "the server takes a retransmission for a second use of the nonce",
	.meaning = "The server was slow to answer the request with credentials, so the client "
		   "sent the same octets again, as it has to over UDP. The server checks the copy "
		   "as if it were a new request, finds its nonce used, and challenges again; the "
		   "client's answer to that meets the same fate. The first copy may have been "
		   "accepted all the same: a response to it that came late, or that the capture "
		   "lost, is not seen.",
	.evidence = "The answer went out more than once with the same octets before its first "
		    "response, a 401 or 407 that says stale=true, or that comes though the digest "
		    "is right.",
	.asks = FACT_OFFER | FACT_ANSWER | FACT_OUTCOME | FACT_REFUSED,
	.party = PARTY_SERVER,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_LIKELY,
	.clauses = {
		{ "RFC 3261", "17.2.3",
		  "a request with the branch, sent-by and method of one that is being handled is "
		  "that request again" },
		{ "RFC 3261", "17.2.2",
		  "a retransmission is discarded, or met with the response that was sent last; "
		  "it is not handled anew" },
		{ "RFC 2617", "3.2.2",
		  "a request whose nonce count was seen before is a replay" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Look for the transaction before checking credentials. Kamailio: "
		  "t_precheck_trans() and t_check_trans() (or t_newtran()) ahead of the "
		  "authentication, or nonce_count instead of one_time_nonce. OpenSIPS: "
		  "t_newtran() ahead of it, or disable_nonce_check=1. Send 100 early for an "
		  "INVITE." },
		{ PARTY_SERVER,
		  "Find out why the answer takes longer than 500 ms: a silent next hop, a slow "
		  "database." },
	},
	.lookalikes = {
		{ "nonce-count-replayed",
		  "there a new request, with another CSeq and branch, repeats the nonce count" },
		{ "stale-nonce-loop", "there the refusals come at once, without a retransmission" },
	},
	.yields_to = { "proxy-stripped-credentials", "qop-incomplete-set",
		       "required-param-missing", "realm-mismatch", "algorithm-mismatch",
		       "wrong-authorization-header", "nonce-altered",
		       "credentials-for-other-nonce" },
	.needs = 0,
	.judge = judge,
};
