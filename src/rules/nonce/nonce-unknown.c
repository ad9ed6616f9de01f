/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;

	if (r->nonce != NONCE_UNKNOWN)
		return VERDICT_NO;

	if (r->offer != NULL)
		finding_cite_offer(f, r, "nonce", r->offer->nonce, NULL);
	finding_cite_cred(f, r, "nonce", r->cred->nonce, "the nonce of the challenge");
	finding_detail(
		f,
		"challenged with one nonce, the client answered with another of no challenge here");
	return VERDICT_YES;
}

const struct rule rule_nonce_unknown = {
	.code = "nonce-unknown",
	.title = "the answer carries a nonce that was not issued in this capture",
	.meaning = "The request was challenged, and the answer carries another nonce, one of no "
		   "challenge in the capture. The client may have kept it from before the "
		   "capture began, or made it up; packets do not tell which.",
	.evidence = "The request was challenged, and the nonce of the credentials is in no "
		    "challenge of the capture.",
	.sure = "That the nonce is in no challenge of the capture is a fact; whether it was "
		"issued before is not known. It is no cause of a refusal by itself.",
	.party = PARTY_UNKNOWN,
	.severity = SEVERITY_WARNING,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 2617", "3.3",
		  "a session lasts until the next challenge; its nonce should be remembered, "
		  "and may be sent without being asked" },
	},
	.advice = {
		{ PARTY_CAPTURE,
		  "Begin the capture before the client starts, and watch all servers that may "
		  "challenge it." },
		{ PARTY_CLIENT,
		  "Answer a challenge with the nonce of that challenge, even if an earlier one "
		  "is remembered." },
		{ PARTY_SERVER,
		  "Where another system checks the digest, see that the nonce is one that this "
		  "server issued." },
	},
	.lookalikes = {
		{ "nonce-altered", "there the nonce is a damaged copy of the one issued" },
		{ "credentials-for-other-nonce",
		  "there the nonce was issued in this capture, in another challenge" },
		{ "capture-incomplete",
		  "the challenge may have been before the capture or on another path" },
	},
	.needs = FACT_CHALLENGE | FACT_ANSWER,
	.judge = judge,
};
