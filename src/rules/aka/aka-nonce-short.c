/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* Base64 digits of RAND and AUTN, 32 octets, without the "=" at the end. */
enum { NONCE_DIGITS = 43 };

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct str nonce = r->offer->nonce;

	/* None at all is challenge-missing-nonce; an escaped one is not taken apart. */
	if (!auth_algorithm_is_aka(r->offer->alg) || str_empty(nonce) ||
	    str_index(nonce, '\\') >= 0 || d->digest->aka.nonce != VERIFY_AKA_MALFORMED)
		return VERDICT_NO;
	finding_cite_offer(f, r, "nonce", nonce, "base64 of RAND and AUTN, 32 octets or more");
	finding_cite_offer(f, r, "algorithm", r->offer->algorithm, NULL);
	if (nonce.len < NONCE_DIGITS)
		finding_detail(f,
			       "The nonce has %zu characters; RAND and AUTN take %d digits of "
			       "base64.",
			       nonce.len, NONCE_DIGITS);
	else
		finding_detail(f, "The nonce is not base64 of RAND and AUTN.");
	return VERDICT_YES;
}

/*
 * Nobody can answer it: sure where it is a fact that nobody did.  Who did all the same may have been refused for
 * something else, and an answer may be missing from the capture.
 */
static enum causality
grade(const struct dossier *d)
{
	return (d->facts & FACT_NO_ANSWER) != 0 ? CAUSALITY_PROVEN : CAUSALITY_LIKELY;
}

const struct rule rule_aka_nonce_short = {
	.code = "aka-nonce-short",
	.title = "the AKA challenge carries no RAND and AUTN in its nonce",
	.meaning = "In AKA the nonce is no random text: it is base64 of RAND and AUTN, 16 octets "
		   "each, from which the SIM computes RES. This one is shorter, or is not base64, "
		   "so no SIM can answer it. A server that puts algorithm=AKAv1-MD5 on a nonce of "
		   "its own for plain Digest makes such challenges.",
	.evidence = "The challenge asks for AKA, and its nonce is not base64 of 32 octets or "
		    "more. An empty nonce is another cause, and one with backslashes is not taken "
		    "apart.",
	.sure = "Proven, if it is a fact that the client did not answer; likely, if it did, or if "
		"an answer may be missing: credentials that were sent may be refused for "
		"something else.",
	.party = PARTY_SERVER,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3310", "3.2",
		  "the nonce is the base64 encoding of RAND, AUTN and, if it likes, data of the "
		  "server" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Let the module that fetches authentication vectors write the challenge "
		  "(Kamailio: ims_www_challenge, OpenSIPS: aka_www_challenge), and see that the "
		  "HSS returns RAND and AUTN for this user. Where the user has a password and no "
		  "SIM, challenge with MD5." },
	},
	.lookalikes = {
		{ "aka-mac-failure", "there AUTN is in the nonce, and is wrong" },
		{ "challenge-missing-nonce", "there the nonce is missing or empty" },
	},
	.yields_to = { "challenge-missing-nonce", "challenge-missing-header" },
	.needs = FACT_OFFER,
	.judge = judge,
};
