/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* A nonce answered later than this may have expired, at a server that says nothing of it. */
#define FRESH_NS ((int64_t)30 * 1000 * 1000 * 1000)

/* Whether the refusal is of the digest: a new challenge that does not say stale=true, or a 403. */
static enum verdict
refuses_digest(const struct dossier *d)
{
	unsigned status = d->round->outcome.msg != NULL ? d->round->outcome.msg->sip.status : 0;

	if (status == 403)
		return VERDICT_YES;
	return status == 401 || status == 407 ? d->asks_again : VERDICT_NO;
}

static enum verdict
tell(const struct dossier *d, struct finding *f)
{
	const struct formula_view *v = d->formula;
	const struct round *r = d->round;

	finding_cite_cred(f, r, "response", r->cred->response, NULL);
	finding_cite_line(f, r->outcome.msg, "outcome");
	finding_cite_witness(f, v->answer, "response", v->response);
	finding_detail(
		f,
		"The server decides as if it hashed %s: it accepted %u made so, and refused %u "
		"made right.",
		v->formula->text, (unsigned)v->accepted, (unsigned)v->refused);
	return VERDICT_YES;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	enum verdict refuses;

	if ((d->facts & FACT_REFUSED) == 0 || d->exchange->dropped_for_other)
		return VERDICT_NO;
	refuses = refuses_digest(d);
	f->missing = refuses == VERDICT_CANNOT_TELL ? FACT_OUTCOME : 0;
	if (refuses != VERDICT_YES)
		return refuses;
	f->missing = (FACT_OFFER | FACT_ANSWER | FACT_DIGEST) & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	/* A nonce of before, or of somebody else, is a reason of its own. */
	if (d->digest->check != VERIFY_MATCH || r->nonce != NONCE_OF_OFFER || r->nonce_uses > 0)
		return VERDICT_NO;
	if (d->formula != NULL && d->formula->proof == FORMULA_NONE)
		return VERDICT_NO;
	if (d->formula != NULL && d->formula->proof == FORMULA_SHOWN)
		return tell(d, f);
	f->missing = FACT_OTHER_DECISION;
	return VERDICT_CANNOT_TELL;
}

/*
 * Proven when the server took an answer of the very account by the wrong formula, in between refusing right ones or
 * the other way round, and nothing else gives it a reason to refuse this one.  One decision of each kind leaves
 * room for a password that was changed meanwhile.  A 403 may be a matter of what the user may do.
 */
static enum causality
grade(const struct dossier *d)
{
	const struct formula_view *v = d->formula;
	const struct round *r = d->round;
	uint64_t nc = 1;

	if (v == NULL || v->against > 0)
		return CAUSALITY_POSSIBLE;
	if (!v->same_account || !v->interleaved || r->outcome.msg->sip.status == 403)
		return CAUSALITY_LIKELY;
	if (r->nonce_age_ns < 0 || r->nonce_age_ns > FRESH_NS ||
	    (r->cred->odd & ~(unsigned)AUTH_FOLDED) != 0)
		return CAUSALITY_LIKELY;
	if (!str_absent(r->cred->nc) && (!str_hex_to_u64(r->cred->nc, UINT32_MAX, &nc) || nc != 1))
		return CAUSALITY_LIKELY;
	return str_absent(r->offer->opaque) || str_eq(r->offer->opaque, r->cred->opaque)
		       ? CAUSALITY_PROVEN
		       : CAUSALITY_LIKELY;
}

const struct rule rule_server_verify_formula_bug = {
	.code = "server-verify-formula-bug",
	.title = "the server checks the digest by a formula that is not the RFC's",
	.meaning = "The answer is right by the RFC for the secret that was given, and the server "
		   "refuses it. The same server accepts answers that are made by another formula, "
		   "and all its decisions in the capture fit that one. Clients that follow the "
		   "RFC fail with it, and clients with the same fault pass.",
	.evidence = "The digest is right for the secret, at the first use of the nonce, and meets "
		    "a 403, or a challenge without stale=true. What the server accepts and "
		    "refuses elsewhere in the capture fits another formula, and not the right one.",
	.sure = "Proven, if for the same account the server took an answer made wrong in between "
		"refusing right ones, or the other way round, and nothing is odd: no 403, a nonce "
		"of less than 30 s, nc 1. Likely otherwise; possible, if one of its decisions "
		"speaks against it.",
	.asks = FACT_OFFER | FACT_ANSWER | FACT_REFUSED | FACT_DIGEST,
	.party = PARTY_SERVER,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 2617", "3.2.2.1",
		  "with qop the response is made from HA1, nonce, nc, cnonce, qop and HA2, without "
		  "it from HA1, nonce and HA2" },
		{ "RFC 2617", "3.3",
		  "the server makes the same digest from what the client sent, and compares" },
		{ "RFC 7616", "3.4.1", "the same for the other algorithms" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Correct what the server computes, or update it. JAIN-SIP: "
		  "DigestServerAuthenticationHelper hashes HA1:nonce:cnonce:HA2. Kamailio hashes "
		  "the octets of HA1 for -sess: do not offer MD5-sess. SIPp: update for "
		  "verifyauth." },
		{ PARTY_CLIENT,
		  "Nothing is wrong with the answer. Until the server is corrected, a setting that "
		  "leaves out qop, or another algorithm, may give the form on which both agree." },
	},
	.lookalikes = {
		{ "403-after-correct-digest", "a refusal of what the user may do is a 403" },
		{ "valid-digest-refused", "the same without an accepted answer that tells the formula" },
		{ "nonce-from-other-server", "another node challenges than the one that checks" },
	},
	.needs = 0,
	.judge = judge,
};
