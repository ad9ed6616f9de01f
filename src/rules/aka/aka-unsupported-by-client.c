/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* Whether something else than AKA was offered for this realm, which any client could have taken. */
static bool
offers_else(const struct round *r)
{
	unsigned aka = 1u << ALGORITHM_AKAV1_MD5 | 1u << ALGORITHM_AKAV2_MD5;

	if (r->witness != NULL)
		return (r->algorithms & ~aka) != 0;
	for (size_t i = 0; i < r->offer_count; i++) {
		const struct challenge *c = &r->offers[i];

		if (c->is_digest && c->kind == r->offer->kind &&
		    str_eq(c->realm, r->offer->realm) && !auth_algorithm_is_aka(c->alg))
			return true;
	}
	return false;
}

/* An answer that is said, or by saying nothing held, to be of another algorithm. */
static enum verdict
judge_answer(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	char quoted[FINDING_QUOTE];

	f->missing = FACT_ANSWER & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	if (auth_algorithm_is_aka(r->cred->alg) || r->nonce != NONCE_OF_OFFER ||
	    str_empty(r->cred->response) || !str_empty(r->cred->auts))
		return VERDICT_NO;
	/* Made from RES, and only the name is not told. */
	if (d->digest->from_aka && d->digest->check == VERIFY_MATCH)
		return VERDICT_NO;
	finding_cite_offer(f, r, "algorithm", r->offer->algorithm, NULL);
	finding_cite_cred_text(f, r, "algorithm", r->cred->algorithm, r->offer->algorithm);
	finding_cite_cred(f, r, "response", r->cred->response, "made from RES");
	finding_detail(f, "The challenge asks for AKA, the answer says %s.",
		       str_absent(r->cred->algorithm) ? "nothing, which means MD5"
						      : finding_quote(r->cred->algorithm, quoted));
	return VERDICT_YES;
}

/* Silence: a client that knows AKA tells its name first, and may stop because of AUTN. */
static enum verdict
judge_silence(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct credentials any;

	f->missing = (FACT_NO_ANSWER | FACT_REQUEST) & ~d->facts;
	if ((d->denied & FACT_NO_ANSWER) != 0)
		return VERDICT_NO;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	if (credentials_of(&r->request.msg->sip, &any, 1) > 0)
		return VERDICT_NO;
	finding_cite_offer(f, r, "algorithm", r->offer->algorithm, "MD5 as well");
	finding_cite_line(f, r->request.msg, "challenged request");
	finding_detail(f, "Only AKA was offered; the client, which did not name itself before as "
			  "IMS clients do, never answered.");
	return VERDICT_YES;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;

	if (!auth_algorithm_is_aka(r->offer->alg) || offers_else(r))
		return VERDICT_NO;
	return r->cred != NULL ? judge_answer(d, f) : judge_silence(d, f);
}

/* What the client itself says of its answer is more than its silence, or an algorithm not named. */
static enum causality
grade(const struct dossier *d)
{
	const struct credentials *c = d->round->cred;

	return c != NULL && !str_absent(c->algorithm) ? CAUSALITY_LIKELY : CAUSALITY_POSSIBLE;
}

const struct rule rule_aka_unsupported_by_client = {
	.code = "aka-unsupported-by-client",
	.title = "the server asks for AKA, and the client does plain Digest",
	.meaning = "AKA needs a SIM or its key: the password is RES, which is computed from the "
		   "nonce. A client without AKA answers with its configured password and "
		   "algorithm=MD5, or does not answer at all.",
	.evidence = "Only AKA is offered for the realm. The answer with its nonce has a response, "
		    "no auts, and names another algorithm or none; or a client whose first "
		    "request has no credentials never answers.",
	.sure = "Likely, if the answer itself names another algorithm; possible, if it names none "
		"or the client is silent.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3310", "3.1",
		  "algorithm=AKAv1-MD5 tells the client that the Digest AKA mechanism is used" },
		{ "RFC 2617", "3.2.2", "opaque and algorithm are those supplied in the challenge" },
		{ "RFC 2617", "3.2.1",
		  "a challenge with an algorithm that is not understood should be ignored" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "For soft clients without a SIM let the S-CSCF ask for MD5: Kamailio's ims_auth "
		  "has registration_default_algorithm and takes the scheme that the HSS tells; "
		  "set the user to SIP Digest in the HSS." },
		{ PARTY_CLIENT,
		  "Use a client with ISIM or with K and OPc in its settings (PJSIP built with AKA, IMS phones)." },
	},
	.lookalikes = {
		{ "aka-mac-failure",
		  "a client that knows AKA and cannot verify AUTN may be silent too: with K and "
		  "OPc sipwhy tells" },
		{ "challenge-unanswered",
		  "the client may have no account for this realm: its log tells" },
	},
	.yields_to = { "challenge-missing-nonce", "wrong-authorization-header",
		       "required-param-missing", "realm-mismatch", "nonce-altered",
		       "aka-nonce-short", "aka-mac-failure" },
	.needs = FACT_OFFER,
	.judge = judge,
};
