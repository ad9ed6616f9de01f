/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include <sipwhy/rule.h>

static bool
repeats(const struct round *r)
{
	uint64_t nc = round_nc(r);

	return r->own_uses > 0 && nc > 0 && nc <= r->own_last_nc;
}

/* Credentials copied from another request are wrong for this one in the first place. */
static bool
is_copied(const struct answer_kin *kin)
{
	return kin != NULL && (kin->other_method != NULL || kin->other_uri != NULL);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct answer_seen *o = d->kin != NULL ? d->kin->count_used : NULL;
	const struct round *r = dossier_answered(d, NULL);

	while (r != NULL && !repeats(r))
		r = dossier_answered(d, r);
	if (r == NULL || is_copied(d->kin))
		return VERDICT_NO;
	finding_cite_cred(f, r, "nc", r->cred->nc, "a value that was not used with this nonce");
	finding_cite_cred(f, r, "nonce", r->cred->nonce, NULL);
	if (o != NULL && r == d->round)
		finding_cite_witness(f, &o->where, "nc", o->cred.nc);
	else
		finding_cite_witness(f, r->nonce_from, "nonce", r->cred->nonce);
	finding_detail(f,
		       "nc=%08" PRIx64
		       ", but another request of this account had been as far as nc=%08" PRIx32
		       " with this nonce.",
		       round_nc(r), r->own_last_nc);
	return VERDICT_YES;
}

const struct rule rule_nonce_count_replayed = {
	.code = "nonce-count-replayed",
	.title = "the client uses a nonce again without counting nc up",
	.meaning = "The client remembers a nonce and sends it with a further request, which is "
		   "allowed, but with an nc that it had sent before. nc counts the requests made "
		   "with the nonce, so that the server can tell a replay; a server that looks at "
		   "it takes this request for one.",
	.evidence = "The nc is no greater than one that this account at this host had sent with "
		    "the nonce before. Credentials copied from a request of another method or uri "
		    "are passed over.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 2617", "3.2.2",
		  "nc is the number of requests sent with the nonce; a value that is seen twice "
		  "is a replay" },
		{ "RFC 7616", "3.4", "the same" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Count nc for each nonce, across all requests and dialogs that use it, or do "
		  "not send credentials before they are asked for. JAIN-SIP writes nc=00000001 "
		  "always: set its cache time for credentials to 0. SIPp: 3.6 or later." },
		{ PARTY_SERVER,
		  "Answer with 401 and stale=true instead of a final refusal; the client then "
		  "starts with a nonce of its own. Kamailio: nonce_count=0 lets nc be." },
	},
	.lookalikes = {
		{ "nonce-reuse-refused",
		  "there nc is counted up, and the server takes each nonce once only" },
		{ "retransmission-hits-one-time-nonce",
		  "there the request with the same nc is a retransmission, octet for octet" },
		{ "credentials-replayed", "there another host sends them" },
		{ "server-repeats-nonce",
		  "there the server offers the nonce anew; the count goes on all the same" },
	},
	.reasons = { "replay*", "bad nonce count", "invalid nonce count", "nonce count too low", "bad nonce-count", "invalid nonce-count" },
	.needs = FACT_ANSWER,
	.judge = judge,
};
