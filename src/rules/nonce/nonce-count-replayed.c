/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct answer_seen *o = d->kin != NULL ? d->kin->count_used : NULL;
	const struct round *r = d->round;
	char mine[FINDING_QUOTE], other[FINDING_QUOTE];

	if (o == NULL)
		return VERDICT_NO;
	/* Credentials copied from another request are wrong for this one in the first place. */
	if (d->kin->other_method != NULL || d->kin->other_uri != NULL)
		return VERDICT_NO;
	finding_cite_cred(f, r, "nc", r->cred->nc, "one more than was used with this nonce");
	finding_cite_cred(f, r, "nonce", r->cred->nonce, NULL);
	finding_cite_witness(f, &o->where, "nc", o->cred.nc);
	finding_detail(f, "nc=%s is sent with a nonce with which nc=%s was accepted before.",
		       finding_quote(r->cred->nc, mine), finding_quote(o->cred.nc, other));
	return VERDICT_YES;
}

const struct rule rule_nonce_count_replayed = {
	.code = "nonce-count-replayed",
	.title = "the client uses a nonce again and does not count on",
	.meaning = "nc counts the requests that the client has sent with one nonce. Here a value "
		   "comes a second time, in another request. By that a server knows a replay, and "
		   "refuses it however right the response is.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 2617", "3.2.2",
		  "nc is the count of the requests, this one included, that were sent with this "
		  "nonce; a server that sees a value twice takes the request for a replay" },
		{ "RFC 7616", "3.4", "the same" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Count for each nonce, over all requests and calls that use it; or forget the nonce "
		  "after its first use and wait for a challenge. JAIN-SIP always sends 00000001: set "
		  "its cache time to 0. SIPp counts from version 3.6 on." },
		{ PARTY_SERVER,
		  "Say stale=true with a new nonce instead of refusing, so that the client can go on "
		  "(Kamailio: nonce_count of the auth module)." },
	},
	.lookalikes = {
		{ "nonce-reuse-refused", "there nc counts on, and the server takes each nonce once" },
		{ "retransmission-hits-one-time-nonce",
		  "there the very same request is sent again, with its branch and CSeq" },
		{ "credentials-replayed", "there another host sends them" },
	},
	.reasons = { "replay", "nonce count", "nonce-count" },
	.needs = FACT_ANSWER,
	.judge = judge,
};
