/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* Of several challenges, the one whose algorithm the client names without sending its nonce. */
static const struct challenge *
named_by_algorithm(const struct round *r)
{
	if (str_absent(r->cred->algorithm) || r->cred->alg == ALGORITHM_UNKNOWN ||
	    r->cred->alg == r->offer->alg)
		return NULL;
	for (size_t i = 0; i < r->offer_count; i++) {
		const struct challenge *c = &r->offers[i];

		if (c->is_digest && c->kind == r->offer->kind && c->alg == r->cred->alg &&
		    auth_value_eq(c->realm, r->offer->realm) && !str_eq(c->nonce, r->cred->nonce))
			return c;
	}
	return NULL;
}

/*
 * Whether the client held on to an older nonce although this very request was challenged with a
 * new one.  A nonce that was issued after the request is that of a second response to it (a server
 * without transaction state challenges each retransmission anew), and with one that was refused
 * before something else was wrong.
 */
static enum verdict
held_on(const struct round *r, struct finding *f)
{
	int64_t issued_ns;

	if (r->request.msg == NULL || r->nonce_age_ns < 0) {
		f->missing = FACT_REQUEST;
		return VERDICT_CANNOT_TELL;
	}
	issued_ns = r->answer.msg->seen.ts_ns - r->nonce_age_ns;
	if (issued_ns >= r->request.msg->seen.ts_ns ||
	    !str_eq(r->challenge.msg->sip.call_id, r->answer.msg->sip.call_id) ||
	    (r->nonce_uses > 0 && r->nonce_accepted == 0))
		return VERDICT_NO;
	return VERDICT_YES;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct challenge *due = r->offer;
	enum verdict v = VERDICT_YES;

	if (due == NULL || r->witness != NULL)
		return VERDICT_NO;
	if (r->nonce == NONCE_OF_OFFER) {
		due = named_by_algorithm(r);
		v = due == NULL ? VERDICT_NO : VERDICT_YES;
	} else if (r->nonce == NONCE_CACHED) {
		v = held_on(r, f);
	} else if (r->nonce != NONCE_OTHER_REALM && r->nonce != NONCE_OTHER_CLIENT) {
		v = VERDICT_NO;
	}
	if (v != VERDICT_YES)
		return v;

	finding_cite(f, r->challenge.msg, due->nonce, "challenge");
	finding_cite_cred_text(f, r, "nonce", r->cred->nonce, due->nonce);
	finding_cite_witness(f, r->nonce_from, "nonce", r->cred->nonce);
	finding_detail(f, "the nonce sent is that of %s",
		       r->nonce == NONCE_OF_OFFER       ? "the challenge with another algorithm"
		       : r->nonce == NONCE_OTHER_REALM  ? "a challenge for another realm"
		       : r->nonce == NONCE_OTHER_CLIENT ? "a challenge to another host"
							: "an earlier challenge");
	return VERDICT_YES;
}

const struct rule rule_credentials_for_other_nonce = {
	.code = "credentials-for-other-nonce",
	.title = "the client answers one challenge with the nonce of another",
	.meaning = "The client was challenged with one nonce and sent another that it, or "
		   "somebody else, was given in another challenge: for another realm, to "
		   "another host, with another algorithm, or earlier. The server that asked "
		   "waits for its own.",
	.evidence = "The nonce of the credentials is not that of the challenge due, and stands in "
		    "another one in the capture: of another realm, to another host, with the "
		    "algorithm that was not taken, or issued before the request.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 2617", "3.3",
		  "a session lasts until the next challenge; requests within it should be made "
		  "with its nonce" },
		{ "RFC 3261", "22.3",
		  "each of several challenges may get credentials of its own, which should be "
		  "told apart by the realm" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Answer with the nonce of the challenge that was just received. Keep "
		  "remembered nonces by realm, server and header field, and drop them when a "
		  "new challenge comes." },
		{ PARTY_SERVER,
		  "Nodes behind one name should share the secret that nonces are made from, so "
		  "that one knows the nonces of the other (Kamailio and OpenSIPS: the secret "
		  "parameter of the auth module)." },
	},
	.lookalikes = {
		{ "stale-ignored-by-client",
		  "there the new challenge said stale=true, and the client kept the old nonce" },
		{ "nonce-altered", "there the nonce is a damaged copy of the right one" },
		{ "nonce-unknown", "there the nonce is of no challenge in the capture" },
		{ "realm-mismatch", "there the nonce is right and the realm is not" },
	},
	.yields_to = { "stale-ignored-by-client", "wrong-authorization-header",
		       "required-param-missing", "realm-mismatch" },
	.needs = FACT_CHALLENGE | FACT_ANSWER,
	.judge = judge,
};
