/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;

	if (r->reissued == NULL)
		return VERDICT_NO;
	finding_cite_offer(f, r, "nonce", r->offer->nonce,
			   "a nonce that has not been issued before");
	finding_cite_witness(f, r->reissued, "nonce", r->offer->nonce);
	finding_cite_cred(f, r, "nc", r->cred->nc, NULL);
	finding_detail(f, "the nonce was issued before, to another request");
	return VERDICT_YES;
}

const struct rule rule_server_repeats_nonce = {
	.code = "server-repeats-nonce",
	.title = "the server challenges a new request with a nonce that it has issued before",
	.meaning = "A nonce is to be new in each challenge. This one was sent "
		   "before, to another request. It is lawful as long as the server "
		   "takes a count that goes on or begins anew; clients that begin "
		   "with 1 again look like a replay to one that does not.",
	.evidence = "The nonce of the challenge stands in an earlier challenge to another request.",
	.party = PARTY_SERVER,
	.severity = SEVERITY_WARNING,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 2617", "3.2.1", "a nonce should be made anew each time a 401 is sent" },
		{ "RFC 2617", "3.2.2",
		  "nc counts the requests sent with one nonce; a count that is seen twice is a "
		  "replay" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Make a new nonce for each challenge, or accept a count that "
		  "begins anew." },
		{ PARTY_CLIENT,
		  "Keep the count with the nonce, over all Call-IDs, as long as "
		  "the nonce is the same." },
	},
	.needs = FACT_OFFER | FACT_ANSWER,
	.judge = judge,
};
