/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* One hash cannot be right for two methods, and the server found it right for the other. */
static enum verdict
judge_copied(const struct dossier *d, struct finding *f)
{
	const struct answer_seen *o = d->kin != NULL ? d->kin->other_method : NULL;
	const struct round *r = d->round;
	char mine[FINDING_QUOTE], other[FINDING_QUOTE];

	if (o == NULL || !o->accepted || (d->facts & FACT_REFUSED) == 0) {
		f->missing = FACT_DIGEST;
		return VERDICT_CANNOT_TELL;
	}
	finding_cite(f, r->answer.msg, r->answer.msg->sip.method, "answer");
	finding_cite_cred(f, r, "response", r->cred->response,
			  "made with the method of the request");
	finding_cite_witness(f, &o->where, "response", o->cred.response);
	finding_detail(f, "The response to the %s is that of the %s that was accepted.",
		       finding_quote(r->answer.msg->sip.method, mine),
		       finding_quote(o->method, other));
	return VERDICT_YES;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	if (d->round->cred == NULL || d->round->answer.msg == NULL) {
		f->missing = FACT_ANSWER;
		return VERDICT_CANNOT_TELL;
	}
	if ((d->facts & FACT_DIGEST) == 0)
		return judge_copied(d, f);
	return finding_rewritten(f, d, "hashed-wrong-method");
}

const struct rule rule_hashed_wrong_method = {
	.code = "hashed-wrong-method",
	.title = "the response is made for another method than the request has",
	.meaning = "The password is right, but the client hashed another method than the one in "
		   "the request line: most often that of the request before, or a fixed one. Every "
		   "request needs a response of its own; only an ACK takes over what its INVITE "
		   "had.",
	.evidence = "The response is made again from the password with other methods; it counts "
		    "if the digits are those that were sent. Without it, the same response was "
		    "accepted for another method.",
	.sure = "A rewrite with the password, or its HA1, that gives the very response makes it "
		"likely; proven, if the server accepted an answer of this account that the same "
		"password makes. Without any secret, a response that was accepted for another "
		"method makes it likely.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_DIGEST,
	.basis = BASIS_HASH,
	.clauses = {
		{ "RFC 2617", "3.2.2.3",
		  "the second part of the hash is made from the method and the uri, and with "
		  "auth-int from the body" },
		{ "RFC 3261", "22.1",
		  "an ACK takes over the credentials of its INVITE, and must not be challenged" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Compute the response for the method of the request it goes out with, in its "
		  "own spelling." },
		{ PARTY_SERVER,
		  "Some servers have a switch for such clients. FreeSWITCH: NDLB-broken-auth-hash "
		  "lets the method differ." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "a wrong password fits none of the ways that are tried" },
		{ "client-hashed-request-uri",
		  "there it is the URI that differs" },
		{ "nonce-count-replayed", "a copied header repeats nc too" },
	},
	.needs = 0,
	.judge = judge,
};
