/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* A key that the server's own acceptance contradicts tells nothing of AUTN. */
static enum verify_aka_check
autn_of(const struct dossier *d)
{
	return d->digest->reason == VERIFY_SECRET_CONTRADICTED ? VERIFY_AKA_UNTOLD
							       : d->digest->aka.autn;
}

/* Whether the client says by itself that it does not believe the network: TS 24.229 5.1.1.5.3. */
static bool
client_says_so(const struct dossier *d)
{
	const struct round *r = d->round;

	return (d->facts & FACT_ANSWER) != 0 && r->nonce == NONCE_OF_OFFER &&
	       !str_absent(r->cred->response) && str_empty(r->cred->response) &&
	       str_empty(r->cred->auts);
}

static const char *
slip_text(enum verify_aka_slip slip)
{
	static const char *const texts[] = {
		[VERIFY_AKA_SLIP_NONE] = "",
		[VERIFY_AKA_SLIP_OP_AS_OPC] =
			" It is right if the given OP is taken for OPc: so the network does.",
		[VERIFY_AKA_SLIP_OPC_AS_OP] =
			" It is right if the given OPc is taken for OP: so the network does.",
		[VERIFY_AKA_SLIP_AMF] = " It is right for another AMF than the one that is sent.",
		[VERIFY_AKA_SLIP_SQN_OPEN] = " It is right if SQN is not hidden by AK.",
	};

	return texts[slip];
}

static void
tell(const struct dossier *d, struct finding *f)
{
	if (autn_of(d) == VERIFY_AKA_WRONG)
		finding_detail(f, "The AUTN in the nonce is not what the given key makes.%s",
			       slip_text(d->digest->aka.slip));
	else if (autn_of(d) == VERIFY_AKA_RIGHT)
		finding_detail(f, "The client refuses the AUTN, which is right for the given key: "
				  "the client has another K or OPc.");
	else
		finding_detail(f, "The client answers with an empty response and no auts: it could "
				  "not verify the AUTN in the nonce.");
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	bool says = client_says_so(d);

	if (!auth_algorithm_is_aka(r->offer->alg) || d->digest->aka.nonce == VERIFY_AKA_MALFORMED)
		return VERDICT_NO;
	if (!says && r->cred != NULL)
		return VERDICT_NO;
	if (!says && (d->facts & FACT_NO_ANSWER) == 0) {
		f->missing = FACT_ANSWER;
		return VERDICT_CANNOT_TELL;
	}
	/* A client that is silent may have any reason. */
	if (!says && autn_of(d) != VERIFY_AKA_WRONG) {
		f->missing = autn_of(d) == VERIFY_AKA_UNTOLD ? FACT_DIGEST : 0;
		return f->missing != 0 ? VERDICT_CANNOT_TELL : VERDICT_NO;
	}
	finding_cite_offer(f, r, "nonce", r->offer->nonce, "RAND and an AUTN that K makes");
	if (says)
		finding_cite_cred(f, r, "response", r->cred->response, "made from RES");
	tell(d, f);
	return VERDICT_YES;
}

/* Proven where the key and the client say the same. */
static enum causality
grade(const struct dossier *d)
{
	return client_says_so(d) && autn_of(d) == VERIFY_AKA_WRONG ? CAUSALITY_PROVEN
								   : CAUSALITY_LIKELY;
}

const struct rule rule_aka_mac_failure = {
	.code = "aka-mac-failure",
	.title = "the client cannot verify the network by its AUTN",
	.meaning = "In AKA the network proves itself first: AUTN is made with K, OPc, SQN and AMF. A "
		   "SIM that computes another MAC stops there and answers with an empty response, or "
		   "not at all. The two sides have another K or OPc, or OP stands where OPc belongs.",
	.evidence = "AUTN in the nonce is made again from the SIM's key; and an answer with an "
		    "empty response and no auts says that the SIM did not take it. Silence of the "
		    "client counts only beside an AUTN that is wrong.",
	.sure = "Likely from one of the two: the client's empty response, or a client that is "
		"silent to an AUTN which the key does not make. Proven, if the client's empty "
		"response and the key say the same.",
	.party = PARTY_SERVER,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3310", "3.3",
		  "the client assesses AUTN, and goes on where that shows the server to be "
		  "authentic" },
		{ "3GPP TS 24.229", "5.1.1.5.1",
		  "the client checks that the MAC in AUTN is the one it computes, and that SQN "
		  "is in range" },
		{ "3GPP TS 24.229", "5.1.1.5.3",
		  "a client that finds the MAC invalid sends a REGISTER with an empty response "
		  "and no auts" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Compare K and OPc in the HSS with those of the SIM, and whether the field wants OP "
		  "or OPc (Open5GS and pyHSS have both; FHoSS wants OP or OPc by its setting). AMF is "
		  "8000 for IMS and EPS." },
		{ PARTY_CLIENT,
		  "Soft clients: the same K, OP or OPc and AMF as in the HSS. PJSIP computes with the "
		  "AMF that is configured, not with the one in AUTN." },
	},
	.lookalikes = {
		{ "aka-sync-failure", "there the client sends auts: the MAC was right, SQN was not" },
		{ "challenge-unanswered",
		  "with K and OPc sipwhy tells whether AUTN was right" },
		{ "aka-nonce-short", "there no AUTN is in the nonce at all" },
	},
	.needs = FACT_OFFER,
	.judge = judge,
};
