/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* From the host that was challenged, at the same hop, to another host than the one that challenged. */
static bool
went_elsewhere(const struct round *r)
{
	const struct message *m = r->answer.msg;
	/* Kept from before: this account's own, or the server asked has perhaps issued it too, unseen. */
	bool kept = r->nonce == NONCE_CACHED && r->own_uses > 0;
	bool same_hop = r->request.msg != NULL ? round_same_hop(r) : m->sip.via_count == 1;

	return (r->nonce == NONCE_OF_OFFER || kept) && same_hop && r->nonce_issue.frame != 0 &&
	       round_re_challenged(r) && address_eq(&r->nonce_issue.dst.ip, &m->seen.src.ip) &&
	       !address_eq(&r->nonce_issue.src.ip, &m->seen.dst.ip);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = dossier_answered(d, NULL);
	char issuer[ENDPOINT_TEXT], other[ENDPOINT_TEXT];

	while (r != NULL && !went_elsewhere(r))
		r = dossier_answered(d, r);
	if (r == NULL)
		return VERDICT_NO;
	finding_cite_cred(f, r, "nonce", r->cred->nonce, NULL);
	if (r->nonce == NONCE_OF_OFFER)
		finding_cite_offer(f, r, "nonce", r->offer->nonce, NULL);
	else
		finding_cite_witness(f, r->nonce_from, "nonce", r->cred->nonce);
	finding_cite_line(f, r->outcome.msg, "response to it");
	finding_detail(f, "The nonce was issued by %s, and the answer went to %s.",
		       endpoint_text(&r->nonce_issue.src, issuer),
		       endpoint_text(&r->answer.msg->seen.dst, other));
	return VERDICT_YES;
}

/* stale=true, or a digest that is right, leaves the nonce; else the digest may be wrong as well. */
static enum causality
grade(const struct dossier *d)
{
	struct challenge stale;

	return round_met_stale(d->round, &stale) || d->digest->check == VERIFY_MATCH
		       ? CAUSALITY_LIKELY
		       : CAUSALITY_POSSIBLE;
}

const struct rule rule_nonce_from_other_server = {
	.code = "nonce-from-other-server",
	.title = "one server issued the nonce, and the answer went to another",
	.meaning = "The client was challenged by one address and sent its answer to another, which "
		   "asked again. Nodes that do not share the secret their nonces are made from, "
		   "or their memory of them, do not know each other's nonces; with DNS that "
		   "spreads requests the client may never meet the same node twice in a row.",
	.evidence = "The answer goes to another IP address than the one that issued its nonce, at "
		    "the same hop, and is challenged again.",
	.sure = "Likely, if the server says stale=true or the password shows that the digest is "
		"right; possible otherwise, since the digest may be wrong as well.",
	.party = PARTY_SERVER,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3263", "4",
		  "where a request goes is found out once for each transaction, so that the "
		  "next one may go to another server of the domain" },
		{ "RFC 2617", "3.2.1", "what a nonce is made of is the server's affair" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Give all nodes of the domain the same nonce secret (Kamailio, OpenSIPS: "
		  "parameter secret of module auth), or keep a client at one node: a load "
		  "balancer that goes by source address or Call-ID." },
		{ PARTY_CLIENT,
		  "Send the request with credentials to the address that challenged it. baresip: "
		  "an outbound proxy pins it." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "the password shows whether the digest is right; it is, where the refusal says "
		  "stale=true" },
		{ "stale-nonce-loop", "there the nonce comes back to the address that issued it" },
	},
	.needs = FACT_ANSWER,
	.judge = judge,
};
