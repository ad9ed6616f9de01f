/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include <sipwhy/rule.h>

/* A nonce answered later than this may have expired, at a server that says nothing of it. */
#define FRESH_NS ((int64_t)30 * 1000 * 1000 * 1000)

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	enum verdict asks = d->asks_again, arrived = round_arrived(r);
	const char *unseen = "";

	if ((d->facts & FACT_REFUSED) == 0 || d->exchange->dropped_for_other ||
	    r->outcome.msg == NULL ||
	    (r->outcome.msg->sip.status != 401 && r->outcome.msg->sip.status != 407))
		return VERDICT_NO;
	f->missing = (FACT_OFFER | FACT_ANSWER | FACT_DIGEST) & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	if (d->digest->check != VERIFY_MATCH ||
	    (r->nonce != NONCE_OF_OFFER && r->nonce != NONCE_CACHED))
		return VERDICT_NO;
	f->missing = asks == VERDICT_CANNOT_TELL ? FACT_OUTCOME : 0;
	if (asks != VERDICT_YES)
		return asks;
	/* The digest that came to the server may be another one, or none. */
	f->missing = arrived == VERDICT_CANNOT_TELL ? FACT_NO_GAP : 0;
	if (arrived != VERDICT_YES)
		return arrived;
	finding_cite_cred(f, r, "response", r->cred->response, NULL);
	finding_cite_offer(f, r, "nonce", r->offer->nonce, NULL);
	finding_cite_line(f, r->outcome.msg, "outcome");
	if (!d->secret_confirmed)
		unseen = "  That the server holds this secret is not seen.";
	if (r->nonce_age_ns >= 0)
		finding_detail(f,
			       "The digest is right for the secret given and for a nonce that the "
			       "server issued %" PRId64
			       " ms before, and the server challenges again.%s",
			       r->nonce_age_ns / 1000000, unseen);
	else
		finding_detail(f,
			       "The digest is right for the secret given, and the server "
			       "challenges again.%s",
			       unseen);
	return VERDICT_YES;
}

/*
 * Proven when the server is seen to hold this secret at that time, and nothing else gives it a reason: between
 * an acceptance and a refusal it may have been changed.
 */
static enum causality
grade(const struct dossier *d)
{
	const struct round *r = d->round;
	uint64_t nc = 1;

	/* How the server computes says more of the same refusal. */
	if (d->formula != NULL && d->formula->proof == FORMULA_SHOWN && d->formula->against == 0)
		return CAUSALITY_POSSIBLE;
	if (r->nonce != NONCE_OF_OFFER || round_outlived_nonce(r) || r->nonce_uses > 0 ||
	    r->nonce_age_ns < 0 || r->nonce_age_ns > FRESH_NS ||
	    !str_absent(response_of_nonce(r->outcome.msg)))
		return CAUSALITY_POSSIBLE;
	if (!str_absent(r->cred->nc) && (!str_hex_to_u64(r->cred->nc, UINT32_MAX, &nc) || nc != 1))
		return CAUSALITY_POSSIBLE;
	if (!d->secret_held || (r->cred->odd & ~(unsigned)AUTH_FOLDED) != 0)
		return CAUSALITY_LIKELY;
	return str_absent(r->offer->opaque) || str_eq(r->offer->opaque, r->cred->opaque)
		       ? CAUSALITY_PROVEN
		       : CAUSALITY_LIKELY;
}

const struct rule rule_valid_digest_refused = {
	.code = "valid-digest-refused",
	.title = "the digest is right, and the server challenges again",
	.meaning = "The response is made from the secret that was given, for a nonce of "
		   "the server's, and the new challenge does not call that nonce stale. If the secret "
		   "is the server's too, the fault is behind the capture: in what the server "
		   "computes or compares, or in what reaches it.",
	.evidence = "The response is the one that the given secret makes, for a nonce that the "
		    "server issued, and meets a 401 or 407 for the same realm without stale=true. "
		    "It says nothing of credentials that were seen further on changed, or not at "
		    "all.",
	.sure = "Proven, if the server accepted other answers of this account that the same "
		"secret makes, before and after this one, and nothing is odd about the "
		"credentials; likely otherwise. Possible at most, if anyone used the nonce "
		"before, it is older than 30 s or named as the reason, or if the server is seen to compute otherwise.",
	.asks = FACT_OFFER | FACT_ANSWER | FACT_REFUSED | FACT_DIGEST,
	.party = PARTY_SERVER,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 2617", "3.3",
		  "the server makes the same digest from what the client sent, and compares" },
		{ "RFC 2617", "3.2.1",
		  "a challenge without stale=true means that user name or password are not valid" },
		{ "RFC 3261", "22.4", "digest authentication in SIP follows RFC 2617" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Check which secret the server holds for this user and realm (an HA1 made for "
		  "another realm, a cached one), and by which formula it computes: some accept "
		  "only answers without cnonce, or hash HA1:nonce:cnonce:HA2." },
		{ PARTY_MIDDLEBOX,
		  "Capture at the server itself: a proxy in between may drop or rewrite the "
		  "Authorization header field or the uri in it." },
		{ PARTY_CREDENTIALS,
		  "Make sure that the secret given to sipwhy is the one set on the server." },
	},
	.lookalikes = {
		{ "server-verify-formula-bug",
		  "answers of another form are accepted from other clients" },
		{ "proxy-stripped-credentials",
		  "a capture behind the proxy shows the request without its credentials" },
		{ "nonce-from-other-server", "another node challenges than the one that checks" },
		{ "nonce-expires-before-answer",
		  "the age of the nonce against the lifetime that the server is set to" },
		{ "wrong-password", "the server may hold another secret than the one given" },
	},
	.needs = 0,
	.judge = judge,
};
